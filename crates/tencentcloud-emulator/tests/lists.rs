//! Every list of the catalogue that is known to be paged, read to its end.

use serde_json::{Map, Value, json};
use tencentcloud_apigateway::runtime::{
    Client, Config, Credential, Error, PagesStyle, RawAction, RawPages,
};
use tencentcloud_emulator::{Emulator, TEST_SECRET_ID, TEST_SECRET_KEY};
use tencentcloud_schema::{Action, Description, Kind, Member, Paging, PagingStyle, Status};

#[tokio::test]
async fn every_list_ends() {
    let emulator = Emulator::builder().start().await.unwrap();
    let config = Config::new(Credential::new(TEST_SECRET_ID, TEST_SECRET_KEY))
        .endpoint(emulator.url())
        .region("ap-guangzhou");
    let client = Client::new(&config);
    let (mut read, mut wrong) = (0, Vec::new());
    for service in tencentcloud_catalogue::services() {
        let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
        for description in service.descriptions() {
            for (name, action, paging) in lists(&description) {
                let raw = RawAction::new(&description.service, &description.version, name)
                    .pages(pages(paging));
                for start in starts(paging) {
                    let parameters = parameters(&description, action, paging, start);
                    let call = client.raw_action(raw.clone()).parameters(parameters);
                    let mut pages = call.pages();
                    while let Some(page) = pages.next().await {
                        match page {
                            Ok(_) => read += 1,
                            // A list of what a made-up id names, which does not exist.
                            Err(error) if error.to_string().contains(": There is no ") => {}
                            // One of several parameters is needed, and none of them always.
                            Err(error) if lacks_optional(&error, action) => {}
                            Err(error) => wrong.push(format!("{} {error}", description.service)),
                        }
                    }
                }
            }
        }
    }
    assert!(read > 4_000, "{read} pages");
    assert!(wrong.is_empty(), "{} of {read}: {wrong:#?}", wrong.len());
}

fn lacks_optional(error: &Error, action: &Action) -> bool {
    let text = error.to_string();
    let mut optional = action.request.iter().filter(|member| !member.required);
    optional.any(|member| text.contains(&format!("lacks the parameter `{}`", member.name)))
}

/// The actions whose response is one page of a list: neither a stream nor out of service.
fn lists(description: &Description) -> impl Iterator<Item = (&String, &Action, &Paging)> {
    let actions = description.actions.iter();
    actions.filter_map(|(name, action)| {
        let offered = action.status != Status::Offline && !action.streaming;
        let paging = action.paging.as_ref().filter(|_| offered)?;
        Some((name, action, paging))
    })
}

/// Positions at which a list is begun: the first, and one behind it.
fn starts(paging: &Paging) -> [u64; 2] {
    match paging.style {
        PagingStyle::Page => [1, 2],
        _ => [0, 1],
    }
}

fn pages(paging: &Paging) -> RawPages {
    let style = match paging.style {
        PagingStyle::Offset => PagesStyle::Offset,
        PagingStyle::Page => PagesStyle::Page,
        PagingStyle::Index => PagesStyle::Index,
        PagingStyle::Token => PagesStyle::Token,
    };
    let text = |path: &Option<String>| path.clone().unwrap_or_default();
    RawPages::new(style, &paging.position, &paging.items)
        .size(text(&paging.size))
        .total(text(&paging.total))
        .next(text(&paging.next))
        .more(text(&paging.more))
        .over(text(&paging.over))
}

/// The required parameters, a position and a page size.
fn parameters(description: &Description, action: &Action, paging: &Paging, start: u64) -> Value {
    let mut parameters = object(description, &action.request, 0);
    let mut set = |name: &str, number: u64| {
        let member = action.request.iter().find(|member| member.name == name);
        let least = member.and_then(|member| member.min.as_ref()?.as_u64());
        let number = number.max(least.unwrap_or(0));
        let value = match member.map(|member| &member.kind) {
            Some(Kind::String) => json!(number.to_string()),
            _ => json!(number),
        };
        parameters.insert(name.to_owned(), value);
    };
    if paging.style != PagingStyle::Token {
        set(&paging.position, start);
    }
    if let Some(size) = &paging.size {
        set(size, 1);
    }
    Value::Object(parameters)
}

fn object(description: &Description, members: &[Member], depth: usize) -> Map<String, Value> {
    let required = members.iter().filter(|member| member.required);
    required
        .map(|member| (member.name.clone(), value(description, member, depth)))
        .collect()
}

fn value(description: &Description, member: &Member, depth: usize) -> Value {
    let of_example = member.example.clone().filter(|value| member.accepts(value));
    let one = match (of_example, member.kind.object()) {
        (Some(example), _) => return example,
        (None, Some(name)) if depth < 5 => {
            let members = description.types.get(name).map(|found| &found.members[..]);
            Value::Object(object(description, members.unwrap_or_default(), depth + 1))
        }
        (None, Some(_)) => json!({}),
        (None, None) => match member.kind {
            Kind::Int64 | Kind::Uint64 | Kind::Float => json!(1),
            Kind::Bool => json!(true),
            _ => json!("1"),
        },
    };
    match member.list {
        true => json!([one]),
        false => one,
    }
}

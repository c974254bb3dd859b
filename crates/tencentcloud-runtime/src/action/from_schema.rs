//! What a description of the API says of an action.

use std::collections::BTreeSet;

use tencentcloud_schema::{Body, Description, Member, Paging, PagingStyle, Region, Signing};

use super::{BodyKind, PagesStyle, RawAction, RawPages, RegionRule};

/// The parameter that makes a request safe to repeat.
const CLIENT_TOKEN: &str = "ClientToken";

impl RawAction {
    /// Creates the action `name` with everything that `description` says of it: Region, body, host,
    /// signing, pages, events, secrets and ClientToken. Returns `None` if the description has no such
    /// action.
    ///
    /// Only the types that the action reaches need be in the description.
    pub fn described(description: &Description, name: &str) -> Option<Self> {
        let action = description.actions.get(name)?;
        let region = match action.region {
            None => RegionRule::Unknown,
            Some(Region::Required) => RegionRule::Required,
            Some(Region::Optional) => RegionRule::Optional,
            Some(Region::None) => RegionRule::None,
        };
        let body = match action.body {
            Body::Json => BodyKind::Json,
            Body::Multipart => BodyKind::Multipart,
            Body::OctetStream => BodyKind::OctetStream,
        };
        let mut raw = Self::new(&description.service, &description.version, name)
            .region(region)
            .body(body)
            .sensitive(secrets(description, name));
        if let Some(host) = action.host.as_ref().or(description.host.as_ref()) {
            raw = raw.host(host);
        }
        if action.signing == Signing::Skip {
            raw = raw.unsigned();
        }
        if action.streaming {
            raw = raw.streaming();
        }
        for member in &action.request {
            if let Some(header) = &member.header {
                raw = raw.header(&member.name, header);
            }
        }
        if action
            .request
            .iter()
            .any(|member| member.name == CLIENT_TOKEN)
        {
            raw = raw.client_token();
        }
        if let Some(paging) = &action.paging {
            raw = raw.pages(pages(paging, &action.request));
        }
        Some(raw)
    }
}

/// The names of the members that are secrets, in the action and in the types of the description.
fn secrets(description: &Description, name: &str) -> BTreeSet<String> {
    let action = description.actions.get(name);
    let own = action.map(|action| action.request.iter().chain(&action.response));
    let types = description
        .types
        .values()
        .flat_map(|object| &object.members);
    let members = own.into_iter().flatten().chain(types);
    members
        .filter(|member| member.sensitive)
        .map(|member| member.name.clone())
        .collect()
}

fn pages(paging: &Paging, request: &[Member]) -> RawPages {
    let style = match paging.style {
        PagingStyle::Offset => PagesStyle::Offset,
        PagingStyle::Page => PagesStyle::Page,
        PagingStyle::Index => PagesStyle::Index,
        PagingStyle::Token => PagesStyle::Token,
    };
    let mut pages = RawPages::new(style, &paging.position, &paging.items);
    let position = request.iter().find(|member| member.name == paging.position);
    if position.is_some_and(|member| member.kind.is_text()) {
        pages = pages.text();
    }
    if let Some(size) = &paging.size {
        pages = pages.size(size);
    }
    if let Some(total) = &paging.total {
        pages = pages.total(total);
    }
    if let Some(next) = &paging.next {
        pages = pages.next(next);
    }
    if let Some(more) = &paging.more {
        pages = pages.more(more);
    }
    if let Some(over) = &paging.over {
        pages = pages.over(over);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_described_is_taken_over() {
        let text = r#"{"format": 1, "service": "bakery", "version": "2020-01-01",
            "host": "bakery.ai.tencentcloudapi.com",
            "actions": {
                "Bake": {"region": "required", "signing": "skip", "streaming": true,
                    "request": [{"name": "ClientToken", "type": "string"}, {"name": "Oven", "type": "Oven"}],
                    "response": []},
                "Deliver": {"body": "octet-stream", "host": "deliver.tencentcloudapi.com",
                    "request": [{"name": "To", "type": "string", "header": "X-To"}, {"name": "Bread", "type": "binary"}],
                    "response": []},
                "ListBreads": {"region": "none",
                    "paging": {"style": "offset", "position": "Offset", "size": "Limit", "items": "Breads", "total": "TotalCount"},
                    "request": [{"name": "Offset", "type": "string"}, {"name": "Limit", "type": "integer"}],
                    "response": [{"name": "Breads", "type": "string", "list": true}, {"name": "TotalCount", "type": "integer"}]}},
            "types": {"Oven": {"members": [{"name": "Key", "type": "string", "sensitive": true}]}}}"#;
        let bakery = Description::parse(text, "bakery").unwrap();
        let described = |name| RawAction::described(&bakery, name).unwrap();
        let of = |name| RawAction::new("bakery", "2020-01-01", name);
        let bake = of("Bake")
            .region(RegionRule::Required)
            .host("bakery.ai.tencentcloudapi.com")
            .unsigned()
            .streaming()
            .client_token()
            .sensitive(["Key"]);
        assert_eq!(described("Bake"), bake);
        let deliver = of("Deliver")
            .body(BodyKind::OctetStream)
            .host("deliver.tencentcloudapi.com")
            .header("To", "X-To")
            .sensitive(["Key"]);
        assert_eq!(described("Deliver"), deliver);
        let pages = RawPages::new(PagesStyle::Offset, "Offset", "Breads");
        let list = of("ListBreads")
            .region(RegionRule::None)
            .host("bakery.ai.tencentcloudapi.com")
            .pages(pages.text().size("Limit").total("TotalCount"))
            .sensitive(["Key"]);
        assert_eq!(described("ListBreads"), list);
        assert_eq!(RawAction::described(&bakery, "Eat"), None);
    }
}

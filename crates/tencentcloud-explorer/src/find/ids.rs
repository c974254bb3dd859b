//! Ids that are pasted: their form says of what they are.

use std::sync::OnceLock;

use serde_json::{Value, json};
use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_catalogue::{resources, services};

use super::group::{Group, Hit};
use crate::call::Call;
use crate::page::Reader;

/// How many kinds are shown.
const SHOWN: usize = 3;

/// The form of the ids of a kind of resource.
#[derive(Debug)]
pub(super) struct Form {
    /// What all of them begin with, e.g. `vpc-`.
    start: String,
    service: &'static str,
    version: String,
    kind: String,
    /// The member that holds the id.
    member: String,
}

/// Returns the forms of all ids that have a beginning of their own.
pub(super) fn forms() -> &'static [Form] {
    static FORMS: OnceLock<Vec<Form>> = OnceLock::new();
    FORMS.get_or_init(|| services().flat_map(of_service).collect())
}

fn of_service(service: &'static str) -> Vec<Form> {
    let known = resources(service).ok().flatten();
    let versions = known.iter().flat_map(|known| &known.versions);
    let kinds = versions.flat_map(|(version, kinds)| kinds.iter().map(move |kind| (version, kind)));
    let forms = kinds.filter_map(|(version, (kind, resource))| {
        let member = resource.id.last()?;
        let form = resource.made.get(member)?;
        let start = form.split(['*', '?', '#']).next().unwrap_or_default();
        // `i-` is one, a form that may begin with any letter is none.
        (start.len() > 1 && start.ends_with(['-', '_'])).then(|| Form {
            start: start.to_owned(),
            service,
            version: version.clone(),
            kind: kind.clone(),
            member: member.clone(),
        })
    });
    forms.collect()
}

/// Returns the kinds of resources that the id `text` may be of, each with the call that shows it.
pub(super) fn group(reader: &Reader, text: &str) -> Group {
    let fits = forms().iter().filter(|form| {
        let rest = text.strip_prefix(&*form.start);
        rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric()))
    });
    let hits = fits.filter_map(|form| hit(reader, form, text)).take(SHOWN);
    let hits: Vec<Hit> = hits.collect();
    Group {
        is_exact: !hits.is_empty(),
        ..Group::new(reader.t("Resources", "资源"), hits)
    }
}

fn hit(reader: &Reader, form: &Form, text: &str) -> Option<Hit> {
    let known = resources(form.service).ok()??;
    let resource = known.versions.get(&form.version)?.get(&form.kind)?;
    let kind = Kind {
        service: form.service.to_owned(),
        version: form.version.clone(),
        name: form.kind.clone(),
        resource: resource.clone(),
    };
    let reading = Reading::one(&kind).ok()?;
    let mut call = Call {
        service: form.service.to_owned(),
        version: form.version.clone(),
        action: reading.target.name.clone(),
        ..Call::default()
    };
    let is_whole = text.len() > form.start.len();
    if let Some(parameter) = reading.parameter_of(&form.member)
        && let Some(member) = reading
            .parameters()
            .iter()
            .find(|member| member.name == parameter)
        && is_whole
    {
        let value: Value = if member.list {
            json!([text])
        } else {
            json!(text)
        };
        call.parameters.insert(parameter.to_owned(), value);
    }
    Some(Hit {
        href: call.link(),
        name: text.to_owned(),
        title: format!("{} · {} {}", form.kind, form.service, reading.target.name),
        why: vec![(
            reader.t("form of its ID", "ID 格式"),
            format!("{}…", form.start),
        )],
    })
}

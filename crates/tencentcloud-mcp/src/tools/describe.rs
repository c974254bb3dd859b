//! `describe`: one action, in the form of a type signature, which costs a model less than JSON.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;

use serde::Deserialize;
use tencentcloud_calls::parameters::{Skeleton, skeleton};
use tencentcloud_calls::{Inquiry, Known};
use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::Verb;
use tencentcloud_schema::{Action, Member, Region, Status};

use crate::ready::Subject;
use crate::reply::{Reply, plain};

/// The characters beyond which further types are named alone.
const BUDGET: usize = 4_500;
/// How many listed values of a parameter are shown.
const VALUES: usize = 12;
/// How many error codes are shown with an action.
const CODES: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    service: String,
    action: String,
    part: Option<String>,
}

pub(super) fn run(given: Given) -> Result<Reply, Reply> {
    let subject = Subject::find(&given.service, &given.action)?;
    let Some(known) = &subject.target.known else {
        return Err(Reply::error(
            "not_found",
            "the action is not documented",
            &[],
        ));
    };
    let action = known.action();
    match given.part.as_deref() {
        None => Ok(Reply::text(whole(&subject, known))),
        Some("errors") => {
            let codes: Vec<_> = action.errors.iter().map(String::as_str).collect();
            Ok(Reply::text(codes.join("\n")))
        }
        Some("response") => {
            let mut out = "response:\n".to_owned();
            members(&mut out, &action.response, Side::Response);
            types(&mut out, known, &action.response, Side::Response);
            Ok(Reply::text(out))
        }
        Some(name) => {
            let Some(object) = known.description.types.get(name) else {
                let told = format!("{} has no type {name}", known.name);
                return Err(Reply::error("not_found", &told, &[]));
            };
            let mut out = format!("{name}:\n");
            members(&mut out, &object.members, Side::Request);
            types(&mut out, known, &object.members, Side::Request);
            Ok(Reply::text(out))
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Request,
    Response,
}

fn whole(subject: &Subject, known: &Known) -> String {
    let action = known.action();
    let target = &subject.target;
    let mut out = String::new();
    let class = subject.effect.name();
    // A string takes everything that is written to it.
    let _ = writeln!(
        out,
        "{} {} {} (class {class})",
        target.service, target.name, target.version
    );
    let titles = [
        action.title_en.as_deref(),
        action.doc.as_deref(),
        action.title.as_deref(),
    ];
    let title = titles.into_iter().flatten().next();
    if let Some(title) = title {
        let _ = writeln!(out, "{title}");
    }
    match action.status {
        Status::Online => {}
        Status::Deprecated => out.push_str("deprecated\n"),
        Status::Offline => out.push_str("no longer offered\n"),
    }
    facts(&mut out, subject, action);
    if action.request.is_empty() {
        out.push_str("request: nothing\n");
    } else {
        out.push_str("request:  (* required)\n");
        members(&mut out, &action.request, Side::Request);
    }
    if let Ok(least) = skeleton(target, Skeleton::Required)
        && least.as_object().is_some_and(|least| !least.is_empty())
    {
        let _ = writeln!(out, "least, with made-up values: {}", plain(&least));
    }
    types(&mut out, known, &action.request, Side::Request);
    out.push_str("response:");
    for member in &action.response {
        let _ = write!(out, " {}: {};", member.name, kind(member));
    }
    if action
        .response
        .iter()
        .any(|member| member.kind.object().is_some())
    {
        out.push_str(" (part=response shows the types)");
    }
    out.push('\n');
    let count = action.errors.len();
    if count > 0 {
        let codes: Vec<_> = action
            .errors
            .iter()
            .take(CODES)
            .map(String::as_str)
            .collect();
        let more = match count > CODES {
            true => format!(", … {count} in all (part=errors)"),
            false => String::new(),
        };
        let _ = writeln!(out, "errors: {}{more}", codes.join(", "));
    }
    out
}

/// What is known of the action as a whole.
fn facts(out: &mut String, subject: &Subject, action: &Action) {
    let mut facts = Vec::new();
    match action.region {
        Some(Region::Required) => facts.push("region: required".to_owned()),
        Some(Region::Optional) => facts.push("region: optional".to_owned()),
        Some(Region::None) => facts.push("region: none".to_owned()),
        _ => {}
    }
    if let Some(paging) = &action.paging {
        facts.push(format!(
            "a list of pages: {} by {}",
            paging.items, paging.position
        ));
    }
    if Inquiry::find(&subject.target).is_ok() {
        facts.push("has a price (plan shows it)".to_owned());
    }
    facts.extend(lives(
        &subject.target.service,
        &subject.target.version,
        &subject.target.name,
    ));
    if !facts.is_empty() {
        let _ = writeln!(out, "{}", facts.join("; "));
    }
}

/// What the action does to resources.
fn lives(service: &str, version: &str, action: &str) -> Vec<String> {
    let Ok(Some(known)) = resources(service) else {
        return Vec::new();
    };
    let Some(kinds) = known.versions.get(version) else {
        return Vec::new();
    };
    let does = kinds.iter().filter_map(|(name, kind)| {
        let verb = match kind.actions.get(action)?.does {
            Verb::Create => "creates",
            Verb::List => "lists",
            Verb::Get => "shows",
            Verb::Delete => "ends",
            _ => "changes",
        };
        Some(format!("{verb} {name}"))
    });
    does.collect()
}

/// A line for each member.
fn members(out: &mut String, members: &[Member], side: Side) {
    for member in members.iter().filter(|member| !member.deprecated) {
        let mark = match member.required && side == Side::Request {
            true => "*",
            false => "",
        };
        let _ = write!(out, "  {}{mark}: {}", member.name, kind(member));
        if member.min.is_some() || member.max.is_some() {
            let text = |bound: &Option<serde_json::Number>| {
                bound.as_ref().map(ToString::to_string).unwrap_or_default()
            };
            let _ = write!(out, " {}..{}", text(&member.min), text(&member.max));
        }
        if let Some(default) = &member.default {
            let _ = write!(out, " = {}", plain(default));
        }
        for (name, list) in [("", &member.values), ("filters: ", &member.filters)] {
            if !list.is_empty() {
                let shown: Vec<_> = list.iter().take(VALUES).map(String::as_str).collect();
                let more = if list.len() > VALUES { "|…" } else { "" };
                let _ = write!(out, " [{name}{}{more}]", shown.join("|"));
            }
        }
        if member.sensitive {
            out.push_str(" secret");
        }
        out.push('\n');
    }
}

fn kind(member: &Member) -> String {
    match member.list {
        true => format!("{}[]", member.kind.as_str()),
        false => member.kind.as_str().to_owned(),
    }
}

/// The types that `from` reaches, nearest first, as many as fit.
fn types(out: &mut String, known: &Known, from: &[Member], side: Side) {
    let objects = |members: &[Member]| -> Vec<String> {
        let names = members.iter().filter(|member| !member.deprecated);
        names
            .filter_map(|member| member.kind.object().map(str::to_owned))
            .collect()
    };
    let mut open: VecDeque<String> = objects(from).into();
    let mut seen = BTreeSet::new();
    let mut left = Vec::new();
    while let Some(name) = open.pop_front() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(object) = known.description.types.get(&name) else {
            continue;
        };
        let mut text = format!("{name}:\n");
        members(&mut text, &object.members, side);
        if out.chars().count() + text.chars().count() > BUDGET {
            left.push(name);
            continue;
        }
        out.push_str(&text);
        open.extend(objects(&object.members));
    }
    if !left.is_empty() {
        let _ = writeln!(out, "further types (part=NAME): {}", left.join(", "));
    }
}

//! The rows of parameters and response fields.

use tencentcloud_calls::Language;
use tencentcloud_schema::{Description, Kind, Member, Object};

use crate::page::Page;

/// How many names of a folded object's members a response shows.
const SHOWN: usize = 6;

/// How rows are made: with or without what nested objects hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fold<'d> {
    pub(crate) description: &'d Description,
    pub(crate) language: Language,
    pub(crate) detail: bool,
}

impl<'d> Fold<'d> {
    /// Adds a parameter: of a required object its required members, and with detail all members.
    pub(crate) fn parameter(&self, page: &mut Page, member: &'d Member) {
        self.nested(page, member, "", &mut Vec::new());
    }

    fn nested(&self, page: &mut Page, member: &'d Member, path: &str, above: &mut Vec<&'d str>) {
        let name = format!("{path}{}", member.name);
        let object = self.object(member);
        let left = format!("--{name} {}", kind(member));
        let mut facts = self.facts(member);
        if !path.is_empty() && member.required {
            facts.insert(0, self.language.pick("required", "必填").to_owned());
        }
        let Some((object_name, object)) = object else {
            page.row(2, &left, &facts.join("; "));
            return;
        };
        let circle = above.contains(&object_name);
        let opens = |inner: &&Member| self.detail || (member.required && inner.required);
        let shown: Vec<_> = object.members.iter().filter(opens).collect();
        let folded: Vec<_> = object.members.iter().filter(|m| !opens(m)).collect();
        if circle || shown.is_empty() {
            facts.push(names(&object.members, usize::MAX));
        } else if !folded.is_empty() {
            let and = self.language.pick("optional: ", "可选：");
            facts.push(format!("{and}{}", plain_names(&folded)));
        }
        page.row(2, &left, &facts.join("; "));
        if circle {
            return;
        }
        above.push(object_name);
        let item = if member.list { ".0" } else { "" };
        for inner in shown {
            self.nested(page, inner, &format!("{name}{item}."), above);
        }
        above.pop();
    }

    /// Adds a field of a response: of an object the names of its first members, and with detail
    /// rows for all.
    pub(crate) fn field(&self, page: &mut Page, member: &'d Member) {
        self.nested_field(page, member, 2, &mut Vec::new());
    }

    fn nested_field(
        &self,
        page: &mut Page,
        member: &'d Member,
        indent: usize,
        above: &mut Vec<&'d str>,
    ) {
        let left = format!("{} {}", member.name, kind(member));
        let mut facts = Vec::new();
        if self.detail {
            facts.extend(self.values(member));
        }
        if member.deprecated {
            facts.push(self.language.pick("deprecated", "已废弃").to_owned());
        }
        let object = self.object(member);
        let object = object.filter(|(name, _)| !above.contains(name));
        if let Some((_, object)) = object
            && !self.detail
        {
            facts.push(names(&object.members, SHOWN));
        }
        page.row(indent, &left, &facts.join("; "));
        if let Some((name, object)) = object
            && self.detail
        {
            above.push(name);
            for inner in &object.members {
                self.nested_field(page, inner, indent + 2, above);
            }
            above.pop();
        }
    }

    fn object(&self, member: &'d Member) -> Option<(&'d str, &'d Object)> {
        let name = member.kind.object()?;
        Some((name, self.description.types.get(name)?))
    }

    /// What is known of a parameter's value.
    fn facts(&self, member: &Member) -> Vec<String> {
        let language = self.language;
        let mut facts: Vec<String> = self.values(member).into_iter().collect();
        match (&member.min, &member.max) {
            (Some(min), Some(max)) => facts.push(match language {
                Language::English => format!("{min} to {max}"),
                Language::Chinese => format!("{min} 至 {max}"),
            }),
            (Some(min), None) => facts.push(format!("{} {min}", language.pick("from", "最小"))),
            (None, Some(max)) => facts.push(format!("{} {max}", language.pick("up to", "最大"))),
            (None, None) => {}
        }
        if let Some(default) = &member.default {
            facts.push(format!("{} {default}", language.pick("default", "默认")).replace('"', ""));
        }
        if !member.filters.is_empty() {
            let names = member.filters.join(", ");
            facts.push(format!(
                "{}{names}",
                language.pick("filters: ", "过滤条件：")
            ));
        }
        if member.sensitive {
            facts.push(language.pick("secret", "敏感信息").to_owned());
        }
        if member.deprecated {
            facts.push(language.pick("deprecated", "已废弃").to_owned());
        }
        if let Some(doc) = &member.doc {
            facts.insert(0, doc.trim_end_matches('.').to_owned());
        }
        if facts.is_empty()
            && let Some(example) = &member.example
        {
            let shown = match example {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            // A longer one hides the parameter below it.
            if shown.chars().count() <= 60 && !shown.contains('\n') {
                facts.push(format!("{} {shown}", language.pick("e.g.", "例如")));
            }
        }
        facts
    }

    fn values(&self, member: &Member) -> Option<String> {
        (!member.values.is_empty()).then(|| member.values.join(" | "))
    }
}

/// The word for the type of a value: `string`, `integer[]`, `object`.
pub(crate) fn kind(member: &Member) -> String {
    let kind = match &member.kind {
        Kind::Integer | Kind::Int64 => "integer",
        Kind::Uint64 => "unsigned",
        Kind::Float => "number",
        Kind::Binary => "file",
        Kind::DateTimeIso => "time",
        Kind::Object(_) => "object",
        kind => kind.as_str(),
    };
    match member.list {
        true => format!("{kind}[]"),
        false => kind.to_owned(),
    }
}

/// The names of an object's members in braces: the first `shown`, an asterisk behind required ones.
fn names(members: &[Member], shown: usize) -> String {
    let mut names: Vec<_> = members
        .iter()
        .take(shown)
        .map(|m| format!("{}{}", m.name, if m.required { "*" } else { "" }))
        .collect();
    if members.len() > shown {
        names.push(format!("+{}", members.len() - shown));
    }
    format!("{{{}}}", names.join(", "))
}

fn plain_names(members: &[&Member]) -> String {
    let names: Vec<_> = members.iter().map(|m| &*m.name).collect();
    names.join(", ")
}

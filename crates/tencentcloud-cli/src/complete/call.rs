//! What may follow a service: its actions, and their parameters and values.

use tencentcloud_calls::{Known, Language, plain};
use tencentcloud_catalogue::{Version, service};
use tencentcloud_schema::{Description, Kind, Member};

use super::line::Line;
use super::{Candidate, options};
use crate::call;
use crate::help;

/// What may follow the words of `line`, the service `name` among them.
pub(super) fn candidates(name: &str, line: &Line<'_>, current: &str) -> Vec<Candidate> {
    let after = call::command();
    let own = line
        .open
        .filter(|name| call::option(&after, name).is_some());
    let Some(action) = line.action else {
        return match current.starts_with('-') || own.is_some() {
            true => options::of(&after, own, current),
            false => {
                let mut found = actions(name, current, Language::of_machine());
                found.push(Candidate::new("help", ""));
                found
            }
        };
    };
    if own.is_some() {
        return options::of(&after, own, current);
    }
    // A name of the schema alone says which version is meant.
    let Ok(known) = Known::find(name, action, None) else {
        return options::of(&after, None, current);
    };
    let tree = Tree {
        description: &known.description,
        members: &known.action().request,
    };
    if let Some(name) = line.open.filter(|_| !current.starts_with("--")) {
        return tree.values(name, "");
    }
    if let Some((name, _)) = current.split_once('=')
        && let Some(name) = name.strip_prefix("--")
        && call::option(&after, name).is_none()
    {
        return tree.values(name, &format!("--{name}="));
    }
    let mut found = tree.names(current.trim_start_matches('-'), &line.given);
    found.extend(options::of(&after, None, current));
    found
}

/// The actions of a service, spelt as what was typed begins.
pub(super) fn actions(name: &str, current: &str, language: Language) -> Vec<Candidate> {
    let Ok(Some(service)) = service(name) else {
        return Vec::new();
    };
    let kebab = is_kebab(current);
    let mut found = Vec::new();
    for version in service.by_preference() {
        for action in version.actions() {
            let word = if kebab {
                help::kebab(action)
            } else {
                action.to_owned()
            };
            if word.starts_with(current) {
                found.push(Candidate::new(word, title(version, action, language)));
            }
        }
    }
    found.sort_by(|a, b| a.word.cmp(&b.word));
    found.dedup_by(|later, first| later.word == first.word);
    found
}

fn title(version: &Version, action: &str, language: Language) -> String {
    let outline = version.outline(action);
    let title = outline
        .as_ref()
        .and_then(|outline| language.title(outline.title.as_deref(), outline.title_en.as_deref()));
    title.unwrap_or_default().to_owned()
}

/// Returns true if a name was begun in kebab-case.
fn is_kebab(begun: &str) -> bool {
    begun.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The parameters of an action, to any depth.
#[derive(Clone, Copy, Debug)]
struct Tree<'d> {
    description: &'d Description,
    members: &'d [Member],
}

impl<'d> Tree<'d> {
    /// The names that `begun`, without hyphens, may become; those in `given` are left out.
    fn names(self, begun: &str, given: &[&str]) -> Vec<Candidate> {
        let (above, last) = begun
            .rsplit_once('.')
            .map_or(("", begun), |(above, last)| (above, last));
        let mut path = String::from("--");
        let mut level = self;
        let mut list = None;
        for part in above.split('.').filter(|part| !part.is_empty()) {
            path.push_str(part);
            path.push('.');
            if list.take().is_some() {
                // The position in a list.
                continue;
            }
            let Some(member) = level.member(part) else {
                return Vec::new();
            };
            list = member.list.then_some(member);
            let Some(below) = level.below(member) else {
                return Vec::new();
            };
            level = below;
        }
        if list.is_some() {
            return vec![Candidate::new(
                format!("{path}{}.", next(&path[2..], given)),
                "",
            )];
        }
        let kebab = is_kebab(last) || (last.is_empty() && is_kebab(above));
        let mut members: Vec<&Member> = level.members.iter().collect();
        members.sort_by_key(|member| !member.required);
        let named = members.into_iter().map(|member| {
            let name = if kebab {
                help::kebab(&member.name)
            } else {
                member.name.clone()
            };
            let end = if level.below(member).is_some() {
                "."
            } else {
                ""
            };
            Candidate::new(format!("{path}{name}{end}"), help::kind(member))
        });
        named
            .filter(|candidate| !given.contains(&&candidate.word[2..]))
            .collect()
    }

    /// The values of the parameter at `path`, each behind `prefix`.
    fn values(self, path: &str, prefix: &str) -> Vec<Candidate> {
        let mut level = self;
        let mut found: Option<(&Member, Option<&Member>)> = None;
        for part in path.split('.') {
            if part.parse::<usize>().is_ok() {
                continue;
            }
            let Some(member) = level.member(part) else {
                return Vec::new();
            };
            found = Some((member, found.map(|(above, _)| above)));
            if let Some(below) = level.below(member) {
                level = below;
            }
        }
        let Some((member, above)) = found else {
            return Vec::new();
        };
        let values: Vec<String> = match above {
            // The name of a filter: the list of filters knows which there are.
            Some(above)
                if !above.filters.is_empty() && ["Name", "Key"].contains(&&*member.name) =>
            {
                above.filters.clone()
            }
            _ if member.name == "Region" && member.values.is_empty() => options::of_regions()
                .into_iter()
                .map(|region| region.word)
                .collect(),
            _ if member.kind == Kind::Bool => vec!["true".to_owned(), "false".to_owned()],
            _ => member.values.clone(),
        };
        let default = member
            .default
            .as_ref()
            .map(|default| default.to_string().replace('"', ""));
        let told = |value: &str| match default.as_deref() == Some(value) {
            true => "default",
            false => "",
        };
        let values = values.iter();
        values
            .map(|value| Candidate::new(format!("{prefix}{value}"), told(value)))
            .collect()
    }

    fn member(self, name: &str) -> Option<&'d Member> {
        let wanted = plain(name);
        let mut members = self.members.iter();
        members.find(|member| plain(&member.name) == wanted)
    }

    /// The members of an object.
    fn below(self, member: &Member) -> Option<Self> {
        let object = self.description.types.get(member.kind.object()?)?;
        let members = &object.members;
        Some(Self { members, ..self })
    }
}

/// The position of the next item of the list at `path`, which ends with a dot.
fn next(path: &str, given: &[&str]) -> usize {
    let positions = given.iter().filter_map(|name| {
        let rest = name.strip_prefix(path)?;
        rest.split('.').next()?.parse::<usize>().ok()
    });
    positions.max().map_or(0, |last| last + 1)
}

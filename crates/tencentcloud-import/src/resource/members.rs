//! Which member of an item a parameter means.

use tencentcloud_schema::{Kind, Member};

use super::name::{fold, key, words};

/// Words for the same thing, of which an action uses one and an item another.
const SAME: [[&str; 2]; 9] = [
    ["Desc", "Description"],
    ["Description", "Remark"],
    ["Desc", "Remark"],
    ["Alias", "Name"],
    ["Remark", "Comment"],
    ["Describe", "Description"],
    ["Memo", "Remark"],
    ["Title", "Name"],
    ["Comment", "Description"],
];

/// Finds the member that a parameter means, for a kind with that noun: of the same name, of the
/// same name but case, number and `New` before it, or with the noun before one of both.
pub(super) fn meant<'a>(members: &'a [Member], noun: &str, name: &str) -> Option<&'a Member> {
    let exact = members.iter().find(|member| member.name == name);
    exact.or_else(|| {
        let nouns = nouns(noun);
        let folded = fold(name);
        let own = plain(&folded, &nouns);
        let shorter = folded.strip_prefix("new").filter(|rest| rest.len() > 2);
        let listed = ["list", "set", "array"]
            .iter()
            .find_map(|tail| folded.strip_suffix(tail));
        let forms = [Some(folded.as_str()), shorter, listed, Some(own)];
        let mut forms = forms.into_iter().flatten().filter(|form| form.len() > 1);
        forms.find_map(|form| {
            members.iter().find(|member| {
                let member = fold(&member.name);
                member == form || plain(&member, &nouns) == plain(form, &nouns)
            })
        })
    })
}

/// The same through words that mean the same.
pub(super) fn meant_or_like<'a>(
    members: &'a [Member],
    noun: &str,
    name: &str,
) -> Option<&'a Member> {
    meant(members, noun, name).or_else(|| {
        let last = words(name).pop()?;
        let begin = name.strip_suffix(last.as_str())?;
        let others = SAME.iter().filter_map(|[one, other]| {
            if last == *one {
                Some(*other)
            } else if last == *other {
                Some(*one)
            } else {
                None
            }
        });
        others
            .filter_map(|other| meant(members, noun, &format!("{begin}{other}")))
            .next()
    })
}

/// The ways to call a kind: its noun and what is left without its first words.
fn nouns(noun: &str) -> Vec<String> {
    let words = key(noun);
    (0..words.len())
        .map(|from| words[from..].concat())
        .collect()
}

/// A folded name without the noun before it.
fn plain<'a>(name: &'a str, nouns: &[String]) -> &'a str {
    let short = nouns
        .iter()
        .filter_map(|noun| name.strip_prefix(noun.as_str()));
    short
        .filter(|rest| rest.len() > 1)
        .min_by_key(|rest| rest.len())
        .unwrap_or(name)
}

/// Whether a parameter can set, or be compared with, a member.
pub(super) fn alike(parameter: &Member, member: &Member) -> bool {
    let plain = |kind: &Kind| kind.object().is_none() && *kind != Kind::Binary;
    let same = (plain(&parameter.kind) && plain(&member.kind))
        || (parameter.kind.object().is_some() && member.kind.object().is_some());
    same && parameter.list == member.list
}

/// Whether a parameter's values can be compared with a member that is one value.
pub(super) fn compares(parameter: &Member, member: &Member) -> bool {
    let plain = |kind: &Kind| kind.object().is_none() && !matches!(kind, Kind::Binary);
    plain(&parameter.kind) && plain(&member.kind) && !member.list
}

/// Whether a name is that of an id or of a name.
pub(super) fn identifies(member: &Member) -> bool {
    let name = fold(&member.name);
    let text = member.kind.is_text() || member.kind.is_integer();
    const ENDS: [&str; 10] = [
        "id", "nam", "uuid", "key", "domain", "cod", "arn", "uin", "uid", "no",
    ];
    text && ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(names: &[&str]) -> Vec<Member> {
        names
            .iter()
            .map(|name| Member::new(*name, Kind::String))
            .collect()
    }

    #[test]
    fn a_parameter_means_the_member_that_is_called_the_same_but_for_noun_case_and_number() {
        let members = members(&["Id", "ListenerName", "VpcId", "Description"]);
        for (name, expected) in [
            ("VpcIds", Some("VpcId")),
            ("VpcID", Some("VpcId")),
            ("ListenerId", Some("Id")),
            ("CloudListenerIds", Some("Id")),
            ("Name", Some("ListenerName")),
            ("NewListenerName", Some("ListenerName")),
            ("VpcIdSet", Some("VpcId")),
            ("SubnetId", None),
        ] {
            let found = meant(&members, "CloudListener", name);
            assert_eq!(found.map(|m| m.name.as_str()), expected, "{name}");
        }
        let found = meant_or_like(&members, "Listener", "ListenerDesc");
        assert_eq!(found.map(|m| m.name.as_str()), Some("Description"));
    }
}

//! Names of actions and members, taken apart: `DescribeSubnets` reads `subnet`.

/// What the verb of an action says that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Create,
    Read,
    Modify,
    Delete,
    State,
    /// Ties an item to something else.
    Attach,
    /// Unties it.
    Detach,
}

/// Verbs, the longer ones of a common beginning first.
const VERBS: [(&str, Deed); 84] = [
    ("BatchCreate", Deed::Create),
    ("BatchAdd", Deed::Create),
    ("BatchDelete", Deed::Delete),
    ("BatchRemove", Deed::Delete),
    ("BatchDescribe", Deed::Read),
    ("BatchGet", Deed::Read),
    ("BatchModify", Deed::Modify),
    ("BatchUpdate", Deed::Modify),
    ("Create", Deed::Create),
    ("Add", Deed::Create),
    ("Run", Deed::Create),
    ("Allocate", Deed::Create),
    ("Apply", Deed::Create),
    ("Upload", Deed::Create),
    ("Import", Deed::Create),
    ("Register", Deed::Create),
    ("Insert", Deed::Create),
    ("Put", Deed::Create),
    ("New", Deed::Create),
    ("Buy", Deed::Create),
    ("Describle", Deed::Read),
    ("Describe", Deed::Read),
    ("List", Deed::Read),
    ("Get", Deed::Read),
    ("Query", Deed::Read),
    ("Search", Deed::Read),
    ("Fetch", Deed::Read),
    ("Modify", Deed::Modify),
    ("Update", Deed::Modify),
    ("Edit", Deed::Modify),
    ("Set", Deed::Modify),
    ("Rename", Deed::Modify),
    ("Renew", Deed::Modify),
    ("Reset", Deed::Modify),
    ("Resize", Deed::Modify),
    ("Upgrade", Deed::Modify),
    ("Change", Deed::Modify),
    ("Replace", Deed::Modify),
    ("Adjust", Deed::Modify),
    ("Configure", Deed::Modify),
    ("Delete", Deed::Delete),
    ("Remove", Deed::Delete),
    ("Destroy", Deed::Delete),
    ("Destory", Deed::Delete),
    ("Terminate", Deed::Delete),
    ("Release", Deed::Delete),
    ("Drop", Deed::Delete),
    ("Deregister", Deed::Delete),
    ("Unregister", Deed::Delete),
    ("Start", Deed::State),
    ("Stop", Deed::State),
    ("Restart", Deed::State),
    ("Reboot", Deed::State),
    ("Enable", Deed::State),
    ("Disable", Deed::State),
    ("Open", Deed::State),
    ("Close", Deed::State),
    ("Pause", Deed::State),
    ("Suspend", Deed::State),
    ("Resume", Deed::State),
    ("Recover", Deed::State),
    ("Isolate", Deed::State),
    ("Activate", Deed::State),
    ("Deactivate", Deed::State),
    ("Online", Deed::State),
    ("Offline", Deed::State),
    ("Cancel", Deed::State),
    ("Lock", Deed::State),
    ("Unlock", Deed::State),
    ("Publish", Deed::State),
    ("Unpublish", Deed::State),
    ("Freeze", Deed::State),
    ("Unfreeze", Deed::State),
    ("Forbid", Deed::State),
    ("Abort", Deed::State),
    ("Attach", Deed::Attach),
    ("Associate", Deed::Attach),
    ("Bind", Deed::Attach),
    ("Detach", Deed::Detach),
    ("Disassociate", Deed::Detach),
    ("Unbind", Deed::Detach),
    ("UnBind", Deed::Detach),
    ("DisAssociate", Deed::Detach),
    ("Unassign", Deed::Detach),
];

/// Words at the end of a noun that say how much of it is shown, not what it is.
const READ_TAILS: [&str; 19] = [
    "Status",
    "List",
    "Lists",
    "Info",
    "Infos",
    "Detail",
    "Details",
    "Set",
    "Batch",
    "Page",
    "All",
    "New",
    "V2",
    "V3",
    "Information",
    "Basic",
    "Brief",
    "Attributes",
    "Attribute",
];
/// Words at the end of a noun that say how it is made or deleted.
const WRITE_TAILS: [&str; 13] = [
    "Batch", "Hour", "Pre", "PrePaid", "Prepaid", "PostPaid", "Postpaid", "V2", "New", "Info",
    "Paid", "List", "Infos",
];
/// Words at the beginning of a noun that say which of them.
const HEADS: [&str; 4] = ["Batch", "All", "My", "User"];

/// An action's verb and noun: `Create` and `DBInstanceHour`.
pub(super) fn split(action: &str) -> Option<(Deed, &str, &'static str)> {
    let fits = |verb: &str| {
        let rest = action.strip_prefix(verb);
        rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    VERBS
        .iter()
        .find_map(|(verb, deed)| Some((*deed, fits(verb)?, *verb)))
}

/// The noun without the words that do not say what it is.
pub(super) fn bare(noun: &str, deed: Deed) -> &str {
    let tails: &[&str] = match deed {
        Deed::Read => &READ_TAILS,
        _ => &WRITE_TAILS,
    };
    let mut noun = noun;
    if deed == Deed::Read {
        for head in &HEADS[..3] {
            let rest = noun.strip_prefix(head).unwrap_or_default();
            if rest.starts_with(|c: char| c.is_ascii_uppercase()) {
                noun = rest;
            }
        }
    }
    for _ in 0..2 {
        let shorter = tails.iter().filter_map(|tail| noun.strip_suffix(tail));
        let shorter = shorter
            .filter(|rest| rest.len() > 1)
            .min_by_key(|rest| rest.len());
        noun = shorter.unwrap_or(noun);
    }
    noun
}

/// The words of a name: `DBInstances` is `DB` and `Instances`.
pub(super) fn words(name: &str) -> Vec<String> {
    let name = name
        .replace("IDs", "Ids")
        .replace("ID", "Id")
        .replace("APIs", "Apis")
        .replace("API", "Api");
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (index, &c) in chars.iter().enumerate() {
        if matches!(c, '_' | '-' | '.') {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(index + 1);
        let begins = c.is_uppercase()
            && (before.is_none_or(|b| !b.is_uppercase())
                || after.is_some_and(|a| a.is_lowercase()));
        if begins || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A form of a word that is the same in singular and plural, for comparison alone.
pub(super) fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let cut = |end: &str, by: &str| word.strip_suffix(end).map(|rest| format!("{rest}{by}"));
    let stem = cut("ies", "y")
        .or_else(|| {
            ["sses", "shes", "ches", "xes", "zes", "ses"]
                .iter()
                .find_map(|end| cut(end, &end[..end.len() - 2]))
        })
        .or_else(|| {
            match ["ss", "us", "is", "as"]
                .iter()
                .any(|end| word.ends_with(end))
            {
                true => None,
                false => cut("s", ""),
            }
        })
        .unwrap_or_else(|| word.clone());
    match stem.strip_suffix('e') {
        Some(rest) if rest.len() > 1 => rest.to_owned(),
        _ => stem,
    }
}

/// The stems of a noun's words: `NatGateways` and `NatGateway` have the same.
pub(super) fn key(noun: &str) -> Vec<String> {
    words(noun).iter().map(|word| stem(word)).collect()
}

/// A member's name for comparison: without case, separators and plural.
pub(super) fn fold(name: &str) -> String {
    key(name).concat()
}

/// A noun in the singular.
pub(super) fn singular(noun: &str) -> String {
    let cut = |end: &str, by: &str| noun.strip_suffix(end).map(|rest| format!("{rest}{by}"));
    cut("ies", "y")
        .or_else(|| {
            ["sses", "shes", "ches", "xes"]
                .iter()
                .find_map(|end| cut(end, &end[..end.len() - 2]))
        })
        .or_else(|| {
            match ["ss", "us", "is", "as", "Status"]
                .iter()
                .any(|end| noun.ends_with(end))
            {
                true => None,
                false => cut("s", ""),
            }
        })
        .unwrap_or_else(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_taken_apart_into_deed_and_noun() {
        assert_eq!(
            split("CreateSubnets"),
            Some((Deed::Create, "Subnets", "Create"))
        );
        assert_eq!(
            split("BatchDeleteCSR"),
            Some((Deed::Delete, "CSR", "BatchDelete"))
        );
        assert_eq!(split("Settle"), None);
        assert_eq!(bare("DomainListInfo", Deed::Read), "Domain");
        assert_eq!(bare("DBInstanceHour", Deed::Create), "DBInstance");
        assert_eq!(bare("List", Deed::Read), "List");
    }

    #[test]
    fn singular_and_plural_have_the_same_key() {
        for (one, many) in [
            ("Policy", "Policies"),
            ("Policy", "Policys"),
            ("Address", "Addresses"),
            ("Cache", "Caches"),
            ("Database", "Databases"),
            ("Alias", "Aliases"),
            ("NatGateway", "NatGateways"),
            ("InstanceId", "InstanceIDs"),
        ] {
            assert_eq!(fold(one), fold(many), "{one}");
        }
        assert_eq!(words("DBInstanceIDs"), ["DB", "Instance", "Ids"]);
        assert_eq!(fold("subnet-id"), fold("SubnetId"));
        assert_eq!(singular("Addresses"), "Address");
        assert_eq!(singular("Status"), "Status");
    }
}

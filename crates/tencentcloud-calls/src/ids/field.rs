//! A field of a request: what its name and its example say.

use serde_json::Value;
use tencentcloud_schema::Member;

use super::Named;
use crate::known::Known;

/// Words before the kind in the name of a field: `DestinationVpcId` names a VPC.
const BEFORE: [&str; 24] = [
    "Accepter",
    "Backup",
    "Current",
    "Cvm",
    "Default",
    "Dest",
    "Destination",
    "Dst",
    "From",
    "Master",
    "New",
    "Old",
    "Origin",
    "Original",
    "Peer",
    "Primary",
    "Ref",
    "Reference",
    "Source",
    "Src",
    "Target",
    "To",
    "Uniq",
    "Unique",
];

/// A field of a request that may hold an id.
#[derive(Debug)]
pub(super) struct Field<'k> {
    /// The service of the action.
    pub(super) service: &'k str,
    /// The names on the way to it, joined by dots.
    pub(super) place: String,
    pub(super) member: &'k Member,
    /// Its name in the singular, then without the words before the kind.
    pub(super) stems: Vec<String>,
    /// What its example begins with, e.g. `vpc-`.
    prefix: Option<String>,
}

impl<'k> Field<'k> {
    /// The field at `path`, unless it holds no id: an object, a flag, a secret.
    pub(super) fn of(known: &'k Known, path: &str) -> Option<Self> {
        let member = known.parameter(path)?;
        if member.sensitive || !(member.kind.is_text() || member.kind.is_integer()) {
            return None;
        }
        let names = path
            .split('.')
            .filter(|part| part.parse::<usize>().is_err());
        Some(Self {
            service: &known.description.service,
            place: names.collect::<Vec<_>>().join("."),
            member,
            stems: stems(&member.name),
            prefix: member.example.as_ref().and_then(prefix_of_example),
        })
    }

    /// True if nothing speaks against `named`: its ids begin as the example does, if both are known.
    pub(super) fn fits(&self, named: &Named) -> bool {
        match (&self.prefix, prefix_of(named)) {
            (Some(own), Some(known)) => *own == known,
            _ => true,
        }
    }

    /// True if the ids of `named` begin as the example does.
    pub(super) fn is_like(&self, named: &Named) -> bool {
        self.prefix.is_some() && self.prefix == prefix_of(named)
    }
}

/// The name in the singular, then without the words before the kind.
fn stems(name: &str) -> Vec<String> {
    let ends = [
        ("IdSet", "Id"),
        ("IdList", "Id"),
        ("Ids", "Id"),
        ("IDs", "ID"),
        ("IDSet", "ID"),
        ("Names", "Name"),
    ];
    let singular = ends.iter().find_map(|(many, one)| {
        let stem = name.strip_suffix(many)?;
        Some(format!("{stem}{one}"))
    });
    let mut stems = vec![singular.unwrap_or_else(|| name.to_owned())];
    while let Some(rest) = stems.last().and_then(|stem| {
        BEFORE.iter().find_map(|word| {
            let rest = stem.strip_prefix(word)?;
            // `Id` alone says nothing.
            (rest.len() > 2 && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some(rest)
        })
    }) {
        stems.push(rest.to_owned());
    }
    stems
}

/// What the ids of `named` begin with, if the service makes them with a word before a hyphen.
pub(super) fn prefix_of(named: &Named) -> Option<String> {
    prefix(named.kind.resource.made.get(&named.member)?)
}

/// What a documented example begins with: that of the only or first item.
fn prefix_of_example(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => prefix(text),
        Value::Array(items) => prefix(items.first()?.as_str()?),
        _ => None,
    }
}

/// The word and the hyphen that an id begins with: `vpc-` of `vpc-8f2k3a1b`.
fn prefix(id: &str) -> Option<String> {
    let (word, rest) = id.split_once('-')?;
    let is_word = word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric());
    let in_id = |c: char| c.is_ascii_alphanumeric() || "*#?".contains(c);
    (is_word && rest.len() > 2 && rest.chars().all(in_id)).then(|| format!("{word}-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_in_the_singular_and_without_what_stands_before_the_kind() {
        assert_eq!(stems("SubnetIds"), ["SubnetId"]);
        assert_eq!(
            stems("NewSourceVpcIdSet"),
            ["NewSourceVpcId", "SourceVpcId", "VpcId"]
        );
        assert_eq!(stems("SourceId"), ["SourceId"]);
        assert_eq!(stems("Topic"), ["Topic"]);
    }

    #[test]
    fn ids_begin_with_a_word_and_a_hyphen() {
        assert_eq!(prefix("vpc-********").as_deref(), Some("vpc-"));
        for id in [
            "03efb75a-0f89-41b0-8cc6-***********",
            "########",
            "vpc-",
            "a b-cdef",
            "ap-guangzhou-3",
        ] {
            assert_eq!(prefix(id), None, "{id}");
        }
    }
}

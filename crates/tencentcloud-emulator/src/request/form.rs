//! Parameters flattened into `name=value` pairs: `Nodes.0.Host=127.0.0.1`.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::depth::shallow;
use crate::fault::Fault;
use crate::rules::{Leeway, Rule};

/// Returns the decoded pairs of a query or form body, in order.
pub(crate) fn pairs(text: &str) -> Result<Vec<(String, String)>, Fault> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, Fault> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| {
            Fault::invalid_request(format!(
                "The parameters are not UTF-8 after percent-decoding, at {text:?}."
            ))
        })
}

/// Returns the pairs as one JSON object, each value of the kind in the description.
pub(crate) fn typed(
    pairs: &[(String, String)],
    members: &[Member],
    description: &Description,
    leeway: &Leeway<'_>,
) -> Result<Map<String, Value>, Fault> {
    let mut root = BTreeMap::new();
    for (name, text) in pairs {
        shallow(name, name.matches('.').count())?;
        insert(&mut root, name, name, text)?;
    }
    let reader = Reader {
        description,
        leeway,
    };
    reader.object(&root, members, "")
}

enum Node<'a> {
    Text(&'a str),
    Branch(BTreeMap<&'a str, Node<'a>>),
}

fn insert<'a>(
    branch: &mut BTreeMap<&'a str, Node<'a>>,
    rest: &'a str,
    whole: &str,
    text: &'a str,
) -> Result<(), Fault> {
    let twice = || {
        Fault::new(
            "InvalidParameter",
            format!("The parameter `{whole}` is given twice, or both as a value and in parts."),
        )
    };
    let Some((first, rest)) = rest.split_once('.') else {
        return match branch.insert(rest, Node::Text(text)) {
            None => Ok(()),
            Some(_) => Err(twice()),
        };
    };
    match branch
        .entry(first)
        .or_insert_with(|| Node::Branch(BTreeMap::new()))
    {
        Node::Branch(branch) => insert(branch, rest, whole, text),
        Node::Text(_) => Err(twice()),
    }
}

struct Reader<'a> {
    description: &'a Description,
    leeway: &'a Leeway<'a>,
}

impl Reader<'_> {
    fn object(
        &self,
        branch: &BTreeMap<&str, Node<'_>>,
        members: &[Member],
        path: &str,
    ) -> Result<Map<String, Value>, Fault> {
        branch
            .iter()
            .map(|(name, node)| {
                let path = join(path, name);
                let value = match members.iter().find(|member| member.name == *name) {
                    Some(member) => self.member(node, member, &path)?,
                    // The check of parameters reports it, or a rule accepts it as it is.
                    None => match node {
                        Node::Text(text) => Value::from(*text),
                        Node::Branch(branch) => untyped(branch).into(),
                    },
                };
                Ok(((*name).to_owned(), value))
            })
            .collect()
    }

    fn member(&self, node: &Node<'_>, member: &Member, path: &str) -> Result<Value, Fault> {
        if !member.list {
            return self.value(node, &member.kind, path);
        }
        let Node::Branch(branch) = node else {
            return Err(Fault::mistyped(path, &expected(member), "one value"));
        };
        let mut items = Vec::with_capacity(branch.len());
        // Text order puts 10 before 2.
        for index in 0..branch.len() {
            let key = index.to_string();
            let Some(node) = branch.get(key.as_str()) else {
                return Err(Fault::new(
                    "InvalidParameter",
                    format!(
                        "The list `{path}` must be indexed from 0 without a gap; `{path}.{key}` is missing."
                    ),
                ));
            };
            items.push(self.value(node, &member.kind, &join(path, &key))?);
        }
        Ok(items.into())
    }

    fn value(&self, node: &Node<'_>, kind: &Kind, path: &str) -> Result<Value, Fault> {
        match (node, kind) {
            (Node::Branch(branch), Kind::Object(name)) => {
                let members = self.description.types.get(name).map(|t| &*t.members);
                let value = match members {
                    Some(members) if !members.is_empty() => self.object(branch, members, path)?,
                    _ => untyped(branch),
                };
                Ok(value.into())
            }
            (Node::Text(text), kind) => scalar(text, kind, path, self.leeway),
            (Node::Branch(_), kind) => {
                Err(Fault::mistyped(path, kind.as_str(), "a list or an object"))
            }
        }
    }
}

/// Returns a branch of which nothing is known, every value as text.
fn untyped(branch: &BTreeMap<&str, Node<'_>>) -> Map<String, Value> {
    branch
        .iter()
        .map(|(name, node)| {
            let value = match node {
                Node::Text(text) => Value::from(*text),
                Node::Branch(branch) => untyped(branch).into(),
            };
            ((*name).to_owned(), value)
        })
        .collect()
}

/// Reads a text as a value of `kind`.
///
/// # Errors
/// The text is not of that kind.
pub(crate) fn scalar(
    text: &str,
    kind: &Kind,
    path: &str,
    leeway: &Leeway<'_>,
) -> Result<Value, Fault> {
    let value = match kind {
        Kind::String | Kind::Date | Kind::DateTime | Kind::DateTimeIso => Some(text.into()),
        // Bytes are base64 text, as in JSON.
        Kind::Binary => Some(text.into()),
        Kind::Integer | Kind::Int64 => text.parse::<i64>().ok().map(Value::from),
        Kind::Uint64 => text.parse::<u64>().ok().map(Value::from),
        Kind::Float => text
            .parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::from),
        Kind::Bool => match text {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            "True" | "False" if leeway.allow(Rule::CapitalBooleans) => {
                Some((text == "True").into())
            }
            "True" | "False" => {
                let got = format!(
                    "a capital (the rule {}, which would accept it, is switched off)",
                    Rule::CapitalBooleans
                );
                return Err(Fault::mistyped(path, "`true` or `false`", &got));
            }
            _ => None,
        },
        Kind::Object(_) => None,
    };
    value.ok_or_else(|| Fault::mistyped(path, kind.as_str(), "a text that is not one"))
}

/// Returns what a member takes, for error messages.
pub(crate) fn expected(member: &Member) -> String {
    if member.list {
        format!("a list of {}", member.kind)
    } else {
        member.kind.to_string()
    }
}

/// Returns the path of a member or item below `path`.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

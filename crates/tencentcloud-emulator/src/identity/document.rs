//! A CAM policy as a document.

use serde_json::{Map, Value};

use crate::glob::Glob;

/// A policy document: `{"version": "2.0", "statement": [{"effect": "allow", "action": ["cvm:*"],
/// "resource": "*"}]}`.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    statements: Vec<Statement>,
    /// As it was given.
    pub(crate) json: Value,
}

#[derive(Clone, Debug)]
struct Statement {
    allows: bool,
    actions: Vec<Glob>,
    /// True if `actions` are those to which it does not apply.
    others: bool,
    /// True if it holds for some resources, or under some conditions, alone.
    narrow: bool,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// It is not one of the grammar of CAM; the error says where.
    pub(crate) fn parse(json: &Value) -> Result<Self, String> {
        let members = object(json, "the policy")?;
        known(
            members,
            "the policy",
            &["version", "statement", "principal"],
        )?;
        match members.get("version") {
            Some(Value::String(version)) if version == "2.0" => {}
            Some(other) => return Err(format!("`version` must be \"2.0\"; got {other}")),
            None => return Err("the policy lacks `version`, which must be \"2.0\"".to_owned()),
        }
        let statements = match members.get("statement") {
            Some(Value::Array(items)) if !items.is_empty() => items
                .iter()
                .enumerate()
                .map(|(index, item)| Statement::parse(item, &format!("statement[{index}]")))
                .collect::<Result<_, _>>()?,
            Some(one @ Value::Object(_)) => vec![Statement::parse(one, "statement")?],
            Some(_) => return Err("`statement` must be a list of statements".to_owned()),
            None => return Err("the policy lacks `statement`".to_owned()),
        };
        Ok(Self {
            statements,
            json: json.clone(),
        })
    }

    /// Returns true if a statement allows the action, be it on some resources alone.
    pub(crate) fn allows(&self, service: &str, action: &str) -> bool {
        let mut allowing = self.statements.iter().filter(|one| one.allows);
        allowing.any(|one| one.takes(service, action))
    }

    /// Returns true if a statement denies the action on every resource. One that denies it on some,
    /// or under a condition, cannot be judged by the action alone.
    pub(crate) fn denies(&self, service: &str, action: &str) -> bool {
        let mut denying = self.statements.iter().filter(|one| !one.allows);
        denying.any(|one| !one.narrow && one.takes(service, action))
    }
}

impl Statement {
    fn parse(json: &Value, at: &str) -> Result<Self, String> {
        let members = object(json, at)?;
        let elements = [
            "effect",
            "action",
            "not_action",
            "resource",
            "condition",
            "principal",
        ];
        known(members, at, &elements)?;
        let allows = match members.get("effect").and_then(Value::as_str) {
            Some("allow") => true,
            Some("deny") => false,
            Some(other) => {
                return Err(format!("{at}.effect must be allow or deny; got {other:?}"));
            }
            None => return Err(format!("{at} lacks `effect`: allow or deny")),
        };
        let (name, others) = match (members.get("action"), members.get("not_action")) {
            (Some(_), Some(_)) => {
                return Err(format!("{at} has both `action` and `not_action`"));
            }
            (None, Some(_)) => ("not_action", true),
            _ => ("action", false),
        };
        let actions = texts(members, name, at)?.into_iter();
        let actions: Vec<_> = actions
            .map(|text| action(text).map_err(|why| format!("{at}.{name}: {why}")))
            .collect::<Result<_, _>>()?;
        let resources = texts(members, "resource", at)?;
        Ok(Self {
            allows,
            actions,
            others,
            narrow: !resources.contains(&"*") || members.contains_key("condition"),
        })
    }

    fn takes(&self, service: &str, action: &str) -> bool {
        let mut actions = self.actions.iter();
        actions.any(|glob| glob.takes(service, action)) != self.others
    }
}

/// Reads `cvm:Run*`, `name/cvm:Run*` or `*`.
fn action(text: &str) -> Result<Glob, String> {
    let own = text.strip_prefix("name/").unwrap_or(text);
    match own.split_once(':') {
        Some((service, action)) if !service.is_empty() && !action.is_empty() => Ok(Glob::new(own)),
        None if own == "*" => Ok(Glob::new("*")),
        _ => Err(format!(
            "{text:?} is no action: expected <service>:<action>, with `*` for any text, or \"*\""
        )),
    }
}

fn object<'a>(json: &'a Value, at: &str) -> Result<&'a Map<String, Value>, String> {
    json.as_object()
        .ok_or_else(|| format!("{at} must be an object"))
}

fn known(members: &Map<String, Value>, at: &str, names: &[&str]) -> Result<(), String> {
    let Some(unknown) = members.keys().find(|name| !names.contains(&name.as_str())) else {
        return Ok(());
    };
    let lower = unknown.to_ascii_lowercase();
    Err(match names.contains(&&*lower) {
        true => format!("{at} has `{unknown}`; elements are in lower case: `{lower}`"),
        false => format!(
            "{at} has `{unknown}`, which is none of {}",
            names.join(", ")
        ),
    })
}

fn texts<'a>(
    members: &'a Map<String, Value>,
    name: &str,
    at: &str,
) -> Result<Vec<&'a str>, String> {
    let wrong = || format!("{at}.{name} must be a string or a list of strings that is not empty");
    match members.get(name) {
        Some(Value::String(text)) => Ok(vec![text]),
        Some(Value::Array(items)) if !items.is_empty() => items
            .iter()
            .map(|item| item.as_str().ok_or_else(wrong))
            .collect(),
        Some(_) => Err(wrong()),
        None => Err(format!("{at} lacks `{name}`")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn statement(statement: Value) -> Document {
        Document::parse(&json!({"version": "2.0", "statement": [statement]})).unwrap()
    }

    #[test]
    fn a_statement_takes_the_actions_that_it_names() {
        let document = statement(json!({
            "effect": "allow", "action": ["name/cvm:Describe*", "vpc:CreateVpc"], "resource": "*",
        }));
        assert!(document.allows("cvm", "DescribeInstances"));
        assert!(document.allows("vpc", "CreateVpc"));
        assert!(!document.allows("cvm", "RunInstances"));
        assert!(!document.denies("cvm", "DescribeInstances"));
        let others = statement(json!({"effect": "deny", "not_action": "cvm:*", "resource": ["*"]}));
        assert!(others.denies("vpc", "CreateVpc") && !others.denies("cvm", "RunInstances"));
    }

    #[test]
    fn what_is_denied_on_some_resources_cannot_be_judged_by_the_action() {
        let some = json!({
            "effect": "deny", "action": "*", "resource": "qcs::cvm:ap-guangzhou:uin/1:instance/ins-1",
        });
        assert!(!statement(some).denies("cvm", "RunInstances"));
        let sometimes = json!({
            "effect": "deny", "action": "*", "resource": "*",
            "condition": {"ip_equal": {"qcs:ip": "10.0.0.0/8"}},
        });
        assert!(!statement(sometimes).denies("cvm", "RunInstances"));
        let always = json!({"effect": "deny", "action": "*", "resource": "*"});
        assert!(statement(always).denies("cvm", "RunInstances"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let allow = |member: &str, value: Value| {
            let mut statement = json!({"effect": "allow", "action": "cvm:*", "resource": "*"});
            statement[member] = value;
            json!({"version": "2.0", "statement": [statement]})
        };
        let old = json!({"version": "1.0", "statement": []});
        let capital = json!({"version": "2.0", "Statement": []});
        for (policy, expected) in [
            (json!([]), "the policy must be an object"),
            (json!({}), "lacks `version`"),
            (old, "\"2.0\"; got \"1.0\""),
            (capital, "lower case: `statement`"),
            (json!({"version": "2.0"}), "lacks `statement`"),
            (
                allow("effect", json!("Allow")),
                "statement[0].effect must be allow or deny",
            ),
            (allow("action", json!([])), "statement[0].action must be"),
            (
                allow("action", json!("RunInstances")),
                "\"RunInstances\" is no action",
            ),
            (
                allow("action", json!(["cvm:*", 1])),
                "statement[0].action must be",
            ),
            (
                allow("not_action", json!("vpc:*")),
                "both `action` and `not_action`",
            ),
            (
                allow("resource", Value::Null),
                "statement[0].resource must be",
            ),
            (allow("sid", json!("a")), "`sid`"),
        ] {
            let error = Document::parse(&policy).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}

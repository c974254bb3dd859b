//! JMESPath: `--query`, and `--filter` as tccli calls it.

use std::collections::HashMap;
use std::fmt;

use jmespath::ast::Ast;
use jmespath::{Expression, JmespathError, Variable};
use serde_json::{Map, Value};

use crate::error::Failure;

/// A compiled JMESPath expression.
pub(crate) struct Query(Expression<'static>);

/// The order of the names of an object, by its names sorted.
type Orders<'a> = HashMap<Vec<&'a str>, Vec<&'a str>>;

impl Query {
    /// Compiles `text`.
    ///
    /// # Errors
    /// A text that is no expression, with the place.
    pub(crate) fn compile(text: &str) -> Result<Self, Failure> {
        let compiled = jmespath::compile(text);
        compiled.map(Self).or_else(|error| {
            let quoted = jmespath::compile(&with_quoted_literals(text));
            quoted.map(Self).map_err(|_| failure(&error))
        })
    }

    /// Returns what the expression finds in `value`, null for nothing.
    ///
    /// # Errors
    /// A function that does not exist, or one that gets values of another type.
    pub(crate) fn search(&self, value: &Value) -> Result<Value, Failure> {
        let found = self.0.search(value).map_err(|error| failure(&error))?;
        let mut orders = Orders::new();
        orders_of_value(value, &mut orders);
        orders_of_expression(self.0.as_ast(), &mut orders);
        Ok(to_json(&found, &orders))
    }

    /// True if the expression itself names the members of what it finds.
    pub(crate) fn names_members(&self) -> bool {
        let mut orders = Orders::new();
        orders_of_expression(self.0.as_ast(), &mut orders);
        !orders.is_empty()
    }

    /// Returns the expression.
    pub(crate) fn text(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Query").field(&self.text()).finish()
    }
}

/// Puts the quotes into literals that are no JSON, as tccli takes them: `` `RUNNING` `` is
/// `` `"RUNNING"` ``.
fn with_quoted_literals(text: &str) -> String {
    let (mut whole, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(['`', '\'', '"']) {
        let mark = &rest[start..=start];
        let Some(length) = rest[start + 1..].find(mark) else {
            break;
        };
        let (before, inner) = (&rest[..start], &rest[start + 1..start + 1 + length]);
        let literal = mark == "`" && serde_json::from_str::<Value>(inner).is_err();
        whole.push_str(before);
        match literal {
            true => whole.push_str(&format!("`{}`", Value::from(inner.trim()))),
            false => whole.push_str(&rest[start..start + length + 2]),
        }
        rest = &rest[start + length + 2..];
    }
    whole + rest
}

/// The place is told as a line below the expression: counting columns is no fun.
fn failure(error: &JmespathError) -> Failure {
    let reason = error.reason.to_string();
    let reason = reason
        .split_once(": ")
        .map_or(&*reason, |(_, reason)| reason);
    let line = error.expression.lines().nth(error.line).unwrap_or_default();
    let place = " ".repeat(error.column);
    Failure::usage(format!(
        "the JMESPath expression is wrong at column {}: {}\n  {line}\n  {place}^",
        error.column + 1,
        reason.trim_end()
    ))
}

/// JMESPath's objects are sorted by name; here they get the order of the response back.
fn to_json(found: &Variable, orders: &Orders<'_>) -> Value {
    match found {
        Variable::Bool(value) => Value::Bool(*value),
        Variable::Number(number) => Value::Number(number.clone()),
        Variable::String(text) => Value::String(text.clone()),
        Variable::Array(items) => items.iter().map(|item| to_json(item, orders)).collect(),
        Variable::Object(members) => {
            let names: Vec<&str> = members.keys().map(String::as_str).collect();
            let order = orders.get(&names).unwrap_or(&names);
            let member =
                |name: &&str| Some((name.to_string(), to_json(members.get(*name)?, orders)));
            order
                .iter()
                .filter_map(member)
                .collect::<Map<_, _>>()
                .into()
        }
        Variable::Null | Variable::Expref(_) => Value::Null,
    }
}

fn orders_of_value<'a>(value: &'a Value, orders: &mut Orders<'a>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| orders_of_value(item, orders)),
        Value::Object(members) => {
            note(members.keys().map(String::as_str).collect(), orders);
            members
                .values()
                .for_each(|value| orders_of_value(value, orders));
        }
        _ => {}
    }
}

/// The objects that an expression makes have the order in which it names their members.
fn orders_of_expression<'a>(ast: &'a Ast, orders: &mut Orders<'a>) {
    let inner: Vec<&Ast> = match ast {
        Ast::MultiHash { elements, .. } => {
            note(elements.iter().map(|pair| &*pair.key).collect(), orders);
            elements.iter().map(|pair| &pair.value).collect()
        }
        Ast::MultiList { elements, .. } => elements.iter().collect(),
        Ast::Function { args, .. } => args.iter().collect(),
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => vec![lhs, rhs],
        Ast::Condition {
            predicate, then, ..
        } => vec![predicate, then],
        Ast::Expref { ast, .. } => vec![ast],
        Ast::Flatten { node, .. } | Ast::Not { node, .. } | Ast::ObjectValues { node, .. } => {
            vec![node]
        }
        Ast::Identity { .. }
        | Ast::Field { .. }
        | Ast::Index { .. }
        | Ast::Literal { .. }
        | Ast::Slice { .. } => Vec::new(),
    };
    inner
        .into_iter()
        .for_each(|ast| orders_of_expression(ast, orders));
}

fn note<'a>(order: Vec<&'a str>, orders: &mut Orders<'a>) {
    let mut sorted = order.clone();
    sorted.sort_unstable();
    orders.insert(sorted, order);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn search(text: &str, value: &Value) -> String {
        let found = Query::compile(text).unwrap().search(value);
        found.unwrap().to_string()
    }

    #[test]
    fn members_keep_the_order_of_the_response_and_of_the_expression() {
        let value = json!({"Set": [{"Zone": "z", "Id": 1, "A": {"y": 1, "x": 2}}]});
        assert_eq!(search("Set[0]", &value), value["Set"][0].to_string());
        assert_eq!(
            search("Set[].{zone: Zone, a: A, id: Id}", &value),
            r#"[{"zone":"z","a":{"y":1,"x":2},"id":1}]"#
        );
    }

    #[test]
    fn numbers_are_those_of_the_response() {
        let value = json!({"Big": u64::MAX, "Small": i64::MIN, "Float": 0.1});
        assert_eq!(
            search("[Big, Small, Float]", &value),
            "[18446744073709551615,-9223372036854775808,0.1]"
        );
    }

    // JMESPath's own library in Python, which tccli uses, takes both.
    #[test]
    fn literals_may_lack_their_quotes() {
        let value = json!({"Set": [{"State": "RUNNING", "N": 1}, {"State": "`x", "N": 2}]});
        for literal in ["`RUNNING`", "`\"RUNNING\"`", "'RUNNING'", "` RUNNING `"] {
            let text = format!("Set[?State=={literal}].N");
            assert_eq!(search(&text, &value), "[1]", "{literal}");
        }
        assert_eq!(search("Set[?State=='`x' || State==`a b`].N", &value), "[2]");
        assert_eq!(search("Set[?N==`2`].N", &value), "[2]");
    }

    #[test]
    fn a_wrong_expression_is_told_with_its_place() {
        let told = Query::compile("Set[?Id=='a'").unwrap_err().to_string();
        assert!(told.contains("at column 13"), "{told}");
        assert!(
            told.ends_with("\n  Set[?Id=='a'\n              ^"),
            "{told}"
        );
        let query = Query::compile("lengthy(@)").unwrap();
        let told = query.search(&json!([])).unwrap_err().to_string();
        assert!(told.contains("lengthy"), "{told}");
    }
}

//! JMESPath: what an expression finds in a response.

use std::collections::HashMap;
use std::fmt;

use jmespath::ast::Ast;
use jmespath::{Expression, JmespathError, Variable};
use serde_json::{Map, Number, Value};

/// A compiled JMESPath expression. Literals may lack their quotes, as tccli takes them: `` `RUNNING` ``.
pub struct Query(Expression<'static>);

/// Why an expression finds nothing: it is wrong, or cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong at which column, then the expression, then a caret below the place.
    pub message: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

/// The order of the names of an object, by its names sorted.
type Orders<'a> = HashMap<Vec<&'a str>, Vec<&'a str>>;

/// What JMESPath's values do not say of what they were found in.
#[derive(Default)]
struct Origin<'a> {
    orders: Orders<'a>,
    /// True if a float without a fraction is in it: 3.0 is then no whole number.
    whole_floats: bool,
}

impl Query {
    /// Compiles `text`.
    ///
    /// # Errors
    /// A text that is no expression, with the place.
    pub fn compile(text: &str) -> Result<Self, QueryError> {
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
    pub fn search(&self, value: &Value) -> Result<Value, QueryError> {
        let found = self.0.search(value).map_err(|error| failure(&error))?;
        let mut origin = Origin::default();
        origin.read(value);
        orders_of_expression(self.0.as_ast(), &mut origin.orders);
        Ok(to_json(&found, &origin))
    }

    /// Returns true if the expression itself names the members of what it finds.
    pub fn names_members(&self) -> bool {
        let mut orders = Orders::new();
        orders_of_expression(self.0.as_ast(), &mut orders);
        !orders.is_empty()
    }

    /// Returns true if the expression begins with the member `name`.
    pub fn begins_with(&self, name: &str) -> bool {
        let rest = self.text().trim_start().strip_prefix(name);
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        rest.is_some_and(|rest| !rest.starts_with(in_name))
    }

    /// Returns the expression.
    pub fn text(&self) -> &str {
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
fn failure(error: &JmespathError) -> QueryError {
    let reason = error.reason.to_string();
    let reason = reason
        .split_once(": ")
        .map_or(&*reason, |(_, reason)| reason);
    let line = error.expression.lines().nth(error.line).unwrap_or_default();
    let place = " ".repeat(error.column);
    QueryError {
        message: format!(
            "the JMESPath expression is wrong at column {}: {}\n  {line}\n  {place}^",
            error.column + 1,
            reason.trim_end()
        ),
    }
}

/// JMESPath's objects are sorted by name; here they get the order of the response back.
fn to_json(found: &Variable, origin: &Origin<'_>) -> Value {
    match found {
        Variable::Bool(value) => Value::Bool(*value),
        // `sum` and its like make floats of whole numbers.
        Variable::Number(number) if !origin.whole_floats => whole(number),
        Variable::Number(number) => Value::Number(number.clone()),
        Variable::String(text) => Value::String(text.clone()),
        Variable::Array(items) => items.iter().map(|item| to_json(item, origin)).collect(),
        Variable::Object(members) => {
            let names: Vec<&str> = members.keys().map(String::as_str).collect();
            let order = origin.orders.get(&names).unwrap_or(&names);
            let member =
                |name: &&str| Some((name.to_string(), to_json(members.get(*name)?, origin)));
            order
                .iter()
                .filter_map(member)
                .collect::<Map<_, _>>()
                .into()
        }
        Variable::Null | Variable::Expref(_) => Value::Null,
    }
}

/// A float without a fraction as the whole number that it is.
fn whole(number: &Number) -> Value {
    /// Up to here, floats hold every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(float) if float.fract() == 0.0 && float.abs() <= EXACT => Value::from(float as i64),
        _ => Value::Number(number.clone()),
    }
}

impl<'a> Origin<'a> {
    fn read(&mut self, value: &'a Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read(item)),
            Value::Object(members) => {
                note(
                    members.keys().map(String::as_str).collect(),
                    &mut self.orders,
                );
                members.values().for_each(|value| self.read(value));
            }
            Value::Number(number) if number.is_f64() => {
                self.whole_floats |= number.as_f64().is_some_and(|float| float.fract() == 0.0);
            }
            _ => {}
        }
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
    fn functions_of_whole_numbers_make_whole_numbers() {
        let value = json!({"Sizes": [50, 100], "Rates": [0.5, 0.25]});
        assert_eq!(search("sum(Sizes)", &value), "150");
        assert_eq!(
            search("[sum(Rates), max(Rates), length(Sizes)]", &value),
            "[0.75,0.5,2]"
        );
        assert_eq!(
            search("[Whole, sum(Sizes)]", &json!({"Whole": 3.0, "Sizes": [1]})),
            "[3.0,1.0]"
        );
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

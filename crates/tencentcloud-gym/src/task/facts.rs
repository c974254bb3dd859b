//! What is known by name while a task runs: IDs that its set-up made, what a script read.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use tencentcloud_rows::Query;

/// What is known by name. `${name}` in a task's texts stands for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(Map<String, Value>);

impl Facts {
    /// Remembers `value` as `name`.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    /// Remembers what the JMESPath expressions of `keep` find in `found`, each by its name.
    ///
    /// # Errors
    /// An expression is wrong, or finds nothing.
    pub fn keep(&mut self, keep: &Map<String, Value>, found: &Value) -> Result<()> {
        for (name, query) in keep {
            let query = query.as_str().context("what to keep is not a text")?;
            let value = Query::compile(query)?.search(found)?;
            if value.is_null() {
                bail!("{name}: {query} finds nothing in {found}");
            }
            self.set(name, value);
        }
        Ok(())
    }

    /// Returns `value` with what its texts stand for: a text that is one `${name}` becomes the fact itself,
    /// any other text has the fact as text.
    ///
    /// # Errors
    /// A name that nothing is known by.
    pub fn fill(&self, value: &Value) -> Result<Value> {
        Ok(match value {
            Value::String(text) => match whole(text) {
                Some(name) => self.get(name)?.clone(),
                None => Value::String(self.text(text)?),
            },
            Value::Array(items) => {
                let items = items.iter().map(|item| self.fill(item));
                Value::Array(items.collect::<Result<_>>()?)
            }
            Value::Object(members) => Value::Object(self.fill_all(members)?),
            other => other.clone(),
        })
    }

    /// Fills the values of `members`; see [`fill`](Self::fill).
    ///
    /// # Errors
    /// A name that nothing is known by.
    pub fn fill_all(&self, members: &Map<String, Value>) -> Result<Map<String, Value>> {
        let filled = members
            .iter()
            .map(|(name, value)| Ok((name.clone(), self.fill(value)?)));
        filled.collect()
    }

    /// Returns `text` with its facts.
    ///
    /// # Errors
    /// A name that nothing is known by.
    pub fn text(&self, text: &str) -> Result<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').context("`${` without its `}`")?;
            filled.push_str(before);
            filled.push_str(&match self.get(name)? {
                Value::String(text) => text.clone(),
                Value::Array(items) => {
                    let items = items.iter().map(|item| match item {
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    });
                    items.collect::<Vec<_>>().join(", ")
                }
                other => other.to_string(),
            });
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn get(&self, name: &str) -> Result<&Value> {
        self.0
            .get(name)
            .with_context(|| format!("nothing is known as {name}"))
    }
}

/// Returns the name in a text that is nothing but one.
fn whole(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains('}')).then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_that_is_one_name_becomes_the_fact_and_any_other_has_it_as_text() {
        let mut facts = Facts::default();
        facts.set("ids", json!(["a", "b"]));
        facts.set("n", 3);
        let filled = facts.fill(&json!({"Ids": "${ids}", "Name": "web-${n}", "N": "${n}"}));
        let expected = json!({"Ids": ["a", "b"], "Name": "web-3", "N": 3});
        assert_eq!(filled.unwrap(), expected);
        assert_eq!(facts.text("${ids}: ${n}").unwrap(), "a, b: 3");
    }

    #[test]
    fn a_name_that_nothing_is_known_by_is_an_error() {
        let facts = Facts::default();
        assert!(facts.fill(&json!("${vpc}")).is_err());
        assert!(facts.text("of ${vpc}.").is_err());
        let nothing = json!({"Vpc": {}});
        let keep = json!({"vpc": "Vpc.VpcId"});
        let kept = Facts::default().keep(keep.as_object().unwrap(), &nothing);
        assert!(kept.is_err());
    }
}

//! Whether each member of the objects in a JSON text has a name of its own.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Returns the name of a member that an object in `json`, at any depth, has twice. Which of them counts, readers of
/// JSON decide differently.
pub(crate) fn named_twice(json: &[u8]) -> Option<String> {
    let twice = RefCell::default();
    let mut reader = serde_json::Deserializer::from_slice(json);
    // What is no JSON is found elsewhere.
    let _ = Once(&twice).deserialize(&mut reader);
    twice.into_inner()
}

/// Reads a value, and notes the first name that comes twice.
#[derive(Clone, Copy)]
struct Once<'n>(&'n RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if names.contains(&name) {
                self.0.borrow_mut().get_or_insert(name);
                return Err(A::Error::custom("it comes twice"));
            }
            names.insert(name);
            members.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_twice_in_one_object_is_found_at_any_depth() {
        for json in [
            r#"{"Ids":["a"],"Ids":["b"]}"#,
            r#"{"Ids":1,"\u0049ds":2}"#,
            r#"{"Disk":{"Ids":null,"Size":1.5,"Ids":true}}"#,
            r#"{"Disks":[{},{"Ids":-1,"Ids":{}}]}"#,
        ] {
            assert_eq!(
                named_twice(json.as_bytes()).as_deref(),
                Some("Ids"),
                "{json}"
            );
        }
        for json in [
            r#"{"Disks":[{"Ids":1},{"Ids":"Ids"}],"Ids":18446744073709551615,"ids":1e9}"#,
            r#"{"Ids":{"Ids":{"Ids":[false]}}}"#,
            r#"{"Ids":1,"#,
            "Ids",
            "",
        ] {
            assert_eq!(named_twice(json.as_bytes()), None, "{json}");
        }
    }
}

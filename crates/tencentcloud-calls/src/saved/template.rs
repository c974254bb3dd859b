//! Texts with variables in them.

use crate::error::Error;

/// A text, in parts.
#[derive(Debug, PartialEq)]
pub(super) struct Template<'t> {
    pub(super) parts: Vec<Part<'t>>,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Plain(&'t str),
    /// The name between `${` and `}`.
    Variable(&'t str),
}

impl<'t> Template<'t> {
    /// Reads `text`, which is at `path` of `origin`.
    ///
    /// # Errors
    /// A variable without its end, and a name that is none.
    pub(super) fn read(text: &'t str, origin: &str, path: &str) -> Result<Self, Error> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            let escaped = rest[..start].ends_with('$');
            if escaped {
                // The plain text goes up to the first of two dollars, and on with the second.
                parts.push(Part::Plain(&rest[..start - 1]));
                parts.push(Part::Plain("${"));
                rest = &rest[start + 2..];
                continue;
            }
            let inner = &rest[start + 2..];
            let name = inner
                .split('}')
                .next()
                .filter(|name| name.len() < inner.len());
            let name = name.filter(|name| is_name(name)).ok_or_else(|| {
                Error::usage(format!(
                    "{origin}: {path} has a variable that is no ${{name}}: letters, digits, - _ and .; a plain ${{ is written $${{"
                ))
            })?;
            parts.push(Part::Plain(&rest[..start]));
            parts.push(Part::Variable(name));
            rest = &inner[name.len() + 1..];
        }
        parts.push(Part::Plain(rest));
        parts.retain(|part| *part != Part::Plain(""));
        Ok(Self { parts })
    }

    /// Returns the names of the variables.
    pub(super) fn variables(&self) -> impl Iterator<Item = &'t str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(*name),
            Part::Plain(_) => None,
        })
    }

    /// Returns the variable that is the whole text, if one is.
    pub(super) fn whole(&self) -> Option<&'t str> {
        match *self.parts {
            [Part::Variable(name)] => Some(name),
            _ => None,
        }
    }
}

/// True for the name of a variable.
pub(super) fn is_name(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// Returns `text` as it is written where variables are read.
pub(super) fn escaped(text: &str) -> String {
    text.replace("${", "$${")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Template<'_>, Error> {
        Template::read(text, "x.json", "$.region")
    }

    #[test]
    fn texts_are_parted_at_their_variables() {
        let parts = |text| read(text).unwrap().parts;
        assert_eq!(parts("plain $5"), [Part::Plain("plain $5")]);
        assert_eq!(parts(""), []);
        assert_eq!(read("${a}").unwrap().whole(), Some("a"));
        let found = parts("a-${b.c}${_d}-e");
        let expected = [
            Part::Plain("a-"),
            Part::Variable("b.c"),
            Part::Variable("_d"),
            Part::Plain("-e"),
        ];
        assert_eq!(found, expected);
        assert_eq!(read("$${a}").unwrap().variables().count(), 0);
    }

    #[test]
    fn what_is_escaped_is_read_as_it_was() {
        for text in ["${a}", "$${a}", "x$${", "$$", "${", "a${b}${c}$"] {
            let escaped = escaped(text);
            let template = read(&escaped).unwrap();
            let plain = template.parts.iter().map(|part| match part {
                Part::Plain(text) => *text,
                Part::Variable(name) => panic!("{name} in {escaped}"),
            });
            assert_eq!(plain.collect::<String>(), text);
        }
    }

    #[test]
    fn variables_that_are_none_are_refused_with_their_place() {
        for text in ["${", "${}", "${1}", "${a b}", "x ${a"] {
            let told = read(text).unwrap_err().message;
            assert!(
                told.starts_with("x.json: $.region has a variable"),
                "{told}"
            );
        }
    }
}

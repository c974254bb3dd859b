//! What is known of a type before any value of it exists.

use super::Model;

/// A type's name and its fields' names and marks. They are one row of bytes, which is taken apart
/// as it is used: a constant for each field would cost the compiler more than all else of a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)]
pub struct Shape {
    /// The Rust type's name.
    pub name: &'static str,
    /// For each field in declaration order: four bytes, which are the lengths of the three names
    /// and 1 for a secret; then `"Wire":`, the name in Rust, and the name of the header that
    /// carries it.
    pub fields: &'static [u8],
}

/// What is known of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The name as a JSON key with its colon, for writing in one piece.
    pub(crate) key: &'static [u8],
    rust: &'static [u8],
    header: &'static [u8],
    /// True for a secret: never printed, logged or recorded.
    pub(crate) sensitive: bool,
}

impl Field {
    /// The first field of a row, and the rest of it.
    #[inline]
    fn read(row: &'static [u8]) -> Option<(Self, &'static [u8])> {
        let ([key, rust, header, sensitive], row) = row.split_first_chunk()?;
        let (key, row) = row.split_at_checked(usize::from(*key))?;
        let (rust, row) = row.split_at_checked(usize::from(*rust))?;
        let (header, row) = row.split_at_checked(usize::from(*header))?;
        let field = Self {
            key,
            rust,
            header,
            sensitive: *sensitive != 0,
        };
        Some((field, row))
    }

    /// The name on the wire.
    pub(crate) fn wire(&self) -> &'static str {
        text(self.key.get(1..self.key.len() - 2).unwrap_or_default())
    }

    /// The name in Rust.
    pub(crate) fn rust(&self) -> &'static str {
        text(self.rust)
    }

    /// The header that carries it beside an octet-stream body; empty for none.
    pub(crate) fn header(&self) -> &'static str {
        text(self.header)
    }

    #[inline]
    fn is(&self, wire: &[u8]) -> bool {
        self.key.len() == wire.len() + 3 && self.key[1..].starts_with(wire)
    }
}

fn text(name: &'static [u8]) -> &'static str {
    str::from_utf8(name).unwrap_or_default()
}

/// Where a field stands in its row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) index: usize,
    offset: usize,
}

/// The shape of a value's type.
pub(crate) fn shape(model: &dyn Model) -> Shape {
    let mut shown = Shape::NONE;
    model.visit(|shape, _| shown = shape);
    shown
}

impl Shape {
    /// That of no type: it has no fields.
    pub(crate) const NONE: Self = Self {
        name: "",
        fields: b"",
    };

    /// The fields in declaration order.
    #[inline]
    pub(crate) fn fields(self) -> impl Iterator<Item = Field> {
        let mut row = self.fields;
        std::iter::from_fn(move || {
            let (field, rest) = Field::read(row)?;
            row = rest;
            Some(field)
        })
    }

    /// The field at that place, and the place after it.
    #[inline]
    pub(crate) fn at(self, place: Place) -> Option<(Field, Place)> {
        let (field, rest) = Field::read(self.fields.get(place.offset..)?)?;
        let next = Place {
            index: place.index + 1,
            offset: self.fields.len() - rest.len(),
        };
        Some((field, next))
    }

    /// The field of that wire name with its index, and the place after it. It is looked for at
    /// that place first and then from there on.
    pub(crate) fn find(self, wire: &str, hint: Place) -> Option<(usize, Field, Place)> {
        let wire = wire.as_bytes();
        self.scan(wire, hint, self.fields.len())
            .or_else(|| self.scan(wire, Place::default(), hint.offset))
    }

    fn scan(self, wire: &[u8], from: Place, end: usize) -> Option<(usize, Field, Place)> {
        let mut place = from;
        while place.offset < end {
            let (field, next) = self.at(place)?;
            if field.is(wire) {
                return Some((place.index, field, next));
            }
            place = next;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        name: "Loaf",
        fields: b"\x08\x05\0\0\"Flour\":flour\x09\x06\0\x01\"Recipe\":recipe\x07\x04\x06\0\"Note\":noteX-Note\x06\x03\x05\x01\"Key\":keyX-Key",
    };

    #[test]
    fn a_row_holds_all_of_its_fields() {
        let found: Vec<_> = SHAPE
            .fields()
            .map(|field| (field.wire(), field.rust(), field.sensitive, field.header()))
            .collect();
        assert_eq!(
            found,
            [
                ("Flour", "flour", false, ""),
                ("Recipe", "recipe", true, ""),
                ("Note", "note", false, "X-Note"),
                ("Key", "key", true, "X-Key"),
            ]
        );
        assert_eq!(SHAPE.fields().next().unwrap().key, b"\"Flour\":");
    }

    #[test]
    fn a_name_is_found_wherever_the_search_begins() {
        let mut hints = vec![Place::default()];
        for (index, name) in ["Flour", "Recipe", "Note", "Key"].into_iter().enumerate() {
            for hint in hints.clone() {
                let (at, field, next) = SHAPE.find(name, hint).unwrap();
                assert_eq!((at, field.wire()), (index, name));
                hints.push(next);
            }
        }
        for hint in hints {
            for name in ["", "Flou", "Flours", "flour", "Key\":", "é"] {
                assert!(SHAPE.find(name, hint).is_none(), "{name}");
            }
        }
        assert!(Shape::NONE.find("Flour", Place::default()).is_none());
        assert_eq!(Shape::NONE.fields().count(), 0);
    }
}

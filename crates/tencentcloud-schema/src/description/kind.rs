use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The kind of a value. The set is closed: everything else is an object, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number of unknown width, handled as signed 64 bits.
    Integer,
    /// A signed whole number of 64 bits.
    Int64,
    /// An unsigned whole number of 64 bits.
    Uint64,
    /// A floating-point number.
    Float,
    /// True or false.
    Bool,
    /// Bytes of a file, which travel as a part of a multipart body or as the body itself.
    Binary,
    /// Text that holds a date: `2006-01-02`.
    Date,
    /// Text that holds a time without zone: `2006-01-02 15:04:05`.
    DateTime,
    /// Text that holds a time in ISO 8601 form: `2006-01-02T15:04:05+08:00`.
    DateTimeIso,
    /// An object type of the same description.
    Object(String),
}

impl Kind {
    /// Returns the kind's name in a description: a lower-case word, or the object's name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::Binary => "binary",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::DateTimeIso => "datetime_iso",
            Self::Object(name) => name,
        }
    }

    /// Returns the kind called `name`: one of the lower-case words, otherwise an object.
    pub fn from_name(name: &str) -> Self {
        match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "int64" => Self::Int64,
            "uint64" => Self::Uint64,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "binary" => Self::Binary,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "datetime_iso" => Self::DateTimeIso,
            object => Self::Object(object.to_owned()),
        }
    }

    /// Returns the object's name; `None` if the kind is no object.
    pub fn object(&self) -> Option<&str> {
        match self {
            Self::Object(name) => Some(name),
            _ => None,
        }
    }

    /// Returns true for text and for the three kinds of text that hold a date or time.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            Self::String | Self::Date | Self::DateTime | Self::DateTimeIso
        )
    }

    /// Returns true for the three kinds of whole number.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Int64 | Self::Uint64)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_name(&String::deserialize(deserializer)?))
    }
}

//! JSON: indented as tccli does it, or a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::screen::Screen;
use crate::paint::Paint;

/// tccli's indent: what it printed before and what is printed now are the same bytes.
pub(super) const INDENT: &str = "    ";

/// Writes `value` indented, and ends the line.
pub(super) fn document(screen: &mut Screen, value: &Value) -> io::Result<()> {
    let paint = screen.paint;
    indented(&mut *screen, paint, value)?;
    writeln!(screen)
}

/// Writes `value` indented.
pub(super) fn indented(to: impl Write, paint: Paint, value: &Value) -> io::Result<()> {
    let formatter = Painted::new(PrettyFormatter::with_indent(INDENT.as_bytes()), paint);
    value.serialize(&mut Serializer::with_formatter(to, formatter))?;
    Ok(())
}

/// Writes `value` as one line.
pub(super) fn line(screen: &mut Screen, value: &Value) -> io::Result<()> {
    let formatter = Painted::new(CompactFormatter, screen.paint);
    value.serialize(&mut Serializer::with_formatter(&mut *screen, formatter))?;
    writeln!(screen)
}

/// A formatter in colours: names, text, numbers and nulls differ.
struct Painted<F> {
    inner: F,
    name: (String, String),
    text: (String, String),
    number: (String, String),
    null: (String, String),
    in_name: bool,
}

impl<F> Painted<F> {
    fn new(inner: F, paint: Paint) -> Self {
        Self {
            inner,
            name: paint.around(Paint::NAME),
            text: paint.around(Paint::TEXT),
            number: paint.around(Paint::NUMBER),
            null: paint.around(Paint::DIM),
            in_name: false,
        }
    }

    fn string(&self) -> &(String, String) {
        match self.in_name {
            true => &self.name,
            false => &self.text,
        }
    }
}

/// Writes a value between the two sequences of a style.
macro_rules! styled {
    ($self:ident, $to:ident, $style:ident, $write:expr) => {{
        $to.write_all($self.$style.0.as_bytes())?;
        $write?;
        $to.write_all($self.$style.1.as_bytes())
    }};
}

impl<F: Formatter> Formatter for Painted<F> {
    fn write_null<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        styled!(self, to, null, self.inner.write_null(to))
    }

    fn write_bool<W: ?Sized + Write>(&mut self, to: &mut W, value: bool) -> io::Result<()> {
        styled!(self, to, number, self.inner.write_bool(to, value))
    }

    fn write_i64<W: ?Sized + Write>(&mut self, to: &mut W, value: i64) -> io::Result<()> {
        styled!(self, to, number, self.inner.write_i64(to, value))
    }

    fn write_u64<W: ?Sized + Write>(&mut self, to: &mut W, value: u64) -> io::Result<()> {
        styled!(self, to, number, self.inner.write_u64(to, value))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        styled!(self, to, number, self.inner.write_f64(to, value))
    }

    fn begin_string<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(self.string().0.as_bytes())?;
        self.inner.begin_string(to)
    }

    fn end_string<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.end_string(to)?;
        to.write_all(self.string().1.as_bytes())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, it: &str) -> io::Result<()> {
        self.inner.write_string_fragment(to, it)
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.inner.write_char_escape(to, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.inner.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.in_name = true;
        self.inner.begin_object_key(to, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.in_name = false;
        self.inner.end_object_key(to)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.inner.end_object_value(to)
    }
}

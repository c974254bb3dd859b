//! Visits of a model's fields. A derived type calls a trait of its own, because a closure in its
//! signature would double the compiler's work on each type.

use super::{Model, Shape, Value};

/// Looks at a model's fields.
#[doc(hidden)]
pub trait Show {
    /// Takes the values in the shape's order.
    fn fields(&mut self, shape: Shape, values: &[&dyn Value]);
}

/// Changes a model's fields.
#[doc(hidden)]
pub trait Lend {
    /// Takes the values in the shape's order.
    fn fields(&mut self, values: &mut [&mut dyn Value]);
}

/// A closure as a visitor.
struct Closure<F>(F);

impl<F: FnMut(Shape, &[&dyn Value])> Show for Closure<F> {
    fn fields(&mut self, shape: Shape, values: &[&dyn Value]) {
        (self.0)(shape, values);
    }
}

impl<F: FnMut(&mut [&mut dyn Value])> Lend for Closure<F> {
    fn fields(&mut self, values: &mut [&mut dyn Value]) {
        (self.0)(values);
    }
}

impl dyn Model + '_ {
    /// Shows what is known of the type, and the fields' values in the shape's order.
    pub(crate) fn visit(&self, visit: impl FnMut(Shape, &[&dyn Value])) {
        self.show(&mut Closure(visit));
    }

    /// Lends the fields' values, in the shape's order.
    pub(crate) fn visit_mut(&mut self, visit: impl FnMut(&mut [&mut dyn Value])) {
        self.lend(&mut Closure(visit));
    }
}

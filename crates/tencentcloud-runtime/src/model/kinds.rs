//! The closed set of kinds.

use std::any::Any;

use bytes::Bytes;

use super::{Lend, List, Model, Mut, Optional, Ref, Show, Value};

impl<M: Model> Value for M {
    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::Object(self)
    }
    #[inline]
    fn get_mut(&mut self) -> Mut<'_> {
        Mut::Object(self)
    }
    #[inline]
    fn empty() -> Self {
        M::empty()
    }
}

/// A type that contains itself needs a place of its own in memory.
impl<M: Model> Model for Box<M> {
    #[inline]
    fn show(&self, to: &mut dyn Show) {
        (**self).show(to);
    }
    #[inline]
    fn lend(&mut self, to: &mut dyn Lend) {
        (**self).lend(to);
    }
    #[inline]
    fn empty() -> Self {
        Box::new(M::empty())
    }
}

macro_rules! kind {
    ($type:ty, $self:ident => $get:expr, $mut:ident) => {
        impl Value for $type {
            #[inline]
            fn get(&$self) -> Ref<'_> {
                $get
            }
            #[inline]
            fn get_mut(&mut self) -> Mut<'_> {
                Mut::$mut(self)
            }
            #[inline]
            fn empty() -> Self {
                Self::default()
            }
        }
    };
}

kind!(String, self => Ref::Str(self), Str);
kind!(i64, self => Ref::I64(*self), I64);
kind!(u64, self => Ref::U64(*self), U64);
kind!(f64, self => Ref::F64(*self), F64);
kind!(bool, self => Ref::Bool(*self), Bool);
kind!(Bytes, self => Ref::Bytes(self), Bytes);

impl<T: Value> Value for Option<T> {
    #[inline]
    fn get(&self) -> Ref<'_> {
        self.as_ref().map_or(Ref::Absent, T::get)
    }
    #[inline]
    fn get_mut(&mut self) -> Mut<'_> {
        Mut::Optional(self)
    }
    #[inline]
    fn empty() -> Self {
        None
    }
}

impl<T: Value> Value for Vec<T> {
    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::List(self)
    }
    #[inline]
    fn get_mut(&mut self) -> Mut<'_> {
        Mut::List(self)
    }
    #[inline]
    fn empty() -> Self {
        Self::new()
    }
}

impl<T: Value> Optional for Option<T> {
    fn insert(&mut self) -> Mut<'_> {
        self.insert(T::empty()).get_mut()
    }
    fn some_mut(&mut self) -> Option<Mut<'_>> {
        self.as_mut().map(T::get_mut)
    }
    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Value> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn at(&self, index: usize) -> Ref<'_> {
        self.as_slice().get(index).map_or(Ref::Absent, T::get)
    }
    fn each_mut(&mut self, lend: &mut dyn FnMut(Mut<'_>)) {
        self.iter_mut().for_each(|item| lend(item.get_mut()));
    }
    fn push(&mut self) -> Mut<'_> {
        self.push(T::empty());
        let last = self.len() - 1;
        self[last].get_mut()
    }
    fn pop(&mut self) {
        self.pop();
    }
    fn clear(&mut self) {
        self.clear();
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

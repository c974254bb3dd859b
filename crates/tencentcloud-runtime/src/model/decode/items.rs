//! The items of a list.

use super::location::Location;
use super::misfit::Stop;
use super::reader::{Outcome, Reader};
use crate::model::{List, Mut, shape};

impl Reader<'_> {
    /// Reads a list. A null in it has no place; an item that cannot be converted keeps its own.
    pub(super) fn items(
        &mut self,
        list: &mut dyn List,
        location: &Location<'_>,
    ) -> Result<Outcome, Stop> {
        list.clear();
        if !self.cursor.enter(b']') {
            return Ok(Outcome::Set);
        }
        // All items are of one type.
        let mut known = None;
        for index in 0.. {
            let location = location.item(index);
            let outcome = match (self.cursor.peek(), list.push()) {
                (b'{', Mut::Object(model)) => {
                    let shape = *known.get_or_insert_with(|| shape(model));
                    self.members(model, shape, &location, None)?;
                    Outcome::Set
                }
                (_, target) => self.value(target, &location)?,
            };
            if matches!(outcome, Outcome::Null | Outcome::Nothing) {
                list.pop();
            }
            if !self.cursor.more(b']')? {
                break;
            }
        }
        Ok(Outcome::Set)
    }
}

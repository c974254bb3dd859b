//! The members of an object, each to its field.

use super::location::Location;
use super::misfit::{MisfitKind, Stop};
use super::reader::{Outcome, Reader};
use super::seen::Seen;
use crate::model::json::Json;
use crate::model::shape::{Field, Place, Shape};
use crate::model::{Model, Mut, Value};

/// Takes members of the outermost object that are not the model's alone.
pub(crate) trait Intercept {
    /// Returns true if the member is wanted: one that a field is for if `claimed`.
    fn wants(&self, name: &str, claimed: bool) -> bool;

    /// Takes a wanted member; false leaves it to its field.
    fn take(&mut self, name: &str, value: Json<'_>, claimed: bool) -> bool;

    /// Returns true for a field that may be missing, because its value can come from elsewhere.
    fn supplies(&self, name: &str) -> bool;
}

impl Reader<'_> {
    /// Reads an object into a model. The next byte is its brace.
    pub(super) fn members(
        &mut self,
        model: &mut dyn Model,
        shape: Shape,
        location: &Location<'_>,
        intercept: Option<&mut dyn Intercept>,
    ) -> Result<(), Stop> {
        let mut intercept = intercept;
        let mut result = Ok(());
        self.depth += 1;
        model.visit_mut(|values| {
            result = self.fields(values, shape, location, &mut intercept);
        });
        self.depth -= 1;
        result
    }

    fn fields(
        &mut self,
        values: &mut [&mut dyn Value],
        shape: Shape,
        location: &Location<'_>,
        intercept: &mut Option<&mut dyn Intercept>,
    ) -> Result<(), Stop> {
        let mut seen = Seen::default();
        let mut next = Place::default();
        let mut more = self.cursor.enter(b'}');
        while more {
            // Most members come in the order of the fields.
            let found = match shape.at(next) {
                Some((field, after)) if self.cursor.eat(field.key) => {
                    Some((next.index, field, after))
                }
                _ => self.named(shape, next, location, intercept)?,
            };
            if let Some((index, field, after)) = found {
                next = after;
                seen.add(index);
                let location = location.member(field.wire());
                let target = values[index].get_mut();
                self.member(target, field, &location, intercept)?;
            }
            more = self.cursor.more(b'}')?;
        }
        for index in seen.others(values.len()) {
            if is_plain(&values[index].get_mut()) {
                self.missing(shape, index, location, intercept.as_deref())?;
            }
        }
        Ok(())
    }

    /// The field of the next member, found by its name. A member that no field is for is passed.
    fn named(
        &mut self,
        shape: Shape,
        hint: Place,
        location: &Location<'_>,
        intercept: &mut Option<&mut dyn Intercept>,
    ) -> Result<Option<(usize, Field, Place)>, Stop> {
        let name = self.cursor.name()?.text;
        if let Some(found) = shape.find(&name, hint) {
            return Ok(Some(found));
        }
        let value = self.cursor.skip()?;
        if let Some(other) = intercept
            && other.wants(&name, false)
            && other.take(&name, value, false)
        {
            return Ok(None);
        }
        self.report.unknown(&location.member(&name), value)?;
        Ok(None)
    }

    #[inline]
    fn member(
        &mut self,
        target: Mut<'_>,
        field: Field,
        location: &Location<'_>,
        intercept: &mut Option<&mut dyn Intercept>,
    ) -> Result<(), Stop> {
        if let Some(other) = intercept
            && other.wants(field.wire(), true)
        {
            let mut ahead = self.cursor;
            let value = ahead.skip()?;
            if other.take(field.wire(), value, true) {
                self.cursor = ahead;
                return Ok(());
            }
        }
        let plain = is_plain(&target);
        let outcome = self.value(target, location)?;
        if outcome == Outcome::Null && plain {
            let what = "is null: the empty value in its place was not sent";
            self.report.misfit(MisfitKind::Null, location, &what)?;
        }
        Ok(())
    }

    #[cold]
    fn missing(
        &mut self,
        shape: Shape,
        index: usize,
        location: &Location<'_>,
        intercept: Option<&dyn Intercept>,
    ) -> Result<(), Stop> {
        let Some(field) = shape.fields().nth(index) else {
            return Ok(());
        };
        if intercept.is_some_and(|other| other.supplies(field.wire())) {
            return Ok(());
        }
        let what = "is missing: the empty value in its place was not sent";
        let location = location.member(field.wire());
        self.report.misfit(MisfitKind::Missing, &location, &what)?;
        Ok(())
    }
}

/// True for a value that cannot say that it was not there.
#[inline]
fn is_plain(target: &Mut<'_>) -> bool {
    !matches!(target, Mut::Optional(_) | Mut::List(_))
}

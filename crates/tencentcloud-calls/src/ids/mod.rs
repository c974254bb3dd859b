//! Which kind of resource an id among the parameters of an action names.
//!
//! What facts say of the action decides first; then kinds of the same service whose ids have the name
//! of the field, or the form of its documented example; then well-known kinds of other services.

mod abroad;
mod field;
mod home;

use crate::known::Known;
use crate::resources::Kind;
use field::Field;
use home::{Home, Unsure};

/// What an id names.
#[derive(Clone, Debug)]
pub struct Named {
    /// The kind of resource: [`Reading::list`](crate::resources::Reading::list) finds the action that
    /// lists its items, if there is one.
    pub kind: Kind,
    /// The member of an item that the field holds, usually the last one of its id.
    pub member: String,
}

/// Returns what the field at `path` of the request of `known` names, e.g. `SubnetId`, or
/// `VirtualPrivateCloud.SubnetId`, with or without positions in lists; `None` for a field that is no
/// id, or if nothing says of what.
pub fn of_field(known: &Known, path: &str) -> Option<Named> {
    let field = Field::of(known, path)?;
    let home = Home::of(known);
    if home.gives_id(&field) {
        return None;
    }
    if let Some(named) = home.by_facts(&field) {
        return Some(named);
    }
    let named = match home.by_name(&field) {
        Ok(Some(named)) => named,
        Err(Unsure) => abroad::find(&field).filter(|named| field.is_like(named))?,
        Ok(None) => home.by_example(&field).or_else(|| abroad::find(&field))?,
    };
    (!home.makes(&field, &named)).then_some(named)
}

/// Returns what the values of the filter `name` name, e.g. of `vpc-id` in a list of subnets; `None` for
/// a filter of an action that takes no filters of that name, or that is about no id.
pub fn of_filter(known: &Known, name: &str) -> Option<Named> {
    Home::of(known).by_filter(name)
}

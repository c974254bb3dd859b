//! Which actions make, list, change and end what: a rule proposes, reviews decide, overlays correct.
//!
//! The rule goes by names and types. A kind is a noun that a creating, a reading and a deleting
//! action share; its item is the object that the list returns, its id what the deletion takes. What
//! the rule doubts is left out unless `schema/reviews/resources.tsv` says `yes`, and what it does
//! not doubt is in unless that file says `no`.

mod filters;
mod form;
mod identity;
mod item;
mod members;
mod name;
mod parents;
mod proposal;
mod reviews;
mod rule;
mod state;
mod uses;

pub use proposal::Proposal;
pub use reviews::{ResourceReviews, Resourced};
pub use rule::propose;

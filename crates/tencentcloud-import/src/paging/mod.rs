//! How lists are paged: a rule proposes, a reviewed list decides.
//!
//! The rule looks for parameters that move through a list and for the one list that they move
//! through. `schema/reviews/paging.tsv` holds a verdict for every action that the rule takes for a
//! candidate: the rule's own paging with `yes`, another one with `own`, none with `no`. An action
//! that the list does not know gets no paging and is listed in the import's report.

mod reviews;
mod rule;

pub use reviews::Reviews;

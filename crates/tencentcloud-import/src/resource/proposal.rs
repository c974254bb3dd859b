//! What the rule says of one kind.

use tencentcloud_schema::resource::Resource;

/// What the rule makes of a noun that a creating action has.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The kind's name.
    pub kind: String,
    /// The resource, or why there is none.
    pub resource: Result<Resource, String>,
    /// Why a review must look at it first; `None` if the rule is sure.
    pub doubt: Option<String>,
}

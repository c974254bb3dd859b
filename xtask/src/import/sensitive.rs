//! Which members are secrets.

use tencentcloud_schema::Member;

/// True where a member's value must never be printed, logged or recorded.
pub(crate) fn is_sensitive(member: &Member) -> bool {
    member.name.ends_with("Password")
}

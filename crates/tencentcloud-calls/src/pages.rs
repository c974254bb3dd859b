//! How large a page is asked for.

use serde_json::Value;
use tencentcloud_schema::Action;

/// The page size that is asked for if the action takes that many.
const SIZE: u64 = 100;

/// Returns the parameter for the page size of `action`, with the size to ask for when at most `most`
/// items are wanted; `None` if it has no such parameter, or nothing says how large a page may be.
pub fn page_size(action: &Action, most: usize) -> Option<(String, Value)> {
    let name = action.paging.as_ref()?.size.as_ref()?;
    let member = action.request.iter().find(|member| member.name == *name)?;
    let largest = member.max.as_ref()?.as_u64()?;
    let size = largest.min(SIZE).min(most as u64).max(1);
    let size = match member.kind.is_integer() {
        true => Value::from(size),
        false => Value::from(size.to_string()),
    };
    Some((name.clone(), size))
}

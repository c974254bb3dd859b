//! What an import did to a description, for a reader.

use std::path::Path;

use tencentcloud_import::Difference;
use tencentcloud_schema::Description;
use tencentcloud_schema::diff::diff;

/// The changes of one description, the differences between its sources, and its open types.
pub(super) fn report(
    path: &Path,
    before: Option<&Description>,
    after: &Description,
    differences: &[Difference],
) -> String {
    let changes = before.map(|before| diff(before, after));
    let what = match changes.as_deref() {
        None => "new".to_owned(),
        Some([]) if before != Some(after) => "members or open types changed".to_owned(),
        Some([]) => "unchanged".to_owned(),
        Some([_]) => "1 change".to_owned(),
        Some(changes) => format!("{} changes", changes.len()),
    };
    let mut lines = vec![format!("{}: {what}", path.display())];
    let changes = changes.iter().flatten();
    lines.extend(changes.map(|change| format!("  {change}")));
    lines.extend(
        differences
            .iter()
            .map(|difference| format!("  sources differ: {difference}")),
    );
    if !after.open.is_empty() {
        let open: Vec<_> = after.open.iter().map(String::as_str).collect();
        lines.push(format!(
            "  open types, named by members and defined by no source yet: {}",
            open.join(", ")
        ));
    }
    lines.join("\n") + "\n"
}

//! The known name that an unknown one is probably a slip of.

use strsim::damerau_levenshtein;

/// The longest name that is compared: no name of the catalogue is longer.
const LONGEST: usize = 80;

/// Returns the name of `known` that is nearest to `name`, case aside; `None` if more than every third
/// letter would have to change. Of several that are as near, the first in the alphabet counts.
pub(crate) fn guess<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let most = (length / 3).max(1);
    known
        .into_iter()
        .filter(|other| other.len().abs_diff(name.len()) <= most)
        .map(|other| {
            let distance = damerau_levenshtein(&lower, &other.to_ascii_lowercase());
            (distance, other)
        })
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
}

/// Returns `text` for an error message, cut if it is longer than any name.
pub(crate) fn clipped(text: &str) -> String {
    match text.char_indices().nth(4 * LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = [
            "Filters",
            "Limit",
            "Offset",
            "SubnetId",
            "SubnetIds",
            "VpcId",
        ];
        for (name, meant) in [
            ("limit", Some("Limit")),
            ("Filter", Some("Filters")),
            ("Ofsset", Some("Offset")),
            ("SubnetID", Some("SubnetId")),
            ("SubnetIdx", Some("SubnetId")),
            ("VpcIds", Some("VpcId")),
            ("ShowTriggers", None),
            ("Id", None),
            ("", None),
        ] {
            assert_eq!(guess(name, known), meant, "{name}");
        }
        let long = "Limit".repeat(20);
        assert_eq!(guess(&long, [long.as_str()]), None);
    }

    #[test]
    fn a_message_holds_no_more_of_a_name_than_helps() {
        assert_eq!(clipped("Filters.0.Name"), "Filters.0.Name");
        let long = "é".repeat(5000);
        assert_eq!(clipped(&long), format!("{}…", "é".repeat(320)));
    }
}

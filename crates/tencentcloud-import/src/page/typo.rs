//! Types that are mistyped: names that nobody defines and that nearly are a kind of value.

/// The kinds of value under their names in pages, with what else they are called.
const KINDS: [(&str, &[&str]); 5] = [
    ("String", &["Str", "Text", "Varchar"]),
    (
        "Integer",
        &[
            "Int", "Int32", "Int64", "Uint", "UInt", "Uint64", "UInt64", "Long", "Number",
        ],
    ),
    ("Float", &["Double", "Decimal"]),
    ("Boolean", &["Bool", "Bolean"]),
    ("Timestamp", &["Datetime", "DateTime"]),
];

/// The kind that a type's name most likely stands for.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let found = KINDS.iter().find(|(kind, others)| {
        others.iter().any(|other| other.eq_ignore_ascii_case(name)) || is_near(name, kind)
    });
    found.map(|(kind, _)| *kind)
}

/// True if the names differ by at most one letter, by two if they are long, or by case.
fn is_near(name: &str, kind: &str) -> bool {
    let most = if kind.len() > 6 { 2 } else { 1 };
    if name.len().abs_diff(kind.len()) > most {
        return false;
    }
    distance(&name.to_ascii_lowercase(), &kind.to_ascii_lowercase()) <= most
}

/// How many letters must be put in, taken out, changed, or exchanged with the next one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = last[j] + usize::from(x != y);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            let exchanged = i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y;
            if exchanged {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_slip_is_told_from_a_name() {
        for (name, kind) in [
            ("Integr", Some("Integer")),
            ("Interger", Some("Integer")),
            ("Intger", Some("Integer")),
            ("Int64", Some("Integer")),
            ("Stirng", Some("String")),
            ("Strings", Some("String")),
            ("Boolen", Some("Boolean")),
            ("BOOLEAN", Some("Boolean")),
            ("Flaot", Some("Float")),
            ("TimeStamp", Some("Timestamp")),
            ("Data", None),
            ("State", None),
            ("Point", None),
            ("Tag", None),
            ("Placement", None),
            ("Setting", None),
            ("Ring", None),
            ("Folder", None),
        ] {
            assert_eq!(meant(name), kind, "{name}");
        }
    }
}

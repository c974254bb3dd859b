//! Text as the terms that the index holds.

/// The words of a name: `DescribeVpcEndPoints` as Describe, Vpc, End and Points, `POSTPAID_BY_HOUR` as
/// POSTPAID, BY and HOUR. A run of capitals is one word.
pub fn words(name: &str) -> Vec<&str> {
    let letter = |at: usize| name.as_bytes().get(at).copied().unwrap_or_default();
    let upper = |at: usize| letter(at).is_ascii_uppercase();
    // The capitals of `DBs` are one word.
    let plural = |at: usize| letter(at) == b's' && !letter(at + 1).is_ascii_lowercase();
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in name.char_indices() {
        let begins = at > start && upper(at);
        let apart = !letter(at.wrapping_sub(1)).is_ascii_uppercase();
        if !c.is_alphanumeric() {
            words.push(&name[start..at]);
            start = at + c.len_utf8();
        } else if begins && (apart || (letter(at + 1).is_ascii_lowercase() && !plural(at + 1))) {
            words.push(&name[start..at]);
            start = at;
        }
    }
    words.push(&name[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// A piece of text: Latin letters and digits, or Chinese characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run<'t> {
    /// Letters, digits and the marks that join them in names: `_`, `.` and `-`.
    Latin(&'t str),
    /// Chinese characters.
    Chinese(&'t str),
}

/// The runs of `text`, in order.
pub(super) fn runs(text: &str) -> Vec<Run<'_>> {
    #[derive(PartialEq)]
    enum Sort {
        Latin,
        Chinese,
        Other,
    }
    let sort = |c: char| match c {
        c if is_chinese(c) => Sort::Chinese,
        c if c.is_alphanumeric() || "_.-".contains(c) => Sort::Latin,
        _ => Sort::Other,
    };
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let first = sort(first);
        let end = rest.find(|c| sort(c) != first).unwrap_or(rest.len());
        let (run, others) = rest.split_at(end);
        match first {
            Sort::Latin => runs.push(Run::Latin(run)),
            Sort::Chinese => runs.push(Run::Chinese(run)),
            Sort::Other => {}
        }
        rest = others;
    }
    runs
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Calls `put` with each term of `text`: stems of Latin words, pairs of Chinese characters.
pub(super) fn terms(text: &str, mut put: impl FnMut(String)) {
    for run in runs(text) {
        match run {
            Run::Latin(run) => words(run).into_iter().map(stem).for_each(&mut put),
            Run::Chinese(run) => pairs(run).map(str::to_owned).for_each(&mut put),
        }
    }
}

/// The pairs of neighbours in a run of Chinese characters; a single one is itself.
pub(super) fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    let count = starts.len().saturating_sub(1).max(1);
    (0..count).map(move |at| {
        let end = starts.get(at + 2).copied().unwrap_or(run.len());
        &run[starts[at]..end]
    })
}

/// The stem of an English word: in lower case, without the endings of numbers and times. Two forms of
/// one word have one stem, which is no word itself: creates and creating are `creat`.
pub(super) fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    let capitals = word.trim_end_matches('s');
    if capitals.len() > 1 && capitals.bytes().all(|b| b.is_ascii_uppercase()) {
        return capitals.to_lowercase();
    }
    if !stem.is_ascii() || stem.len() <= 3 || stem.bytes().any(|b| b.is_ascii_digit()) {
        return stem;
    }
    let mut cut = |count: usize, with: &str| {
        stem.truncate(stem.len() - count);
        stem.push_str(with);
    };
    let ends = |end: &str| word.len() > end.len() + 1 && word.to_lowercase().ends_with(end);
    if ends("ies") && word.len() > 4 {
        cut(3, "y");
    } else if ends("sses") || ends("xes") || ends("ches") || ends("shes") {
        cut(2, "");
    } else if ends("s") && !ends("ss") && !ends("us") && !ends("is") {
        cut(1, "");
    }
    for end in ["ing", "ed"] {
        let Some(root) = stem.strip_suffix(end) else {
            continue;
        };
        let vowels = root.bytes().filter(|b| b"aeiouy".contains(b)).count();
        if root.len() < 3 || vowels == 0 {
            continue;
        }
        let mut root = root.to_owned();
        let bytes = root.as_bytes();
        let doubled = bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        if doubled && !b"lsz".contains(&bytes[bytes.len() - 1]) {
            root.pop();
        }
        stem = root;
        break;
    }
    if stem.len() > 4 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_parted_into_words() {
        for (name, parts) in [
            (
                "DescribeVpcEndPoints",
                &["Describe", "Vpc", "End", "Points"][..],
            ),
            ("CreateCDBInstance", &["Create", "CDB", "Instance"]),
            ("ImageOCR", &["Image", "OCR"]),
            ("POSTPAID_BY_HOUR", &["POSTPAID", "BY", "HOUR"]),
            ("ResourceNotFound.Vpc", &["Resource", "Not", "Found", "Vpc"]),
            ("DescribeDBsOfVMs", &["Describe", "DBs", "Of", "VMs"]),
            ("run-instances", &["run", "instances"]),
            ("", &[]),
        ] {
            assert_eq!(words(name), parts, "{name}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["create", "creates", "creating", "created", "Create"][..],
            &["delete", "deleting", "deleted"],
            &["policy", "policies"],
            &["address", "addresses"],
            &["image", "images"],
            &["stop", "stopping", "stopped"],
            &["query", "queries", "querying"],
            &["instance", "instances"],
            &["db", "DB", "DBs"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
        for whole in ["dns", "redis", "status", "string", "ipv6", "sms"] {
            assert_eq!(stem(whole), whole);
        }
    }

    #[test]
    fn text_is_parted_by_script() {
        let mut found = Vec::new();
        terms("查询CVM实例 list", |term| found.push(term));
        assert_eq!(found, ["查询", "cvm", "实例", "list"]);
        assert_eq!(
            pairs("云服务器").collect::<Vec<_>>(),
            ["云服", "服务", "务器"]
        );
        assert_eq!(pairs("云").collect::<Vec<_>>(), ["云"]);
    }
}

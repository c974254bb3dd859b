//! What changed between descriptions, and what that means for the Rust code made from them.
//!
//! [`diff`] walks through two descriptions of one service version; [`Report`] covers a whole
//! service, for a reader and for the version of its crate.

mod changes;
mod members;
mod report;
mod verdict;
mod walk;

pub use changes::Change;
pub use report::Report;
pub use verdict::Verdict;
pub use walk::diff;

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::description::Description;

    fn description(text: &str) -> Description {
        let whole = format!(r#"{{"format":1,"service":"x","version":"2020-01-01",{text}}}"#);
        Description::parse(&whole, "test").unwrap()
    }

    fn told(old: &str, new: &str) -> Vec<String> {
        let changes = diff(&description(old), &description(new));
        changes
            .iter()
            .map(|change| format!("{}: {change}", change.verdict))
            .collect()
    }

    const OLD: &str = r#""types":{"T":{"members":[{"name":"Id","type":"string","always":true}]}},
        "actions":{"Do":{"request":[{"name":"A","type":"string","required":true},{"name":"B","type":"string","required":true}],
        "response":[{"name":"T","type":"T","list":true}]}}"#;

    #[test]
    fn nothing_changes_nothing() {
        assert_eq!(told(OLD, OLD), Vec::<String>::new());
    }

    #[test]
    fn a_new_order_of_required_parameters_breaks() {
        let new = OLD.replace(r#"{"name":"A","type":"string","required":true},{"name":"B","type":"string","required":true}"#,
            r#"{"name":"B","type":"string","required":true},{"name":"A","type":"string","required":true}"#);
        assert_eq!(
            told(OLD, &new),
            ["breaking: actions.Do.request asks for what is required in another order: B, A"]
        );
    }

    #[test]
    fn a_flipped_mark_of_an_answer_changes_no_type() {
        let new = OLD.replace(r#""always":true"#, r#""nullable":true"#);
        assert_eq!(
            told(OLD, &new),
            [
                "patch: types.T.Id is no longer always returned",
                "patch: types.T.Id may now be null"
            ]
        );
    }

    #[test]
    fn english_titles_and_filters_are_hints_and_sites_are_no_less_than_a_status() {
        let new = OLD
            .replace(r#""types""#, r#""title_en":"X","types""#)
            .replace(r#"{"Do":{"#, r#"{"Do":{"title_en":"Do","sites":["china"],"#)
            .replace(
                r#"{"name":"B","type":"string","#,
                r#"{"name":"B","type":"string","filters":["b-id"],"#,
            );
        assert_eq!(
            told(OLD, &new),
            [
                "patch: title_en changed from unknown to \"X\"",
                "patch: actions.Do.title_en changed from unknown to \"Do\"",
                "patch: actions.Do.sites changed from unknown to {China}",
                "patch: actions.Do.request.B documentation changed: filters",
            ]
        );
        let both = new.replace(r#"["china"]"#, r#"["china","international"]"#);
        assert_eq!(
            told(&both, &new),
            ["minor: actions.Do.sites changed from {China, International} to {China}"]
        );
    }

    #[test]
    fn a_type_that_requests_begin_to_use_breaks() {
        let new = OLD.replace(r#""request":["#, r#""request":[{"name":"T","type":"T"},"#);
        assert_eq!(
            told(OLD, &new),
            [
                "minor: actions.Do.request.T added, T",
                "breaking: types.T is now used in requests too"
            ]
        );
    }

    #[test]
    fn optional_members_and_actions_are_additions() {
        let new = OLD
            .replace(
                r#""response":["#,
                r#""response":[{"name":"N","type":"int64"},"#,
            )
            .replace(
                r#""actions":{"#,
                r#""actions":{"More":{"request":[],"response":[]},"#,
            );
        assert_eq!(
            told(OLD, &new),
            [
                "minor: actions.Do.response.N added, int64",
                "minor: actions.More added"
            ]
        );
    }

    #[test]
    fn a_host_that_moves_breaks() {
        let host = |host: &str| OLD.replace(r#""types""#, &format!(r#""host":"{host}","types""#));
        let (old, new) = (host("x.tencentcloudapi.com"), host("y.tencentcloudapi.com"));
        assert_eq!(
            told(&old, &new),
            ["breaking: host changed from \"x.tencentcloudapi.com\" to \"y.tencentcloudapi.com\""]
        );
        assert_eq!(
            told(OLD, &new),
            ["patch: host changed from unknown to \"y.tencentcloudapi.com\""]
        );
        let own = OLD.replace(r#"{"Do":{"#, r#"{"Do":{"host":"y.tencentcloudapi.com","#);
        assert_eq!(
            told(OLD, &own),
            ["breaking: actions.Do.host changed from unknown to \"y.tencentcloudapi.com\""]
        );
    }

    #[test]
    fn a_change_is_one_line_whatever_the_sources_say() {
        let new = OLD.replace(
            r#""actions":{"#,
            r#""actions":{"More":{"title":"a\n```\u0007b","request":[],"response":[]},"#,
        );
        assert_eq!(told(OLD, &new), ["minor: actions.More added (a ``` b)"]);
    }
}

use serde::{Deserialize, Serialize};

/// How a response's list is paged. Paths are member names joined by dots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// What the position is.
    pub style: PagingStyle,
    /// The request parameter that holds the position.
    pub position: String,
    /// The request parameter that holds the page's size, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The path in the response of the list.
    pub items: String,
    /// The path in the response of the number of all items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The path in the response of the next token, for [`PagingStyle::Token`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The path of the response's flag that is true if pages follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// The path of the response's flag that is true if the list is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
}

/// What moves from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagingStyle {
    /// The number of items passed over, from 0.
    Offset,
    /// The page's number, from 1.
    Page,
    /// The page's number, from 0.
    Index,
    /// A token that the response gives for the next page.
    Token,
}

use serde::Deserialize;
use tencentcloud_schema::Status;

/// What names an action to people, without its parameters and its response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Outline {
    /// The action's title in Chinese.
    #[serde(default)]
    pub title: Option<String>,
    /// The action's title in English.
    #[serde(default)]
    pub title_en: Option<String>,
    /// Whether the vendor still offers it.
    #[serde(default)]
    pub status: Status,
}

//! The reader's language: titles of the catalogue, and the words between them.

use clap::ValueEnum;

/// A language that titles are known in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Chinese.
    #[value(name = "zh-CN")]
    Chinese,
    /// English.
    #[value(name = "en-US")]
    English,
}

impl Language {
    /// Returns the language that the machine is set to: Chinese if `LC_ALL`, `LC_MESSAGES` or `LANG`
    /// says so, the first that is set, and English otherwise.
    pub(crate) fn of_machine() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| {
            let value = std::env::var_os(name)?;
            (!value.is_empty()).then_some(value)
        });
        match set {
            Some(value) if value.to_string_lossy().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// Returns the language of the option `--language`, or else that of the machine.
    pub(crate) fn wanted(option: Option<&str>) -> Self {
        let named = option.and_then(|name| Self::from_str(name, false).ok());
        named.unwrap_or_else(Self::of_machine)
    }

    /// Returns the title in this language, or else in the other one.
    pub(crate) fn title<'t>(
        self,
        chinese: Option<&'t str>,
        english: Option<&'t str>,
    ) -> Option<&'t str> {
        match self {
            Self::Chinese => chinese.or(english),
            Self::English => english.or(chinese),
        }
    }

    /// As [`title`](Self::title), of texts that are empty if unknown.
    pub(crate) fn title_of<'t>(self, chinese: &'t str, english: &'t str) -> Option<&'t str> {
        let known = |title: &'t str| (!title.is_empty()).then_some(title);
        self.title(known(chinese), known(english))
    }

    /// Returns `english` or `chinese`.
    pub(crate) fn pick(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

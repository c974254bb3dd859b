//! The reader's language: titles of the catalogue, and the words between them.

/// A language that titles are known in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Returns the language that the machine is set to: Chinese if `LC_ALL`, `LC_MESSAGES` or `LANG`
    /// says so, the first that is set, and English otherwise.
    pub fn of_machine() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| {
            let value = std::env::var_os(name)?;
            (!value.is_empty()).then_some(value)
        });
        match set {
            Some(value) if value.to_string_lossy().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// Returns the language of the tag `name`, `zh-CN` or `en-US`; `None` for any other.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Chinese, Self::English];
        all.into_iter().find(|language| language.tag() == name)
    }

    /// Returns the language's tag, as services take it: `zh-CN` or `en-US`.
    pub fn tag(self) -> &'static str {
        self.pick("en-US", "zh-CN")
    }

    /// Returns the language of the tag `option`, or else that of the machine.
    pub fn wanted(option: Option<&str>) -> Self {
        let named = option.and_then(Self::named);
        named.unwrap_or_else(Self::of_machine)
    }

    /// Returns the title in this language, or else in the other one.
    pub fn title<'t>(self, chinese: Option<&'t str>, english: Option<&'t str>) -> Option<&'t str> {
        match self {
            Self::Chinese => chinese.or(english),
            Self::English => english.or(chinese),
        }
    }

    /// As [`title`](Self::title), of texts that are empty if unknown.
    pub fn title_of<'t>(self, chinese: &'t str, english: &'t str) -> Option<&'t str> {
        let known = |title: &'t str| (!title.is_empty()).then_some(title);
        self.title(known(chinese), known(english))
    }

    /// Returns `english` or `chinese`.
    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

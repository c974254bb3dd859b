//! The languages that a call is written in.

use std::fmt;

/// A language that a call is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Rust, by the service's crate.
    Rust,
    /// A command of `tcloud`.
    Tcloud,
    /// A command of the vendor's command line tool.
    Tccli,
    /// A POSIX shell script of curl and openssl, which signs each time it runs.
    Curl,
    /// Python, by the vendor's SDK.
    Python,
    /// Go, by the vendor's SDK.
    Go,
    /// JavaScript for Node, by the vendor's SDK.
    Node,
    /// Java, by the vendor's SDK.
    Java,
}

impl Language {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Rust,
        Self::Tcloud,
        Self::Tccli,
        Self::Curl,
        Self::Python,
        Self::Go,
        Self::Node,
        Self::Java,
    ];

    /// Returns the word for it in URLs and options, e.g. `python`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Tcloud => "tcloud",
            Self::Tccli => "tccli",
            Self::Curl => "curl",
            Self::Python => "python",
            Self::Go => "go",
            Self::Node => "node",
            Self::Java => "java",
        }
    }

    /// Returns what people call it, e.g. `Python`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::Go => "Go",
            Self::Node => "Node",
            Self::Java => "Java",
            tool => tool.name(),
        }
    }

    /// Returns the language of that [`name`](Self::name); `None` if there is none.
    ///
    /// ```
    /// use tencentcloud_snippets::Language;
    /// assert_eq!(Language::from_name("go"), Some(Language::Go));
    /// assert_eq!(Language::from_name("cobol"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.name() == name)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

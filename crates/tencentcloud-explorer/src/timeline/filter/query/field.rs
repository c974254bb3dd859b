//! What of a call a condition may ask for.

/// A field of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Name(Name),
    Number(Number),
    Since,
    /// A parameter, or a member of the response, by its path.
    Member(Side, Vec<String>),
}

/// A field whose values are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Service,
    Version,
    Action,
    Class,
    Code,
    Client,
    Region,
    Account,
    Source,
}

/// A field whose values are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Id,
    Ms,
    Attempt,
}

/// The two sides of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Response,
}

impl Name {
    /// All of them, the usual ones first.
    pub(crate) const ALL: [Self; 9] = [
        Self::Service,
        Self::Action,
        Self::Code,
        Self::Class,
        Self::Client,
        Self::Region,
        Self::Source,
        Self::Account,
        Self::Version,
    ];

    /// Returns its word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Version => "version",
            Self::Action => "action",
            Self::Class => "class",
            Self::Code => "code",
            Self::Client => "client",
            Self::Region => "region",
            Self::Account => "account",
            Self::Source => "source",
        }
    }
}

impl Number {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Ms, Self::Attempt, Self::Id];

    /// Returns its word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Ms => "ms",
            Self::Attempt => "attempt",
        }
    }
}

impl Side {
    /// Returns its word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Field {
    /// Returns the field with that word, in any case; `None` if there is none.
    pub(super) fn named(word: &str) -> Option<Self> {
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        let name = Name::ALL.into_iter().find(|name| is(name.as_str()));
        let number = Number::ALL.into_iter().find(|number| is(number.as_str()));
        let since = is("since").then_some(Self::Since);
        let field = name.map(Self::Name).or(number.map(Self::Number)).or(since);
        field.or_else(|| {
            let (side, path) = word.split_once('.')?;
            let sides = [Side::Request, Side::Response];
            let mut sides = sides.into_iter();
            let side = sides.find(|own| side.eq_ignore_ascii_case(own.as_str()))?;
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            let is_whole = path
                .iter()
                .all(|step| !step.is_empty() && !step.contains('!'));
            is_whole.then_some(Self::Member(side, path))
        })
    }

    /// Returns its word.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Name(name) => name.as_str().to_owned(),
            Self::Number(number) => number.as_str().to_owned(),
            Self::Since => "since".to_owned(),
            Self::Member(side, path) => format!("{}.{}", side.as_str(), path.join(".")),
        }
    }

    /// Returns every word that may begin a condition, with what follows it.
    pub(crate) fn words() -> Vec<&'static str> {
        vec![
            "service:",
            "action:",
            "code:",
            "class:",
            "client:",
            "region:",
            "ms>",
            "attempt>",
            "since:",
            "source:",
            "account:",
            "request.",
            "response.",
            "version:",
            "id:",
            "marked",
        ]
    }
}

//! What is built and measured.

/// How a crate is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    pub(super) fn cargo(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// One build that is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// A service crate, its dependencies being built.
    Service(String, Mode),
    /// The release build of a program, its dependencies being built.
    Program(String),
}

impl Case {
    /// The package that is built, and how, in words.
    pub(super) fn words(&self) -> (&str, &'static str) {
        match self {
            Self::Service(package, mode) => (package, mode.name()),
            Self::Program(package) => (package, "program"),
        }
    }
}

//! Which sources were asked for a credential, and what each had.

use std::fmt;

/// What [`Config::load`](crate::Config::load) found: which source provides the credential, and why
/// each other one does not. `Display` prints it on one line, without secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialReport {
    steps: Vec<CredentialStep>,
}

/// A source that was asked, or would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialStep {
    /// The source, e.g. `environment` or `SDK profile default`.
    pub source: String,
    /// What the source had.
    pub outcome: Outcome,
}

/// What a source had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The source provides the credential.
    Used,
    /// The source is not set up; the text says what was looked for, and where.
    Absent(String),
    /// The source is set up and failed, which ended the search; the text says why.
    Failed(String),
    /// A source before this one was used or failed.
    NotAsked,
}

impl CredentialReport {
    /// Returns the sources in the order in which they are asked.
    pub fn steps(&self) -> &[CredentialStep] {
        &self.steps
    }

    /// Returns the source that provides the credential, e.g. `environment`; none if all failed.
    pub fn source(&self) -> Option<&str> {
        let used = |step: &&CredentialStep| step.outcome == Outcome::Used;
        self.steps
            .iter()
            .find(used)
            .map(|step| step.source.as_str())
    }

    pub(crate) fn push(&mut self, source: String, outcome: Outcome) {
        self.steps.push(CredentialStep { source, outcome });
    }

    /// True if no further source is to be asked.
    pub(crate) fn is_over(&self) -> bool {
        let ends =
            |step: &CredentialStep| matches!(step.outcome, Outcome::Used | Outcome::Failed(_));
        self.steps.iter().any(ends)
    }
}

impl fmt::Display for CredentialReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            let part = if index > 0 { "; " } else { "" };
            write!(f, "{part}{}: {}", step.source, step.outcome)?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Used => f.write_str("used"),
            Self::Absent(why) | Self::Failed(why) => f.write_str(why),
            Self::NotAsked => f.write_str("not asked"),
        }
    }
}

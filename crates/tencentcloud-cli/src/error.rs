//! What keeps a command from being done, the exit code that says its kind, and how it is told.

use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use clap::ColorChoice;
use clap::ValueEnum;
use serde_json::json;
use tencentcloud_calls::{Advice, ErrorKind, Known};
use tencentcloud_runtime::Error;

use crate::agent;
use crate::paint::{self, Paint};

/// Why a command was not done.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What sort of failure it is.
    pub(crate) kind: Kind,
    /// What is wrong, where, and what to do about it.
    pub(crate) message: String,
    about: Box<About>,
}

/// What is known of a failure beside its message.
#[derive(Debug, Default)]
struct About {
    code: Option<String>,
    request_id: Option<String>,
    service: Option<String>,
    action: Option<String>,
    region: Option<String>,
    parameter: Option<String>,
    retryable: bool,
    approval: Option<Approval>,
    next: Vec<String>,
    parts: Vec<Failure>,
}

/// The approval that a request waits for.
#[derive(Clone, Debug)]
pub(crate) struct Approval {
    pub(crate) id: String,
    /// The SHA-256 of the request that is approved.
    pub(crate) digest: String,
    /// Until when it can be approved and sent, as RFC 3339 has it.
    pub(crate) expires: String,
    /// Where a person can approve it.
    pub(crate) places: Vec<String>,
}

impl Approval {
    fn json(&self) -> serde_json::Value {
        json!({"id": self.id, "digest": self.digest, "expires": self.expires, "places": self.places})
    }
}

/// The kinds of failures, each with an exit code of its own. They are listed in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Nothing below.
    Other = 1,
    /// The command line is wrong: an unknown name, a missing parameter, a value that is none.
    Usage = 2,
    /// There is no credential, or the service does not accept it for this.
    Credential = 3,
    /// The service was not reached, or gave no response in time.
    Network = 4,
    /// The service refused the call with an error code.
    Service = 5,
    /// What the call names does not exist.
    NotFound = 6,
    /// The service is too busy or failed inside: the same call may succeed later.
    Busy = 7,
    /// What was waited for did not happen in time.
    Unmet = 8,
    /// Some of several calls failed; the output has what the others gave.
    Partial = 9,
    /// The call was not sent for safety: a read-only profile, a guarded account, a question that was
    /// not answered with yes.
    Refused = 10,
    /// A person has to approve the call first: it waits for that, and was not sent.
    Waiting = 11,
    /// Whoever reads the output has closed it: nothing to report.
    Closed = 141,
}

impl Failure {
    /// The exit code of a command line that is wrong.
    pub(crate) const USAGE: u8 = Kind::Usage as u8;

    /// Creates a failure of `kind`.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            about: Box::default(),
        }
    }

    /// Creates a failure for a command line that is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Creates the failure of a call of `known`, an action of `service`, with the parameter that is
    /// meant and the next steps.
    pub(crate) fn of_call(error: Error, service: &str, known: Option<&Known>) -> Self {
        if error.is_forbidden() {
            // What forbids it has said what to do.
            return Self::from(error).with_service(service);
        }
        let advice = Advice::of(&error, service, known);
        let mut failure = Self::from(error).with_service(service);
        if let Some(parameter) = advice.parameter {
            failure = failure.with_parameter(parameter);
        }
        advice.steps.into_iter().fold(failure, Self::with_next)
    }

    /// Adds what to do next.
    pub(crate) fn with_next(mut self, next: impl Into<String>) -> Self {
        self.about.next.push(next.into());
        self
    }

    /// Names the service that was called.
    pub(crate) fn with_service(mut self, service: impl Into<String>) -> Self {
        self.about.service = Some(service.into());
        self
    }

    /// Names the action that was called.
    pub(crate) fn with_action(mut self, action: impl Into<String>) -> Self {
        self.about.action = Some(action.into());
        self
    }

    /// Names the region that was called.
    pub(crate) fn with_region(mut self, region: impl Into<String>) -> Self {
        self.about.region = Some(region.into());
        self
    }

    /// Names the parameter that is wrong.
    pub(crate) fn with_parameter(mut self, parameter: impl Into<String>) -> Self {
        self.about.parameter = Some(parameter.into());
        self
    }

    /// Adds the approval that the request waits for.
    pub(crate) fn with_approval(mut self, approval: Approval) -> Self {
        self.about.approval = Some(approval);
        self
    }

    /// Adds the failure of one of several calls.
    pub(crate) fn with_part(mut self, part: Self) -> Self {
        self.about.parts.push(part);
        self
    }

    /// Writes the failure to standard error in `form` and returns its exit code.
    pub(crate) fn report(&self, form: Form) -> ExitCode {
        let text = match form {
            _ if self.kind == Kind::Closed => String::new(),
            Form::Json => format!("{}\n", json!({"error": self.json()})),
            Form::Text(paint) => self.text(paint),
        };
        // There is nowhere left to say that this failed.
        let _ = std::io::stderr().write_all(text.as_bytes());
        ExitCode::from(self.kind as u8)
    }

    /// The failure as one JSON text: every member is there, null if it says nothing.
    fn json(&self) -> serde_json::Value {
        let about = &*self.about;
        json!({
            "kind": self.kind.name(),
            "code": about.code,
            "message": self.message,
            "service": about.service,
            "action": about.action,
            "region": about.region,
            "parameter": about.parameter,
            "request_id": about.request_id,
            "retryable": about.retryable,
            "next": about.next,
            "parts": about.parts.iter().map(Self::json).collect::<Vec<_>>(),
            "exit_code": self.kind as u8,
            "approval": about.approval.as_ref().map(Approval::json),
        })
    }

    /// The failure as lines: what is wrong, then what is known of it.
    fn text(&self, paint: Paint) -> String {
        let about = &*self.about;
        let head = match &about.code {
            Some(code) => format!("{}: {}", paint.with(Paint::BAD, code), self.message),
            None => self.message.clone(),
        };
        let mut text = format!("{} {head}\n", paint.with(Paint::BAD, "tcloud:"));
        let service = about.service.as_deref().unwrap_or_default();
        let called = |action: &String| format!("{service} {action}").trim().to_owned();
        let rows = [
            ("action", about.action.as_ref().map(called)),
            ("region", about.region.clone()),
            ("parameter", about.parameter.clone()),
            ("request ID", about.request_id.clone()),
        ];
        let next = about.next.iter().map(|next| ("next", Some(next.clone())));
        for (name, value) in rows.into_iter().chain(next) {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                let name = paint.with(Paint::DIM, format!("{name:<10}"));
                text.push_str(&format!("  {name}  {value}\n"));
            }
        }
        about
            .parts
            .iter()
            .for_each(|part| text.push_str(&part.text(paint)));
        text
    }
}

impl Kind {
    /// Returns the kind's name in errors as data.
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.about.code {
            Some(code) => write!(f, "{code}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = if error.is_forbidden() {
            Kind::Refused
        } else if error.is_auth() || error.is_expired() {
            Kind::Credential
        } else if error.is_network() || error.is_timeout() || error.is_gateway() {
            Kind::Network
        } else if error.is_throttled() || error.is_internal() {
            Kind::Busy
        } else if error.is_not_found() {
            Kind::NotFound
        } else if error.code().is_some() {
            Kind::Service
        } else if error.is_invalid_parameter() {
            Kind::Usage
        } else {
            Kind::Other
        };
        // What the service says stands apart from the rest; all else has its own sentence.
        let message = match (error.code(), error.message()) {
            (Some(_), Some(message)) => message.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => error.to_string(),
        };
        let action = Some(error.action()).filter(|action| !action.is_empty());
        let mut failure = Self::new(kind, message);
        failure.about.code = error.code().map(str::to_owned);
        failure.about.request_id = error.request_id().map(str::to_owned);
        failure.about.action = action.map(str::to_owned);
        failure.about.retryable = error.is_retryable();
        failure
    }
}

impl From<tencentcloud_calls::Error> for Failure {
    fn from(error: tencentcloud_calls::Error) -> Self {
        let kind = match error.kind {
            ErrorKind::Usage => Kind::Usage,
            _ => Kind::Other,
        };
        let failure = Self::new(kind, error.message);
        error.next.into_iter().fold(failure, Self::with_next)
    }
}

impl From<tencentcloud_rows::QueryError> for Failure {
    fn from(error: tencentcloud_rows::QueryError) -> Self {
        Self::usage(error.message)
    }
}

impl From<tencentcloud_catalogue::Error> for Failure {
    fn from(error: tencentcloud_catalogue::Error) -> Self {
        Self::new(Kind::Other, error.to_string())
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        let text = error.to_string();
        // The usage of the whole program is no help with one word that is wrong.
        let told = text.split("\n\nUsage:").next().unwrap_or_default();
        let told = told
            .split("\n\nFor more information")
            .next()
            .unwrap_or_default();
        Self::usage(told.trim_start_matches("error: ").trim_end())
    }
}

/// Says `text` on standard error beside the output: a warning, or what was done. An agent gets one JSON text on one
/// line, as it gets errors.
pub(crate) fn remark(text: &str) {
    let line = match agent::runs() {
        true => json!({"warning": text.trim_start_matches("warning: ")}).to_string(),
        false => text.to_owned(),
    };
    // There is nowhere left to say that this failed.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// How failures are told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// Lines to read.
    Text(Paint),
    /// One JSON text on one line.
    Json,
}

/// How failures are told, as an option.
#[derive(Clone, Debug, Default, clap::Args)]
#[group(skip)]
#[command(next_help_heading = "Output")]
pub(crate) struct Options {
    /// Reports errors as FORM on standard error: text (default) or json, one documented line (default if an agent
    /// runs the command)
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        env = FORM_VARIABLE,
        hide_env = true,
        hide_possible_values = true
    )]
    pub(crate) error_format: Option<FormName>,
}

const FORM_VARIABLE: &str = "TENCENTCLOUD_ERROR_FORMAT";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormName {
    Text,
    Json,
}

impl Form {
    /// Looks through the words of a command line, of which the rest may be wrong.
    pub(crate) fn wanted(words: &[OsString]) -> Self {
        let value = |option: &str| {
            let words = words.iter().map(|word| word.to_str().unwrap_or_default());
            let mut words = words.skip_while(|word| {
                *word != option
                    && !word
                        .strip_prefix(option)
                        .is_some_and(|it| it.starts_with('='))
            });
            let found = words.next()?;
            let beside = found.split_once('=').map(|(_, value)| value);
            beside.or_else(|| words.next()).map(str::to_owned)
        };
        let form = value("--error-format").or_else(|| std::env::var(FORM_VARIABLE).ok());
        let form = form.and_then(|form| FormName::from_str(&form, true).ok());
        let color = value("--color").and_then(|it| ColorChoice::from_str(&it, true).ok());
        match form {
            Some(FormName::Json) => Self::Json,
            None if agent::runs() => Self::Json,
            _ => Self::Text(paint::errors(color)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_every_exit_code() {
        let readme = include_str!("../README.md");
        let rows = readme.lines().filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            let code: u8 = cells.next()?.parse().ok()?;
            Some((code, cells.next()?.trim_matches('`').to_owned()))
        });
        let listed: Vec<_> = rows.filter(|(code, _)| *code > 0).collect();
        let kinds = Kind::value_variants().iter();
        let known: Vec<_> = kinds.map(|kind| (*kind as u8, kind.name())).collect();
        assert_eq!(listed, known);
    }
}

//! `tcloud broker policy` and `tcloud broker check`: what the policy says.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use tencentcloud_broker::{Accounts, Decision, Effect, Subject};
use tencentcloud_calls::Language;

use crate::accounts::Profiles;
use crate::asking::Style;
use crate::error::Failure;
use crate::options::Options;
use crate::output;
use crate::paint::{self, Paint};
use crate::policy;
use crate::session::{self, Settings};
use crate::untrusted::shown;

/// Checks the policy and prints it, as a file that can be changed
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Reads the policy of FILE [default: that of the profile, else policy.toml in tcloud's configuration]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl Show {
    /// Prints where the policy is, on standard error, and the policy.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        let chosen = policy::choose(options, self.policy.as_deref())?;
        output::text(&format!("# {}\n{}", told(&chosen), chosen.text))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Where a policy comes from.
pub(super) fn told(chosen: &policy::Chosen) -> String {
    match (&chosen.file, policy::usual()) {
        (Some(file), _) => from_home(file),
        (None, Some(usual)) => format!("the default policy: there is no {}", from_home(&usual)),
        (None, None) => "the default policy".to_owned(),
    }
}

/// A path of the user's home, which begins with `~`; any other one as it is.
fn from_home(path: &Path) -> String {
    let home = etcetera::home_dir().ok();
    let below = home
        .as_deref()
        .and_then(|home| path.strip_prefix(home).ok());
    match below {
        Some(below) => format!("~{}{}", std::path::MAIN_SEPARATOR, below.display()),
        None => path.display().to_string(),
    }
}

/// Says what the policy decides about an action, and why
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The service, e.g. cvm
    #[arg(value_name = "SERVICE")]
    service: String,
    /// The action, e.g. TerminateInstances
    #[arg(value_name = "ACTION")]
    action: String,
    /// Reads the policy of FILE [default: that of the profile, else policy.toml in tcloud's configuration]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl Check {
    /// Prints the decision.
    ///
    /// # Errors
    /// A policy that is none, an action that is none.
    pub(super) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        let chosen = policy::choose(options, self.policy.as_deref())?;
        let known = tencentcloud_calls::Known::find(&self.service, &self.action, None)?;
        let (service, action) = (&*known.description.service, &*known.name);
        let class = Effect::of(service, action);
        let accounts = Profiles::new(options).list();
        let account = accounts.first().map_or("", |account| &*account.name);
        let region = session::region(options, &Settings::of(options))?;
        let ruling = chosen.policy.decide(&Subject {
            account,
            account_id: None,
            service,
            action,
            region: region.as_deref(),
            class,
            local: false,
        });
        let style = Style {
            paint: paint::output(options.output.color),
            language: Language::wanted(options.language.as_deref()),
        };
        let (color, decision) = match ruling.decision {
            Decision::Allow => (Paint::GOOD, style.pick("allow", "允许")),
            Decision::Confirm => (Paint::PASSING, style.pick("confirm", "需人批准")),
            Decision::Deny => (Paint::BAD, style.pick("deny", "拒绝")),
        };
        output::line(&format!(
            "{}  {service} {action} ({}): {}",
            style.paint.with(color, decision),
            class.name(),
            shown(&ruling.because)
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}

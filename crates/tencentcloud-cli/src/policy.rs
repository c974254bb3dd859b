//! The policy of this machine: which requests a broker sends at once, has a person asked about, or refuses.

use std::path::{Path, PathBuf};

use tencentcloud_broker::Policy;

use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::session::Settings;

/// The default policy as a file has it.
pub(crate) const DEFAULT: &str = "\
[default]
read = \"allow\"
secret = \"confirm\"
write = \"confirm\"
destroy = \"confirm\"
";

/// A policy, and the file that it is read from, unless it is the default one.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) policy: Policy,
    pub(crate) file: Option<PathBuf>,
    pub(crate) text: String,
}

/// Reads the policy of the file `given`, else that of the profile's `policy`, else `policy.toml` in the folder of
/// tcloud's configuration. Without any of them it is the default one.
///
/// # Errors
/// A file that cannot be read, or is no policy: where, and what is expected.
pub(crate) fn choose(options: &Options, given: Option<&Path>) -> Result<Chosen, Failure> {
    let file = match given {
        Some(given) => Some(given.to_owned()),
        None => match Settings::of(options).get("policy")? {
            Some(named) => Some(PathBuf::from(named)),
            None => usual().filter(|usual| usual.exists()),
        },
    };
    let Some(file) = file else {
        return Ok(Chosen {
            policy: Policy::default(),
            file: None,
            text: DEFAULT.to_owned(),
        });
    };
    let origin = file.display().to_string();
    let text = std::fs::read_to_string(&file).map_err(|error| {
        let told = format!("the policy {origin} cannot be read: {error}");
        Failure::new(Kind::Usage, told)
    })?;
    let policy = Policy::read(&text, &origin).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Chosen {
        policy,
        file: Some(file),
        text,
    })
}

/// Where the policy is unless another file is named; `None` if the user has no home.
pub(crate) fn usual() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let folder = etcetera::BaseStrategy::config_dir(&strategy);
    Some(folder.join("tcloud").join("policy.toml"))
}

#[cfg(test)]
mod tests {
    use tencentcloud_broker::{Effect, Subject};

    use super::*;

    #[test]
    fn the_default_policy_is_what_its_text_says() {
        let read = Policy::read(DEFAULT, "default").unwrap();
        for class in [Effect::Read, Effect::Secret, Effect::Write, Effect::Destroy] {
            let subject = Subject {
                account: "default",
                account_id: None,
                service: "cvm",
                action: "Any",
                region: None,
                class,
                local: false,
            };
            let decided = |policy: &Policy| policy.decide(&subject).decision;
            assert_eq!(decided(&read), decided(&Policy::default()), "{class:?}");
        }
    }
}

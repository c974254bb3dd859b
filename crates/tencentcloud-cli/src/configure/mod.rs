//! `tcloud configure`: the profiles of this machine. Keys come from a prompt, standard input or a
//! file, never from the command line, where other users can read them.

mod ask;
mod ini;
mod keys;
mod listing;
mod store;
mod tccli;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use tencentcloud_calls::{find_service, meant, nearest};
use tencentcloud_rows::Shape;
use zeroize::Zeroizing;

use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::output::{self, Output};
use crate::session::{Settings, variable};
use ask::Answers;
use keys::Key;
pub(crate) use keys::partly;
pub(crate) use listing::names;
use store::Store;

/// Sets up a profile: asks for the key, hidden, and the region
///
/// Without a terminal it reads secret ID, secret key and region from standard input, a line each; an
/// empty line keeps what is set. The file is that of the SDKs, ~/.tencentcloud/credentials or the one
/// that TENCENTCLOUD_CREDENTIALS_FILE names; --profile NAME chooses the profile. It is written as a
/// whole or not at all, can be read by its owner alone, and keeps whatever else is in it.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Configure {
    #[command(subcommand)]
    task: Option<Task>,
    /// Keeps the key in the keyring of the system instead of the file
    #[arg(long)]
    keyring: bool,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Sets KEY of the profile to VALUE; a secret is asked for or read, and never on the command line
    Set(Set),
    /// Prints KEY of the profile; a secret is masked
    Get {
        /// The key, e.g. region
        #[arg(value_name = "KEY")]
        key: String,
    },
    /// Removes the profile that --profile names from the SDKs' file
    Remove,
    /// Lists the profiles of the SDKs' file and of tccli, secrets masked
    List,
    /// Copies the profiles of tccli into the file of the SDKs
    Import(Import),
}

#[derive(Debug, Args)]
struct Set {
    /// The key, e.g. region
    #[arg(value_name = "KEY")]
    key: String,
    /// Its value; empty removes the key
    #[arg(value_name = "VALUE")]
    value: Option<String>,
    /// Reads the value from this file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "value")]
    from_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Import {
    /// Where the profiles come from
    #[arg(long, value_name = "TOOL", value_parser = ["tccli"], default_value = "tccli")]
    from: String,
    /// Replaces profiles that the file has already
    #[arg(long)]
    replace: bool,
}

impl Configure {
    /// Runs the command.
    ///
    /// # Errors
    /// A file that cannot be read or written, an unknown key, a secret on the command line.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        let settings = Settings::of(options);
        let profile = settings.name();
        match self.task {
            None if self.keyring => in_keyring(profile)?,
            None => prompt(profile)?,
            Some(Task::Set(set)) => set.run(profile)?,
            Some(Task::Get { key }) => return get(profile, &key),
            Some(Task::Remove) => remove(options)?,
            Some(Task::List) => print(options, listing::list(profile)?)?,
            Some(Task::Import(import)) => print(options, import.run(options)?)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints what was done as the options say, and whatever a profile says that may be broken.
fn print(options: &Options, value: Value) -> Result<(), Failure> {
    Output::of(&options.output, None)?.print(value, &Shape::default())
}

/// The user's home folder.
fn home() -> Result<PathBuf, Failure> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let home = variable(name).map(PathBuf::from);
    home.ok_or_else(|| Failure::new(Kind::Other, format!("{name} is not set: there is no home")))
}

/// Asks for what a profile needs, and writes it.
fn prompt(profile: &str) -> Result<(), Failure> {
    let mut store = Store::open()?;
    let mut answers = Answers::new();
    let mut changed = Vec::new();
    for (key, title) in [
        (Key::SECRET_ID, "Secret ID"),
        (Key::SECRET_KEY, "Secret key"),
        (Key::REGION, "Region"),
    ] {
        let present = store.ini.get(profile, key.name);
        if let Some(value) = answers.ask(key, title, present)? {
            changed.push((key, value));
        }
    }
    for (key, value) in &changed {
        store.ini.set(profile, key.name, value)?;
    }
    // Half a key would be refused by every tool that reads the file.
    for key in [Key::SECRET_ID, Key::SECRET_KEY] {
        if store.ini.get(profile, key.name).is_none() {
            let told = format!("no {} was given: nothing was written", key.name);
            return Err(Failure::usage(told));
        }
    }
    store.write()?;
    eprintln!("profile {profile} of {} is set", store.path.display());
    Ok(())
}

#[cfg(feature = "keyring")]
fn in_keyring(profile: &str) -> Result<(), Failure> {
    use tencentcloud_runtime::{Credential, Keyring};

    let mut answers = Answers::new();
    let mut needed = |key: Key, title| {
        let told = || Failure::usage(format!("no {} was given: nothing was kept", key.name));
        answers.ask(key, title, None)?.ok_or_else(told)
    };
    let id = needed(Key::SECRET_ID, "Secret ID")?;
    let key = needed(Key::SECRET_KEY, "Secret key")?;
    let credential = Credential::new(&*id, &*key);
    crate::session::block_on(async { Ok(Keyring::new().user(profile).store(&credential).await?) })?;
    eprintln!("the key of profile {profile} is in the keyring");
    Ok(())
}

#[cfg(not(feature = "keyring"))]
fn in_keyring(_: &str) -> Result<(), Failure> {
    Err(Failure::usage(
        "this tcloud was built without the keyring: build it with `cargo install tencentcloud-cli --features keyring`",
    ))
}

impl Set {
    fn run(self, profile: &str) -> Result<(), Failure> {
        let (name, key) = find(&self.key)?;
        if key.secret && self.value.is_some() {
            return Err(Failure::usage(format!(
                "{name} is a secret, and others can read command lines: leave the value out to be asked for it, or give --from-file FILE"
            )));
        }
        let value = match (self.value, self.from_file) {
            (Some(value), _) => Zeroizing::new(value),
            (None, Some(path)) => ask::file(&path)?,
            (None, None) => Answers::new()
                .ask(key, &name, None)?
                .ok_or_else(|| Failure::usage(format!("no {name} was given")))?,
        };
        let mut store = Store::open()?;
        match value.trim() {
            "" => store.ini.remove(profile, &name),
            value => {
                key.check(value)?;
                store.ini.set(profile, &name, value)?;
            }
        }
        store.write()
    }
}

/// Removes the profile that was named: none is removed by default.
fn remove(options: &Options) -> Result<(), Failure> {
    let profile = options.profile.as_deref();
    let profile = profile.ok_or_else(|| Failure::usage("say which: --profile NAME"))?;
    let mut store = Store::open()?;
    if !store.ini.has(profile) {
        let told = format!("{} has no profile {profile}", store.path.display());
        return Err(Failure::new(Kind::Other, told));
    }
    store.ini.remove_profile(profile);
    store.write()
}

/// The key of that name, in either spelling, with its name in the file; `cvm.endpoint` is the
/// endpoint of one service.
fn find(name: &str) -> Result<(String, Key), Failure> {
    let plain = name.replace('-', "_").to_lowercase();
    let (service, rest) = match plain.split_once('.') {
        Some((service, rest)) => (Some(find_service(service)?.0), rest),
        None => (None, plain.as_str()),
    };
    let all = match service {
        Some(_) => keys::OF_SERVICE,
        None => keys::ALL,
    };
    let Some(key) = all.iter().find(|key| key.name == rest) else {
        let near = nearest(rest, all.iter().map(|key| key.name));
        let told = format!("a profile has no key {name}{}", meant(&near));
        return Err(Failure::usage(told));
    };
    let name = match service {
        Some(service) => format!("{service}.{rest}"),
        None => plain,
    };
    Ok((name, *key))
}

fn get(profile: &str, name: &str) -> Result<ExitCode, Failure> {
    let (name, key) = find(name)?;
    let store = Store::open()?;
    let value = match store.ini.get(profile, &name) {
        Some(value) => Some(Zeroizing::new(value.to_owned())),
        // A profile is one whole: only where the SDKs' file lacks it is tccli's used.
        None if store.ini.has(profile) => None,
        None => tccli::read(profile)?.and_then(|found| found.get(key)),
    };
    let Some(value) = value else {
        let told = format!("profile {profile} does not set {name}");
        return Err(Failure::new(Kind::Other, told));
    };
    let shown = match key.secret {
        true => keys::MASK,
        false => value.as_str(),
    };
    output::line(shown)?;
    Ok(ExitCode::SUCCESS)
}

impl Import {
    /// Copies profiles, all or the one that is named, and returns what became of each.
    fn run(&self, options: &Options) -> Result<Value, Failure> {
        let wanted = options.profile.as_deref();
        let found = tccli::all(wanted)?;
        if found.is_empty() {
            let place = tccli::folder()?;
            let told = match wanted {
                Some(name) => format!("{} has no profile {name}", place.display()),
                None => format!("{} has no profile", place.display()),
            };
            return Err(Failure::new(Kind::Other, told));
        }
        let mut store = Store::open()?;
        let mut told = Vec::new();
        for profile in &found {
            let (result, why) = match profile.copyable() {
                Err(why) => ("skipped", Some(why)),
                Ok(()) if store.ini.has(&profile.name) && !self.replace => {
                    ("kept", Some("the file has it: --replace replaces it"))
                }
                Ok(()) => {
                    store.ini.clear(&profile.name);
                    for (key, value) in profile.values() {
                        store.ini.set(&profile.name, key.name, &value)?;
                    }
                    ("imported", None)
                }
            };
            told.push(json!({ "Profile": profile.name, "Result": result, "Reason": why }));
        }
        store.write()?;
        Ok(Value::Array(told))
    }
}

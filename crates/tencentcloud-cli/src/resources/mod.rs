//! Resources: `tcloud ls`, `tcloud get` and `tcloud wait`, by the facts of which action lists what.

mod columns;
mod given;
mod item;
mod kinds;
mod listing;
mod wait;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;
use tencentcloud_calls::resources::Kind;
use tencentcloud_rows::Shape;

use crate::again::Again;
use crate::call::{self, Words};
use crate::error::Failure;
use crate::output::{Format, Output};
use crate::route::{Line, Route};
use crate::session;
use item::Item;
use listing::Listing;
use wait::Wait;

/// The words after a command about resources: the service, the kind, an ID, then parameters and
/// options in any order.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The service, the kind and the ID, then `--Name VALUE` for parameters, filters and members
    #[arg(
        value_name = "SERVICE [KIND [ID]]",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<OsString>,
}

/// What is asked about resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// `tcloud ls SERVICE [KIND]`
    List,
    /// `tcloud get SERVICE KIND ID`
    Get,
    /// `tcloud wait SERVICE KIND ID --state STATE`
    Wait,
}

impl Question {
    /// Returns the name of the command.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::List => "ls",
            Self::Get => "get",
            Self::Wait => "wait",
        }
    }

    /// The words that must come first.
    fn form(self) -> &'static str {
        match self {
            Self::List => "tcloud ls SERVICE [KIND] [--Name VALUE]...",
            Self::Get => "tcloud get SERVICE KIND ID",
            Self::Wait => "tcloud wait SERVICE KIND ID --state STATE|deleted",
        }
    }
}

impl Asked {
    /// True if help on the command is asked for.
    pub(crate) fn is_help(&self) -> bool {
        let mut words = self.words.iter();
        words.any(|word| word == "--help" || word == "-h")
    }

    /// Does what `question` asks; `arguments` are those of the whole program after its name.
    ///
    /// # Errors
    /// A command line that is wrong, and whatever keeps the calls from their responses.
    pub(crate) fn run(
        mut self,
        question: Question,
        arguments: &[OsString],
    ) -> Result<ExitCode, Failure> {
        let mut before = arguments[..arguments.len() - self.words.len()].to_vec();
        if let Some(command) = before.iter().rposition(|word| word == question.command()) {
            before.remove(command);
        }
        let id = self.take_id(question)?;
        let state = match question {
            Question::Wait => call::take(&mut self.words, "--state", "a state, or deleted")?,
            Question::List | Question::Get => None,
        };
        let words = Words::split(before, self.words)?;
        let session = Session {
            settings: session::Settings::of(&words.options),
            words,
        };
        match id {
            None if session.words.action.is_empty() => session.kinds()?,
            None => session.list()?,
            Some(id) if question == Question::Get => session.get(&id)?,
            Some(id) => session.wait(&id, state)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Takes the ID out of the words; a kind that is left out becomes an empty word.
    fn take_id(&mut self, question: Question) -> Result<Option<String>, Failure> {
        let is_option = |word: &OsString| word.to_str().is_some_and(|word| word.starts_with('-'));
        let count = self
            .words
            .iter()
            .take_while(|word| !is_option(word))
            .count();
        match (question, count) {
            (Question::List, 1) => self.words.insert(1, OsString::new()),
            (Question::List, 2) => {}
            (Question::Get | Question::Wait, 3) => {
                let id = self.words.remove(2).into_string();
                return id.map(Some).map_err(|id| {
                    Failure::usage(format!("{} is not UTF-8", id.to_string_lossy()))
                });
            }
            _ => {
                let told = format!("what is asked for must be written {}", question.form());
                return Err(Failure::usage(told));
            }
        }
        Ok(None)
    }
}

/// The words that are left, and the settings of the profile.
struct Session {
    words: Words,
    settings: session::Settings,
}

impl Session {
    fn kind(&self) -> Result<Kind, Failure> {
        Ok(Kind::find(&self.words.service, &self.words.action)?)
    }

    /// The output, by default in the format `usual`.
    fn output(&self, usual: Format) -> Result<Output, Failure> {
        let preferred = self.settings.get("output")?;
        let preferred = preferred.as_deref().map(Format::named).transpose()?;
        Output::of(&self.words.options.output, preferred.or(Some(usual)))
    }

    async fn line(&self, kind: &Kind) -> Result<Line, Failure> {
        let (options, asking) = (&self.words.options, &self.words.call.asking);
        let route = Route::find(options, asking).await?;
        route
            .line(options, asking, &self.settings, &kind.service)
            .await
    }

    fn kinds(&self) -> Result<(), Failure> {
        let list = kinds::list(&self.words.service)?;
        self.output(Format::Table)?.print(list, &kinds::shape())
    }

    fn list(&self) -> Result<(), Failure> {
        let kind = self.kind()?;
        let listing = Listing::of(&kind, &self.words.parameters)?;
        let output = self.output(Format::Table)?;
        let plan = listing.plan(&self.words.options.perform, output)?;
        session::block_on(async {
            let line = self.line(&kind).await?;
            let made = plan.run(&line.client, listing.call(&line.client)).await;
            made.map_err(|failure| explained(&line, failure))
        })
    }

    fn get(&self, id: &str) -> Result<(), Failure> {
        let kind = self.kind()?;
        let item = Item::of(&kind, id, &self.words.parameters)?;
        let output = self.output(Format::Json)?;
        let found = session::block_on(async {
            let line = self.line(&kind).await?;
            let found = item.find(&line.client).await;
            let found = found.map_err(|failure| explained(&line, failure))?;
            found.ok_or_else(|| item.missing(self.words.options.region.as_deref()))
        })?;
        output.print(found, &Shape::default())
    }

    fn wait(&self, id: &str, state: Option<String>) -> Result<(), Failure> {
        let kind = self.kind()?;
        let item = Item::of(&kind, id, &self.words.parameters)?;
        let wait = Wait::of(&kind, item, state, &self.words.options.perform)?;
        let output = self.output(Format::Json)?;
        let found = session::block_on(async {
            let line = self.line(&kind).await?;
            let waited = wait.run(&line.client).await;
            waited.map_err(|failure| explained(&line, failure))
        })?;
        match found {
            Some(found) => output.print(found, &Shape::default()),
            None => Ok(()),
        }
    }
}

/// Why nothing was sent, if a broker did not, else `failure`.
fn explained(line: &Line, failure: Failure) -> Failure {
    let again = Again::typed(false);
    line.explain(failure, |options| again.with(options))
}

#[cfg(test)]
mod tests {
    use tencentcloud_calls::Given;
    use tencentcloud_catalogue::{resources, services};
    use tencentcloud_schema::resource::Verb;

    use super::*;
    use crate::error;

    /// Every kind of the catalogue, by the name that it is typed by.
    fn every_kind() -> Vec<Kind> {
        let mut kinds = Vec::new();
        for service in services() {
            let Some(known) = resources(service).unwrap() else {
                continue;
            };
            let names: std::collections::BTreeSet<_> = known
                .versions
                .values()
                .flat_map(|kinds| kinds.keys())
                .collect();
            kinds.extend(
                names
                    .into_iter()
                    .map(|name| Kind::find(service, name).unwrap()),
            );
        }
        assert!(kinds.len() > 1000, "{}", kinds.len());
        kinds
    }

    /// What `failure` says must be given beside, each as a text.
    fn asked_for(failure: &Failure) -> Vec<Given> {
        let told = failure.to_string();
        let names = told.split("--").skip(1);
        let names = names.map(|rest| rest.split_whitespace().next().unwrap().to_owned());
        let value = || vec!["1".to_owned()];
        names
            .map(|name| Given {
                name,
                values: value(),
            })
            .collect()
    }

    #[test]
    fn every_kind_is_listed_or_shown_and_says_what_must_be_given() {
        for kind in every_kind() {
            let place = format!("{} {}", kind.service, kind.name);
            let shown = match Listing::of(&kind, &[]) {
                Err(failure) if failure.to_string().starts_with("to list") => {
                    assert_eq!(failure.kind, error::Kind::Usage, "{place}");
                    assert!(!asked_for(&failure).is_empty(), "{place}: {failure}");
                    true
                }
                Err(failure) => {
                    let told = failure.to_string();
                    assert!(told.starts_with("no action lists"), "{place}: {told}");
                    false
                }
                Ok(listing) => {
                    let shape = listing.shape();
                    assert_eq!(shape.columns[0].title, "ID", "{place}");
                    true
                }
            };
            let lists = kind.resource.that(Verb::List).next().is_some();
            assert_eq!(shown, lists, "{place}");
            let id = vec!["x"; kind.id().len()].join("/");
            let item = Item::of(&kind, &id, &[]);
            let item = item.or_else(|failure| Item::of(&kind, &id, &asked_for(&failure)));
            // A parameter of another type than text cannot be `1` or `x`.
            if let Err(failure) = item {
                assert_eq!(failure.kind, error::Kind::Usage, "{place}: {failure}");
            }
        }
    }

    #[test]
    fn kinds_are_found_as_they_are_typed() {
        for typed in ["KeyPair", "key-pair", "keypairs", "KEYPAIR", "key_pairs"] {
            assert_eq!(Kind::find("cvm", typed).unwrap().name, "KeyPair", "{typed}");
        }
        for typed in ["policies", "Policy"] {
            assert_eq!(Kind::find("cam", typed).unwrap().name, "Policy");
        }
        let told = Kind::find("vpc", "group").unwrap_err().to_string();
        assert!(told.contains("SecurityGroup"), "{told}");
    }
}

//! A call that is ready to be sent.

use serde_json::Value;
use tencentcloud_runtime::{Client, RawCall};
use tencentcloud_schema::Kind;

use crate::error::Error;
use crate::parameters::Parameters;
use crate::target::Target;

/// A call that is ready to be sent.
#[derive(Debug)]
pub struct Prepared {
    /// The action that is called.
    pub target: Target,
    /// What it is called with.
    pub parameters: Parameters,
}

/// The parameter by which a service checks a call and does not carry it out.
const DRY_RUN: &str = "DryRun";

impl Prepared {
    /// Returns the call by `client`, with the content of files as bytes.
    pub fn call<'c>(&self, client: &'c Client) -> RawCall<'c> {
        let call = client
            .raw_action(self.target.action())
            .parameters(self.parameters.members.clone());
        let files = self.parameters.files.iter();
        files.fold(call, |call, (name, content)| {
            call.bytes(name, content.clone())
        })
    }

    /// Returns true if the parameter `name` is the content of a file.
    pub fn takes_file(&self, name: &str) -> bool {
        self.parameters.files.iter().any(|(file, _)| file == name)
    }

    /// Sets the parameter by which the service checks the call and does not carry it out.
    ///
    /// # Errors
    /// An action that has no such parameter.
    pub fn with_dry_run(&mut self) -> Result<(), Error> {
        let target = &self.target;
        let known = target.known.as_ref();
        let members = known.into_iter().flat_map(|known| &known.action().request);
        let value = match members.into_iter().find(|member| member.name == DRY_RUN) {
            Some(member) if member.kind == Kind::Bool => Value::Bool(true),
            Some(_) => "true".into(),
            None => {
                return Err(Error::usage(format!(
                    "{} has no parameter {DRY_RUN}: `--dry-run` shows what would be sent",
                    target.name
                )));
            }
        };
        let members = &mut self.parameters.members;
        members.insert(DRY_RUN.to_owned(), value);
        Ok(())
    }
}

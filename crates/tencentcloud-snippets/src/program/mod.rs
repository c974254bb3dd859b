//! Several calls as one program, in which what a call returns goes into the calls after it.

mod fixture;
mod flow;
mod rust;
mod shell;

use serde_json::{Map, Value};

use crate::snippet::Snippet;
use flow::Output;

/// Several calls in the order in which they were made.
///
/// A value of a response that a later request has, and that no request had before, is an output: an
/// ID such as `vpc-1a2b3c4d`. Code written from the program takes it from the response when it runs.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Step>,
}

/// What a [`Program`] is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// A Rust program, by untyped calls.
    Rust,
    /// A Rust test on the embedded emulator.
    RustTest,
    /// A POSIX shell script of `tcloud`.
    Shell,
    /// Records, one a line, which the emulator and the client's mock replay.
    Fixture,
}

/// One call.
#[derive(Clone, Debug)]
struct Step {
    snippet: Snippet,
    /// What was in its `Response`.
    response: Map<String, Value>,
    /// Its parameters as a record has them.
    recorded: Map<String, Value>,
    /// The variable that its response is kept in.
    name: String,
    outputs: Vec<Output>,
    /// Where outputs of earlier calls were in its response: the path, and the variable.
    echoes: Vec<(String, String)>,
}

impl Step {
    /// The error code that it ended with.
    fn code(&self) -> Option<&str> {
        self.response.get("Error")?.get("Code")?.as_str()
    }
}

impl Program {
    /// Creates the program of `calls`, each with what was in its `Response`.
    pub fn of(calls: impl IntoIterator<Item = (Snippet, Map<String, Value>)>) -> Self {
        let steps = calls.into_iter().map(|(snippet, response)| Step {
            recorded: fixture::parameters(&snippet.tree.fields),
            snippet,
            response,
            name: String::new(),
            outputs: Vec::new(),
            echoes: Vec::new(),
        });
        let mut steps: Vec<_> = steps.collect();
        flow::join(&mut steps);
        Self { steps }
    }

    /// Returns the program as `script`.
    pub fn write(&self, script: Script) -> String {
        match script {
            Script::Rust => rust::program(&self.steps),
            Script::RustTest => rust::test(&self.steps),
            Script::Shell => shell::script(&self.steps),
            Script::Fixture => fixture::lines(&self.steps),
        }
    }
}

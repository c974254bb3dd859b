//! What may follow `tcloud run`: options, environments, and the parameters of the saved request.

use std::path::Path;

use clap::Command;
use tencentcloud_calls::saved::{Saved, Variables};

use super::line::Line;
use super::{Candidate, call, options};
use crate::input;
use crate::run::ENVIRONMENTS;

/// What may follow the words of `line`, of which `command` is the first. A file is left to the shell.
pub(super) fn candidates(
    command: &Command,
    program: &Command,
    line: &Line<'_>,
    current: &str,
) -> Vec<Candidate> {
    let file = line.action.map(Path::new);
    if line.open == Some("env") {
        return environments(file.unwrap_or(Path::new("")));
    }
    let mut found = options::of(command, line.open, current);
    let saved = file.and_then(|file| Saved::read(&input::file(file).ok()?, "").ok());
    let Some(saved) = saved else {
        found.extend(options::of(program, line.open, current));
        return found;
    };
    let line = Line {
        service: Some(&saved.service),
        action: Some(&saved.action),
        given: line.given.clone(),
        open: line.open,
    };
    found.extend(call::candidates(&saved.service, &line, current));
    found
}

/// The environments beside `file`.
fn environments(file: &Path) -> Vec<Candidate> {
    let text = input::file(&file.with_file_name(ENVIRONMENTS)).unwrap_or_default();
    let names = Variables::environments(&text, "").unwrap_or_default();
    names
        .into_iter()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

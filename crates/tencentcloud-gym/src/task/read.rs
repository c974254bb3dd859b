//! Tasks from their files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::Task;

/// Returns all tasks, by their numbers.
///
/// # Errors
/// A file that is no task, or two tasks with one number.
pub fn all() -> Result<Vec<Task>> {
    let folder = folder();
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut tasks = Vec::new();
    for entry in entries {
        tasks.push(read(&entry?.path())?);
    }
    tasks.sort_by_key(|task| task.number);
    for pair in tasks.windows(2) {
        ensure!(
            pair[0].number < pair[1].number,
            "two tasks have the number {}",
            pair[0].number
        );
    }
    Ok(tasks)
}

/// Returns the task with that `number`.
///
/// # Errors
/// There is none.
pub fn find(number: u32) -> Result<Task> {
    let mut tasks = all()?.into_iter();
    tasks
        .find(|task| task.number == number)
        .with_context(|| format!("there is no task {number}; `list` shows those that there are"))
}

/// Returns the file of the task with that `number`.
///
/// # Errors
/// There is no such task.
pub fn text(number: u32) -> Result<String> {
    let task = find(number)?;
    let path = folder().join(format!("{number:02}-{}.toml", task.name));
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tasks")
}

fn read(path: &Path) -> Result<Task> {
    let place = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(place)?;
    let mut task: Task = toml::from_str(&text).with_context(place)?;
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let (number, name) = stem
        .and_then(|stem| stem.split_once('-'))
        .context("its name is not NN-name.toml")
        .with_context(place)?;
    task.number = number.parse().with_context(place)?;
    task.name = name.to_owned();
    Ok(task)
}

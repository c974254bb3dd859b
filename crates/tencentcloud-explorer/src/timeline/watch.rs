//! Recordings that grow: what programs and proxies write, as they write it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::notice::Notice;
use super::store::Timeline;
use super::tail::{From, Tail};

/// How long after one look the next one comes.
const PAUSE: Duration = Duration::from_millis(200);

/// A recording that is watched, or a folder of them.
#[derive(Debug)]
pub(crate) struct Watch {
    path: PathBuf,
    files: BTreeMap<PathBuf, Tail>,
}

impl Watch {
    /// Watches the file at `path`, or the files in it whose names end in `.jsonl`. What they have by
    /// now is left out if it is watched `from` their end.
    pub(crate) fn new(path: PathBuf, from: From) -> Self {
        let found = files(&path).into_iter();
        let tails = found.map(|file| (file.clone(), Tail::new(file, from)));
        Self {
            files: tails.collect(),
            path,
        }
    }

    /// Adds what was written since the last time.
    fn look(&mut self, timeline: &Timeline) {
        for file in files(&self.path) {
            let tail = self.files.entry(file).or_insert_with_key(|file| {
                // It was made since: all of it is new.
                Tail::new(file.clone(), From::Start)
            });
            tail.look(timeline);
        }
    }
}

/// Returns the recordings at `path`.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(path) else {
        return vec![path.to_owned()];
    };
    let paths = folder.filter_map(|entry| Some(entry.ok()?.path()));
    let is_recording = |path: &PathBuf| path.extension().is_some_and(|end| end == "jsonl");
    let mut paths: Vec<_> = paths.filter(is_recording).collect();
    paths.sort();
    paths
}

/// Adds what is written to `watches` to `timeline`, for ever.
pub(crate) async fn watch(mut watches: Vec<Watch>, timeline: Arc<Timeline>) {
    while !watches.is_empty() {
        let timeline = Arc::clone(&timeline);
        let looked = tokio::task::spawn_blocking(move || {
            watches.iter_mut().for_each(|watch| watch.look(&timeline));
            watches
        });
        // It ends with the runtime.
        let Ok(kept) = looked.await else { return };
        watches = kept;
        tokio::time::sleep(PAUSE).await;
    }
}

impl Notice {
    /// Returns that `file` cannot be read.
    pub(super) fn unreadable(file: &Path, why: &std::io::Error) -> Self {
        Self::Unreadable {
            file: file.display().to_string(),
            why: why.to_string(),
        }
    }
}

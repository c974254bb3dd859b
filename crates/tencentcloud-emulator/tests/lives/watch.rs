//! Rehearses each call before it is made, and holds what was said against what happened.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use tencentcloud_emulator::{
    ChangeKind, Emulator, KeptResource, Rehearsed, ResourceChange, ResourceKey, Stage, Trial,
};
use tencentcloud_schema::resource::{Resources, Verb};

use crate::connection::Answer;

/// Members of responses that are drawn for each request anew: ids of what nobody can ask for.
const DRAWN: [&str; 8] = [
    "TaskId",
    "FlowId",
    "JobId",
    "AsyncRequestId",
    "DealId",
    "OrderId",
    "DealName",
    "BigDealId",
];

/// An emulator whose calls are rehearsed on a copy of what it has, and, where they delete, on a stage that knows only what lists
/// have shown.
pub(crate) struct Watch<'a> {
    emulator: &'a Emulator,
    exact: Stage,
    learned: Stage,
    facts: &'a [Resources],
    pub(crate) found: Found,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// How many calls were made, and how many of them changed something.
    pub(crate) calls: usize,
    pub(crate) changing: usize,
    /// What was said and did not happen, by call.
    pub(crate) wrong: Vec<String>,
    /// How many deletions were foretold by what lists had shown.
    pub(crate) deletions: usize,
    /// Deletions that came otherwise, by kind.
    pub(crate) surprises: BTreeMap<String, String>,
    /// Kinds of which a deletion that was done was unknown, since lists had not shown all that it names; and those of which
    /// one was foretold.
    pub(crate) unknown: BTreeMap<String, String>,
    pub(crate) foretold: BTreeSet<String>,
    /// Kinds of which a resource was listed last while it was being deleted, and deleted again when it was gone.
    pub(crate) stale: BTreeSet<String>,
}

/// What was there and what was said before a call.
pub(crate) struct Before {
    trial: Trial,
    kept: Vec<KeptResource>,
    said: Rehearsed,
    /// What the stage said that knows lists alone, if the call deletes: with the kinds.
    by_lists: Option<(Rehearsed, BTreeSet<String>)>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(emulator: &'a Emulator, facts: &'a [Resources]) -> Self {
        emulator.clock().freeze();
        let learned = Emulator::builder().stage().unwrap();
        Self {
            emulator,
            exact: emulator.stage(),
            learned,
            facts,
            found: Found::default(),
        }
    }

    /// Forgets all resources.
    pub(crate) fn reset(&self) {
        self.emulator.reset();
        self.emulator.clock().freeze();
        let known = self.learned.resources().all();
        let known = known.into_iter().map(|resource| resource.key).collect();
        self.learned.forget(self.learned.account(), &known);
    }

    pub(crate) fn before(
        &mut self,
        service: &str,
        version: &str,
        action: &str,
        parameters: &Value,
    ) -> Before {
        let parameters = parameters.as_object().cloned().unwrap_or_default();
        let trial = Trial::new(service, version, action)
            .region("ap-guangzhou")
            .parameters(parameters);
        let kept = self.emulator.resources().all();
        let snapshot = self.emulator.snapshot();
        let said = self.exact.rehearse(&trial);
        let same = snapshot == self.emulator.snapshot();
        if !same {
            self.note(&trial, "its rehearsal changed something");
        }
        let kinds = self.deletes(&trial);
        let by_lists = (!kinds.is_empty()).then(|| (self.learned.rehearse(&trial), kinds));
        Before {
            trial,
            kept,
            said,
            by_lists,
        }
    }

    /// The kinds of which an action deletes resources.
    fn deletes(&self, trial: &Trial) -> BTreeSet<String> {
        let facts = self
            .facts
            .iter()
            .find(|facts| facts.service == trial.service);
        let kinds = facts.and_then(|facts| facts.versions.get(&trial.version));
        let deleted = kinds.into_iter().flatten().filter(|(_, kind)| {
            let used = kind.actions.get(&trial.action);
            used.is_some_and(|used| used.does == Verb::Delete)
        });
        deleted
            .map(|(name, _)| format!("{}\t{}\t{name}", trial.service, trial.version))
            .collect()
    }

    pub(crate) fn after(&mut self, before: Before, answer: &Answer) {
        self.found.calls += 1;
        let Before {
            trial,
            kept,
            said,
            by_lists,
        } = before;
        match (&said.response, answer) {
            (Ok(said), Ok(real)) => {
                let (said, real) = (settled(said.clone()), settled(object(real)));
                if said != real {
                    let text = |map: &Map<String, Value>| Value::from(map.clone()).to_string();
                    let why = format!("it responds {}, not {}", text(&real), text(&said));
                    self.note(&trial, &why);
                }
            }
            (Err(said), Err((code, message))) => {
                if (&said.code, &said.message) != (code, message) {
                    let why = format!("it fails with {code}: {message}, not {said:?}");
                    self.note(&trial, &why);
                }
            }
            (said, real) => {
                let why = format!("it comes to {real:?}, not {said:?}");
                self.note(&trial, &why);
            }
        }
        let now = self.emulator.resources().all();
        // A reader brings what is under way to its end, which is no change of its own.
        let reads = ["Describe", "Get", "List", "Query"];
        let reads = reads.iter().any(|verb| trial.action.starts_with(verb)) && said.count == 0;
        let wrong = match reads {
            true => Vec::new(),
            false => differences(&kept, &now, &said.changes),
        };
        for why in wrong {
            self.note(&trial, &why);
        }
        if said.count > 0 {
            self.found.changing += 1;
        }
        if let Some((by_lists, kinds)) = by_lists {
            self.compare(&trial, &by_lists, answer, &kinds, &said);
        }
        let Ok(real) = answer else {
            return;
        };
        // What no facts say the items of is no list to learn from.
        let _ = self.learned.adopt(&trial, &object(real));
        let gone = said.changes.iter();
        let gone = gone.filter(|change| change.what == ChangeKind::Deleted);
        let gone = gone.map(|change| change.key.clone()).collect();
        self.learned.forget(self.learned.account(), &gone);
    }

    /// Holds what was said of a deletion by lists alone against what happened.
    fn compare(
        &mut self,
        trial: &Trial,
        by_lists: &Rehearsed,
        answer: &Answer,
        kinds: &BTreeSet<String>,
        exact: &Rehearsed,
    ) {
        let deleted = |rehearsed: &Rehearsed| -> BTreeSet<ResourceKey> {
            let changes = rehearsed.changes.iter();
            let deleted = changes.filter(|change| {
                let kind = format!("{}\t{}\t{}", trial.service, trial.version, change.key.kind);
                change.what == ChangeKind::Deleted && kinds.contains(&kind)
            });
            deleted.map(|change| change.key.clone()).collect()
        };
        if let (Err(said), Ok(_)) = (&by_lists.response, answer)
            && said.absent
        {
            let why = || format!("{}: {}", trial.action, said.message);
            let unknown = kinds.iter().map(|kind| (kind.clone(), why()));
            self.found.unknown.extend(unknown);
            return;
        }
        let is_absent = |rehearsed: &Rehearsed| {
            let error = rehearsed.response.as_ref().err();
            error.is_some_and(|error| error.absent)
        };
        if is_absent(exact) && !is_absent(by_lists) {
            self.found.stale.extend(kinds.iter().cloned());
            return;
        }
        let why = match (&by_lists.response, answer) {
            (Ok(_), Ok(_)) if deleted(by_lists) == deleted(exact) => None,
            (Ok(_), Ok(_)) => Some(format!(
                "deletes {:?}, not {:?}",
                deleted(exact),
                deleted(by_lists)
            )),
            // Of what no list has shown, a twin says that it does not know it.
            (Err(said), Err(_)) if said.absent => None,
            (Err(said), Err((code, _))) if said.code == *code => None,
            (said, real) => Some(format!("comes to {real:?}, not {said:?}")),
        };
        match why {
            None => {
                self.found.deletions += 1;
                if answer.is_ok() {
                    self.found.foretold.extend(kinds.iter().cloned());
                }
            }
            Some(why) => {
                let kind = kinds.iter().next().cloned().unwrap_or_default();
                let why = format!("{}: {why}", trial.action);
                self.found.surprises.entry(kind).or_insert(why);
            }
        }
    }

    fn note(&mut self, trial: &Trial, why: &str) {
        let Trial {
            service, action, ..
        } = trial;
        let given = Value::from(trial.parameters.clone());
        self.found
            .wrong
            .push(format!("{service} {action} {given}: {why}"));
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A response without what is drawn for each request.
fn settled(mut response: Map<String, Value>) -> Map<String, Value> {
    response.remove("RequestId");
    response.retain(|name, _| !DRAWN.iter().any(|drawn| name.ends_with(drawn)));
    response
}

type Kept<'r> = BTreeMap<(&'r ResourceKey, &'r str), &'r KeptResource>;

fn by_key(resources: &[KeptResource]) -> Kept<'_> {
    let keyed = resources.iter();
    let keyed = keyed.map(|resource| ((&resource.key, resource.region.as_str()), resource));
    keyed.collect()
}

/// Says where the changes that were foretold are not those that happened.
fn differences(
    before: &[KeptResource],
    now: &[KeptResource],
    changes: &[ResourceChange],
) -> Vec<String> {
    let (before, now) = (by_key(before), by_key(now));
    let mut wrong = Vec::new();
    let mut told = BTreeSet::new();
    for change in changes {
        let key = (&change.key, change.region.as_str());
        told.insert(key);
        let (was, is) = (before.get(&key), now.get(&key));
        let state = is.and_then(|is| is.state.as_ref());
        let on_the_way = change.through.is_some() && state == change.through.as_ref();
        let as_told = match change.what {
            ChangeKind::Created => was.is_none() && is.is_some(),
            ChangeKind::Deleted => was.is_some() && (is.is_none() || on_the_way),
            _ => match (was, is) {
                (Some(_), Some(is)) => change.members.iter().all(|member| {
                    let value = is.members.get(&member.member);
                    let hidden = value.is_none() || member.after == Some("***".into());
                    hidden || value == member.after.as_ref() || change.through.is_some()
                }),
                _ => false,
            },
        };
        if !as_told {
            wrong.push(format!(
                "foretold was {change:?}; it was {was:?} and is {is:?}"
            ));
        }
    }
    let keys: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
    for key in keys.difference(&told) {
        let (was, is) = (before.get(key), now.get(key));
        if was != is {
            wrong.push(format!("not foretold: it was {was:?} and is {is:?}"));
        }
    }
    wrong
}

//! A twin: what was learned of accounts, and what calls would do there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde_json::{Map, Value};
use tencentcloud_calls::Known;
use tencentcloud_emulator::{
    ChangeKind, Emulator, Rehearsed, ResourceChange, ResourceKey, Stage, Trial,
};
use tencentcloud_schema::resource::Scope;
use tencentcloud_schema::without_secrets;

use crate::index::{Bounds, Index};
use crate::knowledge::{Knowledge, NamedResource};
use crate::named::{self, Mention};
use crate::rehearsal::{Outcome, Rehearsal};

/// A local twin of accounts, on which calls are tried. A clone is the same twin.
///
/// A twin has no port: nothing but the program that holds it can change what it has learned. What it rehearses, it forgets:
/// only [`learn`](Self::learn) and [`follow`](Self::follow) change it.
#[derive(Clone)]
pub struct Twin(Arc<Inner>);

struct Inner {
    stage: Stage,
    /// What was learned, and when; `None` beside an emulator.
    index: Option<Mutex<Index>>,
    /// Kept running while a twin is beside it.
    _emulator: Option<Arc<Emulator>>,
}

impl Twin {
    /// Creates a twin that knows nothing yet. It holds the 100,000 resources, or 64 MiB of them, that it has learned
    /// last.
    ///
    /// # Errors
    /// The system gives no random bytes or no memory.
    pub fn start() -> io::Result<Self> {
        Self::bounded(Bounds::default())
    }

    /// Creates a twin that knows nothing yet, and holds at most `resources` resources and `bytes` bytes
    /// of them as JSON.
    ///
    /// # Errors
    /// The system gives no random bytes or no memory.
    pub fn start_within(resources: usize, bytes: usize) -> io::Result<Self> {
        Self::bounded(Bounds { resources, bytes })
    }

    fn bounded(bounds: Bounds) -> io::Result<Self> {
        Ok(Self(Arc::new(Inner {
            stage: Emulator::builder().stage()?,
            index: Some(Mutex::new(Index::new(bounds))),
            _emulator: None,
        })))
    }

    /// Creates a twin that rehearses on a copy of what `emulator` has at the time, and knows all of it. A call that names no
    /// account is of the emulator's first credential. Quotas count, since the emulator would refuse as
    /// well; CAM policies, faults and responses that are set do not.
    pub fn beside(emulator: Arc<Emulator>) -> Self {
        Self(Arc::new(Inner {
            stage: emulator.stage(),
            index: None,
            _emulator: Some(emulator),
        }))
    }

    /// Takes in what a call that reads was responded with, and returns which resources are known by it.
    /// Those that were known are replaced, and those are forgotten that the call asks for and the response lacks. Secrets of the response are not kept. Beside an emulator there is nothing to learn.
    ///
    /// # Errors
    /// No facts say which resources the action shows, or an item has no ID; then nothing is learned.
    pub fn learn(
        &self,
        read: &Trial,
        response: &Map<String, Value>,
    ) -> Result<Vec<ResourceKey>, String> {
        let Some(mut index) = self.index() else {
            return Ok(Vec::new());
        };
        let adopted = self.0.stage.adopt(read, response)?;
        let keys = adopted.kept;
        let size = serde_json::to_string(response).map_or(0, |text| text.len());
        let each = size / keys.len().max(1);
        let account = self.account(read);
        let now = self.now();
        for key in &adopted.gone {
            index.forget(account, key);
        }
        for key in &keys {
            index.note(account, key.clone(), now, each);
        }
        if let Ok(known) = Known::find(&read.service, &read.action, Some(&read.version)) {
            for kind in listed(&known) {
                let region = read.region.as_deref().unwrap_or_default();
                index.listed(account, region, &known.description.service, &kind);
            }
        }
        self.make_room(&mut index);
        Ok(keys)
    }

    /// Returns what a call would come to. Nothing changes.
    pub async fn rehearse(&self, trial: &Trial) -> Rehearsal {
        let twin = self.clone();
        let trial = trial.clone();
        // A description that is read for the first time takes milliseconds.
        let rehearsed = tokio::task::spawn_blocking(move || twin.rehearse_now(&trial));
        match rehearsed.await {
            Ok(rehearsal) => rehearsal,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Rehearsal {
                outcome: Outcome::Unknown {
                    why: "the program is about to end".to_owned(),
                },
                changes: Vec::new(),
                count: 0,
                knowledge: Knowledge::default(),
                stateful: false,
            },
        }
    }

    fn rehearse_now(&self, trial: &Trial) -> Rehearsal {
        let index = self.index();
        let known = Known::find(&trial.service, &trial.action, Some(&trial.version)).ok();
        let rehearsed = self.0.stage.rehearse(trial);
        let knowledge = self.knowledge(index.as_deref(), trial, known.as_ref(), &rehearsed.changes);
        let is_whole = index.is_none();
        drop(index);
        let outcome = outcome(&rehearsed, known.as_ref(), &knowledge, is_whole);
        Rehearsal {
            outcome,
            changes: rehearsed.changes,
            count: rehearsed.count,
            knowledge,
            stateful: rehearsed.stateful,
        }
    }

    /// Does what a call did that was really made and responded to with `response`. What it made has the IDs of
    /// the response; what the twin would have made beside it and nobody has said the ID of is left out. If the twin would
    /// have refused the call, it forgets what the call names. Beside an emulator there is nothing to do.
    pub fn follow(&self, trial: &Trial, response: &Map<String, Value>) {
        let Some(mut index) = self.index() else {
            return;
        };
        let stage = &self.0.stage;
        let account = self.account(trial);
        let rehearsed = stage.rehearse_as_told(trial, response);
        if !rehearsed.stateful {
            return;
        }
        let now = self.now();
        let mut gone = BTreeSet::new();
        match stage.perform_as_told(trial, response) {
            Ok(_) => {
                let said = Said::of(trial, response);
                for change in &rehearsed.changes {
                    match change.what {
                        ChangeKind::Created if said.has(&change.key.id) => {
                            index.note(account, change.key.clone(), now, said.size);
                        }
                        ChangeKind::Created => {
                            gone.insert(change.key.clone());
                        }
                        ChangeKind::Deleted => index.forget(account, &change.key),
                        _ => index.renew(account, &change.key, now),
                    }
                }
            }
            Err(_) => {
                let known = Known::find(&trial.service, &trial.action, Some(&trial.version));
                let mentions = known.map(|known| named::mentions(&known, &trial.parameters));
                for mention in mentions.unwrap_or_default() {
                    let kept = self.kept(account, &mention);
                    gone.extend(kept.into_iter().map(|resource| resource.key));
                }
                gone.iter().for_each(|key| index.forget(account, key));
            }
        }
        stage.forget(account, &gone);
        self.make_room(&mut index);
    }

    fn make_room(&self, index: &mut Index) {
        for (account, keys) in index.overflow() {
            self.0.stage.forget(&account, &keys);
        }
    }

    fn knowledge(
        &self,
        index: Option<&Index>,
        trial: &Trial,
        known: Option<&Known>,
        changes: &[ResourceChange],
    ) -> Knowledge {
        let account = self.account(trial);
        let mentions = known.map(|known| named::mentions(known, &trial.parameters));
        let named = mentions.unwrap_or_default().into_iter().map(|mention| {
            let (is_known, since) = self.knows(index, account, &mention);
            NamedResource {
                parameter: mention.path,
                service: mention.named.kind.service,
                kind: mention.named.kind.name,
                id: mention.value,
                known: is_known,
                since,
            }
        });
        Knowledge {
            named: named.collect(),
            unread: index.map_or_else(Vec::new, |index| unread(index, account, changes)),
            forgotten: index.map_or(0, |index| index.forgotten(account)),
        }
    }

    /// Says whether the twin has what a parameter names, and since when.
    fn knows(
        &self,
        index: Option<&Index>,
        account: &str,
        mention: &Mention,
    ) -> (bool, Option<u64>) {
        let kind = &mention.named.kind;
        if let Some(index) = index {
            let key = ResourceKey::new(&kind.service, &kind.name, &mention.value);
            let since = index.since(account, &key);
            let by_last = || index.since_by_last(account, &key);
            let since = since.or_else(|| (kind.id().len() > 1).then(by_last).flatten());
            if since.is_some() {
                return (true, since);
            }
            if kind.id().last() == Some(&mention.named.member) {
                return (false, None);
            }
        }
        let kept = self.kept(account, mention);
        let since = kept
            .first()
            .and_then(|resource| index?.since(account, &resource.key));
        (!kept.is_empty(), since)
    }

    /// Returns the resources that a parameter names.
    fn kept(&self, account: &str, mention: &Mention) -> Vec<tencentcloud_emulator::KeptResource> {
        let kind = &mention.named.kind;
        let mut kept = self.0.stage.resources().of(&kind.service, &kind.name);
        kept.retain(|resource| {
            let id = &resource.key.id;
            let value = resource.members.get(&mention.named.member);
            let named = value.is_some_and(|value| match value {
                Value::String(text) => *text == mention.value,
                Value::Number(number) => number.to_string() == mention.value,
                _ => false,
            });
            let last = id.rsplit('/').next() == Some(&*mention.value);
            resource.account == account && (named || last || *id == mention.value)
        });
        kept
    }

    fn account<'a>(&'a self, trial: &'a Trial) -> &'a str {
        let own = self.0.stage.account();
        trial.account.as_deref().unwrap_or(own)
    }

    fn index(&self) -> Option<MutexGuard<'_, Index>> {
        let index = self.0.index.as_ref()?;
        Some(index.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn now(&self) -> u64 {
        let now = self.0.stage.clock().now();
        now.duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }
}

impl fmt::Debug for Twin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twin")
            .field("learns", &self.0.index.is_some())
            .finish_non_exhaustive()
    }
}

/// What is to be said of what happened on the stage.
fn outcome(
    rehearsed: &Rehearsed,
    known: Option<&Known>,
    knowledge: &Knowledge,
    is_whole: bool,
) -> Outcome {
    match &rehearsed.response {
        Ok(_) if !rehearsed.stateful => Outcome::Checked,
        Ok(response) => Outcome::Done {
            response: known.map_or_else(Map::new, |known| {
                without_secrets(response, &known.action().response, &known.description.types)
            }),
        },
        Err(error) => {
            let missing: Vec<_> = knowledge
                .named
                .iter()
                .filter(|named| !named.known)
                .map(|named| {
                    format!(
                        "the {} {:?} of {}, which `{}` names",
                        named.kind, named.id, named.service, named.parameter
                    )
                })
                .collect();
            let is_sure = is_whole || !rehearsed.stateful;
            if is_sure || (!error.absent && missing.is_empty()) {
                return Outcome::Refused {
                    code: error.code.clone(),
                    message: error.message.clone(),
                };
            }
            let why = match missing.is_empty() {
                true => format!(
                    "the twin lacks something that the call needs: {}",
                    error.message
                ),
                false => format!("the twin was never shown {}", missing.join(", ")),
            };
            Outcome::Unknown { why }
        }
    }
}

/// Returns the kinds of which an action lists the items.
fn listed(known: &Known) -> Vec<String> {
    let description = &known.description;
    let facts = tencentcloud_catalogue::resources(&description.service);
    let facts = facts.ok().flatten();
    let kinds = facts
        .as_ref()
        .and_then(|facts| facts.versions.get(&description.version));
    let lists = kinds.into_iter().flatten().filter(|(_, kind)| {
        let used = kind.actions.get(&known.name);
        used.is_some_and(|used| used.does == tencentcloud_schema::resource::Verb::List)
    });
    lists.map(|(name, _)| name.clone()).collect()
}

/// Returns the kinds that could keep what is deleted from being deleted, and of which no list was learned.
fn unread(index: &Index, account: &str, changes: &[ResourceChange]) -> Vec<String> {
    let mut unread = BTreeSet::new();
    let deleted = changes
        .iter()
        .filter(|change| change.what == ChangeKind::Deleted);
    let deleted: BTreeMap<_, _> = deleted
        .map(|change| ((&change.key.service, &change.key.kind), &change.region))
        .collect();
    for ((service, kind), region) in deleted {
        let facts = tencentcloud_catalogue::resources(service).ok().flatten();
        let Some(kinds) = facts
            .as_ref()
            .and_then(|facts| facts.versions.values().next_back())
        else {
            continue;
        };
        for (name, child) in kinds {
            let needs = child
                .parents
                .iter()
                .any(|parent| parent.service.is_none() && parent.resource == *kind);
            let place = match child.scope {
                Scope::Account => "",
                _ => region,
            };
            let is_shown = child
                .that(tencentcloud_schema::resource::Verb::List)
                .next()
                .is_some();
            if needs && is_shown && !index.has_list(account, place, service, name) {
                unread.insert(format!("{service}/{name}"));
            }
        }
    }
    unread.into_iter().collect()
}

/// The texts and numbers of a call and its response.
struct Said {
    values: BTreeSet<String>,
    size: usize,
}

impl Said {
    fn of(trial: &Trial, response: &Map<String, Value>) -> Self {
        fn walk(value: &Value, values: &mut BTreeSet<String>) {
            match value {
                Value::Object(members) => members.values().for_each(|value| walk(value, values)),
                Value::Array(items) => items.iter().for_each(|value| walk(value, values)),
                Value::String(text) => {
                    values.insert(text.clone());
                }
                Value::Number(number) => {
                    values.insert(number.to_string());
                }
                _ => {}
            }
        }
        let mut values = BTreeSet::new();
        for map in [&trial.parameters, response] {
            map.values().for_each(|value| walk(value, &mut values));
        }
        let size = serde_json::to_string(&trial.parameters).map_or(0, |text| text.len());
        Self { values, size }
    }

    /// Returns true if each member of an id is said.
    fn has(&self, id: &str) -> bool {
        self.values.contains(id) || id.split('/').all(|part| self.values.contains(part))
    }
}

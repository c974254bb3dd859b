//! The life of one resource.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value, json};
use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::resource::{Kinds, Parent, Resource, Resources, Use, Verb};
use tencentcloud_schema::{Action, Description, Kind, Member, PagingStyle};

use crate::connection::{Answer, Connection};
use crate::filling::{self, all, text};

/// The members that identify a resource, with their values.
type Ids = BTreeMap<String, Value>;

/// How often a resource is read until it has its state or is gone.
const READS: usize = 4;

/// Sets the names of resources apart.
static COUNT: AtomicU64 = AtomicU64::new(0);

pub(crate) struct Life<'a, 'w> {
    connection: &'a mut Connection<'w>,
    description: &'a Description,
    kinds: &'a Kinds,
    all: &'a [Resources],
    every: bool,
    depth: usize,
    /// What the resource was given, by its members.
    known: Ids,
}

impl<'a, 'w> Life<'a, 'w> {
    pub(crate) fn new(
        connection: &'a mut Connection<'w>,
        description: &'a Description,
        kinds: &'a Kinds,
        all: &'a [Resources],
        every: bool,
    ) -> Self {
        Self {
            connection,
            description,
            kinds,
            all,
            every,
            depth: 0,
            known: Ids::new(),
        }
    }

    /// Lives the whole life of the kind `name`.
    pub(crate) fn live(&mut self, name: &str) -> Result<(), String> {
        let kind = &self.kinds[name];
        let (given, ids) = self.create(name)?;
        if let Some((action, used)) = creator(kind) {
            self.known = self.members(action, used, &given);
        }
        self.shows(kind, &ids, &given)?;
        self.becomes_ready(kind, &ids)?;
        self.changes(kind, &ids)?;
        self.unknown(kind, &ids)?;
        self.ends(kind, &ids)
    }

    fn action(&self, name: &str) -> &'a Action {
        &self.description.actions[name]
    }

    fn call(&mut self, action: &str, parameters: Map<String, Value>) -> Answer {
        let description = self.description;
        let parameters = Value::Object(parameters);
        let (service, version) = (&description.service, &description.version);
        self.connection.call(service, version, action, &parameters)
    }

    fn must(&mut self, action: &str, parameters: Map<String, Value>) -> Result<Value, String> {
        self.call(action, parameters)
            .map_err(|(code, message)| format!("{action}: {code}: {message}"))
    }

    /// Creates a resource with all that it needs; returns the parameters and the id.
    fn create(&mut self, name: &str) -> Result<(Map<String, Value>, Ids), String> {
        if self.depth > 6 {
            return Err(format!("{name}: its parents need each other"));
        }
        let kind = &self.kinds[name];
        let Some((action, used)) = creator(kind) else {
            return Err(format!("{name}: nothing creates it"));
        };
        let mut parameters =
            filling::parameters(self.description, &self.action(action).request, self.every);
        let mut ids = Ids::new();
        self.parents(kind, action, used, &mut parameters, &mut ids)?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // Names and ids that the caller chooses must be free.
        for member in kind.id.iter().chain(&kind.name) {
            if ids.contains_key(member) {
                continue;
            }
            if let Some((path, parameter)) = self.parameter(action, used, member)
                && parameter.kind.object().is_none()
            {
                let fixed = filling::fixed(&self.description.service, member);
                let value = fixed.unwrap_or_else(|| match parameter.kind.is_text() {
                    true => json!(format!("n{number}")),
                    false => number_of(parameter, number),
                });
                let whole = Value::Object(parameters.clone());
                let set = all(&whole, &path)
                    .first()
                    .is_some_and(|old| !text(old).is_empty());
                if kind.id.contains(member) || set {
                    self.put(action, &mut parameters, &path, &value);
                }
                if kind.id.contains(member) {
                    ids.insert(member.clone(), value);
                }
            }
        }
        if let Some(count) = &used.count {
            self.put(action, &mut parameters, count, &json!(1));
        }
        let answer = self.made(action, &mut parameters)?;
        for member in &kind.id {
            for (path, theirs) in &used.gives {
                if theirs == member
                    && let Some(value) = all(&answer, path).first()
                {
                    ids.insert(member.clone(), (*value).clone());
                }
            }
            if let Some(item) = &used.item
                && let Some(value) = all(&answer, &join(item, member)).first()
            {
                ids.insert(member.clone(), (*value).clone());
            }
        }
        let missing: Vec<_> = kind
            .id
            .iter()
            .filter(|member| !ids.contains_key(*member))
            .collect();
        if !missing.is_empty() {
            // The answer does not say: the newest of the list is it.
            self.known = self.members(action, used, &parameters);
            let shown = self.list(kind, &Ids::new())?;
            let newest = shown.last().ok_or(format!("{action}: nothing is listed"))?;
            for member in missing {
                let value = all(newest, member).first().copied().cloned();
                ids.insert(
                    member.clone(),
                    value.ok_or(format!("{action}: no {member} anywhere"))?,
                );
            }
        }
        if let Some(empty) = ids.iter().find(|(_, value)| text(value).is_empty()) {
            return Err(format!("{action}: the id {} is empty in {answer}", empty.0));
        }
        Ok((parameters, ids))
    }

    /// Creates a resource. Examples of optional parameters name what does not exist: those are left out.
    fn made(&mut self, action: &str, parameters: &mut Map<String, Value>) -> Result<Value, String> {
        loop {
            let problem = match self.must(action, parameters.clone()) {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            let named = problem.split('"').nth(1).filter(|_| self.every);
            let named = named.ok_or_else(|| problem.clone())?;
            let names = |value: &Value| value.to_string().contains(&format!("\"{named}\""));
            let request = &self.action(action).request;
            let optional = request.iter().filter(|member| !member.required);
            let wrong = optional
                .map(|member| member.name.clone())
                .find(|name| parameters.get(name).is_some_and(names));
            parameters.remove(&wrong.ok_or(problem)?);
        }
    }

    /// Returns the members that parameters set, as far as they are single values.
    fn members(&self, action: &str, used: &Use, given: &Map<String, Value>) -> Ids {
        let whole = Value::Object(given.clone());
        let mut members = Ids::new();
        let mut paths: Vec<(String, String)> = Vec::new();
        for name in given.keys().filter(|name| !used.set.contains_key(*name)) {
            paths.push((name.clone(), name.clone()));
        }
        let set = used.set.iter().filter(|(_, member)| !member.is_empty());
        for (path, member) in set {
            paths.push((self.inside(action, used, path), member.clone()));
        }
        if let Some(each) = &used.each
            && let Some(Value::Object(item)) = all(&whole, each).first()
        {
            paths.extend(item.keys().map(|name| (join(each, name), name.clone())));
        }
        for (path, member) in paths {
            if let [value] = all(&whole, &path)[..]
                && !value.is_object()
                && !first_is_object(&whole, &path)
            {
                members.insert(member, value.clone());
            }
        }
        members
    }

    /// Creates the parents and names them in the parameters.
    fn parents(
        &mut self,
        kind: &Resource,
        action: &str,
        used: &Use,
        parameters: &mut Map<String, Value>,
        ids: &mut Ids,
    ) -> Result<(), String> {
        for parent in &kind.parents {
            let Some((path, _)) = self.parameter(action, used, &parent.member) else {
                continue;
            };
            let set = !all(&Value::Object(parameters.clone()), &path).is_empty();
            if !set && !self.is_required(action, &path) {
                continue;
            }
            let Some(id) = self.parent(parent)? else {
                continue;
            };
            self.put(action, parameters, &path, &id);
            if kind.id.contains(&parent.member) {
                ids.insert(parent.member.clone(), id);
            }
        }
        Ok(())
    }

    /// Creates a parent; returns the id by which others name it.
    fn parent(&mut self, parent: &Parent) -> Result<Option<Value>, String> {
        let Some(service) = &parent.service else {
            let kind = &self.kinds[&parent.resource];
            self.depth += 1;
            let every = std::mem::replace(&mut self.every, false);
            let made = self.named(kind, parent);
            self.every = every;
            self.depth -= 1;
            return made;
        };
        let all = self.all;
        let Some(facts) = all.iter().find(|facts| facts.service == *service) else {
            return Ok(None);
        };
        let versions = catalogue::service(service).unwrap().unwrap().descriptions();
        for (version, kinds) in facts.versions.iter().rev() {
            if let Some(kind) = kinds.get(&parent.resource) {
                let description = versions
                    .iter()
                    .find(|known| known.version == *version)
                    .unwrap();
                let mut life = Life::new(self.connection, description, kinds, all, false);
                life.depth = self.depth + 1;
                return life.named(kind, parent);
            }
        }
        Ok(None)
    }

    /// Creates a parent of `kind`; returns what others name it by.
    fn named(&mut self, kind: &Resource, parent: &Parent) -> Result<Option<Value>, String> {
        let known = std::mem::take(&mut self.known);
        let (given, mut ids) = self.create(&parent.resource)?;
        let key = parent.key.as_ref().or(kind.id.last());
        let Some(key) = key.filter(|key| !ids.contains_key(*key)) else {
            self.known = known;
            return Ok(key.and_then(|key| ids.remove(key)));
        };
        if let Some((action, used)) = creator(kind) {
            self.known = self.members(action, used, &given);
        }
        let shown = self.found(kind, &ids)?.unwrap_or_default();
        self.known = known;
        Ok(all(&shown, key).first().copied().cloned())
    }

    fn is_required(&self, action: &str, path: &str) -> bool {
        let first = path.split('.').next().unwrap_or_default();
        let mut members = self.action(action).request.iter();
        members.any(|member| member.name == first && member.required)
    }

    /// Returns the parameter that sets a member: the one that the facts name, or the one of its name.
    fn parameter(&self, action: &str, used: &Use, member: &str) -> Option<(String, &'a Member)> {
        let request = &self.action(action).request;
        let mut paths: Vec<String> = Vec::new();
        let each = |path: &str| used.each.as_ref().map(|each| format!("{each}.{path}"));
        for (path, set) in &used.set {
            if set == member {
                paths.extend(each(path));
                paths.push(path.clone());
            }
        }
        paths.extend(each(member));
        if !used.set.contains_key(member) {
            paths.push(member.to_owned());
        }
        let mut found = paths.into_iter().filter_map(|path| {
            let found = self.find(request, &path)?;
            Some((path, found))
        });
        found.next()
    }

    /// Returns a path as it is from the top: facts look into the item of `each` first.
    fn inside(&self, action: &str, used: &Use, path: &str) -> String {
        let inner = used.each.as_ref().map(|each| format!("{each}.{path}"));
        let request = &self.action(action).request;
        inner
            .filter(|inner| self.find(request, inner).is_some())
            .unwrap_or_else(|| path.to_owned())
    }

    fn find(&self, members: &'a [Member], path: &str) -> Option<&'a Member> {
        let (first, rest) = path
            .split_once('.')
            .map_or((path, None), |(a, b)| (a, Some(b)));
        let member = members.iter().find(|member| member.name == first)?;
        match rest {
            None => Some(member),
            Some(rest) => {
                let inner = self.description.types.get(member.kind.object()?)?;
                self.find(&inner.members, rest)
            }
        }
    }

    fn put(&self, action: &str, parameters: &mut Map<String, Value>, path: &str, value: &Value) {
        let members = &self.action(action).request;
        filling::put(self.description, members, parameters, path, value);
    }

    /// Returns the required parameters of an action that means the resource with these ids.
    fn meaning(&self, action: &str, used: &Use, ids: &Ids) -> Map<String, Value> {
        let request = &self.action(action).request;
        let mut parameters = filling::parameters(self.description, request, false);
        let kept: Vec<_> = used.by.iter().collect();
        for (path, member) in &kept {
            let needed = self.is_required(action, &self.inside(action, used, path));
            let known = self.known.get(*member).filter(|_| needed);
            if let Some(value) = ids.get(*member).or(known) {
                let path = self.inside(action, used, path);
                self.put(action, &mut parameters, &path, value);
            }
        }
        for (member, value) in &self.known {
            if let Some((path, _)) = self.parameter(action, used, member)
                && !used
                    .by
                    .iter()
                    .any(|(at, by)| by == member || path.ends_with(at))
                && self.is_required(action, &path)
            {
                self.put(action, &mut parameters, &path, value);
            }
        }
        for path in used.search.keys() {
            if !self.is_required(action, path) {
                parameters.remove(path);
            }
        }
        if let Some(filters) = &used.filters {
            parameters.remove(&filters.at);
            if self.is_required(action, &filters.at) {
                parameters.insert(filters.at.clone(), json!([]));
            }
        }
        if let Some(paging) = &self.action(action).paging {
            let mut set = |path: &str, value: u64| {
                self.put(action, &mut parameters, path, &json!(value));
            };
            match paging.style {
                PagingStyle::Page => set(&paging.position, 1),
                PagingStyle::Token => {}
                _ => set(&paging.position, 0),
            }
            if let Some(size) = &paging.size {
                let most = self
                    .find(request, size)
                    .and_then(|member| member.max.as_ref());
                let most = most.and_then(|most| most.as_u64()).unwrap_or(100);
                set(size, most.min(100));
            }
        }
        if self.action(action).paging.is_none() && parameters.contains_key("Offset") {
            self.put(action, &mut parameters, "Offset", &json!(0));
        }
        parameters
    }

    /// Returns the items that the kind's list or get shows.
    fn list(&mut self, kind: &Resource, ids: &Ids) -> Result<Vec<Value>, String> {
        let (action, used) = reader(kind).ok_or("nothing shows it")?;
        let parameters = self.meaning(action, used, ids);
        let answer = match self.call(action, parameters) {
            Ok(answer) => answer,
            Err((code, _)) if is_not_found(&code) => return Ok(Vec::new()),
            Err((code, message)) => return Err(format!("{action}: {code}: {message}")),
        };
        if let Some(item) = &used.item {
            return Ok(match all(&answer, item) {
                items if used.does == Verb::Get => items.into_iter().take(1).cloned().collect(),
                items => items.into_iter().cloned().collect(),
            });
        }
        let mut items = Vec::new();
        for (path, member) in &used.gives {
            for value in all(&answer, path) {
                items.push(json!({ member.as_str(): value }));
            }
        }
        Ok(items)
    }

    fn found(&mut self, kind: &Resource, ids: &Ids) -> Result<Option<Value>, String> {
        let (_, used) = reader(kind).ok_or("nothing shows it")?;
        let items = self.list(kind, ids)?;
        let same = |item: &&Value| {
            ids.iter().all(|(member, value)| {
                let shown = all(item, member);
                let by = used.by.values().any(|by| by == member);
                match shown.first() {
                    Some(shown) => text(shown) == text(value),
                    // What a list does not show, it was asked for.
                    None => by || kind.id.len() > 1,
                }
            })
        };
        Ok(items.iter().find(same).cloned())
    }

    /// Compares what is shown with what was given under the same name.
    fn shows(
        &mut self,
        kind: &Resource,
        ids: &Ids,
        given: &Map<String, Value>,
    ) -> Result<(), String> {
        let Some(item) = self.found(kind, ids)? else {
            return Err(format!("{ids:?} is not shown after it was created"));
        };
        let state = kind.state.as_ref().map(|state| state.member.as_str());
        for (name, value) in given {
            let Some(shown) = item.get(name) else {
                continue;
            };
            let made = [&kind.created, &kind.updated].into_iter().flatten();
            let other = made
                .map(String::as_str)
                .chain(state)
                .any(|member| member == name);
            if !self.fits(kind, name) || kind.id.contains(name) {
                continue;
            }
            let put = kind.actions.values().any(|used| {
                used.does == Verb::Create
                    && (used.set.contains_key(name) || used.put.contains_key(name))
            });
            let tags = kind.tags.as_ref() == Some(name);
            let brought = kind
                .parents
                .iter()
                .any(|parent| parent.brings.values().any(|own| own == name));
            if !other && !put && !tags && !brought && !value.is_object() && !contains(shown, value)
            {
                return Err(format!(
                    "{name} was given as {value} and is shown as {shown}"
                ));
            }
        }
        Ok(())
    }

    /// Returns true if the item has the member in a form that can say what the parameter says.
    fn fits(&self, kind: &Resource, name: &str) -> bool {
        let Some((action, used)) = creator(kind) else {
            return false;
        };
        let request = &self.action(action).request;
        let Some(parameter) = self.find(request, name) else {
            return false;
        };
        // What the items of a list set has another meaning on the list's own level.
        let inner = |each: &String| self.find(request, &join(each, name)).is_some();
        if used.each.as_ref().is_some_and(inner) {
            return false;
        }
        let object = kind.object.as_ref();
        let object = object.and_then(|object| self.description.types.get(object));
        let shown = object.and_then(|object| self.find(&object.members, name));
        let Some(shown) = shown else {
            return true;
        };
        let number = |member: &Member| member.kind.is_integer() || member.kind == Kind::Float;
        let says = shown.kind == parameter.kind
            || (shown.kind.is_text() && parameter.kind.is_text())
            || (number(shown) && number(parameter))
            || (shown.kind.is_text() && number(parameter));
        says && (shown.list == parameter.list || shown.kind.is_text())
    }

    fn becomes_ready(&mut self, kind: &Resource, ids: &Ids) -> Result<(), String> {
        let Some(state) = &kind.state else {
            return Ok(());
        };
        let mut last = Value::Null;
        for _ in 0..READS {
            let item = self.found(kind, ids)?;
            let item = item.ok_or("it is gone before it is ready")?;
            let Some(shown) = all(&item, &state.member).first().copied().cloned() else {
                return Ok(());
            };
            if text(&shown) == text(&state.ready) {
                return Ok(());
            }
            last = shown;
        }
        Err(format!(
            "{} stays {last} and does not become {}",
            state.member, state.ready
        ))
    }

    /// Changes the name, or what else a modifying action takes.
    fn changes(&mut self, kind: &Resource, ids: &Ids) -> Result<(), String> {
        let modifies: Vec<_> = kind
            .that(Verb::Modify)
            .filter(|(_, used)| used.from.is_empty() && used.to.is_none() && used.through.is_none())
            .collect();
        let shown = self
            .found(kind, ids)?
            .ok_or("it is gone before it is changed")?;
        let candidates = modifies.iter().flat_map(|(action, used)| {
            let named = kind.name.iter().cloned();
            let others = self
                .action(action)
                .request
                .iter()
                .map(|member| member.name.clone());
            named.chain(others).map(|member| (*action, *used, member))
        });
        let change = candidates.into_iter().find(|(action, used, member)| {
            let parameter = self.parameter(action, used, member);
            let plain = |parameter: &Member| {
                parameter.kind == Kind::String && !parameter.list && parameter.values.is_empty()
            };
            let by = |path: &str| used.by.contains_key(path);
            let text = shown.get(member).is_some_and(Value::is_string);
            let is_parent = kind.parents.iter().any(|parent| parent.member == *member);
            let fixed = filling::fixed(&self.description.service, member).is_some();
            parameter.is_some_and(|(path, parameter)| plain(parameter) && !by(&path))
                && text
                && !fixed
                && !is_parent
                && !kind.id.contains(member)
                && kind
                    .state
                    .as_ref()
                    .is_none_or(|state| state.member != *member)
                && ![&kind.created, &kind.updated]
                    .into_iter()
                    .flatten()
                    .any(|made| made == member)
        });
        let Some((action, used, member)) = change else {
            return Ok(());
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let value = json!(format!("changed{number}"));
        let (path, _) = self
            .parameter(action, used, &member)
            .ok_or("no parameter")?;
        let mut parameters = self.meaning(action, used, ids);
        self.put(action, &mut parameters, &path, &value);
        let now = self.members(action, used, &parameters);
        self.known.extend(now);
        self.must(action, parameters)?;
        let shown = self
            .found(kind, ids)?
            .ok_or("it is gone after it was changed")?;
        match shown.get(&member) == Some(&value) {
            true => Ok(()),
            false => Err(format!(
                "{action} set {member} to {value}; shown is {}",
                shown[&member]
            )),
        }
    }

    /// What does not exist is refused, and what exists stays.
    fn unknown(&mut self, kind: &Resource, ids: &Ids) -> Result<(), String> {
        let wrong: Ids = ids
            .iter()
            .map(|(member, value)| {
                let value = match value {
                    Value::Number(_) => json!(987_654_321_u64),
                    _ => json!("unknown-0"),
                };
                (member.clone(), value)
            })
            .collect();
        let verbs = [Verb::Get, Verb::Modify, Verb::State, Verb::Delete];
        for (action, used) in verbs.into_iter().flat_map(|verb| kind.that(verb).take(1)) {
            if !used.by.values().any(|member| wrong.contains_key(member)) {
                continue;
            }
            let parameters = self.meaning(action, used, &wrong);
            if self.call(action, parameters).is_ok() {
                return Err(format!("{action} takes an id that does not exist"));
            }
        }
        let found = self.found(kind, ids)?;
        found
            .map(|_| ())
            .ok_or("it is gone after others were refused".to_owned())
    }

    fn ends(&mut self, kind: &Resource, ids: &Ids) -> Result<(), String> {
        let mut deletes: Vec<_> = kind.that(Verb::Delete).collect();
        deletes.sort_by_key(|(name, _)| name.len());
        let (action, used) = *deletes.first().ok_or("nothing deletes it")?;
        self.reach(kind, &used.from, ids)?;
        let parameters = self.meaning(action, used, ids);
        self.must(action, parameters.clone())?;
        for _ in 0..READS {
            if self.found(kind, ids)?.is_none() {
                return match self.call(action, parameters) {
                    Ok(_) => Err(format!("{action} deletes it twice")),
                    Err(_) => Ok(()),
                };
            }
        }
        Err(format!("{action} deleted it, and it is still shown"))
    }

    /// Brings the resource into one of the states from which the next action is possible.
    fn reach(&mut self, kind: &Resource, from: &[Value], ids: &Ids) -> Result<(), String> {
        let Some(state) = kind.state.as_ref().filter(|_| !from.is_empty()) else {
            return Ok(());
        };
        let wanted = |value: &Value| from.iter().any(|from| text(from) == text(value));
        if wanted(&state.ready) {
            return Ok(());
        }
        let mut states = kind.that(Verb::State);
        let Some((action, used)) = states.find(|(_, used)| used.to.as_ref().is_some_and(wanted))
        else {
            return Err("no action brings it to the state from which it can be deleted".to_owned());
        };
        let parameters = self.meaning(action, used, ids);
        self.must(action, parameters)?;
        for _ in 0..READS {
            self.found(kind, ids)?;
        }
        Ok(())
    }
}

fn first_is_object(whole: &Value, path: &str) -> bool {
    let first = path.split('.').next_back().unwrap_or_default();
    whole
        .get(first)
        .and_then(|list| list.get(0))
        .is_some_and(Value::is_object)
}

/// Returns a number that the parameter takes, another one each time as far as its bounds allow.
fn number_of(parameter: &Member, number: u64) -> Value {
    let bound = |bound: &Option<serde_json::Number>| bound.as_ref().and_then(|n| n.as_u64());
    let least = bound(&parameter.min).unwrap_or(1);
    let most = bound(&parameter.max).unwrap_or(1_000_000_000);
    // Actions of one kind differ in their upper bounds.
    let room = (most - least + 1).min(if most < 1_000 { 20 } else { u64::MAX });
    json!(least + number % room)
}

/// Returns the plainest action that creates a resource.
fn creator(kind: &Resource) -> Option<(&str, &Use)> {
    let mut creates: Vec<_> = kind.that(Verb::Create).collect();
    creates.sort_by_key(|(name, _)| name.len());
    creates.first().copied()
}

/// Returns the action that shows a resource: a list that takes its id, else any list, else a get.
fn reader(kind: &Resource) -> Option<(&str, &Use)> {
    let by_id = |used: &Use| {
        used.by
            .values()
            .any(|member| Some(member) == kind.id.last())
    };
    let mut lists: Vec<_> = kind.that(Verb::List).collect();
    lists.sort_by_key(|(name, used)| (!by_id(used), name.len()));
    lists
        .first()
        .copied()
        .or_else(|| kind.that(Verb::Get).next())
}

fn is_not_found(code: &str) -> bool {
    ["NotFound", "NotExist", "NoExist", "NonExist"]
        .iter()
        .any(|word| code.contains(word))
}

fn join(path: &str, member: &str) -> String {
    match path {
        "" => member.to_owned(),
        path => format!("{path}.{member}"),
    }
}

/// Returns true if what is shown is what was given, whatever the kind of scalar.
fn contains(shown: &Value, given: &Value) -> bool {
    match (shown, given) {
        (Value::Array(shown), Value::Array(given)) => {
            shown.len() == given.len() && shown.iter().zip(given).all(|(s, g)| contains(s, g))
        }
        (Value::Array(shown), given) => shown.iter().any(|shown| contains(shown, given)),
        (Value::String(shown), Value::Array(given)) => {
            given.iter().all(|given| shown.contains(&text(given)))
        }
        (shown, Value::Array(given)) => given.iter().any(|given| contains(shown, given)),
        (Value::Object(shown), Value::Object(given)) => given
            .iter()
            .all(|(name, given)| shown.get(name).is_none_or(|shown| contains(shown, given))),
        (shown, given) => {
            text(shown) == text(given)
                || matches!(
                    (shown, text(given).as_str()),
                    (Value::Bool(true), "1") | (Value::Bool(false), "0")
                )
                || (shown.as_f64().is_some() && shown.as_f64() == given.as_f64())
        }
    }
}

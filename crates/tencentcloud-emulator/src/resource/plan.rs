//! What each action does with resources, looked up by service, version and action.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tencentcloud_catalogue as catalogue;
use tencentcloud_schema::resource::{Kinds, Resource, Resources, Scope, Use, Verb};
use tencentcloud_schema::{Action, Description, Member, Object};

use super::path;
use super::store::Record;

/// A kind of resource, of one version of a service.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) facts: Resource,
    /// The kinds of the same service that cannot be without this one.
    pub(crate) children: Vec<String>,
    shown: OnceLock<Shown>,
}

/// The members of an item in lists.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) members: Vec<Member>,
    pub(crate) types: BTreeMap<String, Object>,
}

/// What one action does with resources of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Arc<Kind>,
    pub(crate) used: Arc<Use>,
}

impl Plan {
    /// Returns true if the action takes a parameter by which the facts find resources. Another version,
    /// or a description that was given, can say otherwise than the one that the facts speak of.
    pub(crate) fn fits(&self, action: &Action) -> bool {
        let by = &self.used.by;
        let each = self.used.each.as_deref();
        let taken = |at: &str| {
            let first = at.split('.').next().unwrap_or_default();
            let mut request = action.request.iter();
            request.any(|member| member.name == first || each == Some(member.name.as_str()))
        };
        by.is_empty() || by.keys().any(|at| taken(at))
    }
}

/// The plans of one version.
#[derive(Debug, Default)]
struct Version {
    kinds: BTreeMap<String, Arc<Kind>>,
    actions: HashMap<String, Vec<Plan>>,
}

/// The plans of all services, each made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    given: HashMap<String, Resources>,
    services: RwLock<HashMap<String, Arc<BTreeMap<String, Version>>>>,
}

impl Plans {
    /// Creates plans from the catalogue's facts, with those of `given` instead for their services.
    pub(crate) fn new(given: Vec<Resources>) -> Self {
        let given = given.into_iter();
        Self {
            given: given.map(|facts| (facts.service.clone(), facts)).collect(),
            services: RwLock::default(),
        }
    }

    /// Returns what an action does with resources, which is nothing for most. A version of which no
    /// facts are known goes by those of the newest that is.
    pub(crate) fn of(&self, service: &str, version: &str, action: &str) -> Vec<Plan> {
        let versions = self.versions(service);
        let exact = versions.get(version);
        let known = exact.or_else(|| versions.values().next_back());
        let plans = known.and_then(|version| version.actions.get(action));
        plans.cloned().unwrap_or_default()
    }

    /// Returns a kind, of `version` or else of the newest that has it.
    pub(crate) fn kind(&self, service: &str, version: &str, kind: &str) -> Option<Arc<Kind>> {
        let versions = self.versions(service);
        let exact = versions.get(version);
        let known = exact.and_then(|version| version.kinds.get(kind));
        let newest = || {
            versions
                .values()
                .rev()
                .find_map(|version| version.kinds.get(kind))
        };
        known.or_else(newest).cloned()
    }

    /// Returns the kinds of a service, of the newest version that has some.
    pub(crate) fn kinds(&self, service: &str) -> Vec<Arc<Kind>> {
        let versions = self.versions(service);
        let newest = versions.values().next_back();
        newest.map_or_else(Vec::new, |version| {
            version.kinds.values().cloned().collect()
        })
    }

    fn versions(&self, service: &str) -> Arc<BTreeMap<String, Version>> {
        let known = self.services.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(versions) = known.get(service) {
            return Arc::clone(versions);
        }
        drop(known);
        let versions = Arc::new(self.read(service));
        let mut known = self
            .services
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(service.to_owned()).or_insert(versions))
    }

    fn read(&self, service: &str) -> BTreeMap<String, Version> {
        let given = self.given.get(service).cloned();
        // A damaged blob is an error of whoever looks up the service, before this.
        let known = || catalogue::resources(service).ok().flatten();
        let facts = given.or_else(|| known().map(|facts| (*facts).clone()));
        let versions = facts.into_iter().flat_map(|facts| facts.versions);
        versions
            .map(|(version, kinds)| {
                let plans = Version::new(service, &version, kinds);
                (version, plans)
            })
            .collect()
    }
}

impl Version {
    fn new(service: &str, version: &str, kinds: Kinds) -> Self {
        let children = children(&kinds);
        let mut plans = Self::default();
        for (name, facts) in kinds {
            let kind = Arc::new(Kind {
                service: service.to_owned(),
                version: version.to_owned(),
                children: children.get(&name).cloned().unwrap_or_default(),
                name: name.clone(),
                facts,
                shown: OnceLock::new(),
            });
            for (action, used) in &kind.facts.actions {
                let of_action = plans.actions.entry(action.clone()).or_default();
                of_action.push(Plan {
                    kind: Arc::clone(&kind),
                    used: Arc::new(used.clone()),
                });
            }
            plans.kinds.insert(name, kind);
        }
        for of_action in plans.actions.values_mut() {
            of_action.sort_by_key(|plan| order(plan.used.does));
        }
        plans
    }
}

/// The order in which an action does several things: what can be refused comes first.
fn order(verb: Verb) -> u8 {
    match verb {
        Verb::Create => 0,
        Verb::List | Verb::Get => 1,
        Verb::Modify | Verb::State | Verb::Add | Verb::Remove => 2,
        Verb::Delete => 3,
    }
}

/// The kinds that name each kind as their parent.
fn children(kinds: &Kinds) -> HashMap<String, Vec<String>> {
    let mut children: HashMap<String, Vec<String>> = HashMap::new();
    for (name, facts) in kinds {
        let own = facts
            .parents
            .iter()
            .filter(|parent| parent.service.is_none());
        for parent in own {
            let of_parent = children.entry(parent.resource.clone()).or_default();
            if !of_parent.contains(name) {
                of_parent.push(name.clone());
            }
        }
    }
    children
}

impl Kind {
    /// Returns a kind that no action of the catalogue knows: only code of its service does.
    pub(crate) fn own(service: &str, version: &str, name: &str, facts: Resource) -> Self {
        Self {
            service: service.to_owned(),
            version: version.to_owned(),
            name: name.to_owned(),
            facts,
            children: Vec::new(),
            shown: OnceLock::new(),
        }
    }

    /// Returns true if all regions of an account share the resources.
    pub(crate) fn is_global(&self) -> bool {
        self.facts.scope == Scope::Account
    }

    /// Returns the member that finds an item: the last of its id.
    pub(crate) fn id(&self) -> &str {
        self.facts.id.last().map(String::as_str).unwrap_or_default()
    }

    /// Returns the whole id of an item as text: the values of all members of its id.
    pub(crate) fn identity(&self, record: &Record) -> String {
        let members = self.facts.id.iter();
        let values: Vec<_> = members
            .map(|member| path::text_at(record, member))
            .collect();
        values.join("/")
    }

    /// Returns the members of an item in lists, as the catalogue describes them.
    pub(crate) fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| self.read().unwrap_or_default())
    }

    fn read(&self) -> Option<Shown> {
        let service = catalogue::service(&self.service).ok()??;
        let version = service
            .versions()
            .iter()
            .find(|known| known.head().version == self.version)?;
        let shows = [Verb::List, Verb::Get, Verb::Create, Verb::Modify];
        let actions = shows.into_iter().flat_map(|verb| self.facts.that(verb));
        let mut slices = actions.filter_map(|(action, used)| {
            let slice = version.slice(action)?;
            let members = self.members(&slice, action, used)?;
            Some(Shown {
                members,
                types: slice.types,
            })
        });
        slices.next()
    }

    fn members(&self, slice: &Description, action: &str, used: &Use) -> Option<Vec<Member>> {
        if let Some(object) = &self.facts.object {
            return Some(slice.types.get(object)?.members.clone());
        }
        (used.item.as_deref() == Some("")).then(|| slice.actions[action].response.clone())
    }
}

impl Shown {
    /// Returns the member at `path`.
    pub(crate) fn member(&self, path: &str) -> Option<&Member> {
        let mut members = &self.members;
        let mut found = None;
        for name in path.split('.') {
            let member = members.iter().find(|member| member.name == name)?;
            if let Some(object) = member.kind.object().and_then(|name| self.types.get(name)) {
                members = &object.members;
            }
            found = Some(member);
        }
        found
    }
}

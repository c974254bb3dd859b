//! Actions drawn from the catalogue, with parameters as the documentation shows them.

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Kind, Member, Status};

use crate::values;

/// How deep optional parameters are given.
const DEEPEST: usize = 2;

/// An action with parameters.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Its description, with the types that it reaches.
    pub description: Description,
    /// Its name.
    pub action: String,
    /// All its parameters, and those of nested objects to a depth of two.
    pub parameters: Map<String, Value>,
}

/// Draws `count` actions that are offered, from `services` or from all if that is empty. The same
/// `seed` always draws the same ones, as long as the catalogue is the same.
///
/// # Panics
/// The catalogue is damaged, or has too few actions.
pub fn drawn(seed: u64, count: usize, services: &[&str]) -> Vec<Drawn> {
    let mut all = Vec::new();
    for name in tencentcloud_catalogue::services() {
        if !services.is_empty() && !services.contains(&name) {
            continue;
        }
        let service = tencentcloud_catalogue::service(name);
        let service = service.expect("a catalogue").expect("a service");
        for (index, version) in service.versions().iter().enumerate() {
            let actions = version.actions().map(str::to_owned);
            all.extend(actions.map(|action| (name, index, action)));
        }
    }
    let mut drawn = Vec::new();
    let mut state = seed;
    while drawn.len() < count {
        assert!(!all.is_empty(), "too few actions");
        // Knuth's generator for 64 bits: its high bits are random enough.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(state >> 33).unwrap_or_default() % all.len();
        let (service, version, action) = all.swap_remove(at);
        drawn.extend(Drawn::of(service, version, &action));
    }
    drawn
}

impl Drawn {
    /// Returns `action` of the newest version of `service`; `None` if it has none that is offered.
    pub fn newest(service: &str, action: &str) -> Option<Self> {
        let known = tencentcloud_catalogue::service(service).ok()??;
        Self::of(service, known.versions().len() - 1, action)
    }

    /// The action, unless it is no longer offered.
    fn of(service: &str, version: usize, action: &str) -> Option<Self> {
        let service = tencentcloud_catalogue::service(service).ok()??;
        let description = service.versions()[version].slice(action)?;
        let known = &description.actions[action];
        let parameters = documented(&description, &known.request, 0);
        (known.status != Status::Offline).then(|| Self {
            action: action.to_owned(),
            parameters,
            description: description.clone(),
        })
    }
}

/// All members, each with its example if the documentation has one.
fn documented(description: &Description, members: &[Member], depth: usize) -> Map<String, Value> {
    let given = members
        .iter()
        .filter(|member| member.required || depth <= DEEPEST);
    let given = given.map(|member| {
        let example = member.example.clone().filter(|value| member.accepts(value));
        let value = example.filter(|value| !value.is_null()).unwrap_or_else(|| {
            let one = one(description, member, depth);
            if member.list {
                Value::Array(vec![one])
            } else {
                one
            }
        });
        (member.name.clone(), value)
    });
    given.collect()
}

/// One value of the member's kind.
fn one(description: &Description, member: &Member, depth: usize) -> Value {
    let object = member.kind.object();
    match object.and_then(|name| description.types.get(name)) {
        Some(object) if depth < DEEPEST => {
            documented(description, &object.members, depth + 1).into()
        }
        _ if member.kind == Kind::Binary => "FILE".into(),
        _ => values::item(description, member, depth),
    }
}

//! The requests of an action: valid ones, and ones with one thing wrong.

use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value, json};
use tencentcloud_schema::{self as schema, Action, Description, Kind, Member, Region, Status};
use tencentcloud_testkit::values::{item, member_value, nested, object};

use crate::connection::{self, Request};
use crate::doubts;
use crate::expected::{Expected, Side, contradicted, range_code, refused};

/// How deep members are varied.
const DEEPEST: usize = 3;
/// How long a long text is.
const LONG: usize = 4 << 10;
const REGION: &str = "ap-guangzhou";

/// A request and what is expected of it.
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) path: String,
    region: Option<&'static str>,
    parameters: Map<String, Value>,
    form: Form,
    pub(crate) expected: Expected,
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    Query,
    Octets,
}

impl Case {
    pub(crate) fn request<'a>(&self, description: &'a Description, action: &'a str) -> Request<'a> {
        let mut headers = Vec::new();
        let body = match self.form {
            Form::Json => connection::Body::Json(Value::from(self.parameters.clone()).to_string()),
            Form::Query => connection::Body::Query(query(&self.parameters)),
            Form::Octets => {
                for member in &description.actions[action].request {
                    let value = self.parameters.get(&member.name).and_then(Value::as_str);
                    if let (Some(header), Some(value)) = (&member.header, value) {
                        headers.push((header.clone(), value.to_owned()));
                    }
                }
                connection::Body::Octets(b"a".to_vec())
            }
        };
        Request {
            service: &description.service,
            version: &description.version,
            action,
            region: self.region,
            body,
            headers,
        }
    }

    /// Returns the start of what is sent, for a report.
    pub(crate) fn shown(&self) -> String {
        let text = Value::from(self.parameters.clone()).to_string();
        text.chars().take(300).collect()
    }
}

/// Returns all cases of an action, the [plain](plain) one first.
pub(crate) fn of<'a>(description: &'a Description, name: &'a str) -> Vec<Case> {
    let mut cases = Cases::new(description, name);
    cases.plain();
    let action = cases.action;
    if action.status != Status::Offline && action.body != schema::Body::OctetStream {
        cases.with_all();
        cases.of_region();
        if action.body == schema::Body::Json {
            cases.of_query();
        }
        cases.unknown(&[], &action.request);
        cases.members(&mut Vec::new(), &action.request, &mut BTreeSet::new());
    }
    cases.all
}

/// Returns the request with the required parameters alone.
pub(crate) fn plain<'a>(description: &'a Description, name: &'a str) -> Case {
    let mut cases = Cases::new(description, name);
    cases.plain();
    cases.all.remove(0)
}

struct Cases<'a> {
    name: &'a str,
    description: &'a Description,
    action: &'a Action,
    all: Vec<Case>,
}

impl<'a> Cases<'a> {
    fn new(description: &'a Description, name: &'a str) -> Self {
        Self {
            name,
            description,
            action: &description.actions[name],
            all: Vec::new(),
        }
    }

    fn plain(&mut self) {
        let required = object(self.description, &self.action.request, 0);
        if self.action.status == Status::Offline {
            let code = "ActionOffline";
            self.push("offline", "", required, Expected::Closed { code });
            return;
        }
        self.accepted("valid", "", required);
        if self.action.body == schema::Body::OctetStream {
            self.all[0].form = Form::Octets;
        }
    }

    fn push(
        &mut self,
        kind: &'static str,
        path: &str,
        parameters: Map<String, Value>,
        expected: Expected,
    ) {
        self.all.push(Case {
            kind,
            path: path.to_owned(),
            region: Some(REGION),
            parameters,
            form: Form::Json,
            expected,
        });
    }

    fn accepted(&mut self, kind: &'static str, path: &str, parameters: Map<String, Value>) {
        let mut warned = BTreeSet::new();
        let members = &self.action.request;
        doubts::of(self.description, members, &parameters, "", &mut warned);
        self.push(kind, path, parameters, Expected::Accepted { warned });
    }

    fn with_all(&mut self) {
        let members = self.action.request.iter();
        let all = members.map(|member| {
            let value = member_value(self.description, member, 0);
            (member.name.clone(), value)
        });
        let all = all.collect();
        self.accepted("valid with all", "", all);
    }

    fn of_region(&mut self) {
        let required = object(self.description, &self.action.request, 0);
        let fact = self.action.region;
        let impossible = match fact {
            Some(Region::None) => None,
            _ => Some(refused("InvalidParameterValue", "Region")),
        };
        match impossible {
            None => self.accepted("impossible region, ignored", "", required.clone()),
            Some(error) => self.push("impossible region", "Region", required.clone(), error),
        }
        self.all.last_mut().unwrap().region = Some("mars");
        match fact {
            Some(Region::Required) => {
                let missing = refused("MissingParameter", "Region");
                self.push("missing region", "Region", required, missing);
            }
            _ => self.accepted("no region", "", required),
        }
        self.all.last_mut().unwrap().region = None;
    }

    /// The required parameters in a query, and the first of them missing there.
    fn of_query(&mut self) {
        let required = object(self.description, &self.action.request, 0);
        if !flattens(&Value::from(required.clone())) {
            return;
        }
        self.accepted("valid in a query", "", required.clone());
        self.all.last_mut().unwrap().form = Form::Query;
        let mut needed = self.action.request.iter().filter(|member| member.required);
        if let Some(first) = needed.next() {
            let mut parameters = required;
            parameters.remove(&first.name);
            let missing = refused("MissingParameter", &first.name);
            self.push("missing in a query", &first.name, parameters, missing);
            self.all.last_mut().unwrap().form = Form::Query;
        }
    }

    /// Varies each member below `above`, and the members of each type where it is met first.
    fn members(
        &mut self,
        above: &mut Vec<&'a Member>,
        members: &'a [Member],
        met: &mut BTreeSet<&'a str>,
    ) {
        let description = self.description;
        for member in members {
            above.push(member);
            self.member(above);
            let object = member.kind.object();
            let known = object.and_then(|name| description.types.get(name));
            if let (Some(name), Some(known)) = (object, known)
                && !known.members.is_empty()
                && above.len() < DEEPEST
                && met.insert(name)
            {
                self.unknown(above, &known.members);
                self.members(above, &known.members, met);
            }
            above.pop();
        }
    }

    fn member(&mut self, steps: &[&'a Member]) {
        let member = *steps.last().unwrap();
        let path = path(steps);
        let valid = member_value(self.description, member, steps.len());
        if steps.len() == 1 {
            self.accepted("valid with one", &path, self.place(steps, Some(valid)));
            self.null(steps, &path);
        }
        if member.required {
            let missing = refused("MissingParameter", &path);
            self.push("missing", &path, self.place(steps, None), missing);
        }
        if member.list {
            self.accepted("empty list", &path, self.place(steps, Some(json!([]))));
        }
        self.mistyped(steps, &path);
        self.boundary(steps, &path);
        if steps.len() == 1 {
            self.long(steps, &path);
            self.deep(steps, &path);
        }
    }

    fn null(&mut self, steps: &[&'a Member], path: &str) {
        let parameters = self.place(steps, Some(Value::Null));
        match steps[0].required {
            true => {
                let missing = refused("MissingParameter", path);
                self.push("null of required", path, parameters, missing);
            }
            false => self.accepted("null", path, parameters),
        }
    }

    /// A value of another kind, and in a list an item of another kind and one that is null.
    fn mistyped(&mut self, steps: &[&'a Member], path: &str) {
        let member = *steps.last().unwrap();
        let wrong: Vec<Value> = match &member.kind {
            Kind::Integer | Kind::Int64 => vec![json!("1"), json!(1.5), json!(1_u64 << 63)],
            Kind::Uint64 => vec![json!("1"), json!(-1), json!(1e30)],
            Kind::Float => vec![json!("1.5"), json!(true), json!({})],
            Kind::Bool => vec![json!("true"), json!(1), json!([true])],
            Kind::Object(_) => vec![json!("a"), json!(1), json!([{}])],
            _ => vec![json!(1), json!(true), json!({"a": "b"})],
        };
        // One of them by place: all together, each kind meets each of its wrong values often.
        let wrong = wrong[path.len() % wrong.len()].clone();
        let one = item(self.description, member, 0);
        let mut push = |kind, value, path: &str| {
            let parameters = self.place(steps, Some(value));
            self.push(kind, path, parameters, refused("InvalidParameter", path));
        };
        if member.list {
            let item = format!("{path}.0");
            push("one for a list", one, path);
            push("mistyped item", json!([wrong]), &item);
            push("null item", json!([null]), &item);
        } else {
            push("mistyped", wrong, path);
        }
    }

    /// Both bounds, and the next numbers beyond them.
    fn boundary(&mut self, steps: &[&'a Member], path: &str) {
        let member = *steps.last().unwrap();
        let sides = [(&member.min, Side::Below), (&member.max, Side::Above)];
        let of_list = |value: Value| if member.list { json!([value]) } else { value };
        let path = if member.list {
            format!("{path}.0")
        } else {
            path.to_owned()
        };
        for (bound, side) in sides {
            let Some(bound) = bound else { continue };
            if !member.kind.accepts(&bound.clone().into()) {
                continue;
            }
            let at = self.place(steps, Some(of_list(bound.clone().into())));
            self.accepted("at a bound", &path, at);
            let Some(beyond) = beyond(bound, side, &member.kind) else {
                continue;
            };
            let over = self.place(steps, Some(of_list(beyond.clone())));
            if !member.kind.accepts(&beyond) {
                let error = refused("InvalidParameter", &path);
                self.push("beyond what the kind holds", &path, over, error);
            } else if contradicted(self.description, self.owner(steps), member) {
                self.accepted("beyond a bound that is contradicted", &path, over);
                if let Expected::Accepted { warned } = &mut self.all.last_mut().unwrap().expected {
                    warned.insert(path.clone());
                }
            } else {
                let code = range_code(self.description, self.action, member, side);
                self.push("beyond a bound", &path, over, refused(&code, &path));
            }
        }
    }

    /// The action or type that has the last member.
    fn owner(&self, steps: &[&'a Member]) -> &'a str {
        let above = steps.iter().rev().nth(1);
        above.map_or(self.name, |member| member.kind.object().unwrap())
    }

    fn long(&mut self, steps: &[&'a Member], path: &str) {
        let member = steps[0];
        if member.kind.is_text() && !member.list {
            let long = "x".repeat(LONG).into();
            self.accepted("long", path, self.place(steps, Some(long)));
        }
    }

    /// Lists inside one another: more than there may be, and more than JSON is read to.
    fn deep(&mut self, steps: &[&'a Member], path: &str) {
        let member = steps[0];
        let too_deep = refused("InvalidParameter", path);
        let parameters = self.place(steps, Some(nested(200)));
        self.push("deep", path, parameters, too_deep);
        let object = member.kind.object();
        let object = object.and_then(|name| self.description.types.get(name));
        if object.is_some_and(|object| object.members.is_empty()) && !member.list {
            let loose = |depth| json!({"Any": nested(depth)});
            let inside = self.place(steps, Some(loose(63)));
            self.accepted("as deep as may be", path, inside);
            let parameters = self.place(steps, Some(loose(64)));
            self.push("deep", path, parameters, refused("InvalidParameter", path));
        }
    }

    /// Names that are none: one of another kind, and slips of the first and the last name.
    fn unknown(&mut self, above: &[&'a Member], members: &'a [Member]) {
        let start = match above {
            [] => String::new(),
            above => format!("{}.", item_path(above)),
        };
        let mut names = vec![("unknown", "NoSuchParameter".to_owned())];
        for member in members.first().into_iter().chain(members.last()) {
            names.push(("slip", format!("{}x", member.name)));
            names.push(("slip", member.name.to_lowercase()));
        }
        names.retain(|(_, name)| members.iter().all(|member| member.name != *name));
        names.dedup();
        for (kind, name) in names {
            let mut inner = match above {
                [] => object(self.description, &self.action.request, 0),
                _ => object(self.description, members, above.len()),
            };
            inner.insert(name.clone(), json!("a"));
            let path = format!("{start}{name}");
            let parameters = match above {
                [] => inner,
                above => {
                    let list = above.last().unwrap().list;
                    let inner = Value::from(inner);
                    self.place(above, Some(if list { json!([inner]) } else { inner }))
                }
            };
            self.push(kind, &path, parameters, refused("UnknownParameter", &path));
        }
    }

    /// Returns the required parameters, with `value` in the place to which `steps` lead, or without
    /// what is there.
    fn place(&self, steps: &[&Member], value: Option<Value>) -> Map<String, Value> {
        self.place_in(&self.action.request, steps, value, 0)
    }

    fn place_in(
        &self,
        members: &[Member],
        steps: &[&Member],
        value: Option<Value>,
        depth: usize,
    ) -> Map<String, Value> {
        let mut parameters = object(self.description, members, depth);
        let (first, rest) = steps.split_first().unwrap();
        let value = match rest {
            [] => value,
            rest => {
                let name = first.kind.object().unwrap();
                let members = &self.description.types[name].members;
                let inner = Value::from(self.place_in(members, rest, value, depth + 1));
                Some(if first.list { json!([inner]) } else { inner })
            }
        };
        match value {
            Some(value) => parameters.insert(first.name.clone(), value),
            None => parameters.remove(&first.name),
        };
        parameters
    }
}

/// Returns the path of the member to which `steps` lead, each list above it at its first item.
fn path(steps: &[&Member]) -> String {
    let (last, above) = steps.split_last().unwrap();
    match above {
        [] => last.name.clone(),
        above => format!("{}.{}", item_path(above), last.name),
    }
}

fn item_path(steps: &[&Member]) -> String {
    let names = steps.iter().map(|step| match step.list {
        true => format!("{}.0", step.name),
        false => step.name.clone(),
    });
    names.collect::<Vec<_>>().join(".")
}

/// Returns the number next to `bound`, outside; `None` if JSON has none.
fn beyond(bound: &Number, side: Side, kind: &Kind) -> Option<Value> {
    if *kind == Kind::Float {
        let bound = bound.as_f64()?;
        return Some(json!(if side == Side::Above {
            bound + 0.5
        } else {
            bound - 0.5
        }));
    }
    let bound = i128::from(bound.as_i64()?);
    let beyond = if side == Side::Above {
        bound + 1
    } else {
        bound - 1
    };
    i64::try_from(beyond).ok().map(Value::from)
}

/// Returns true if nothing in the value is empty, since a query cannot say that.
fn flattens(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .values()
            .all(|value| flattens(value) && *value != json!({}) && *value != json!([])),
        Value::Array(items) => items
            .iter()
            .all(|value| flattens(value) && *value != json!({})),
        _ => true,
    }
}

fn query(parameters: &Map<String, Value>) -> String {
    fn walk(value: &Value, path: &str, pairs: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, &join(path, name), pairs);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(value, &join(path, &index.to_string()), pairs);
                }
            }
            scalar => {
                let text = scalar
                    .as_str()
                    .map_or_else(|| scalar.to_string(), str::to_owned);
                let text = utf8_percent_encode(&text, NON_ALPHANUMERIC);
                pairs.push(format!("{path}={text}"));
            }
        }
    }
    fn join(path: &str, name: &str) -> String {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    }
    let mut pairs = Vec::new();
    walk(&Value::from(parameters.clone()), "", &mut pairs);
    pairs.join("&")
}

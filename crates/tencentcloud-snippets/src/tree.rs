//! The parameters of a call, each beside what the description says of it.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use tencentcloud_codegen::names::{self, Hidden};
use tencentcloud_schema::{Body, Description, Kind, Member, Object};

/// The parameters of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) fields: Vec<Field>,
    /// True if each parameter has a place in the types of the service.
    pub(crate) fits: bool,
    /// The environment variables that secrets are read from.
    pub(crate) secrets: Vec<String>,
}

/// One parameter or member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) node: Node,
    /// What the description says of it; `None` if it does not have it.
    pub(crate) slot: Option<Slot>,
}

/// What the description says of a member.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// The name of the setter in Rust.
    pub(crate) setter: String,
    pub(crate) required: bool,
    /// Its place among the members of its object.
    pub(crate) place: usize,
    pub(crate) kind: Kind,
    /// The header that carries it beside a body of bytes.
    pub(crate) header: Option<String>,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    /// A text that the environment variable of that name has.
    Secret(String),
    /// The content of the file of that name.
    File(String),
    /// A text or a number that an earlier call of the program returned.
    Output {
        variable: String,
        text: bool,
    },
    List(Vec<Node>),
    Object(Vec<Field>),
}

/// Variables that a shell or a program has a meaning for.
const TAKEN: [&str; 10] = [
    "HOME", "IFS", "LANG", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER", "TZ",
];

impl Tree {
    /// Places `given` in what `description` says of `action`.
    pub(crate) fn of(description: &Description, action: &str, given: &Map<String, Value>) -> Self {
        let Some(known) = description.actions.get(action) else {
            return Self::unknown(given);
        };
        let mut reading = Reading::new(&description.types, known.body != Body::Json);
        let mut given = given.clone();
        // A body of bytes cannot be left out.
        if known.body == Body::OctetStream {
            let files = known.request.iter().filter(|m| m.kind == Kind::Binary);
            for file in files {
                given.entry(&*file.name).or_insert_with(|| "FILE".into());
            }
        }
        let fields = reading.object(&known.request, &given, "", false);
        Self {
            fields,
            fits: reading.fits,
            secrets: reading.order,
        }
    }

    /// Takes `given` as it is: nothing is known of the action.
    pub(crate) fn unknown(given: &Map<String, Value>) -> Self {
        let types = BTreeMap::new();
        let mut reading = Reading::new(&types, false);
        Self {
            fields: reading.object(&[], given, "", false),
            fits: false,
            secrets: Vec::new(),
        }
    }

    /// Returns true if `holds` for each value and its slot.
    pub(crate) fn all(&self, holds: &impl Fn(&Field, &Node) -> bool) -> bool {
        self.fields.iter().all(|field| field.all(holds))
    }
}

impl Field {
    fn all(&self, holds: &impl Fn(&Field, &Node) -> bool) -> bool {
        self.node_all(&self.node, holds)
    }

    fn node_all(&self, node: &Node, holds: &impl Fn(&Field, &Node) -> bool) -> bool {
        holds(self, node)
            && match node {
                Node::List(items) => items.iter().all(|item| self.node_all(item, holds)),
                Node::Object(fields) => fields.iter().all(|field| field.all(holds)),
                _ => true,
            }
    }

    /// Returns the wire name of the object type that its value, or each item of it, is of.
    pub(crate) fn object(&self) -> &str {
        let slot = self.slot.as_ref();
        slot.and_then(|slot| slot.kind.object()).unwrap_or_default()
    }
}

impl Node {
    /// Returns true if a secret, a file or the output of another call is somewhere in it.
    pub(crate) fn is_read(&self) -> bool {
        match self {
            Self::Secret(_) | Self::File(_) | Self::Output { .. } => true,
            Self::List(items) => items.iter().any(Self::is_read),
            Self::Object(fields) => fields.iter().any(|field| field.node.is_read()),
            _ => false,
        }
    }
}

/// Places values while what does not fit is noted.
struct Reading<'d> {
    types: &'d BTreeMap<String, Object>,
    /// True if a binary value travels as bytes.
    bytes: bool,
    fits: bool,
    /// The paths of secrets by their variables.
    secrets: BTreeMap<String, String>,
    order: Vec<String>,
}

impl<'d> Reading<'d> {
    fn new(types: &'d BTreeMap<String, Object>, bytes: bool) -> Self {
        Self {
            types,
            bytes,
            fits: true,
            secrets: BTreeMap::new(),
            order: Vec::new(),
        }
    }

    fn object(
        &mut self,
        members: &[Member],
        given: &Map<String, Value>,
        path: &str,
        hidden: bool,
    ) -> Vec<Field> {
        let without = match members.iter().any(|member| member.required) {
            true => Hidden::Methods,
            false => Hidden::MethodsAndDefault,
        };
        let setters = names::fields(members.iter().map(|member| &*member.name), without);
        let mut fields = Vec::new();
        // The vendor's clients cannot say null: it is left out.
        for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
            let path = match path {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            let at = members.iter().position(|member| member.name == *name);
            let member = at.map(|at| &members[at]);
            let node = match member {
                Some(member) => self.value(member, value, &path, hidden || member.sensitive),
                None => {
                    self.fits = false;
                    self.free(value, &path, hidden)
                }
            };
            let slot = at.map(|at| Slot {
                setter: setters[at].clone(),
                required: members[at].required,
                place: at,
                kind: members[at].kind.clone(),
                header: members[at].header.clone(),
            });
            let name = name.clone();
            fields.push(Field { name, node, slot });
        }
        fields
    }

    fn value(&mut self, member: &Member, value: &Value, path: &str, hidden: bool) -> Node {
        match value {
            Value::Array(items) if member.list => {
                let items = items.iter().enumerate();
                let items = items.map(|(index, item)| {
                    self.item(member, item, &format!("{path}.{index}"), hidden)
                });
                Node::List(items.collect())
            }
            value => {
                self.fits &= !member.list;
                self.item(member, value, path, hidden)
            }
        }
    }

    fn item(&mut self, member: &Member, value: &Value, path: &str, hidden: bool) -> Node {
        if let (Kind::Object(name), Value::Object(given)) = (&member.kind, value)
            && let Some(object) = self.types.get(name)
        {
            return Node::Object(self.object(&object.members, given, path, hidden));
        }
        if member.kind == Kind::Binary && self.bytes {
            let file = value.as_str().filter(|text| !text.is_empty());
            return Node::File(file.unwrap_or("FILE").to_owned());
        }
        self.fits &= match (&member.kind, value) {
            (kind, Value::String(_)) => kind.is_text(),
            (Kind::Bool, Value::Bool(_)) | (Kind::Float, Value::Number(_)) => true,
            (Kind::Uint64, Value::Number(number)) => number.is_u64(),
            (kind, Value::Number(number)) => kind.is_integer() && number.is_i64(),
            _ => false,
        };
        self.free(value, path, hidden)
    }

    /// A value of which no type is known; `hidden` if it is a secret.
    fn free(&mut self, value: &Value, path: &str, hidden: bool) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(index, item)| self.free(item, &format!("{path}.{index}"), hidden));
                Node::List(items.collect())
            }
            Value::Object(members) => {
                let members = members.iter().filter(|(_, value)| !value.is_null());
                let fields = members.map(|(name, value)| Field {
                    name: name.clone(),
                    node: self.free(value, &format!("{path}.{name}"), hidden),
                    slot: None,
                });
                Node::Object(fields.collect())
            }
            _ if hidden => Node::Secret(self.variable(path)),
            Value::Bool(flag) => Node::Bool(*flag),
            Value::Number(number) => Node::Number(number.clone()),
            Value::String(text) => Node::Text(text.clone()),
        }
    }

    /// The variable that has the secret at `path`.
    fn variable(&mut self, path: &str) -> String {
        let mut variable = names::constant(path);
        if TAKEN.contains(&&*variable) || variable.starts_with("TENCENTCLOUD_") {
            variable.insert_str(0, "PARAMETER_");
        }
        while self
            .secrets
            .get(&variable)
            .is_some_and(|known| known != path)
        {
            variable.push('_');
        }
        self.secrets.insert(variable.clone(), path.to_owned());
        self.order.push(variable.clone());
        variable
    }
}

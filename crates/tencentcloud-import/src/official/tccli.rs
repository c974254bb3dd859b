//! The command line tool's `api.json` of a service version, turned into a description.

use std::collections::BTreeMap;

use serde::Deserialize;
use tencentcloud_schema::{
    Action, Description, FORMAT, Index, Kind, Member, Object, Role, Signing, Site, Status,
};

use super::package::Package;
use super::python::{Facts, Way};
use super::title;
use super::version::Version;
use crate::error::{Context, Result, bail};
use crate::{prose, sensitive};

const SERVICES: &str = "tccli/services/";

/// Every service version in the package, sorted.
pub(super) fn versions(package: &Package) -> Result<Vec<Version>> {
    Ok(package
        .paths(SERVICES)?
        .iter()
        .filter_map(|path| {
            let (folder, rest) = path.strip_prefix(SERVICES)?.split_once('/')?;
            let date = rest.strip_prefix('v')?.strip_suffix("/api.json")?;
            let (year, month, day) = (date.get(..4)?, date.get(4..6)?, date.get(6..)?);
            Some(Version {
                folder: folder.to_owned(),
                date: format!("{year}-{month}-{day}"),
            })
        })
        .collect())
}

/// The description of one of them, and its prose.
pub(super) fn description(
    package: &Package,
    version: &Version,
    facts: Facts,
    site: Site,
) -> Result<(Description, Prose)> {
    let path = version.file("api.json");
    let api = read(&package.text(&path)?, &package.place(&path))?;
    let prose = Prose::of(&api);
    let description = api.describe(facts, site).context(|| package.place(&path))?;
    Ok((description, prose))
}

/// The sentences of an `api.json`.
///
/// # Errors
/// It does not have the expected form.
pub(super) fn prose(text: &str, origin: &str) -> Result<Prose> {
    read(text, origin).map(|api| Prose::of(&api))
}

fn read(text: &str, origin: &str) -> Result<Api> {
    let reader = &mut serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(reader)
        .context(|| format!("{origin} does not have the expected form"))
}

/// What a package says in sentences, by the place in the description that it is about. It is kept
/// apart from the facts: it never enters the repository.
pub(super) struct Prose(pub(super) BTreeMap<String, String>);

impl Prose {
    fn of(api: &Api) -> Self {
        let mut prose = BTreeMap::new();
        let mut put = |place: String, text: &str| {
            if !text.trim().is_empty() {
                prose.insert(place, text.trim().to_owned());
            }
        };
        let mut owners = BTreeMap::new();
        for (name, action) in &api.actions {
            put(format!("actions.{name}"), &action.document);
            owners.insert(&action.input, format!("actions.{name}.request"));
            owners.insert(&action.output, format!("actions.{name}.response"));
        }
        for (name, object) in &api.objects {
            let place = owners.get(name).cloned().unwrap_or_else(|| {
                let place = format!("types.{name}");
                put(place.clone(), &object.document);
                place
            });
            let shown = object.members.iter().filter(|member| !member.disabled.0);
            for member in shown.filter(|member| member.name != "RequestId") {
                put(format!("{place}.{}", member.name), &member.document);
            }
        }
        Self(prose)
    }
}

#[derive(Deserialize)]
struct Api {
    actions: BTreeMap<String, ApiAction>,
    objects: BTreeMap<String, ApiObject>,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "apiVersion")]
    version: String,
    #[serde(rename = "serviceNameCN")]
    title: Option<String>,
}

#[derive(Deserialize)]
struct ApiAction {
    name: String,
    #[serde(default)]
    document: String,
    input: String,
    output: String,
    #[serde(default)]
    status: Status,
    #[serde(default)]
    skip_sign: Mark,
}

#[derive(Deserialize)]
struct ApiObject {
    #[serde(default)]
    document: String,
    members: Vec<ApiMember>,
    /// Absent for the parameters and the answer of an action.
    usage: Option<Usage>,
}

/// Where the source says that an object is used; it does not always know.
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Usage {
    In,
    Out,
    Both,
}

#[derive(Deserialize)]
struct ApiMember {
    name: String,
    #[serde(rename = "type")]
    shape: String,
    #[serde(rename = "member")]
    item: String,
    #[serde(default)]
    document: String,
    example: Option<String>,
    #[serde(default)]
    required: Mark,
    output_required: Option<Mark>,
    #[serde(default)]
    value_allowed_null: Mark,
    #[serde(default)]
    disabled: Mark,
}

/// A mark: `true`, or 1 as some services write it.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(from = "WrittenMark")]
struct Mark(bool);

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenMark {
    Bool(bool),
    Number(u8),
}

impl From<WrittenMark> for Mark {
    fn from(mark: WrittenMark) -> Self {
        Self(match mark {
            WrittenMark::Bool(set) => set,
            WrittenMark::Number(number) => number != 0,
        })
    }
}

/// The sides of the wire that a list of members stands on.
#[derive(Clone, Copy)]
struct Sides {
    asked: bool,
    answered: bool,
}

impl Sides {
    const REQUEST: Self = Self {
        asked: true,
        answered: false,
    };
    const RESPONSE: Self = Self {
        asked: false,
        answered: true,
    };

    /// Those of an object type, by what the source says of it and by what reaches it.
    fn of(object: &ApiObject, role: Role) -> Self {
        Self {
            asked: object.usage != Some(Usage::Out) || role == Role::Request,
            answered: object.usage != Some(Usage::In) || role == Role::Response,
        }
    }
}

impl Api {
    fn describe(mut self, mut facts: Facts, site: Site) -> Result<Description> {
        let mut description = Description {
            format: FORMAT,
            service: std::mem::take(&mut facts.service),
            version: std::mem::take(&mut self.metadata.version),
            title: self.metadata.title.as_deref().and_then(title::chinese),
            title_en: None,
            host: facts.host.take(),
            actions: BTreeMap::new(),
            types: BTreeMap::new(),
            errors: std::mem::take(&mut facts.errors),
            open: Default::default(),
        };
        for (name, action) in std::mem::take(&mut self.actions) {
            let way = facts.ways.remove(&name).unwrap_or_default();
            let action = self.action(&name, action, way, site)?;
            description.actions.insert(name, action);
        }
        self.types(&mut description)?;
        description.open = description.undefined();
        Ok(description)
    }

    /// An action, whose parameters and response are taken out of the objects.
    fn action(&mut self, name: &str, action: ApiAction, way: Way, site: Site) -> Result<Action> {
        let mut take = |object: &str| match self.objects.remove(object) {
            Some(object) => Ok(object.members),
            None => bail!("action {name} names {object}, which is not defined"),
        };
        let request = take(&action.input)?;
        let mut response = take(&action.output)?;
        response.retain(|member| member.name != "RequestId");
        let (title, title_en) = match site {
            Site::China => (title::chinese(&action.name), None),
            Site::International => (None, title::english(&action.name)),
        };
        Ok(Action {
            streaming: way.streaming,
            body: way.body,
            host: way.host,
            title,
            title_en,
            status: action.status,
            signing: if action.skip_sign.0 {
                Signing::Skip
            } else {
                Signing::Signed
            },
            request: members(request, Sides::REQUEST)
                .context(|| format!("action {name}: request"))?,
            response: members(response, Sides::RESPONSE)
                .context(|| format!("action {name}: response"))?,
            ..Action::default()
        })
    }

    /// Puts the object types into the description, first with bare members: which side of the wire a
    /// type is on follows from what names it.
    fn types(self, description: &mut Description) -> Result<()> {
        for (name, object) in &self.objects {
            let kinds = object.members.iter().filter(|member| !member.disabled.0);
            let members = kinds
                .map(|member| Ok(Member::new(&member.name, member.kind()?)))
                .collect::<Result<_>>()
                .context(|| format!("type {name}"))?;
            let object = Object { doc: None, members };
            description.types.insert(name.clone(), object);
        }
        let index = Index::new(description);
        let sides: Vec<_> = self
            .objects
            .iter()
            .map(|(name, object)| Sides::of(object, index.role(name)))
            .collect();
        for ((name, object), sides) in self.objects.into_iter().zip(sides) {
            let members = members(object.members, sides).context(|| format!("type {name}"))?;
            let object = Object { doc: None, members };
            description.types.insert(name, object);
        }
        Ok(())
    }
}

fn members(members: Vec<ApiMember>, sides: Sides) -> Result<Vec<Member>> {
    members
        .into_iter()
        .filter(|member| !member.disabled.0)
        .map(|member| member.describe(sides))
        .collect()
}

impl ApiMember {
    fn kind(&self) -> Result<Kind> {
        let pair = (self.shape.as_str(), self.item.as_str());
        Ok(match pair {
            ("string", "string") => Kind::String,
            ("string", "date") => Kind::Date,
            ("string", "datetime") => Kind::DateTime,
            ("string", "datetime_iso") => Kind::DateTimeIso,
            ("int", "int64") => Kind::Int64,
            ("int", "uint64") => Kind::Uint64,
            ("float", "float") => Kind::Float,
            ("bool", "bool") => Kind::Bool,
            ("binary", "binary") => Kind::Binary,
            ("list", "string" | "int64" | "uint64" | "float" | "bool") => {
                Kind::from_name(&self.item)
            }
            ("object" | "list", item) if item.starts_with(|c: char| c.is_ascii_uppercase()) => {
                Kind::Object(item.to_owned())
            }
            (shape, item) => bail!("{}: no kind for type {shape:?} of {item:?}", self.name),
        })
    }

    fn describe(self, sides: Sides) -> Result<Member> {
        let mut member = Member::new(&self.name, self.kind()?);
        member.list = self.shape == "list";
        member.required = sides.asked && self.required.0;
        member.always = sides.answered && self.output_required.unwrap_or(self.required).0;
        member.nullable = self.value_allowed_null.0;
        member.sensitive = sensitive::is_sensitive(&member);
        prose::document(&mut member, &self.document);
        if !sides.answered {
            // No response holds it.
            member.nullable = self.value_allowed_null.0;
        }
        if !sides.asked {
            // Nobody leaves a member of an answer out.
            member.default = None;
        }
        member.example = self.example.and_then(|text| prose::example(&member, &text));
        Ok(member)
    }
}

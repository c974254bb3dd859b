//! Which actions a README shows: a paged list that the service is about, and what creates the
//! items of that list.

use std::cmp::Reverse;

use tencentcloud_schema::{Action, Body, Description, Member, Paging, Signing, Status};

const READS: &[&str] = &["Describe", "List", "Get", "Query", "Search"];
const CREATES: &[&str] = &[
    "Create", "Run", "Add", "Apply", "Register", "Upload", "Import", "Submit", "Start", "Send",
];

/// More setters than this are no first example.
const LONG: usize = 12;

/// An action and its name.
pub(super) type Named<'a> = (&'a str, &'a Action);

/// The actions of one version, as far as an example can show them.
pub(super) struct Choice<'a> {
    description: &'a Description,
    plain: Vec<Named<'a>>,
}

impl<'a> Choice<'a> {
    pub(super) fn new(description: &'a Description) -> Self {
        let all = description
            .actions
            .iter()
            .map(|(name, a)| (name.as_str(), a));
        let is_plain = |(_, action): &Named<'_>| {
            action.status == Status::Online
                && action.body == Body::Json
                && action.signing == Signing::Signed
                && !action.streaming
        };
        Self {
            description,
            plain: all.filter(is_plain).collect(),
        }
    }

    /// The paged list that most of the service's actions are about.
    pub(super) fn paged(&self) -> Option<Named<'a>> {
        let paged = self
            .plain
            .iter()
            .filter(|(_, action)| action.paging.as_ref().is_some_and(ends));
        paged.copied().min_by_key(|&(name, action)| {
            let size = self.size(&action.request);
            (
                size > 3,
                self.creator(name).is_none(),
                !noun(name).eq_ignore_ascii_case(&self.description.service),
                Reverse(self.popularity(noun(name))),
                (size, name.len(), name),
            )
        })
    }

    /// What creates the items of the list `paged`; else what creates anything.
    pub(super) fn create(&self, paged: Option<&str>) -> Option<Named<'a>> {
        if let Some(creator) = paged.and_then(|name| self.creator(name)) {
            return Some(creator);
        }
        let creates = self.plain.iter().filter(|(name, _)| starts(name, CREATES));
        creates.copied().min_by_key(|&(name, action)| {
            let size = self.size(&action.request);
            (
                size > LONG,
                starts(name, &["Start", "Send"]),
                size > LONG / 2,
                Reverse(self.popularity(noun(name))),
                (size, name.len(), name),
            )
        })
    }

    /// What reads without much ado, other than the action called `but`.
    pub(super) fn read(&self, but: &str) -> Option<Named<'a>> {
        let others = self.plain.iter().filter(|(name, _)| *name != but);
        others.copied().min_by_key(|&(name, action)| {
            let size = self.size(&action.request);
            (!starts(name, READS), size == 0, size, name.len(), name)
        })
    }

    /// Any action, for a service that has none of the others.
    pub(super) fn any(&self) -> Option<Named<'a>> {
        let all = self.description.actions.iter();
        all.map(|(name, action)| (name.as_str(), action))
            .min_by_key(|&(name, action)| {
                let size = self.size(&action.request);
                (action.status != Status::Online, size, name.len(), name)
            })
    }

    /// The action that creates what the action `list` lists, where it takes no long example.
    fn creator(&self, list: &str) -> Option<Named<'a>> {
        let noun = noun(list);
        let creators = self.plain.iter().filter(|(name, action)| {
            starts(name, CREATES) && self::noun(name) == noun && self.size(&action.request) <= LONG
        });
        creators.copied().min_by_key(|(name, _)| {
            let verb = CREATES.iter().position(|verb| name.starts_with(verb));
            (verb, name.len(), *name)
        })
    }

    /// How many actions have that word in their names.
    fn popularity(&self, noun: &str) -> usize {
        let names = self.description.actions.keys();
        names.filter(|name| name.contains(noun)).count()
    }

    /// How many setters the example of a request takes.
    fn size(&self, members: &[Member]) -> usize {
        self.size_below(members, super::example::DEPTH)
    }

    fn size_below(&self, members: &[Member], depth: usize) -> usize {
        let required = members.iter().filter(|member| member.required);
        required
            .map(|member| {
                let object = member.kind.object();
                let object = object.and_then(|name| self.description.types.get(name));
                match object {
                    Some(object) if depth > 0 => 1 + self.size_below(&object.members, depth - 1),
                    _ => 1,
                }
            })
            .sum()
    }
}

/// Whether a list says where it ends: only then its last page is known without another call.
fn ends(paging: &Paging) -> bool {
    let ends = [&paging.total, &paging.next, &paging.more, &paging.over];
    ends.into_iter().any(Option::is_some)
}

/// Whether a name begins with one of those verbs, and goes on with a noun.
fn starts(name: &str, verbs: &[&str]) -> bool {
    without(name, verbs).is_some()
}

fn without<'a>(name: &'a str, verbs: &[&str]) -> Option<&'a str> {
    verbs
        .iter()
        .filter_map(|verb| name.strip_prefix(verb))
        .find(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// What an action's name is about, in the singular: `Instance` of `DescribeInstances`.
fn noun(name: &str) -> &str {
    let noun = without(name, READS)
        .or_else(|| without(name, CREATES))
        .unwrap_or(name);
    let noun = noun
        .strip_suffix("List")
        .filter(|noun| !noun.is_empty())
        .unwrap_or(noun);
    noun.strip_suffix('s')
        .filter(|noun| !noun.ends_with('s') && !noun.is_empty())
        .unwrap_or(noun)
}

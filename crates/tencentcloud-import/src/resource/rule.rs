//! The rule: kinds of resources from the names and types of a description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tencentcloud_schema::resource::{Kinds, Resource, Scope, Use, Verb};
use tencentcloud_schema::{Action, Description, Member, Region, Status};

use super::form::form;
use super::identity::{Identity, identity};
use super::item::{list, object, single};
use super::members::meant;
use super::name::{Deed, bare, fold, key, singular, split};
use super::parents::parents;
use super::proposal::Proposal;
use super::state::state;
use super::uses::Known;

const CREATED: [&str; 14] = [
    "CreatedTime",
    "CreateTime",
    "CreatedAt",
    "CreateAt",
    "CreationTime",
    "CreatedOn",
    "AddTime",
    "AddTimestamp",
    "InsertTime",
    "CreateTimestamp",
    "GmtCreate",
    "CreateDate",
    "CreatedDate",
    "Created",
];
const UPDATED: [&str; 14] = [
    "UpdatedTime",
    "UpdateTime",
    "ModifiedTime",
    "ModifyTime",
    "ModTime",
    "UpdatedAt",
    "UpdateAt",
    "UpdatedOn",
    "LastModifiedTime",
    "LastUpdateTime",
    "ModifiedOn",
    "GmtModified",
    "UpdateTimestamp",
    "LastModified",
];
const TAGS: [&str; 6] = [
    "Tags",
    "TagSet",
    "TagList",
    "ResourceTags",
    "Tag",
    "TagInfos",
];

/// An action whose name was taken apart.
struct Act<'a> {
    name: &'a str,
    action: &'a Action,
    deed: Deed,
    verb: &'static str,
    noun: &'a str,
    key: Vec<String>,
}

/// Proposes the kinds of a description: one for each noun that a creating action has, sorted.
pub fn propose(description: &Description) -> Vec<Proposal> {
    let acts = acts(description);
    let nouns: BTreeSet<&Vec<String>> = acts
        .iter()
        .filter(|act| act.deed == Deed::Create)
        .map(|act| &act.key)
        .collect();
    let mut proposals: Vec<Proposal> = nouns
        .into_iter()
        .map(|noun| proposal(description, &acts, noun))
        .collect();
    changes(description, &acts, &mut proposals);
    parents(description, &mut proposals);
    sound(description, &mut proposals);
    proposals.sort_by(|a, b| a.kind.cmp(&b.kind));
    proposals
}

fn acts(description: &Description) -> Vec<Act<'_>> {
    let online = description
        .actions
        .iter()
        .filter(|(_, a)| a.status != Status::Offline);
    let acts = online.filter_map(|(name, action)| {
        let (deed, noun, verb) = split(name)?;
        let noun = bare(noun, deed);
        Some(Act {
            name,
            action,
            deed,
            verb,
            noun,
            key: key(noun),
        })
    });
    acts.collect()
}

fn proposal<'a>(description: &'a Description, acts: &[Act<'a>], noun: &[String]) -> Proposal {
    let of = |deed: Deed| {
        acts.iter()
            .filter(move |act| act.deed == deed && act.key == noun)
    };
    let all = acts
        .iter()
        .filter(|act| act.key == noun && act.deed != Deed::Read);
    let shortest = all.min_by_key(|act| (act.noun.len(), act.noun));
    let kind = singular(shortest.map_or("", |act| act.noun));
    let left = |why: &str| Proposal {
        kind: kind.clone(),
        resource: Err(why.to_owned()),
        doubt: None,
    };
    let creates: Vec<&Act> = of(Deed::Create).collect();
    let mut deletes: Vec<&Act> = of(Deed::Delete).collect();
    if deletes.iter().any(|act| act.verb != "Release") {
        // Elsewhere it means that a version goes out.
        deletes.retain(|act| act.verb != "Release");
    }
    if deletes.is_empty() {
        return left("no action deletes it");
    }
    let mut reads: Vec<&Act> = of(Deed::Read).collect();
    if reads.is_empty() {
        reads = by_item(description, acts, noun);
    }
    if reads.is_empty() {
        return left("no action reads it");
    }
    let Some((known, doubt)) = known(description, &kind, &creates, &reads, &deletes) else {
        return left("no member of what is read is what the deletion takes");
    };
    match resource(known, &creates, &reads, &deletes) {
        Ok(resource) => Proposal {
            kind,
            resource: Ok(resource),
            doubt,
        },
        Err(why) => left(why),
    }
}

/// Lists whose items have a type, or a place in the response, of that noun.
fn by_item<'a, 'b>(
    description: &'a Description,
    acts: &'b [Act<'a>],
    noun: &[String],
) -> Vec<&'b Act<'a>> {
    let reads = acts.iter().filter(|act| act.deed == Deed::Read);
    let named = reads.filter(|act| {
        let Some(place) = list(description, act.action) else {
            return false;
        };
        let same = |name: &str| key(bare(name, Deed::Read)) == noun;
        place.member.kind.object().is_some_and(same) || same(&place.member.name)
    });
    named.collect()
}

/// An item that a read shows, with its identity, and how well they fit.
type Candidate<'a> = ((u32, usize), Option<&'a str>, &'a [Member], Identity<'a>);

/// Finds the item and the identity: of all lists and deletions those that fit together best.
fn known<'a>(
    description: &'a Description,
    kind: &'a str,
    creates: &[&Act<'a>],
    reads: &[&Act<'a>],
    deletes: &[&Act<'a>],
) -> Option<(Known<'a>, Option<String>)> {
    let makers: Vec<&Action> = creates.iter().map(|act| act.action).collect();
    let mut best: Option<Candidate<'a>> = None;
    for read in reads {
        let listed =
            list(description, read.action).filter(|place| place.member.kind.object().is_some());
        let (name, members, more) = match listed {
            Some(place) => (
                place.member.kind.object(),
                object(description, place.member),
                2,
            ),
            None => (None, single(description, read.action).1, 0),
        };
        let shared = members.iter().filter(|m| made_of(&makers, &m.name)).count();
        for delete in deletes {
            if let Some(identity) = identity(description, kind, delete.action, &makers, members) {
                let rank = (identity.score + more, shared);
                if best.as_ref().is_none_or(|best| best.0 < rank) {
                    best = Some((rank, name, members, identity));
                }
            }
        }
    }
    let (_, object, members, identity) = best?;
    let doubt = (identity.score < Identity::SURE)
        .then(|| format!("{} may not be what identifies it", identity.member.name));
    let known = Known {
        description,
        noun: kind,
        object,
        members,
        id: identity.member,
        given: identity.given,
        name: named(members, kind, &makers),
        tags: tags(description, members),
        state: state(members, kind),
        set: BTreeSet::new(),
        hidden: BTreeSet::new(),
        scopes: BTreeSet::new(),
    };
    Some((known, doubt))
}

/// Whether a creation takes a parameter of that name.
fn made_of(creates: &[&Action], name: &str) -> bool {
    let mut parameters = creates.iter().flat_map(|create| &create.request);
    parameters.any(|parameter| parameter.name == name)
}

/// The member that holds the name.
fn named(members: &[Member], kind: &str, creates: &[&Action]) -> Option<String> {
    let name =
        meant(members, kind, &format!("{kind}Name")).or_else(|| meant(members, kind, "Name"));
    let name = name.filter(|m| m.kind.is_text() && !m.list);
    let given = |m: &&Member| {
        creates.iter().any(|create| {
            create
                .request
                .iter()
                .any(|p| meant(std::slice::from_ref(*m), kind, &p.name).is_some())
        })
    };
    name.filter(given).map(|m| m.name.clone())
}

/// The member that is a list of tags.
fn tags(description: &Description, members: &[Member]) -> Option<String> {
    let own = TAGS
        .iter()
        .filter_map(|name| members.iter().find(|m| m.name == *name && m.list));
    let keyed = own.filter(|m| {
        object(description, m)
            .iter()
            .any(|m| fold(&m.name).ends_with("key"))
    });
    keyed.map(|m| m.name.clone()).next()
}

/// What each action does, once it is clear how items come to be and go.
fn actions<'a>(
    known: &mut Known<'a>,
    creates: &[&Act],
    reads: &[&Act],
    deletes: &[&Act],
) -> Result<BTreeMap<String, Use>, &'static str> {
    let description: &'a Description = known.description;
    let find = |act: &&Act| description.actions.get_key_value(act.name);
    let mut actions = BTreeMap::new();
    for (name, action) in creates.iter().filter_map(find) {
        let used = known.create(action);
        if known.makes(action, &used) {
            known.learn(action, &used);
            actions.insert(name.clone(), used);
        }
    }
    if actions.is_empty() {
        return Err("what is created has no id");
    }
    for (_, action) in deletes.iter().filter_map(find) {
        known.place(action);
    }
    let deleted = deletes.iter().filter_map(find);
    actions
        .extend(deleted.filter_map(|(name, action)| Some((name.clone(), known.delete(action)?))));
    if !actions.values().any(|used| used.does == Verb::Delete) {
        return Err("what the deletion takes is not what the creation gives");
    }
    let read = reads.iter().filter_map(find);
    actions.extend(read.filter_map(|(name, action)| Some((name.clone(), known.read(action)?))));
    let shows = |used: &Use| matches!(used.does, Verb::List | Verb::Get);
    match actions.values().any(shows) {
        true => Ok(actions),
        false => Err("what is read does not show its id"),
    }
}

fn resource(
    mut known: Known<'_>,
    creates: &[&Act],
    reads: &[&Act],
    deletes: &[&Act],
) -> Result<Resource, &'static str> {
    let actions = actions(&mut known, creates, reads, deletes)?;
    let mut scopes: Vec<String> = Vec::new();
    if known.given {
        let own = |member: &&String| Some(*member) != known.name.as_ref();
        scopes.extend(known.scopes.iter().filter(own).cloned());
    }
    let time = |names: &[&str]| {
        let own = |name: &&str| {
            known
                .members
                .iter()
                .find(|m| m.name == **name && m.kind.object().is_none() && !m.list)
        };
        names.iter().find_map(own).map(|m| m.name.clone())
    };
    let mut resource = Resource {
        object: known.object.map(str::to_owned),
        scope: scope(known.description),
        created: time(&CREATED),
        updated: time(&UPDATED),
        name: known.name.clone(),
        tags: known.tags.clone(),
        state: known.state.clone(),
        actions,
        ..Resource::default()
    };
    scopes.push(known.id.name.clone());
    resource.id = scopes;
    if !known.given {
        resource.made.insert(
            known.id.name.clone(),
            form_of(&known, creates, reads, deletes),
        );
    }
    Ok(resource)
}

/// The scope of a version: the account if pages say not to send Region and none requires it.
fn scope(description: &Description) -> Scope {
    let says = |region| {
        description
            .actions
            .values()
            .any(|a| a.region == Some(region))
    };
    match says(Region::None) && !says(Region::Required) {
        true => Scope::Account,
        false => Scope::Region,
    }
}

/// The form of the id, by the examples of the member and of the parameters that name it.
fn form_of(known: &Known<'_>, creates: &[&Act], reads: &[&Act], deletes: &[&Act]) -> String {
    let own = known.id.example.iter();
    let responses = creates.iter().flat_map(|act| &act.action.response);
    let requests = deletes
        .iter()
        .chain(reads)
        .flat_map(|act| &act.action.request);
    let id = std::slice::from_ref(known.id);
    let others = responses
        .chain(requests)
        .filter(|m| meant(id, known.noun, &m.name).is_some());
    let others: Vec<&Member> = others.collect();
    let number = others.iter().find(|m| m.kind.is_integer());
    let kind = number.map_or(&known.id.kind, |m| &m.kind);
    let examples: Vec<&Value> = own
        .chain(others.iter().filter_map(|m| m.example.as_ref()))
        .collect();
    form(kind, examples.into_iter())
}

/// Gives each kind the actions that change it: the kind with the longest noun that theirs begins with.
fn changes(description: &Description, acts: &[Act<'_>], proposals: &mut [Proposal]) {
    for act in acts {
        if matches!(act.deed, Deed::Create | Deed::Read | Deed::Delete) {
            continue;
        }
        let mut best: Option<(usize, usize)> = None;
        for (index, proposal) in proposals.iter().enumerate() {
            let noun = key(&proposal.kind);
            if proposal.resource.is_ok()
                && act.key.starts_with(&noun)
                && best.is_none_or(|(_, long)| long < noun.len())
            {
                best = Some((index, noun.len()));
            }
        }
        let Some(proposal) = best.map(|(index, _)| &mut proposals[index]) else {
            continue;
        };
        let Ok(resource) = &mut proposal.resource else {
            continue;
        };
        let Some(known) = again(description, &proposal.kind, resource) else {
            continue;
        };
        let used = match act.deed {
            Deed::Modify | Deed::Attach => known.modify(act.action),
            Deed::State => known.change(act.action, act.verb),
            _ => known.detach(act.action, counterpart(acts, act)),
        };
        if let Some(used) = used {
            resource.actions.insert(act.name.to_owned(), used);
        }
    }
}

/// The action that ties what this one unties.
fn counterpart<'a>(acts: &[Act<'a>], act: &Act<'_>) -> Option<&'a Action> {
    let mut ties = acts
        .iter()
        .filter(|tie| tie.deed == Deed::Attach && tie.key == act.key);
    ties.next().map(|tie| tie.action)
}

/// What is known of a resource that was proposed.
fn again<'a>(
    description: &'a Description,
    kind: &'a str,
    resource: &Resource,
) -> Option<Known<'a>> {
    let members = members_of(description, resource)?;
    let id = resource.id.last()?;
    let mut known = Known {
        description,
        noun: kind,
        object: resource
            .object
            .as_ref()
            .and_then(|name| description.types.get_key_value(name))
            .map(|(name, _)| name.as_str()),
        members,
        id: members.iter().find(|m| m.name == *id)?,
        given: resource.made.is_empty(),
        name: resource.name.clone(),
        tags: resource.tags.clone(),
        state: resource.state.clone(),
        set: BTreeSet::new(),
        hidden: BTreeSet::new(),
        scopes: BTreeSet::new(),
    };
    for (name, used) in resource.that(Verb::Create) {
        if let Some(action) = description.actions.get(name) {
            known.learn(action, used);
        }
    }
    for (_, used) in resource.that(Verb::Delete) {
        let others = used.by.values().filter(|member| **member != known.id.name);
        known.scopes.extend(others.cloned());
    }
    Some(known)
}

/// The members of an item.
fn members_of<'a>(description: &'a Description, resource: &Resource) -> Option<&'a [Member]> {
    if let Some(name) = &resource.object {
        return Some(&description.types.get(name)?.members);
    }
    let (name, _) = resource.that(Verb::Get).next()?;
    Some(single(description, description.actions.get(name)?).1)
}

/// Leaves out kinds of which something does not fit the description, and says what: the rule's own
/// safeguard.
fn sound(description: &Description, proposals: &mut [Proposal]) {
    let kinds: Kinds = proposals
        .iter()
        .filter_map(|p| Some((p.kind.clone(), p.resource.clone().ok()?)))
        .collect();
    for proposal in proposals {
        if let Ok(resource) = &proposal.resource {
            let problems = resource.problems(description, &kinds, &proposal.kind);
            if let Some(problem) = problems.first() {
                proposal.resource = Err(format!("does not fit the description: {problem}"));
            }
        }
    }
}

//! Where a typed name leads: `Nodes.0.Host` is a member of an item of a list.

use tencentcloud_schema::Member;

use super::expected;
use crate::error::Error;
use crate::known::{meant, nearest, plain};
use crate::target::Target;

/// One step into the parameters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Member(String),
    Index(usize),
}

/// The longest list that is filled item by item.
const LONGEST: usize = 10_000;

/// What is at a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum At<'a> {
    /// The parameters themselves, or the members of an object that is no value of its own yet.
    Members(&'a [Member], Option<&'a Member>),
    /// A list.
    List(&'a Member),
    /// A value without parts, or an item of a list of such values.
    Value(&'a Member),
    /// What no description speaks of.
    Free,
}

/// A place among the parameters.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) steps: Vec<Step>,
    /// The place as the API spells it, e.g. `Nodes.0.Host`.
    pub(super) path: String,
    pub(super) at: At<'a>,
}

impl<'a> Place<'a> {
    /// Finds the place that `name` leads to: each part as the API spells it, in kebab-case or in
    /// another case. What is not documented is taken as it is typed if `force` is true.
    ///
    /// # Errors
    /// A part that is unknown, with the nearest names.
    pub(super) fn find(target: &'a Target, name: &str, force: bool) -> Result<Self, Error> {
        let at = match &target.known {
            Some(known) => At::Members(&known.action().request, None),
            None => At::Free,
        };
        let mut place = Self {
            steps: Vec::new(),
            path: String::new(),
            at,
        };
        for part in name.split('.') {
            place.enter(target, part, force)?;
        }
        Ok(place)
    }

    fn enter(&mut self, target: &'a Target, part: &str, force: bool) -> Result<(), Error> {
        let (step, at) = match self.at {
            At::Free => (Self::undocumented(part), At::Free),
            At::Members(members, _) => match member(members, part) {
                Some(member) => {
                    let step = Step::Member(member.name.clone());
                    let item = || inside(target, member);
                    (
                        step,
                        if member.list {
                            At::List(member)
                        } else {
                            item()
                        },
                    )
                }
                None if force => (Step::Member(part.to_owned()), At::Free),
                None => return Err(self.unknown(target, members, part)),
            },
            At::List(member) => match part.parse() {
                Ok(index) if index < LONGEST => (Step::Index(index), inside(target, member)),
                _ => {
                    return Err(Error::usage(format!(
                        "{} is a list: --{}.0 names its first item, and {part} is no index",
                        self.path, self.path
                    )));
                }
            },
            At::Value(member) => {
                return Err(Error::usage(format!(
                    "{} is {} and has no part {part}",
                    self.path,
                    expected::kind(member, true)
                )));
            }
        };
        if !self.path.is_empty() {
            self.path.push('.');
        }
        match &step {
            Step::Member(name) => self.path.push_str(name),
            Step::Index(index) => self.path.push_str(&index.to_string()),
        }
        self.steps.push(step);
        self.at = at;
        Ok(())
    }

    fn undocumented(part: &str) -> Step {
        match part.parse() {
            Ok(index) if index < LONGEST => Step::Index(index),
            _ => Step::Member(part.to_owned()),
        }
    }

    fn unknown(&self, target: &Target, members: &[Member], part: &str) -> Error {
        let near = nearest(part, members.iter().map(|member| &*member.name));
        let owner = match &*self.path {
            "" => &target.name,
            path => path,
        };
        let way = match near.is_empty() {
            true => "; --force sends it nonetheless",
            false => "",
        };
        Error::usage(format!(
            "{owner} has no parameter {part}{}{way}",
            meant(&near)
        ))
    }
}

/// What is at `member`, or at an item of it.
fn inside<'a>(target: &'a Target, member: &'a Member) -> At<'a> {
    let Some(name) = member.kind.object() else {
        return At::Value(member);
    };
    let known = target.known.as_ref();
    match known.and_then(|known| known.description.types.get(name)) {
        Some(object) => At::Members(&object.members, Some(member)),
        None => At::Free,
    }
}

/// The member of that name: exactly, else without regard to case and hyphens.
fn member<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    let exact = members.iter().find(|member| member.name == name);
    exact.or_else(|| {
        let wanted = plain(name);
        members.iter().find(|member| plain(&member.name) == wanted)
    })
}

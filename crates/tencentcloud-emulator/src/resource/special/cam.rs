//! Users, groups, roles and policies, and what they have to do with each other.

mod access;
mod attach;
mod group;
mod policy;

use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::store::{Item, Record};
use super::{fill, text};
use crate::credential::Credential;
use crate::fault::Fault;
use crate::identity::{Identity, Who};

/// The code of the service cam.
#[derive(Debug)]
pub(super) struct Cam;

impl Family for Cam {
    fn service(&self) -> &'static str {
        "cam"
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "AccessKey" => access::drafting(desk, record),
            "Policy" | "PolicyVersion" | "Role" => policy::check(desk, kind),
            _ => Ok(()),
        }
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "User" => access::new_user(desk, record),
            "AccessKey" => access::new_key(desk, record),
            "Policy" => fill(
                record,
                json!({"Type": 1, "CreateMode": 2, "Description": ""}),
            ),
            "PolicyVersion" => policy::new_version(desk, record),
            "Role" => {
                let (account, name) = (desk.account(), text(record, "RoleName"));
                let arn = format!("qcs::cam::uin/{account}:roleName/{name}");
                fill(record, json!({"RoleArn": arn, "RoleType": "user"}));
            }
            _ => {}
        }
        Ok(())
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        match kind {
            "User" => access::made_user(desk, item),
            "AccessKey" => {
                access::accept(desk, &item.record);
                Ok(())
            }
            "Policy" => policy::first_version(desk, item),
            "PolicyVersion" => policy::made_version(desk, item),
            _ => Ok(()),
        }
    }

    fn changing(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        _before: &Record,
        after: &mut Record,
    ) -> Result<(), Fault> {
        match kind {
            "User" => {
                after.remove("Password");
            }
            "AccessKey" => access::accept(desk, after),
            "Role" => policy::check(desk, kind)?,
            "Policy" => {
                policy::check(desk, kind)?;
                policy::rewrite(desk, after);
            }
            _ => {}
        }
        Ok(())
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        match kind {
            "User" => {
                access::end_user(desk, record)?;
                group::leave_all(desk, record);
                attach::forget(desk, attach::USER, &text(record, "Uin"));
            }
            "AccessKey" => access::refuse(desk, record),
            "Group" => attach::forget(desk, attach::GROUP, &text(record, "GroupId")),
            "Role" => attach::forget(desk, attach::ROLE, &text(record, "RoleId")),
            "Policy" => policy::end(desk, record),
            "PolicyVersion" => policy::check_default(desk, record)?,
            _ => {}
        }
        Ok(())
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "Group" => group::show(desk, record),
            "Policy" => attach::count(record),
            _ => {}
        }
    }

    fn credential(&self, account: &str, kind: &str, record: &Record) -> Option<Credential> {
        (kind == "AccessKey")
            .then(|| access::credential(account, record))
            .flatten()
    }

    fn code(&self, _desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("User", Trouble::Exists) => Some("InvalidParameter.SubUserNameInUse"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "GetUserAppId" => caller,
            "UntagRole" => untag,
            "ListAccessKeys" => access::list,
            "ListPolicies" => policy::list,
            "SetDefaultPolicyVersion" => policy::set_default,
            "AddUserToGroup" => group::join,
            "RemoveUserFromGroup" => group::leave,
            "ListUsersForGroup" => group::users,
            "ListGroupsForUser" => group::groups,
            "AttachUserPolicy" | "AttachGroupPolicy" | "AttachRolePolicy" => attach::attach,
            "DetachUserPolicy" | "DetachGroupPolicy" | "DetachRolePolicy" => attach::detach,
            "ListAttachedUserPolicies"
            | "ListAttachedGroupPolicies"
            | "ListAttachedRolePolicies" => attach::of_one,
            "ListAttachedUserAllPolicies" => attach::of_user,
            "ListEntitiesForPolicy" => attach::entities,
            _ => return None,
        })
    }
}

/// Returns the number that a user of the caller's account has.
fn number(desk: &Desk<'_>, user: &str) -> String {
    let identity = Identity {
        account: desk.account().to_owned(),
        key: None,
        who: Who::User(user.to_owned()),
        policy: None,
    };
    identity.number()
}

/// Returns the number of the caller itself.
pub(super) fn own_number(desk: &Desk<'_>) -> String {
    let caller = desk.call.caller.as_ref();
    caller.map(|caller| caller.number()).unwrap_or_default()
}

fn caller(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    Ok(desk.respond(json!({
        "Uin": own_number(desk), "OwnerUin": desk.account(), "AppId": app_id(desk),
    })))
}

/// Returns the other number of the caller's account, which buckets are named by.
pub(super) fn app_id(desk: &Desk<'_>) -> u64 {
    let digits: u64 = desk.account().parse().unwrap_or(0);
    1_250_000_000 + digits % 100_000_000
}

/// Takes tags away from a role.
fn untag(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("Role")?;
    let role = attach::role(desk, "RoleId", "RoleName")?;
    let keys = desk.texts("TagKeys");
    let mut record = desk.current(&role).into_owned();
    if let Some(Value::Array(tags)) = record.get_mut("Tags") {
        tags.retain(|tag| !keys.iter().any(|key| tag["Key"] == **key));
    }
    desk.change(&kind, &role, record);
    Ok(desk.respond(Value::Null))
}

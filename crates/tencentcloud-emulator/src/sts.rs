//! The actions of STS: who calls, and temporary credentials.

use std::fmt::Write as _;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::clock;
use crate::fault::Fault;
use crate::identity::{Document, Identity, Keyring, Role, Who};
use crate::rules::{Leeway, Rule};

/// The longest that a role is assumed for, in seconds.
const ROLE_SECONDS: u64 = 43_200;
/// The longest that a federated user's credential lives, in seconds: issued by the account's own key,
/// and by a sub-user's.
const FEDERATED_SECONDS: (u64, u64) = (7_200, 129_600);

type Answer = Result<Map<String, Value>, Fault>;

/// Returns the roles that CAM keeps of an account.
type Roles<'a> = &'a dyn Fn(&str) -> Vec<Map<String, Value>>;

/// Returns the members of the response to a call of STS; `None` if it is of another service, or an
/// action that has no behaviour here.
///
/// # Errors
/// The call asks for a credential that is not issued.
pub(crate) fn respond(
    call: &Call,
    keyring: &Keyring,
    roles: Roles<'_>,
    leeway: &Leeway<'_>,
) -> Option<Answer> {
    if call.target.description().service != "sts" {
        return None;
    }
    Some(match call.target.name.as_str() {
        "GetCallerIdentity" => caller_identity(call),
        "AssumeRole" | "AssumeRoleWithSAML" | "AssumeRoleWithWebIdentity" => {
            assume_role(call, keyring, roles, leeway)
        }
        "GetFederationToken" => federation_token(call, keyring),
        "GetSessionToken" => session_token(call, keyring),
        "QueryApiKey" => api_keys(call, keyring),
        _ => return None,
    })
}

fn caller_identity(call: &Call) -> Answer {
    let caller = caller(call)?;
    let (account, number) = (&caller.account, caller.number());
    let (arn, user, kind) = match &caller.who {
        Who::Account | Who::User(_) => (
            format!("qcs::cam::uin/{account}:uin/{number}"),
            number.clone(),
            "CAMUser",
        ),
        Who::Role { role, session } => (
            format!("qcs::sts:{account}:assumed-role/{}", role.name),
            format!("{}:{session}", role.name),
            "CAMRole",
        ),
        Who::Federated(name) => (
            format!("qcs::sts:{account}:federated-user/{number}"),
            format!("{number}:{name}"),
            "CAMUser",
        ),
    };
    members(json!({
        "Arn": arn, "AccountId": account, "UserId": user, "PrincipalId": number, "Type": kind,
    }))
}

fn assume_role(call: &Call, keyring: &Keyring, roles: Roles<'_>, leeway: &Leeway<'_>) -> Answer {
    let arn = text(call, "RoleArn");
    let role = Role::parse(arn).ok_or_else(|| {
        call.fault(
            "InvalidParameter.ParamError",
            format!(
                "`RoleArn` must have the form qcs::cam::uin/<account>:roleName/<role>; got {arn:?}."
            ),
        )
    })?;
    let longest = match kept_role(call, &role, &roles(&role.account), leeway)? {
        Some(kept) => {
            check_trust(call, &role, &kept)?;
            let own = kept.get("SessionDuration").and_then(Value::as_u64);
            own.filter(|own| *own > 0).unwrap_or(ROLE_SECONDS)
        }
        None => ROLE_SECONDS,
    };
    let seconds = seconds(call, 7_200, longest)?;
    let identity = Identity {
        account: role.account.clone(),
        key: call.caller.as_ref().and_then(|caller| caller.key.clone()),
        who: Who::Role {
            role,
            session: text(call, "RoleSessionName").to_owned(),
        },
        policy: policy(call)?,
    };
    issue(call, keyring, identity, seconds)
}

/// Returns what CAM keeps of a role; `None` if the account has no roles at all, and need not.
fn kept_role(
    call: &Call,
    role: &Role,
    kept: &[Map<String, Value>],
    leeway: &Leeway<'_>,
) -> Result<Option<Map<String, Value>>, Fault> {
    let named = |kept: &&Map<String, Value>| {
        let is = |member: &str| kept.get(member).and_then(Value::as_str) == Some(&role.name);
        is("RoleName") || is("RoleId")
    };
    if let Some(found) = kept.iter().find(named) {
        return Ok(Some(found.clone()));
    }
    let mut message = format!(
        "There is no role {:?} of the account {}.",
        role.name, role.account
    );
    if kept.is_empty() {
        if leeway.allow(Rule::UnknownRole) {
            return Ok(None);
        }
        write!(
            message,
            " The rule {}, which would accept it, is switched off.",
            Rule::UnknownRole
        )
        .ok();
    }
    Err(call.fault("ResourceNotFound.RoleNotFound", message))
}

/// Checks that a role trusts whoever assumes it: the account or user that calls, or what federates an
/// unsigned caller.
fn check_trust(call: &Call, role: &Role, kept: &Map<String, Value>) -> Result<(), Fault> {
    let document = kept.get("PolicyDocument").and_then(Value::as_str);
    let document: Value = serde_json::from_str(document.unwrap_or_default()).unwrap_or_default();
    let statements = many(&document["statement"]);
    let federated = call.target.name != "AssumeRole";
    let trusts = |statement: &&Value| {
        let principal = &statement["principal"];
        let denies = statement["effect"].as_str() == Some("deny");
        let named = match (federated, &call.caller) {
            (true, _) => !many(&principal["federated"]).is_empty(),
            (false, Some(caller)) => many(&principal["qcs"])
                .into_iter()
                .filter_map(Value::as_str)
                .any(|name| is_principal(name, caller)),
            (false, None) => false,
        };
        named && !denies
    };
    match statements.iter().any(trusts) {
        true => Ok(()),
        false => {
            let message = format!("The role {:?} does not trust the caller.", role.name);
            Err(call.fault("UnauthorizedOperation", message))
        }
    }
}

fn is_principal(name: &str, caller: &Identity) -> bool {
    let Some(rest) = name.strip_prefix("qcs::cam::uin/") else {
        return name == "*";
    };
    let (account, who) = rest.split_once(':').unwrap_or((rest, "root"));
    let number = who.strip_prefix("uin/");
    account == caller.account
        && (who == "root" || number.is_some_and(|n| n == account || n == caller.number()))
}

/// Returns the items of a list, or the one value that stands for a list.
fn many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn federation_token(call: &Call, keyring: &Keyring) -> Answer {
    let caller = caller(call)?;
    let longest = match caller.who {
        Who::User(_) => FEDERATED_SECONDS.1,
        _ => FEDERATED_SECONDS.0,
    };
    let seconds = seconds(call, 1_800, longest)?;
    let identity = Identity {
        account: caller.account.clone(),
        key: caller.key.clone(),
        who: Who::Federated(text(call, "Name").to_owned()),
        policy: policy(call)?,
    };
    issue(call, keyring, identity, seconds)
}

fn session_token(call: &Call, keyring: &Keyring) -> Answer {
    let identity = caller(call)?.clone();
    let seconds = seconds(call, 1_800, FEDERATED_SECONDS.1)?;
    issue(call, keyring, identity, seconds)
}

fn api_keys(call: &Call, keyring: &Keyring) -> Answer {
    let ids = keyring.permanent(&caller(call)?.account);
    let keys = ids.into_iter();
    let keys: Vec<_> = keys
        .map(|id| json!({"SecretId": id, "CreateTime": 0, "Status": 2}))
        .collect();
    members(json!({ "IdKeys": keys }))
}

fn issue(call: &Call, keyring: &Keyring, identity: Identity, seconds: u32) -> Answer {
    let issued = keyring.issue(identity, call.now, seconds);
    let credential = issued.credential;
    members(json!({
        "Credentials": {
            "Token": credential.token,
            "TmpSecretId": credential.secret_id,
            "TmpSecretKey": credential.secret_key,
        },
        "ExpiredTime": issued.expires.unix_timestamp(),
        "Expiration": clock::zulu(issued.expires),
    }))
}

/// Reads the parameter `Policy`, which is JSON, and may be encoded as in a URL.
fn policy(call: &Call) -> Result<Option<Arc<Document>>, Fault> {
    let given = text(call, "Policy");
    if given.is_empty() {
        return Ok(None);
    }
    let decoded = match given.starts_with('%') {
        true => percent_decode_str(given).decode_utf8_lossy(),
        false => given.into(),
    };
    let json = serde_json::from_str(&decoded).map_err(|error| error.to_string());
    let document = json.and_then(|json| Document::parse(&json));
    let document = document.map_err(|why| {
        call.fault(
            "InvalidParameter.StrategyFormatError",
            format!("`Policy` is no policy of CAM: {why}."),
        )
    })?;
    Ok(Some(document.into()))
}

/// Returns the parameter `DurationSeconds`.
fn seconds(call: &Call, default: u32, longest: u64) -> Result<u32, Fault> {
    let Some(given) = call.parameters.get("DurationSeconds") else {
        return Ok(default);
    };
    let seconds = given.as_u64().filter(|given| (1..=longest).contains(given));
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    seconds.ok_or_else(|| {
        call.fault(
            "InvalidParameter.OverTimeError",
            format!("`DurationSeconds` must be from 1 to {longest}; got {given}."),
        )
    })
}

fn caller(call: &Call) -> Result<&Identity, Fault> {
    call.caller.as_deref().ok_or_else(|| {
        Fault::new(
            "AuthFailure.InvalidAuthorization",
            format!("{} must be signed.", call.target.name),
        )
    })
}

fn text<'a>(call: &'a Call, name: &str) -> &'a str {
    let value = call.parameters.get(name).and_then(Value::as_str);
    value.unwrap_or_default()
}

fn members(value: Value) -> Answer {
    match value {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

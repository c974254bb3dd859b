//! States, as far as their words tell what they are.

use serde_json::Value;
use tencentcloud_schema::Member;
use tencentcloud_schema::resource::State;

use super::name::{fold, key};

/// States in which an item stays, the likelier first.
const READY: [&str; 22] = [
    "running",
    "available",
    "active",
    "normal",
    "enabled",
    "enable",
    "online",
    "ready",
    "on",
    "opened",
    "valid",
    "created",
    "success",
    "succeeded",
    "deployed",
    "ok",
    "running_normal",
    "unattached",
    "unbind",
    "using",
    "healthy",
    "avail",
];
const BEGINS: [&str; 10] = [
    "pending",
    "creating",
    "launching",
    "initializing",
    "initing",
    "building",
    "allocating",
    "deploying",
    "init",
    "preparing",
];
const ENDS: [&str; 8] = [
    "deleting",
    "terminating",
    "shutting-down",
    "destroying",
    "releasing",
    "destroy",
    "isolating",
    "removing",
];

/// Verbs of actions that change the state: states in the end, and states for a while.
const CHANGES: [(&str, &[&str], &[&str]); 21] = [
    ("Start", &READY, &["starting", "pending"]),
    ("Resume", &READY, &["resuming", "starting"]),
    ("Recover", &READY, &["recovering"]),
    ("Restart", &READY, &["restarting", "rebooting"]),
    ("Reboot", &READY, &["rebooting", "restarting"]),
    (
        "Stop",
        &[
            "stopped",
            "stop",
            "closed",
            "shutdown",
            "suspended",
            "paused",
            "inactive",
            "off",
        ],
        &["stopping", "closing"],
    ),
    (
        "Pause",
        &["paused", "suspended", "stopped", "pause"],
        &["pausing", "suspending"],
    ),
    ("Suspend", &["suspended", "paused"], &["suspending"]),
    (
        "Enable",
        &[
            "enabled",
            "enable",
            "active",
            "running",
            "on",
            "online",
            "normal",
            "available",
            "open",
            "valid",
        ],
        &["enabling", "starting"],
    ),
    (
        "Activate",
        &["active", "activated", "enabled"],
        &["activating"],
    ),
    (
        "Disable",
        &[
            "disabled", "disable", "inactive", "off", "offline", "closed", "stopped", "invalid",
        ],
        &["disabling"],
    ),
    (
        "Deactivate",
        &["inactive", "deactivated", "disabled"],
        &["deactivating"],
    ),
    (
        "Open",
        &["open", "opened", "on", "enabled", "running", "active"],
        &["opening"],
    ),
    (
        "Close",
        &["closed", "close", "off", "disabled"],
        &["closing"],
    ),
    ("Isolate", &["isolated", "isolate"], &["isolating"]),
    ("Online", &["online"], &["onlining"]),
    ("Offline", &["offline"], &["offlining"]),
    (
        "Cancel",
        &["cancelled", "canceled", "cancel"],
        &["cancelling", "canceling"],
    ),
    ("Lock", &["locked"], &["locking"]),
    ("Freeze", &["frozen", "freeze"], &["freezing"]),
    ("Publish", &["published"], &["publishing"]),
];

/// The member that holds the state of an item, with the states that it goes through by itself.
pub(super) fn state(members: &[Member], noun: &str) -> Option<State> {
    let words = key(noun);
    let last = words.last().cloned().unwrap_or_default();
    let names = ["State", "Status"];
    let is = |member: &&Member| {
        let name = fold(&member.name);
        let own = names.iter().any(|tail| {
            let tail = fold(tail);
            name == tail
                || name == format!("{last}{tail}")
                || name == format!("{}{tail}", words.concat())
        });
        own && !member.list && member.kind.is_text()
    };
    let member = members.iter().find(is)?;
    let ready = ready(member)?;
    let word = |words: &[&str]| one(member, words).map(Value::from);
    Some(State {
        begins: word(&BEGINS),
        ready: ready.into(),
        ends: word(&ENDS),
        member: member.name.clone(),
    })
}

fn ready(member: &Member) -> Option<&str> {
    one(member, &READY).or_else(|| {
        let example = member.example.as_ref()?.as_str()?;
        READY
            .contains(&example.to_lowercase().as_str())
            .then_some(example)
    })
}

/// The member's value that is the first of those words.
fn one<'a>(member: &'a Member, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let same = |value: &&String| value.to_lowercase() == *word;
        member.values.iter().find(same).map(String::as_str)
    })
}

/// The state that a verb leads to, and the one on the way.
pub(super) fn change(member: &Member, state: &State, verb: &str) -> Option<(Option<Value>, Value)> {
    let (_, ends, ways) = CHANGES.iter().find(|(known, _, _)| *known == verb)?;
    let way = one(member, ways).map(Value::from);
    if *ends == READY.as_slice() {
        return Some((way, state.ready.clone()));
    }
    Some((way, one(member, ends)?.into()))
}

#[cfg(test)]
mod tests {
    use tencentcloud_schema::Kind;

    use super::*;

    #[test]
    fn words_tell_the_steady_state_and_those_on_the_way() {
        let mut member = Member::new("InstanceState", Kind::String);
        let values = ["PENDING", "RUNNING", "STOPPING", "STOPPED", "TERMINATING"];
        member.values = values.map(str::to_owned).into();
        let members = [member.clone()];
        let state = state(&members, "Instance").unwrap();
        assert_eq!(state.begins, Some("PENDING".into()));
        assert_eq!(state.ready, Value::from("RUNNING"));
        assert_eq!(state.ends, Some("TERMINATING".into()));
        let stop = change(&member, &state, "Stop").unwrap();
        assert_eq!(stop, (Some("STOPPING".into()), "STOPPED".into()));
        assert_eq!(
            change(&member, &state, "Reboot").unwrap().1,
            Value::from("RUNNING")
        );
        assert_eq!(change(&member, &state, "Freeze"), None);
    }
}

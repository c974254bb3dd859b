//! The tasks by which instances are changed. A task is under way for a while, and over when its users
//! have asked for it or for its instance.

use std::sync::Arc;

use serde_json::{Value, json};
use tencentcloud_schema::resource::Resource;

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::{Found, Response, all_running, text};
use crate::fault::Fault;

/// States of tasks.
const UNDER_WAY: &str = "RUNNING";
const OVER: &str = "SUCCEED";

/// The numbers of states and kinds of tasks, by which lists are asked for.
const STATES: [(&str, &str); 2] = [(UNDER_WAY, "1"), (OVER, "2")];
const KINDS: [(Work, &str); 4] = [
    (Work::Parameters, "5"),
    (Work::Restart, "7"),
    (Work::Transactions, "8"),
    (Work::Upgrade, "11"),
];

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    Accounts,
    CloseNetwork,
    OpenNetwork,
    Other,
    Parameters,
    Restart,
    Transactions,
    Upgrade,
}

impl Work {
    /// Returns the name that lists of tasks have.
    fn name(self) -> &'static str {
        match self {
            Self::Accounts => "ACCOUNT",
            Self::CloseNetwork => "CLOSE WAN",
            Self::OpenNetwork => "OPEN WAN",
            Self::Other => "OTHER",
            Self::Parameters => "MODIFY PARAM",
            Self::Restart => "REBOOT",
            Self::Transactions => "OPEN GTID",
            Self::Upgrade => "UPGRADE MASTER",
        }
    }

    /// Returns what an instance has as its `TaskStatus` meanwhile: nought for what it does not show.
    fn code(self) -> u64 {
        match self {
            Self::Upgrade => 1,
            Self::OpenNetwork => 4,
            Self::CloseNetwork => 7,
            Self::Restart => 10,
            _ => 0,
        }
    }
}

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "DescribeAsyncRequestInfo" => state,
        "DescribeTasks" => list,
        "RestartDBInstances" => restart,
        // Nothing here shows what these change.
        "AdjustCdbProxy"
        | "CloseSSL"
        | "CreateCdbProxy"
        | "CreateCloneInstance"
        | "CreateDBImportJob"
        | "ModifyDBInstanceModes"
        | "ModifyInstancePasswordComplexity"
        | "OpenSSL"
        | "StartCpuExpand"
        | "StartReplication"
        | "StopCpuExpand"
        | "StopReplication"
        | "StopRollback"
        | "SwitchDBInstanceMasterSlave"
        | "SwitchDrInstanceToMaster"
        | "UpgradeCDBProxyVersion"
        | "VerifyRootAccount" => other,
        _ => return None,
    })
}

fn kind() -> Kind {
    let facts = Resource {
        id: vec!["AsyncRequestId".to_owned()],
        made: [("AsyncRequestId", "????????-????????-????????-????????")]
            .map(|(member, form)| (member.to_owned(), form.to_owned()))
            .into(),
        ..Resource::default()
    };
    Kind::own("cdb", "2017-03-20", "Task", facts)
}

/// Begins a task of instances, and returns the id by which it is asked for.
///
/// # Errors
/// Another one that the instance shows is under way.
pub(super) fn begin(desk: &Desk<'_>, work: Work, instances: &[Found]) -> Result<String, Fault> {
    let busy = instances
        .iter()
        .find_map(|(_, item)| under_way(desk, &item.keys.id));
    if let Some(task) = busy.filter(|_| work.code() != 0) {
        let message = format!(
            "The task {:?} of the instance is under way: wait for its end.",
            task.keys.id
        );
        return Err(desk.call.fault("FailedOperation.StatusConflict", message));
    }
    let ids: Vec<&str> = instances
        .iter()
        .map(|(_, item)| item.keys.id.as_str())
        .collect();
    let kind = kind();
    let number = desk.number(&kind);
    let record = json!({
        "TaskStatus": UNDER_WAY, "TaskType": work.name(), "InstanceIds": ids, "JobId": number,
        "StartTime": desk.time(), "Code": 0, "Message": "", "InstanceCode": work.code(),
    });
    let task = desk.keep(&kind, super::super::object(record))?;
    desk.under_way(&kind, &task, "TaskStatus", OVER.into());
    Ok(task.keys.id.clone())
}

/// Begins a task, and returns the response that names it.
pub(super) fn begun(desk: &Desk<'_>, work: Work, instances: &[Found]) -> Response {
    let id = begin(desk, work, instances)?;
    Ok(desk.respond(json!({"AsyncRequestId": id})))
}

/// Returns the task of an instance that the instance shows, if one is under way.
fn under_way(desk: &Desk<'_>, instance: &str) -> Option<Arc<Item>> {
    let of_instance = |task: &Record| path::all(task, "InstanceIds").contains(&&json!(instance));
    let mut tasks = desk.all(&kind()).into_iter().rev();
    tasks.find(|task| {
        let record = desk.current(task);
        text(&record, "TaskStatus") == UNDER_WAY
            && text(&record, "InstanceCode") != "0"
            && of_instance(&record)
    })
}

/// Shows the task of an instance that is under way.
pub(super) fn show(desk: &Desk<'_>, record: &mut Record) {
    let task = under_way(desk, &text(record, "InstanceId"));
    let code = task.map_or(json!(0), |task| {
        let record = desk.view(&kind(), &task);
        record.get("InstanceCode").cloned().unwrap_or_default()
    });
    record.insert("TaskStatus".into(), code);
}

fn restart(desk: &Desk<'_>) -> Response {
    let instances = all_running(desk)?;
    begun(desk, Work::Restart, &instances)
}

fn other(desk: &Desk<'_>) -> Response {
    let instances = all_running(desk)?;
    begun(desk, Work::Other, &instances)
}

fn state(desk: &Desk<'_>) -> Response {
    let id = desk.text("AsyncRequestId").unwrap_or_default();
    let kind = kind();
    let Some(task) = desk.item(&kind, &id) else {
        let message = format!("There is no task {id:?} of this account in this region.");
        return Err(desk
            .call
            .fault("InvalidParameter.InvalidAsyncRequestId", message));
    };
    // This action has another word for it than lists.
    let state = match text(&desk.view(&kind, &task), "TaskStatus").as_str() {
        OVER => "SUCCESS",
        _ => UNDER_WAY,
    };
    Ok(desk.respond(json!({"Status": state, "Info": ""})))
}

fn list(desk: &Desk<'_>) -> Response {
    let kind = kind();
    let among = |parameter: &str, number: Option<&str>| {
        let wanted = desk.texts(parameter);
        wanted.is_empty() || number.is_some_and(|number| wanted.iter().any(|w| w == number))
    };
    let instance = desk.text("InstanceId");
    let id = desk.text("AsyncRequestId");
    let wanted = |task: &Record| {
        let state = text(task, "TaskStatus");
        let work = text(task, "TaskType");
        let state = STATES.iter().find(|(name, _)| *name == state);
        let work = KINDS.iter().find(|(known, _)| known.name() == work);
        among("TaskStatus", state.map(|(_, number)| *number))
            && among("TaskTypes", work.map(|(_, number)| *number))
            && id
                .as_ref()
                .is_none_or(|id| text(task, "AsyncRequestId") == *id)
            && instance
                .as_ref()
                .is_none_or(|instance| path::all(task, "InstanceIds").contains(&&json!(instance)))
    };
    // The newest comes first.
    let all = desk.all(&kind).into_iter().rev();
    let found: Vec<_> = all.filter(|task| wanted(&desk.current(task))).collect();
    let total = found.len();
    let shown = desk.page(found).into_iter().map(|task| {
        let mut shown = desk.view(&kind, &task);
        let over = text(&shown, "TaskStatus") == OVER;
        shown.insert("Progress".into(), if over { 100 } else { 0 }.into());
        Value::Object(shown)
    });
    let shown: Vec<Value> = shown.collect();
    Ok(desk.respond(json!({"Items": shown, "TotalCount": total})))
}

//! The response of an action that keeps state.

use serde_json::{Map, Value};
use tencentcloud_schema::resource::Verb;
use tencentcloud_schema::{Kind as ValueKind, Member};

use super::super::path;
use super::super::plan::Plan;
use super::super::shape::Shaper;
use super::super::store::Record;
use super::desk::Desk;
use super::{Done, paging, writes};

/// What the ids of things are called that are done later, and that nobody can ask for here.
const TASKS: [&str; 8] = [
    "TaskId",
    "FlowId",
    "JobId",
    "AsyncRequestId",
    "DealId",
    "OrderId",
    "DealName",
    "BigDealId",
];

/// Returns the response of an action of which nothing is to be said.
pub(super) fn empty(desk: &Desk<'_>) -> Map<String, Value> {
    let shaper = Shaper::new(&desk.call.target.description().types);
    shaper.object(&desk.call.target.action().response, &Record::new())
}

/// Returns the response of an action that did `done`.
pub(super) fn of(desk: &Desk<'_>, done: &[(&Plan, Done)]) -> Map<String, Value> {
    let action = desk.call.target.action();
    let shaper = Shaper::new(&desk.call.target.description().types);
    let records = done.iter().map(|(plan, done)| {
        let show = |item: &std::sync::Arc<_>| desk.shown(&plan.kind, item);
        (*plan, done, done.items.iter().map(show).collect::<Vec<_>>())
    });
    let records: Vec<(&Plan, &Done, Vec<Record>)> = records.collect();
    let lists = |plan: &Plan| plan.used.does == Verb::List;
    let about = match records.first() {
        Some((plan, _, records)) if !lists(plan) => records.first().cloned(),
        _ => None,
    };
    let mut answer = shaper.object(&action.response, &about.unwrap_or_default());
    if writes(
        &done
            .iter()
            .map(|(plan, _)| (*plan).clone())
            .collect::<Vec<_>>(),
    ) {
        say_done(desk, &action.response, &mut answer);
    }
    for (plan, done, records) in records {
        show(shaper, plan, &action.response, &records, &mut answer);
        if plan.used.does == Verb::List {
            let window = paging::window(desk.call);
            let shown = records.len();
            paging::end(action, &mut answer, done.total, shown, window, &done.next);
            if let Some(total) = &plan.used.total {
                paging::set(action, &mut answer, total, &done.total.to_string());
            }
        }
    }
    for (plan, done) in done {
        if matches!(plan.used.does, Verb::List | Verb::Get) {
            done.items.iter().for_each(|item| desk.seen(item));
        }
    }
    // A member of that name would make the response an error.
    answer.remove("Error");
    answer
}

/// Writes items and single members of them where the facts say.
fn show(
    shaper: Shaper<'_>,
    plan: &Plan,
    response: &[Member],
    records: &[Record],
    answer: &mut Map<String, Value>,
) {
    let used = &plan.used;
    let first = records.first();
    if let Some(item) = &used.item {
        match (find(shaper, response, item), first) {
            (None, Some(first)) if item.is_empty() => {
                answer.extend(shaper.object(response, first));
            }
            (Some(member), _) if member.list => {
                let items = records
                    .iter()
                    .filter_map(|record| one(shaper, member, record));
                path::put(answer, item, items.collect());
            }
            (Some(member), Some(first)) => {
                if let Some(value) = one(shaper, member, first) {
                    path::put(answer, item, value);
                }
            }
            _ => {}
        }
    }
    for (at, theirs) in &used.gives {
        let Some(member) = find(shaper, response, at) else {
            continue;
        };
        let value = |record: &Record| {
            let value = path::get(record, theirs)?;
            let mut single = member.clone();
            single.list = member.list && value.is_array();
            shaper.fitted(&single, value, 0)
        };
        if member.list && !first.is_some_and(|first| is_list(first, theirs)) {
            path::put(answer, at, records.iter().filter_map(value).collect());
        } else if let Some(value) = first.and_then(value) {
            path::put(answer, at, value);
        }
    }
}

fn is_list(record: &Record, at: &str) -> bool {
    path::get(record, at).is_some_and(Value::is_array)
}

fn one(shaper: Shaper<'_>, member: &Member, record: &Record) -> Option<Value> {
    let ValueKind::Object(name) = &member.kind else {
        return None;
    };
    Some(shaper.object(shaper.members(name), record).into())
}

/// Returns the member of the response at `path`.
fn find<'a>(shaper: Shaper<'a>, response: &'a [Member], path: &str) -> Option<&'a Member> {
    let mut members = response;
    let mut found = None;
    for name in path.split('.') {
        let member = members.iter().find(|member| member.name == name)?;
        if let Some(object) = member.kind.object() {
            members = shaper.members(object);
        }
        found = Some(member);
    }
    found
}

/// Says that it was done: flags of success are true, and what is done later has an id.
fn say_done(desk: &Desk<'_>, members: &[Member], answer: &mut Map<String, Value>) {
    let mut draw = None;
    for member in members.iter().filter(|member| !member.list) {
        let old = answer.get(&member.name);
        let unset = match old {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(Value::Number(number)) => number.as_u64() == Some(0),
            Some(value) => *value == Value::Bool(false),
        };
        let task = TASKS.iter().any(|task| member.name.ends_with(task));
        let value = match &member.kind {
            ValueKind::Bool if unset => true.into(),
            kind if unset && task => {
                let ids = &desk.engine.ids;
                let draw = draw.get_or_insert_with(|| ids.draw(&desk.call.request_id, 0));
                let number = draw.number() % 900_000_000 + 100_000_000;
                match kind.is_integer() {
                    true => number.into(),
                    false if is_number(member) => number.to_string().into(),
                    false => draw.uuid().into(),
                }
            }
            _ => continue,
        };
        answer.insert(member.name.clone(), value);
    }
}

/// Returns true if a member that is text has a number, as its example has.
fn is_number(member: &Member) -> bool {
    let example = member.example.as_ref().and_then(Value::as_str);
    example.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

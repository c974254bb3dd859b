//! Calls of functions. Their code is not run: a function returns the event that it is given.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::text;
use super::{Response, function, version};

/// Answers for a function that is ready.
pub(super) fn invoke(desk: &Desk<'_>) -> Response {
    let functions = desk.known("Function")?;
    let function = function(desk)?;
    let latest = desk.view(&functions, &function);
    version::of(desk, &latest)?;
    let status = text(&latest, "Status");
    if status != "Active" {
        let message = format!(
            "The function {:?} is {status}; it can be called once it is Active.",
            function.keys.id
        );
        let code = "FailedOperation.FunctionStatusError";
        return Err(desk.call.fault(code, message));
    }
    let id = desk.draw("scf/Invocation", desk.number(&functions)).uuid();
    let later = desk
        .text("InvocationType")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("Event"));
    let event = desk.text("ClientContext").or_else(|| desk.text("Event"));
    let returned = match later {
        true => Value::from(""),
        false => event.unwrap_or_default().into(),
    };
    let log = match desk.text("LogType").as_deref() {
        Some("Tail") if !later => format!("START RequestId: {id}\nEND RequestId: {id}\n"),
        _ => String::new(),
    };
    Ok(desk.respond(json!({"Result": {
        "Log": log, "RetMsg": returned, "ErrMsg": "", "FunctionRequestId": id, "InvokeResult": 0,
        "MemUsage": 0, "Duration": 0, "BillDuration": 0,
    }})))
}

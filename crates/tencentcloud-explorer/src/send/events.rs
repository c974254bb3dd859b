//! A response that comes event by event.

use maud::html;
use serde_json::Value;

use super::asked::Asked;
use super::lines::Lines;
use super::outcome::{Outcome, public};
use super::sending::Stop;
use crate::page::Reader;
use crate::target::Target;

/// Makes the call, and shows its events as they come.
pub(super) async fn send(
    reader: &Reader,
    target: &Target,
    asked: &Asked,
    lines: &Lines,
    stop: &Stop,
) {
    let client = target.client(&reader.app, &asked.call.service).await;
    let usual = client
        .as_ref()
        .ok()
        .and_then(|client| client.config().default_region());
    let mut outcome = Outcome::start(reader, asked, usual);
    let client = match client {
        Ok(client) => client,
        Err(told) => {
            outcome.unsent(told);
            return outcome.show(reader, target, lines).await;
        }
    };
    let mut stream = asked.by(&client, &outcome.attempts).events();
    let (mut events, mut failed) = (Vec::new(), None);
    loop {
        let event = tokio::select! {
            event = stream.next() => event,
            () = stop.asked() => None,
        };
        match event {
            Some(Ok(event)) => {
                if let Some(members) = event.as_object() {
                    let shown = Value::Object(public(asked, members)).to_string();
                    lines.event(html! { li class="mono" { (shown) } }).await;
                }
                events.push(event);
            }
            Some(Err(error)) => failed = Some(error),
            None => break,
        }
    }
    outcome.streamed(asked, events, failed.as_ref());
    outcome.show(reader, target, lines).await;
}

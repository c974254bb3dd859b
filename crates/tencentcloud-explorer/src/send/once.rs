//! One call.

use super::asked::Asked;
use super::lines::Lines;
use super::outcome::Outcome;
use crate::page::Reader;
use crate::target::Target;

/// Makes the call once, and shows its response.
pub(super) async fn send(reader: &Reader, target: &Target, asked: &Asked, lines: &Lines) {
    let client = target.client(&reader.app, &asked.call.service).await;
    let usual = client
        .as_ref()
        .ok()
        .and_then(|client| client.config().default_region());
    let mut outcome = Outcome::start(reader, asked, usual);
    match &client {
        Ok(client) => {
            let answer = asked.by(client, &outcome.attempts).answer().await;
            outcome.answered(asked, answer);
        }
        Err(told) => outcome.unsent(told.clone()),
    }
    outcome.show(reader, target, lines).await;
}

//! What an agent may not send by itself: whatever does more than read.

use bytes::Bytes;
use tencentcloud_calls::Effect;
use tencentcloud_runtime::{AttemptInfo, Error, Intercept};

use crate::agent;
use crate::error::{Failure, Kind};

/// Where a person approves what an agent asks for.
const WHERE: &str = "a person starts `tcloud broker` in a terminal of their own, or `tcloud explorer`; then run this command again, and the request waits there for approval";

/// Where an agent may try everything.
const TRIAL: &str = "`tcloud emulator exec -- COMMAND` runs a command on a local endpoint, where nothing needs approval";

/// Refuses to send what a person has to approve, whichever command would send it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate;

impl Intercept for Gate {
    fn before_sending(
        &self,
        attempt: &AttemptInfo<'_>,
        _: &mut http::Request<Bytes>,
    ) -> Result<(), Error> {
        match why(attempt.service, attempt.action) {
            None => Ok(()),
            Some(why) => Err(Error::forbidden(format!("{why}: {WHERE}"))),
        }
    }
}

/// Fails if an agent runs the program, and `action` of `service` does more than read.
///
/// # Errors
/// That, with where a person approves it.
pub(crate) fn check(service: &str, action: &str) -> Result<(), Failure> {
    match why(service, action).filter(|_| agent::runs()) {
        None => Ok(()),
        Some(why) => Err(
            Failure::new(Kind::Refused, format!("{why}; nothing was sent"))
                .with_service(service)
                .with_action(action)
                .with_next(WHERE)
                .with_next(TRIAL),
        ),
    }
}

/// Fails if an agent runs the program: `command` is for people, since it `does` what agents may not.
///
/// # Errors
/// That.
pub(crate) fn check_command(command: &str, does: &str) -> Result<(), Failure> {
    if !agent::runs() {
        return Ok(());
    }
    let told = format!("`tcloud {command}` {does}: an agent may not run it");
    let next = format!("a person runs `tcloud {command}` in a terminal of their own");
    Err(Failure::new(Kind::Refused, told).with_next(next))
}

/// Why a person has to approve `action` of `service`; `None` if it only reads.
fn why(service: &str, action: &str) -> Option<String> {
    let does = match Effect::of(service, action) {
        Effect::Read => return None,
        Effect::Secret => "returns a secret",
        Effect::Write => "changes something",
        Effect::Destroy => "destroys or stops something",
    };
    Some(format!(
        "{action} of {service} {does}: a person has to approve it, and --yes of an agent does not"
    ))
}

#[cfg(test)]
mod tests {
    use tencentcloud_catalogue::{service, services};

    use super::*;

    #[test]
    fn nothing_but_a_read_passes() {
        let mut refused = [0; 4];
        for name in services() {
            for version in service(name).unwrap().unwrap().versions() {
                for action in version.actions() {
                    let effect = Effect::of(name, action);
                    let passes = why(name, action).is_none();
                    assert_eq!(passes, effect == Effect::Read, "{name} {action}");
                    refused[effect as usize] += usize::from(!passes);
                }
            }
        }
        assert_eq!(refused[0], 0);
        assert!(
            refused[1] > 300 && refused[2] > 6000 && refused[3] > 2000,
            "{refused:?}"
        );
        // Of what is unknown the worst is believed.
        for (service, action) in [("cvm", "Novel"), ("novel", "DescribeIt")] {
            assert!(why(service, action).is_some(), "{service} {action}");
        }
    }
}

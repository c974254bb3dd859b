//! The host of a service, where no endpoint is set.

use super::place::Place;
use super::root::ROOTS;
use crate::action::Described;
use crate::config::{HostKind, Options};
use crate::{Error, Result};

/// Actions that have another host while they respond with events, by service and name.
const STREAMING: [(&str, &str, &str); 1] =
    [("cls", "ChatCompletions", "cls.ai.tencentcloudapi.com")];

/// What the regions of the financial cloud end with. Its services are reached by their regional
/// hosts alone: the others do not know them.
const FINANCIAL: &str = "-fsi";

/// The host of an action, from its own facts and the options.
///
/// # Errors
/// A regional host without a region; a root domain that is none.
pub(super) fn of(action: &Described, options: &Options) -> Result<String> {
    let root = match options.network.root_domain.as_deref() {
        Some(root) => root_domain(root)?,
        None => ROOTS[0].to_owned(),
    };
    let streaming = STREAMING
        .iter()
        .filter(|_| options.network.events)
        .find(|(service, name, _)| *service == &*action.api.service && *name == &*action.name);
    let own = match streaming {
        Some((_, _, host)) => host,
        None if action.host.is_empty() => &*action.api.host,
        None => &*action.host,
    };
    if !own.is_empty() {
        return Ok(match own.strip_suffix(ROOTS[0]) {
            Some(name) => format!("{name}{root}"),
            None => own.to_owned(),
        });
    }
    let service = &*action.api.service;
    let region = options.region.as_deref();
    let label = match (options.network.host_kind.unwrap_or_default(), region) {
        (HostKind::Nearest, Some(region)) if region.ends_with(FINANCIAL) => region,
        (HostKind::Nearest, _) => return Ok(format!("{service}.{root}")),
        (HostKind::Regional, Some(region)) => region,
        (HostKind::Regional, None) => {
            return Err(Error::request(
                "a regional host needs a region: set it with Config::region or Call::region",
            ));
        }
        (HostKind::Internal, _) => "internal",
        (HostKind::International, _) => "intl",
        (HostKind::Ai, _) => "ai",
    };
    Ok(format!("{service}.{label}.{root}"))
}

fn root_domain(text: &str) -> Result<String> {
    let place = Place::parse(text, "root domain")?;
    match place.is_bare_host(text) {
        true => Ok(place.host),
        false => Err(Error::request(format!(
            "the root domain {text:?} is more than a domain: give one such as {}",
            ROOTS[1]
        ))),
    }
}

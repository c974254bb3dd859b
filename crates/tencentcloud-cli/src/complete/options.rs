//! The options of the program and their values.

use clap::{Arg, ArgAction, Command};
use tencentcloud_catalogue::regions;

use tencentcloud_calls::Language;

use super::Candidate;
use crate::call::option;
use crate::configure;

/// Returns true if a value follows the option.
pub(super) fn takes_value(option: &Arg) -> bool {
    let least = option.get_num_args().map_or(1, |range| range.min_values());
    matches!(option.get_action(), ArgAction::Set | ArgAction::Append) && least > 0
}

/// The options of `command`, or the values of the one that is `open` or that `current` names.
pub(super) fn of(command: &Command, open: Option<&str>, current: &str) -> Vec<Candidate> {
    if let Some((name, _)) = current.split_once('=') {
        let named = option(command, name.trim_start_matches('-'));
        let values = named.map(values).unwrap_or_default();
        let joint = |value: Candidate| Candidate::new(format!("{name}={}", value.word), value.told);
        return values.into_iter().map(joint).collect();
    }
    if let Some(name) = open.filter(|_| !current.starts_with("--")) {
        return option(command, name).map(values).unwrap_or_default();
    }
    let shown = command.get_arguments().filter(|known| !known.is_hide_set());
    shown
        .filter_map(|known| {
            let help = known.get_help().map(ToString::to_string);
            Some(Candidate::new(
                format!("--{}", known.get_long()?),
                help.unwrap_or_default(),
            ))
        })
        .collect()
}

/// The values that an option is known to take.
pub(super) fn values(option: &Arg) -> Vec<Candidate> {
    match option.get_id().as_str() {
        "region" | "regions" => return of_regions(),
        "profile" => {
            return configure::names()
                .unwrap_or_default()
                .into_iter()
                .map(|name| Candidate::new(name, ""))
                .collect();
        }
        _ => {}
    }
    let values = option.get_possible_values();
    let values = values.iter().filter(|value| !value.is_hide_set());
    values
        .map(|value| {
            let help = value.get_help().map(ToString::to_string);
            Candidate::new(value.get_name(), help.unwrap_or_default())
        })
        .collect()
}

/// The regions.
pub(super) fn of_regions() -> Vec<Candidate> {
    let language = Language::of_machine();
    let regions = regions().iter();
    regions
        .map(|region| Candidate::new(region.name, language.pick(region.title_en, region.title)))
        .collect()
}

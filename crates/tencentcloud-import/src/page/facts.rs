//! The facts of one page.

use std::collections::BTreeMap;

use tencentcloud_schema::{Action, Object};

use super::form::Fault;

/// One page: of an action, of data types, or of both.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) host: Option<Host>,
    pub(super) version: Option<String>,
    pub(super) action: Option<NamedAction>,
    /// The object types by name, each with the line of its name.
    pub(super) types: BTreeMap<String, (usize, Object)>,
    /// The object types that members name, each with the line of the first.
    pub(super) named: BTreeMap<String, usize>,
    /// What contradicts itself and is no reason to refuse the page.
    pub(super) warnings: Vec<Fault>,
}

/// An action, and the line that gives its name.
#[derive(Debug)]
pub(super) struct NamedAction {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) action: Action,
}

/// The host that a page names.
#[derive(Clone, Debug)]
pub(super) struct Host {
    /// The service: the host's first label.
    pub(super) service: String,
    /// The host itself.
    pub(super) name: String,
}

impl Host {
    /// True for the host that all of the service's actions have unless their page says otherwise.
    pub(super) fn is_usual(&self) -> bool {
        self.name == format!("{}.tencentcloudapi.com", self.service)
    }
}

impl Page {
    /// The service version that the page itself names.
    pub(super) fn key(&self) -> Option<(String, String)> {
        Some((self.host.as_ref()?.service.clone(), self.version.clone()?))
    }
}

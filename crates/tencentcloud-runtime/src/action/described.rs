//! An action whose names are constants or text.

use super::info::{ActionInfo, Api, BodyKind, RegionRule};
use super::name::Name;

/// An [`Api`] of any action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DescribedApi {
    pub(crate) service: Name,
    pub(crate) version: Name,
    pub(crate) host: Name,
}

/// An [`ActionInfo`] of any action, typed or raw: all that is made for a call goes by this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) api: DescribedApi,
    pub(crate) name: Name,
    pub(crate) region: RegionRule,
    pub(crate) body: BodyKind,
    pub(crate) host: Name,
    pub(crate) unsigned: bool,
    pub(crate) streaming: bool,
}

impl From<Api> for DescribedApi {
    fn from(api: Api) -> Self {
        Self {
            service: api.service.into(),
            version: api.version.into(),
            host: api.host.into(),
        }
    }
}

impl From<ActionInfo> for Described {
    fn from(info: ActionInfo) -> Self {
        Self {
            api: info.api.into(),
            name: info.name.into(),
            region: info.region,
            body: info.body,
            host: info.host.into(),
            unsigned: info.unsigned,
            streaming: info.streaming,
        }
    }
}

//! What both sides do.

use std::pin::Pin;

use serde::Serialize;
use tencentcloud_runtime::{Api, Model};

use crate::twice::{self, Envelope};

pub(crate) type Failed = Box<dyn std::error::Error>;

/// Calls, one after the other.
pub(crate) trait Calls {
    /// Makes `count` calls and checks what comes.
    fn make(&self, count: u32) -> Pin<Box<dyn Future<Output = Result<(), Failed>> + '_>>;
}

const CVM: Api = Api::new("cvm", "2017-03-12");

#[derive(Model)]
#[model(request, api = CVM, action = "DescribeZones", response = zones::ours::Zones)]
pub(crate) struct DescribeZonesRequest {}

#[derive(Model)]
#[model(request, api = CVM, action = "DescribeInstances", response = twice::ours::Answer)]
pub(crate) struct DescribeInstancesRequest {
    limit: Option<i64>,
    offset: Option<i64>,
}

/// A response of 0.6 KB.
pub(crate) mod zones {
    crate::twice::twice! {
        Zones { total_count: i64, zone_set: Vec<Zone>, request_id: String, }
        Zone { zone: String, zone_name: String, zone_id: String, zone_state: String, }
    }
}

fn zones() -> zones::serdes::Zones {
    let zone = |n| zones::serdes::Zone {
        zone: format!("ap-guangzhou-{n}"),
        zone_name: format!("广州 {n} 区"),
        zone_id: format!("10000{n}"),
        zone_state: "AVAILABLE".into(),
    };
    zones::serdes::Zones {
        total_count: 6,
        zone_set: (1..=6).map(zone).collect(),
        request_id: "b3197c48-53fb-46df-b721-df4424cf8be9".into(),
    }
}

/// A call whose response is that large.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Size {
    /// DescribeZones, 0.6 KB.
    Small,
    /// DescribeInstances, 100 KB.
    Large,
}

impl Size {
    pub(crate) fn of(name: &str) -> Result<Self, Failed> {
        match name {
            "DescribeZones" => Ok(Self::Small),
            "DescribeInstances" => Ok(Self::Large),
            _ => Err(format!("no call {name}").into()),
        }
    }

    /// The JSON of the response.
    pub(crate) fn body(self) -> Result<String, Failed> {
        fn json(response: impl Serialize) -> serde_json::Result<String> {
            serde_json::to_string(&Envelope { response })
        }
        Ok(match self {
            Self::Small => json(zones())?,
            Self::Large => json(twice::instances())?,
        })
    }
}

pub(crate) fn describe_zones() -> DescribeZonesRequest {
    DescribeZonesRequest::new()
}

pub(crate) fn describe_instances() -> DescribeInstancesRequest {
    DescribeInstancesRequest::new().limit(65).offset(0)
}

//! What a region offers: its zones, and the types of instances in them.

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::keep_passing;
use super::size;
use crate::fault::Fault;

/// The regions: name, title, city, the number before that of a zone, and the zones.
const PLACES: &str = include_str!("places.tsv");

const NUMERALS: [&str; 9] = ["", "一", "二", "三", "四", "五", "六", "七", "八"];

/// The families: name, title, processor, and how many GiB come with a core.
const FAMILIES: [(&str, &str, &str, &[u64]); 5] = [
    (
        "S5",
        "标准型S5",
        "Intel Xeon Cascade Lake 8255C",
        &[1, 2, 4],
    ),
    ("S6", "标准型S6", "Intel Xeon Ice Lake", &[1, 2, 4]),
    ("SA2", "标准型SA2", "AMD EPYC Rome", &[1, 2, 4]),
    ("SA5", "标准型SA5", "AMD EPYC Bergamo", &[1, 2, 4]),
    ("M5", "内存型M5", "Intel Xeon Cascade Lake 8255C", &[8]),
];

/// How many cores the types of a family have.
const CORES: [u64; 6] = [1, 2, 4, 8, 16, 32];

const CHARGE_TYPES: [&str; 3] = ["POSTPAID_BY_HOUR", "PREPAID", "SPOTPAID"];

/// The filters of types, and what each is about.
const FILTERS: [(&str, &str); 4] = [
    ("zone", "Zone"),
    ("instance-family", "InstanceFamily"),
    ("instance-type", "InstanceType"),
    ("instance-charge-type", "InstanceChargeType"),
];

type Response = Result<Map<String, Value>, Fault>;

struct Place {
    region: &'static str,
    title: &'static str,
    city: &'static str,
    number: usize,
    zones: Vec<usize>,
}

fn places() -> impl Iterator<Item = Place> {
    PLACES.lines().map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        Place {
            region: next(),
            title: next(),
            city: next(),
            number: next().parse().unwrap_or_default(),
            zones: next()
                .split(',')
                .filter_map(|zone| zone.parse().ok())
                .collect(),
        }
    })
}

/// Lists all regions.
pub(super) fn regions(desk: &Desk<'_>) -> Response {
    let all = places().map(|place| {
        json!({
            "Region": place.region, "RegionName": place.title, "RegionState": "AVAILABLE",
        })
    });
    let all: Vec<Value> = all.collect();
    Ok(desk.respond(json!({"TotalCount": all.len(), "RegionSet": all})))
}

/// Returns the zones of the region that the call goes to.
fn here(desk: &Desk<'_>) -> Vec<Value> {
    let region = desk.call.region.as_deref().unwrap_or_default();
    let Some(place) = places().find(|place| place.region == region) else {
        return Vec::new();
    };
    let zones = place.zones.iter().map(|zone| {
        json!({
            "Zone": format!("{region}-{zone}"),
            "ZoneName": format!("{}{}区", place.city, NUMERALS[*zone]),
            "ZoneId": (place.number + zone).to_string(),
            "ZoneState": "AVAILABLE",
        })
    });
    zones.collect()
}

/// Lists the zones of the region.
pub(super) fn zones(desk: &Desk<'_>) -> Response {
    let zones = here(desk);
    Ok(desk.respond(json!({"TotalCount": zones.len(), "ZoneSet": zones})))
}

/// Lists the families of types.
pub(super) fn families(desk: &Desk<'_>) -> Response {
    let families = FAMILIES
        .iter()
        .map(|(name, title, ..)| json!({"InstanceFamily": name, "InstanceFamilyName": title}));
    let families: Value = families.collect();
    Ok(desk.respond(json!({"InstanceFamilyConfigSet": families})))
}

/// Lists the types of the region, zone by zone.
pub(super) fn types(desk: &Desk<'_>) -> Response {
    let mut types = types_here(desk);
    keep_passing(desk, &mut types, &FILTERS)?;
    Ok(desk.respond(json!({"InstanceTypeConfigSet": types})))
}

/// Lists the types that can be bought, zone by zone and by how they are charged.
pub(super) fn quotas(desk: &Desk<'_>) -> Response {
    let mut all = Vec::new();
    for offer in types_here(desk) {
        for charge in CHARGE_TYPES {
            let mut offer = offer.clone();
            offer["InstanceChargeType"] = charge.into();
            offer["Cpu"] = offer["CPU"].clone();
            offer["Status"] = "SELL".into();
            offer["StatusCategory"] = "EnoughStock".into();
            all.push(offer);
        }
    }
    keep_passing(desk, &mut all, &FILTERS)?;
    Ok(desk.respond(json!({"InstanceTypeQuotaSet": all})))
}

fn types_here(desk: &Desk<'_>) -> Vec<Value> {
    let mut all = Vec::new();
    for zone in here(desk) {
        for (family, title, processor, ratios) in FAMILIES {
            let sizes = CORES
                .iter()
                .flat_map(|cores| ratios.iter().map(move |ratio| (cores, ratio)));
            for (cores, ratio) in sizes {
                let memory = cores * ratio;
                all.push(json!({
                    "Zone": zone["Zone"], "InstanceFamily": family, "TypeName": title,
                    "CpuType": processor, "CPU": cores, "Memory": memory,
                    "InstanceType": size::name(family, *cores, memory),
                }));
            }
        }
    }
    all
}

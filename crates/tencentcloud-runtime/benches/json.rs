//! The model engine against serde's derive: the same structs, the same JSON, the same serde_json,
//! in one run. `cargo bench -p tencentcloud-runtime` prints both times and their ratio.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tencentcloud_runtime::__private::{from_json, to_json};
use tencentcloud_runtime::Model;

/// Defines a struct twice: as a model of ours, and with serde's derive.
macro_rules! twice {
    ($($name:ident { $($field:ident: $kind:ty,)* })*) => {
        mod ours {
            $(
                #[derive(tencentcloud_runtime::Model)]
                #[model(response)]
                pub(super) struct $name { $(pub(super) $field: $kind,)* }
            )*
        }
        mod serdes {
            $(
                #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
                #[serde(rename_all = "PascalCase", default)]
                pub(super) struct $name {
                    $(#[serde(skip_serializing_if = "super::Absent::absent")] pub(super) $field: $kind,)*
                }
            )*
        }
    };
}

/// What both leave out when they write.
trait Absent {
    fn absent(&self) -> bool {
        false
    }
}
impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}
impl<T> Absent for Vec<T> {}
impl Absent for String {}
impl Absent for i64 {}
impl Absent for bool {}

twice! {
    Answer { total_count: i64, instance_set: Vec<Instance>, request_id: String, }
    Instance {
        placement: Option<Placement>, instance_id: String, instance_type: String, cpu: i64, memory: i64,
        restrict_state: String, instance_name: String, instance_charge_type: String,
        system_disk: Option<Disk>, data_disks: Vec<Disk>, private_ip_addresses: Vec<String>,
        public_ip_addresses: Vec<String>, internet_accessible: Option<Internet>,
        virtual_private_cloud: Option<Network>, image_id: String, renew_flag: Option<String>,
        created_time: String, expired_time: Option<String>, os_name: String,
        security_group_ids: Vec<String>, login_settings: Option<Login>, instance_state: String,
        tags: Vec<Tag>, stop_charging_mode: String, uuid: String, latest_operation: Option<String>,
        latest_operation_state: Option<String>, latest_operation_request_id: Option<String>,
        cam_role_name: Option<String>, license_type: String, disable_api_termination: bool,
        host_name: Option<String>, default_login_user: String, default_login_port: i64,
    }
    Placement { zone: String, project_id: Option<i64>, host_ids: Vec<String>, }
    Disk { disk_type: String, disk_id: Option<String>, disk_size: i64, delete_with_instance: bool, encrypt: bool, }
    Internet { internet_charge_type: String, internet_max_bandwidth_out: i64, public_ip_assigned: bool, }
    Network { vpc_id: String, subnet_id: String, as_vpc_gateway: bool, }
    Login { key_ids: Vec<String>, keep_image_login: Option<String>, }
    Tag { key: String, value: String, }
    Small { total_count: i64, tags: Vec<Tag>, names: Vec<String>, request_id: String, }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<T> {
    response: T,
}

fn instance(n: usize) -> serdes::Instance {
    let disk = |size| serdes::Disk {
        disk_type: "CLOUD_PREMIUM".into(),
        disk_id: Some(format!("disk-{n:08x}")),
        disk_size: size,
        delete_with_instance: true,
        encrypt: false,
    };
    let tag = |key: &str, value: &str| serdes::Tag {
        key: key.into(),
        value: value.into(),
    };
    serdes::Instance {
        placement: Some(serdes::Placement {
            zone: "ap-guangzhou-6".into(),
            project_id: Some(0),
            host_ids: vec![],
        }),
        instance_id: format!("ins-{n:08x}"),
        instance_type: "S5.MEDIUM4".into(),
        cpu: 2,
        memory: 4,
        restrict_state: "NORMAL".into(),
        instance_name: format!("未命名 {n}"),
        instance_charge_type: "POSTPAID_BY_HOUR".into(),
        system_disk: Some(disk(50)),
        data_disks: vec![disk(100), disk(200)],
        private_ip_addresses: vec!["10.0.0.12".into()],
        public_ip_addresses: vec!["203.0.113.7".into()],
        internet_accessible: Some(serdes::Internet {
            internet_charge_type: "TRAFFIC_POSTPAID_BY_HOUR".into(),
            internet_max_bandwidth_out: 5,
            public_ip_assigned: true,
        }),
        virtual_private_cloud: Some(serdes::Network {
            vpc_id: "vpc-12345678".into(),
            subnet_id: "subnet-87654321".into(),
            as_vpc_gateway: false,
        }),
        image_id: "img-9qabwvbn".into(),
        created_time: "2026-01-02T03:04:05Z".into(),
        os_name: "TencentOS Server 3.1 (TK4)".into(),
        security_group_ids: vec!["sg-12345678".into(), "sg-87654321".into()],
        login_settings: Some(serdes::Login {
            key_ids: vec!["skey-12345678".into()],
            keep_image_login: None,
        }),
        instance_state: "RUNNING".into(),
        tags: vec![
            tag("team", "search"),
            tag("env", "production"),
            tag("owner", "someone@example.com"),
        ],
        stop_charging_mode: "KEEP_CHARGING".into(),
        uuid: format!("{n:08x}-0000-4000-8000-000000000000"),
        latest_operation: Some("RunInstances".into()),
        latest_operation_state: Some("SUCCESS".into()),
        latest_operation_request_id: Some(format!("{n:08x}-1111-4111-8111-111111111111")),
        license_type: "TencentCloud".into(),
        default_login_user: "root".into(),
        default_login_port: 22,
        ..Default::default()
    }
}

fn main() {
    let small = serdes::Small {
        total_count: 3,
        tags: (0..6)
            .map(|n| serdes::Tag {
                key: format!("key-{n}"),
                value: format!("value number {n}"),
            })
            .collect(),
        names: (0..12).map(|n| format!("upstream-{n:08x}")).collect(),
        request_id: "b3197c48-53fb-46df-b721-df4424cf8be9".into(),
    };
    let large = serdes::Answer {
        total_count: 55,
        instance_set: (0..55).map(instance).collect(),
        request_id: "b3197c48-53fb-46df-b721-df4424cf8be9".into(),
    };
    println!(
        "{:<10} {:>10} {:>12} {:>12} {:>7}",
        "", "bytes", "ours", "serde", "ratio"
    );
    compare::<ours::Small, serdes::Small>("small", small);
    compare::<ours::Answer, serdes::Answer>("large", large);
}

fn compare<O, S>(name: &str, value: S)
where
    O: Model,
    S: Serialize + DeserializeOwned,
{
    let json = serde_json::to_vec(&Envelope { response: &value }).expect("plain structs encode");
    let decode = || {
        let mut model = O::empty();
        from_json(black_box(&json), &mut model).expect("our own JSON decodes");
        model
    };
    let ours = decode();
    let members = &json[br#"{"Response":"#.len()..json.len() - 1];
    assert_eq!(to_json(&ours), members, "both write the same");
    let serdes = || serde_json::from_slice::<Envelope<S>>(black_box(&json)).expect("it decodes");
    report(
        name,
        "decode",
        json.len(),
        || drop(black_box(decode())),
        || drop(black_box(serdes())),
    );
    report(
        name,
        "encode",
        members.len(),
        || drop(black_box(to_json(black_box(&ours)))),
        || drop(black_box(serde_json::to_vec(black_box(&value)))),
    );
}

/// Runs both in turn, so that the machine's moods meet both, and prints medians.
fn report(name: &str, what: &str, bytes: usize, mut ours: impl FnMut(), mut serdes: impl FnMut()) {
    let rounds = 201;
    let inner = (2_000_000 / bytes).max(1);
    let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let x = time(inner, &mut ours);
        let y = time(inner, &mut serdes);
        ratios.push(x.as_secs_f64() / y.as_secs_f64());
        a.push(x);
        b.push(y);
    }
    a.sort();
    b.sort();
    ratios.sort_by(f64::total_cmp);
    let middle = rounds / 2;
    println!(
        "{:<10} {bytes:>10} {:>12.2?} {:>12.2?} {:>6.2}x",
        format!("{name} {what}"),
        a[middle],
        b[middle],
        ratios[middle]
    );
}

fn time(inner: usize, work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    (0..inner).for_each(|_| work());
    start.elapsed() / u32::try_from(inner).unwrap_or(u32::MAX)
}

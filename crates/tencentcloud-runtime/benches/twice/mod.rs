//! Responses for benchmarks, as models of ours and with serde's derive.

use serde::{Deserialize, Serialize};

/// Defines a struct twice: as a model of ours, and with serde's derive.
macro_rules! twice {
    ($($name:ident { $($field:ident: $kind:ty,)* })*) => {
        pub(crate) mod ours {
            $(
                #[derive(tencentcloud_runtime::Model)]
                #[model(response)]
                pub(crate) struct $name { $(pub(crate) $field: $kind,)* }
            )*
        }
        pub(crate) mod serdes {
            $(
                #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
                #[serde(rename_all = "PascalCase", default)]
                pub(crate) struct $name {
                    $(#[serde(skip_serializing_if = "crate::twice::Absent::absent")] pub(crate) $field: $kind,)*
                }
            )*
        }
    };
}

pub(crate) use twice;

/// What both leave out when they write.
pub(crate) trait Absent {
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
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Envelope<T> {
    pub(crate) response: T,
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

/// A response of 100 KB.
pub(crate) fn instances() -> serdes::Answer {
    serdes::Answer {
        total_count: 65,
        instance_set: (0..65).map(instance).collect(),
        request_id: "b3197c48-53fb-46df-b721-df4424cf8be9".into(),
    }
}

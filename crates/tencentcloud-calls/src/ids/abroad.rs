//! Kinds that requests of other services name: networks, machines, disks, certificates.

use std::sync::LazyLock;

use super::Named;
use super::field::Field;
use crate::resources::Kind;

/// A kind that other services name: the service, the kind, the fields that name it wherever they
/// stand, and the words in the name of a field whose example has the form of its ids.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const KINDS: [Row; 24] = [
    ("vpc", "Vpc", &["VpcId"], &["Vpc", "VPC"]),
    ("vpc", "Subnet", &["SubnetId"], &["Subnet", "SubNet"]),
    (
        "vpc",
        "SecurityGroup",
        &["SecurityGroupId", "SgId"],
        &["SecurityGroup", "Sg"],
    ),
    ("vpc", "Ccn", &["CcnId"], &["Ccn", "CCN"]),
    ("vpc", "NatGateway", &["NatGatewayId"], &["Nat", "NAT"]),
    (
        "vpc",
        "VpnGateway",
        &["VpnGatewayId", "VpnGwId"],
        &["Vpn", "VPN"],
    ),
    (
        "vpc",
        "DirectConnectGateway",
        &["DirectConnectGatewayId", "DcgId"],
        &["Dcg", "DirectConnectGateway"],
    ),
    ("vpc", "RouteTable", &["RouteTableId"], &["RouteTable"]),
    (
        "vpc",
        "NetworkInterface",
        &["NetworkInterfaceId"],
        &["Eni", "NetworkInterface"],
    ),
    (
        "vpc",
        "BandwidthPackage",
        &["BandwidthPackageId"],
        &["Bandwidth"],
    ),
    ("vpc", "Address", &[], &["Address", "Eip"]),
    ("cvm", "Instance", &["CvmInstanceId"], &["Cvm", "CVM", "Vm"]),
    ("cvm", "Image", &["ImageId"], &["Image"]),
    ("cvm", "KeyPair", &[], &["Key"]),
    (
        "cvm",
        "DisasterRecoverGroup",
        &["DisasterRecoverGroupId"],
        &["DisasterRecoverGroup"],
    ),
    ("cvm", "HpcCluster", &["HpcClusterId"], &["Hpc"]),
    ("cbs", "Disk", &["DiskId"], &["Disk"]),
    ("cbs", "Snapshot", &["SnapshotId"], &["Snapshot"]),
    (
        "clb",
        "LoadBalancer",
        &["LoadBalancerId"],
        &["LoadBalancer"],
    ),
    ("cfs", "CfsFileSystem", &[], &["Cfs", "FileSystem"]),
    (
        "as",
        "AutoScalingGroup",
        &["AutoScalingGroupId"],
        &["AutoScalingGroup"],
    ),
    ("ssl", "Certificate", &["CertificateId", "CertId"], &[]),
    ("cls", "Topic", &["ClsTopicId"], &[]),
    ("cls", "Logset", &["ClsLogsetId"], &[]),
];

/// The services whose `InstanceId` names a machine of cvm, if it is none of their own: elsewhere it may
/// be anything, whatever the example.
const ON_MACHINES: [&str; 5] = ["as", "cbs", "clb", "tat", "vpc"];

/// The services that have machines and networks of their own: on bare metal, and at the edge.
const APART: [&str; 7] = [
    "bm",
    "bmeip",
    "bmlb",
    "bmvpc",
    "ecm",
    "edgezone",
    "lighthouse",
];

/// A kind, with the names of fields that name it.
struct Foreign {
    named: Named,
    fields: &'static [&'static str],
    words: &'static [&'static str],
}

/// Returns what `field` names in another service: by its name, unless its example says otherwise, or
/// by its example, unless its name says otherwise.
pub(super) fn find(field: &Field<'_>) -> Option<Named> {
    if !field.member.kind.is_text() || APART.contains(&field.service) {
        return None;
    }
    let others = KNOWN
        .iter()
        .filter(|it| it.named.kind.service != field.service);
    let mut found = others.filter(|it| {
        let called = field.stems.iter().any(|stem| it.fields.contains(&&**stem));
        let speaks = it.words.iter().any(|word| field.member.name.contains(word));
        (called && field.fits(&it.named))
            || ((speaks || it.is_machine(field)) && field.is_like(&it.named))
    });
    found.next().map(|it| it.named.clone())
}

impl Foreign {
    /// True if `field` names a machine without saying so.
    fn is_machine(&self, field: &Field<'_>) -> bool {
        let machine = (&*self.named.kind.service, &*self.named.kind.name) == ("cvm", "Instance");
        let instance = field.stems.iter().any(|stem| stem == "InstanceId");
        machine && instance && ON_MACHINES.contains(&field.service)
    }
}

static KNOWN: LazyLock<Vec<Foreign>> = LazyLock::new(|| {
    let known = KINDS.iter().filter_map(|(service, kind, fields, words)| {
        // A test finds them all.
        let kind = Kind::find(service, kind).ok()?;
        let member = kind.id().last()?.clone();
        Some(Foreign {
            named: Named { kind, member },
            fields,
            words,
        })
    });
    known.collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_other_services_is_there() {
        assert_eq!(KNOWN.len(), KINDS.len());
    }
}

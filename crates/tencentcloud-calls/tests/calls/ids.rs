//! Which resources the ids among parameters name.

use std::collections::BTreeSet;

use tencentcloud_calls::Known;
use tencentcloud_calls::ids::{Named, of_field, of_filter};
use tencentcloud_calls::resources::Reading;
use tencentcloud_catalogue::{resources, services};
use tencentcloud_schema::{Description, Member};

/// The fields of `members` that may be ids by their names, by path.
fn id_like(
    description: &Description,
    members: &[Member],
    above: &str,
    types: &[&str],
    found: &mut Vec<String>,
) {
    for member in members {
        let path = format!("{above}{}", member.name);
        if let Some(name) = member.kind.object() {
            let object = description.types.get(name);
            if let Some(object) = object.filter(|_| !types.contains(&name)) {
                let types = [types, &[name]].concat();
                let above = format!("{path}.");
                id_like(description, &object.members, &above, &types, found);
            }
            continue;
        }
        let ends = ["Id", "ID", "Ids", "IDs", "IdSet", "IdList"];
        if ends.iter().any(|end| member.name.ends_with(end)) {
            found.push(path);
        }
    }
}

/// Every action that does something with a resource, with its id-like fields.
fn fields() -> Vec<(Known, Vec<String>)> {
    let mut all = Vec::new();
    for service in services() {
        let Some(known) = resources(service).unwrap() else {
            continue;
        };
        for (version, kinds) in &known.versions {
            let actions: BTreeSet<_> = kinds
                .values()
                .flat_map(|kind| kind.actions.keys())
                .collect();
            for action in actions {
                let known = Known::find(service, action, Some(version)).unwrap();
                let request = &known.action().request;
                let mut found = Vec::new();
                id_like(&known.description, request, "", &[], &mut found);
                all.push((known, found));
            }
        }
    }
    all
}

fn written(named: Option<Named>) -> String {
    named.map_or("-".to_owned(), |named| {
        format!(
            "{}.{}.{}",
            named.kind.service, named.kind.name, named.member
        )
    })
}

/// More than half; the others are of what no facts describe: applications, users, files, tasks.
#[test]
fn most_ids_of_stateful_actions_name_a_kind_that_is_listed() {
    let (mut count, mut named, mut listed) = (0, 0, 0);
    for (known, paths) in fields() {
        for path in paths {
            count += 1;
            if let Some(found) = of_field(&known, &path) {
                named += 1;
                listed += usize::from(Reading::list(&found.kind).is_ok());
            }
        }
    }
    println!("of {count} id-like fields, {named} name a kind, of which {listed} are listed");
    assert!(
        count > 9000 && named * 100 >= count * 54,
        "{named} of {count}"
    );
    assert!(listed * 100 >= named * 95, "{listed} of {named}");
}

#[test]
fn a_reviewed_sample_has_no_false_kind() {
    let mut wrong = Vec::new();
    let reviewed = include_str!("data/ids.tsv").lines().skip(1);
    assert!(reviewed.clone().count() > 190);
    for line in reviewed {
        let fields: Vec<_> = line.split('\t').collect();
        let [service, version, action, path, kind] = fields[..] else {
            panic!("{line}");
        };
        let known = Known::find(service, action, Some(version)).unwrap();
        let found = written(of_field(&known, path));
        if found != kind {
            wrong.push(format!("{service} {action} {path}: {found}, not {kind}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_found_where_people_type_them() {
    let of = |service, action, path| {
        let known = Known::find(service, action, None).unwrap();
        written(of_field(&known, path))
    };
    // In an object, in a list, in the list of another service's ids.
    assert_eq!(
        of("cvm", "RunInstances", "VirtualPrivateCloud.SubnetId"),
        "vpc.Subnet.SubnetId"
    );
    assert_eq!(
        of("cvm", "RunInstances", "SecurityGroupIds.0"),
        "vpc.SecurityGroup.SecurityGroupId"
    );
    assert_eq!(
        of("cvm", "RunInstances", "DataDisks.0.SnapshotId"),
        "cbs.Snapshot.SnapshotId"
    );
    // What is made has no id yet; what it is made of has one.
    assert_eq!(of("vpc", "CreateSubnet", "VpcId"), "vpc.Vpc.VpcId");
    assert_eq!(of("scf", "CreateFunction", "FunctionName"), "-");
    assert_eq!(
        of("scf", "DeleteFunction", "FunctionName"),
        "scf.Function.FunctionName"
    );
    // No id, a secret, and nothing at all.
    assert_eq!(of("cvm", "RunInstances", "InstanceCount"), "-");
    assert_eq!(of("cvm", "RunInstances", "LoginSettings.Password"), "-");
    assert_eq!(of("cvm", "RunInstances", "Nothing"), "-");
    let known = Known::find("vpc", "DescribeSubnets", None).unwrap();
    assert_eq!(written(of_filter(&known, "vpc-id")), "vpc.Vpc.VpcId");
    assert_eq!(written(of_filter(&known, "zone")), "-");
}

//! What sending a request twice may do, for every action of the schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tencentcloud_runtime::ActionClass::{self, Idempotent, Read, Write};

#[derive(Deserialize)]
struct Description {
    actions: BTreeMap<String, Action>,
}

#[derive(Deserialize)]
struct Action {
    title: Option<String>,
    #[serde(default)]
    request: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    name: String,
}

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema")
}

/// Every action of every version, by service.
fn actions() -> Vec<(String, String, Action)> {
    let mut all = Vec::new();
    for folder in fs::read_dir(schema().join("services")).unwrap() {
        let folder = folder.unwrap().path();
        let service = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for version in fs::read_dir(&folder).unwrap() {
            let text = fs::read_to_string(version.unwrap().path()).unwrap();
            let description: Description = serde_json::from_str(&text).unwrap();
            let actions = description.actions.into_iter();
            all.extend(actions.map(|(name, action)| (service.clone(), name, action)));
        }
    }
    all
}

/// The reviewed list.
fn reviewed() -> BTreeMap<(String, String), String> {
    let text = fs::read_to_string(schema().join("reviews/idempotency.tsv")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [service, action, class, why] = <[String; 4]>::try_from(fields).unwrap();
        assert!(!why.is_empty(), "{service} {action}");
        ((service, action), class)
    };
    lines.map(row).collect()
}

/// True if a title says the opposite of the class that the verb gives.
fn is_doubtful(class: ActionClass, action: &str, title: &str) -> bool {
    let begins = |words: &str| words.split(' ').any(|word| title.starts_with(word));
    match class {
        // A price's title names the order.
        Read if action.starts_with("Inqui") || title.contains("询价") => false,
        Read => {
            begins("创建 生成 导出 提交 申请 修改 删除 新增 添加 发起 启动 停止 执行 上传 注册")
        }
        _ => begins(
            "查询 获取 查看 拉取 统计 列出 检索 校验 检查 批量查询 批量获取 批量查看 批量拉取",
        ),
    }
}

/// What a verb alone gives: no service has this name.
fn by_verb(action: &str) -> ActionClass {
    ActionClass::of("-", action)
}

fn has_token(action: &Action) -> bool {
    action
        .request
        .iter()
        .any(|member| member.name == "ClientToken")
}

#[test]
fn every_action_has_the_class_of_its_verb_or_of_its_review() {
    let reviewed = reviewed();
    for (service, name, action) in actions() {
        let wanted = match reviewed.get(&(service.clone(), name.clone())) {
            Some(class) if class == "read" => Read,
            Some(class) if class == "idempotent" => Idempotent,
            Some(_) => Write,
            None if by_verb(&name) == Read => Read,
            None if has_token(&action) => Idempotent,
            None => Write,
        };
        assert_eq!(ActionClass::of(&service, &name), wanted, "{service} {name}");
    }
}

#[test]
fn what_a_verb_leaves_doubtful_is_reviewed_and_nothing_else() {
    let reviewed = reviewed();
    let mut needed = BTreeSet::new();
    for (service, name, action) in actions() {
        let title = action.title.clone().unwrap_or_default();
        let key = (service, name);
        let class = by_verb(&key.1);
        let doubtful = is_doubtful(class, &key.1, &title);
        let default = match class {
            Write if has_token(&action) => "idempotent",
            Write => "write",
            _ => "read",
        };
        match reviewed.get(&key) {
            None => assert!(!doubtful, "{key:?} {title}: add a line to idempotency.tsv"),
            Some(class) if class == default && !doubtful => {}
            Some(_) => {
                needed.insert(key);
            }
        }
    }
    let unused: Vec<_> = reviewed
        .keys()
        .filter(|key| !needed.contains(key))
        .collect();
    assert!(unused.is_empty(), "no action needs these lines: {unused:?}");
}

/// How many actions of the schema are in each class, so that a change of the rule is seen.
#[test]
fn the_classes_have_as_many_actions_as_when_they_were_reviewed() {
    let mut counts = BTreeMap::new();
    for (service, name, _) in actions() {
        let class = format!("{:?}", ActionClass::of(&service, &name));
        *counts.entry(class).or_insert(0) += 1;
    }
    let counts: Vec<_> = counts.into_iter().collect();
    let wanted = [("Idempotent", 80), ("Read", 7_904), ("Write", 9_080)];
    assert_eq!(
        counts,
        wanted.map(|(class, count)| (class.to_owned(), count))
    );
}

#[test]
fn a_verb_is_a_whole_word_and_the_unknown_is_a_write() {
    for (action, class) in [
        ("DescribeZones", Read),
        ("Describe5GInstances", Read),
        ("Get", Read),
        ("Getaway", Write),
        ("Describer", Write),
        ("CreateInstances", Write),
        ("Chat", Write),
        ("", Write),
    ] {
        assert_eq!(ActionClass::of("bakery", action), class, "{action}");
    }
    assert_eq!(ActionClass::of("cvm", "RunInstances"), Idempotent);
    assert_eq!(ActionClass::of("cvm", "InquiryPriceRunInstances"), Read);
    assert_eq!(ActionClass::of("ess", "CreateFlow"), Write);
}

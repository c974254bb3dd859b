//! `include_api!` over documentation pages: a user's own crate needs no command and no clone.

use std::fs;

use tencentcloud_import::page::Pages;
use tencentcloud_schema::Description;

use crate::endpoint;
use crate::workspace::{Workspace, root, said};

/// A crate without pages yet.
fn crate_with(name: &str, features: &[&str]) -> Workspace {
    let runtime = root().join("crates/tencentcloud-runtime");
    let features = [&["include", "reqwest", "blocking"], features].concat();
    Workspace::new(&format!(
        r#"
        [package]
        name = "{name}"
        edition = "2024"

        [dependencies.tencentcloud-runtime]
        path = {runtime:?}
        default-features = false
        features = {features:?}
        "#
    ))
}

/// A page of the importer's own tests.
fn page(file: &str) -> String {
    let pages = root().join("crates/tencentcloud-import/tests/pages/forms");
    fs::read_to_string(pages.join(file)).unwrap()
}

/// It holds against the lints that a strict crate has.
const PROGRAM: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
//! Reserves an oven.

use bakery::{Client, Loaf, ReserveOvenRequest};
use tencentcloud_runtime::Config;

mod bakery {
    tencentcloud_runtime::include_api!("pages/reserve-oven.html", "pages/types.txt");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?.endpoint(std::env::var("ENDPOINT")?);
    let request = ReserveOvenRequest::new()
        .kind(ReserveOvenRequest::KIND_DECK)
        .loaves([Loaf::new().name("miche")])
        .minutes(30);
    let oven = Client::new(&config).reserve_oven(request).send()?;
    println!("{} {:?} {}", oven.oven_id.unwrap_or_default(), oven.degrees, bakery::API.version);
    println!("{}", bakery::errors::FAILED_OPERATION_OVEN_BROKEN);
    Ok(())
}
"#;

#[test]
fn an_action_is_called_from_its_saved_page() {
    let workspace = crate_with("outside-pages", &[]);
    workspace.write("src/main.rs", PROGRAM);
    let run = |action: &str| {
        let types = page("types.en.txt");
        workspace.write("pages/reserve-oven.html", action);
        workspace.write("pages/types.txt", &types);
        let pages = Pages::new()
            .page("reserve-oven.html", action)
            .page("types.txt", &types);
        let emulator = endpoint::start(pages.describe(&[]).unwrap().descriptions);
        let mut program = workspace.cargo(&["run", "--quiet"]);
        said(endpoint::tell(&emulator, &mut program))
    };
    let expected = "oven-7f3a Some(230.5) 2020-05-01\nFailedOperation.OvenBroken\n";
    assert_eq!(run(&page("reserve-oven.zh.html")), expected);
    // Nothing but the page changes, and the program is another.
    let changed = page("reserve-oven.en.html").replace("2020-05-01.<", "2021-12-31.<");
    assert_eq!(run(&changed), expected.replace("2020-05-01", "2021-12-31"));
}

/// A program that includes files.
fn including(files: &str) -> String {
    format!(
        "#![deny(warnings)]\n#![allow(dead_code)]\nmod api {{\n    tencentcloud_runtime::include_api!({files});\n}}\nfn main() {{}}\n"
    )
}

#[test]
fn all_faults_of_all_pages_are_told_at_their_lines() {
    let workspace = crate_with("outside-pages-faults", &[]);
    let action = page("reserve-oven.zh.txt")
        .replace("ReserveOven。", "Reserve Oven。")
        .replace("Retries\t否\tInteger", "Retries\t不\tIntegr");
    workspace.write("pages/a.txt", &action);
    workspace.write(
        "pages/b.md",
        &page("types.en.md").replace("Boolean", "Bool lean"),
    );
    workspace.write("src/main.rs", &including(r#""pages/a.txt", "pages/b.md""#));
    let error = workspace.fail(&["build", "--quiet"]);
    let places = [
        ("a.txt:12: \"Reserve Oven\" is not an action's name", 40),
        ("a.txt:19: \"不\" under 必选; expected 是 or 否", 40),
        ("b.md:21: Free: \"Bool lean\" is not a type", 55),
    ];
    for (place, column) in places {
        let file = workspace.path("pages").join(place).display().to_string();
        let expected = format!("error: {file}");
        let (_, rest) = error
            .split_once(&expected)
            .unwrap_or_else(|| panic!("{expected}\n{error}"));
        let literal = format!(" --> src/main.rs:4:{column}\n");
        let (here, _) = rest.split_once("\n\n").unwrap_or((rest, ""));
        assert!(here.contains(&literal), "{literal}\n{here}");
    }
    // The row with two faults tells both.
    assert!(
        error.contains("a.txt:19: no type Integr is defined; write Integer"),
        "{error}"
    );
}

#[test]
fn an_example_that_contradicts_its_page_is_a_warning() {
    let workspace = crate_with("outside-pages-warnings", &[]);
    let action = page("reserve-oven.zh.txt").replace("示例值：25", "示例值：an hour");
    workspace.write("pages/a.txt", &action);
    workspace.write("pages/b.md", &page("types.en.md"));
    workspace.write("src/main.rs", &including(r#""pages/a.txt", "pages/b.md""#));
    let error = workspace.fail(&["build", "--quiet"]);
    let file = workspace.path("pages/a.txt").display().to_string();
    let expected = format!("{file}:17: Minutes: the example \"an hour\" is no Integer");
    assert!(error.contains(&expected), "{expected}\n{error}");
    assert!(error.contains(" --> src/main.rs:4:40\n"), "{error}");
    assert!(error.contains("deny(deprecated)"), "{error}");
}

/// A page of a service that the catalogue knows, of an action that it does not.
const RUN_BAKERS: &str = "\
1. 接口描述
接口请求域名: cvm.tencentcloudapi.com 。
2. 输入参数
参数名称 | 必选 | 类型 | 描述 |
---|---|---|---|
Action | 是 | String | 公共参数,本接口取值:RunBakers。 |
Version | 是 | String | 公共参数,本接口取值:2017-03-12。 |
Place | 是 | Placement | 在哪里 |
Tags.N | 否 | Array of Tag | 标签 |
3. 输出参数
参数名称 | 类型 | 描述 |
---|---|---|
BakerIds | Array of String | 编号 |
RequestId | String | 编号 |
";

#[test]
fn types_of_known_services_come_from_the_catalogue() {
    let workspace = crate_with("outside-pages-known", &[]);
    workspace.write("run-bakers.txt", RUN_BAKERS);
    let program = including(r#""run-bakers.txt""#).replace(
        "fn main() {}",
        "fn main() { println!(\"{:?}\", api::RunBakersRequest::new().place(api::Placement::new().zone(\"ap-guangzhou-3\"))); }",
    );
    workspace.write("src/main.rs", &program);
    let error = workspace.fail(&["build", "--quiet"]);
    let file = workspace.path("run-bakers.txt").display().to_string();
    for (line, name) in [(8, "Placement"), (9, "Tag")] {
        let expected = format!(
            "error: {file}:{line}: the type {name} is named here and no file describes it; add the page of data types that does; the feature `catalogue`"
        );
        assert!(error.contains(&expected), "{expected}\n{error}");
    }
    let mut program = workspace.cargo(&[
        "run",
        "--quiet",
        "--features",
        "tencentcloud-runtime/catalogue",
    ]);
    let printed = said(&mut program);
    assert!(printed.contains("zone: \"ap-guangzhou-3\""), "{printed}");
}

#[test]
fn types_come_from_a_description_beside_the_page() {
    let workspace = crate_with("outside-pages-beside", &[]);
    let types = Pages::new()
        .page("types.md", &page("types.zh.md"))
        .of("bakery", "2020-05-01");
    let [types]: [Description; 1] = types
        .describe(&[])
        .unwrap()
        .descriptions
        .try_into()
        .unwrap();
    workspace.write("types.json", &types.to_canonical());
    workspace.write("a.html", &page("reserve-oven.en.html"));
    workspace.write("src/main.rs", &including(r#""types.json", "a.html""#));
    workspace.succeed(&["build", "--quiet"]);

    // Another version is another module.
    workspace.write(
        "b.html",
        &page("reserve-oven.en.html").replace("2020-05-01.<", "2021-12-31.<"),
    );
    workspace.write("src/main.rs", &including(r#""types.json", "b.html""#));
    let error = workspace.fail(&["build", "--quiet"]);
    let expected = "the files describe bakery 2020-05-01 and bakery 2021-12-31; give each version";
    assert!(error.contains(expected), "{error}");
}

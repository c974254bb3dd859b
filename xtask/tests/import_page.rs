//! `cargo xtask import page` on pages typed by hand; what they must give is typed by hand too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/tencentcloud-import/tests/pages")
}

fn text_of(page: &str) -> String {
    fs::read_to_string(pages().join(page)).unwrap()
}

/// A page of a test's own, beside a schema of its own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// Puts the repository's description of API Gateway into the schema.
    fn with_apigateway() -> Self {
        let desk = Self::new();
        let path = desk.apigateway();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        fs::copy(
            root.join("schema/services/apigateway/2018-08-08.json"),
            path,
        )
        .unwrap();
        desk
    }

    fn apigateway(&self) -> PathBuf {
        self.schema().join("services/apigateway/2018-08-08.json")
    }

    fn schema(&self) -> PathBuf {
        self.folder.path().join("schema")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, pages: &[PathBuf], options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["import", "page", "--schema"])
            .arg(self.schema())
            .args(pages)
            .args(options)
            .output()
            .unwrap()
    }

    /// The description of the pages alone.
    fn print(&self, pages: &[PathBuf], options: &[&str]) -> Value {
        let text = said(&self.run(pages, &[options, &["--print"]].concat()));
        serde_json::from_str(&text).unwrap()
    }

    /// Imports and gives the report.
    fn import(&self, pages: &[PathBuf], options: &[&str]) -> String {
        said(&self.run(pages, options))
    }

    /// What is said about pages that cannot be imported; the schema must stay as it is.
    fn refused(&self, pages: &[PathBuf], options: &[&str]) -> String {
        let before = snapshot(&self.schema());
        let output = self.run(pages, options);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success(),
            "the page was taken: {:?}",
            output.stdout
        );
        assert_eq!(
            snapshot(&self.schema()),
            before,
            "a failed import touched the schema"
        );
        error
    }
}

fn said(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => snapshot(&path),
                false => vec![(path.clone(), fs::read(path).unwrap())],
            }
        })
        .collect();
    files.sort();
    files
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn expected(name: &str) -> Value {
    read_json(&pages().join("expected").join(name).with_extension("json"))
}

/// Pages of data types alone do not tell their version.
const BAKERY: [&str; 4] = ["--service", "bakery", "--version", "2020-05-01"];

/// Every page with the name of what it must give and the options it needs.
fn fixtures() -> Vec<(PathBuf, String, &'static [&'static str])> {
    let mut fixtures: Vec<_> = fs::read_dir(pages())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("README.md"))
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let types = stem == "types";
            let name = match types && path.extension().unwrap() == "md" {
                true => "types-md".to_owned(),
                false => stem,
            };
            (path, name, if types { &BAKERY[..] } else { &[] })
        })
        .collect();
    fixtures.sort();
    fixtures
}

#[test]
fn every_page_gives_the_facts_that_were_typed_for_it() {
    let desk = Desk::new();
    let fixtures = fixtures();
    assert!(fixtures.len() >= 16);
    let readme = text_of("README.md");
    let mut wrong = Vec::new();
    for (path, name, options) in fixtures {
        let file = path.file_name().unwrap().to_str().unwrap();
        assert!(
            readme.contains(&format!("| `{file}` |")),
            "README.md does not tell of {file}"
        );
        let found = desk.print(std::slice::from_ref(&path), options);
        let expected = expected(&name);
        if found != expected {
            wrong.push(format!(
                "{file} gives\n{found:#}\nwhere this was expected\n{expected:#}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!desk.schema().exists(), "--print wrote into the schema");
}

#[test]
fn the_way_a_page_is_saved_does_not_matter() {
    let desk = Desk::new();
    for (path, name, options) in fixtures() {
        let text = fs::read_to_string(&path).unwrap();
        let expected = expected(&name);
        let ways = [
            ("CRLF", text.replace('\n', "\r\n")),
            ("a byte order mark", format!("\u{feff}{text}")),
            ("no line end at the end", text.trim_end().to_owned()),
            ("blank lines at the end", format!("{text}\n \n")),
            ("no-break spaces", text.replace(' ', "\u{a0}")),
            (
                "ideographic spaces",
                text.replace(" | ", "\u{3000}|\u{3000}"),
            ),
            ("indented lines", text.replace('\n', "\n  ")),
        ];
        for (way, text) in ways {
            let page = desk.write("page", text);
            let found = desk.print(&[page], options);
            assert!(found == expected, "{name} with {way} gives\n{found:#}");
        }
    }
}

/// A good page with one thing made wrong: what is replaced by what, and the fault that must be
/// told, its line first.
const WRONG: [(&str, &str, &str, &str); 31] = [
    (
        "bake-bread.txt",
        "接口请求域名: bakery.tencentcloudapi.com 。",
        "接口请求域名: 。",
        "2: no host of the API",
    ),
    (
        "bake-bread.txt",
        "接口请求域名: bakery.tencentcloudapi.com 。\n",
        "",
        "1: the page names no host",
    ),
    (
        "bake-bread.txt",
        "5次/秒",
        "很多",
        "4: no rate in this line",
    ),
    (
        "bake-bread.txt",
        "2. 输入参数\n",
        "2. 输入\n",
        "1: the page has no section 输入参数",
    ),
    (
        "bake-bread.txt",
        "3. 输出参数\n",
        "2. 输入参数\n",
        "21: a second section 输入参数; the first begins on line 5",
    ),
    (
        "bake-bread.txt",
        "参数名称 | 必选 | 类型 | 描述 |",
        "参数 | 必选 | 类型 | 描述 |",
        "7: this is no row of a table that is known here; expected the header 参数名称 | 必选 | 类型 | 描述",
    ),
    (
        "bake-bread.txt",
        "参数名称 | 必选 | 类型 | 描述 |",
        "参数名称 | 必选 | 种类 | 描述 |",
        "7: \"种类\" is not a column's name",
    ),
    (
        "bake-bread.txt",
        "参数名称 | 必选 | 类型 | 描述 |",
        "参数名称 | 类型 | 类型 | 描述 |",
        "7: the table has two columns named \"类型\"",
    ),
    (
        "bake-bread.txt",
        "参数名称 | 类型 | 描述 |",
        "名称 | 类型 | 描述 |",
        "22: section 输出参数 has no table of this kind",
    ),
    (
        "bake-bread.txt",
        "BakeBread。",
        "",
        "9: \"\" is not an action's name",
    ),
    (
        "bake-bread.txt",
        "BakeBread。",
        "Bake Bread。",
        "9: \"Bake Bread\" is not an action's name; expected one word",
    ),
    (
        "bake-bread.txt",
        "Loaves | 是 | Integer",
        "Loaves | 是 | Integr",
        "13: no type Integr is defined; write Integer",
    ),
    (
        "bake-bread.txt",
        "本接口取值:2020-05-01",
        "本接口取值:2020",
        "10: \"2020\" is not an API version; expected a date",
    ),
    (
        "bake-bread.txt",
        "Version | 是 | String | 公共参数,本接口取值:2020-05-01。 |\n",
        "",
        "5: no row Version among the parameters",
    ),
    (
        "bake-bread.txt",
        "RecipeId | 是 |",
        "RecipeId | 要 |",
        "12: \"要\" under 必选; expected 是 or 否",
    ),
    (
        "bake-bread.txt",
        "RecipeId | 是 | String |",
        "RecipeId | 是 |",
        "12: a row of 3 cells; expected 4: 参数名称 | 必选 | 类型 | 描述",
    ),
    (
        "bake-bread.txt",
        "RecipeId | 是 | String | 配方的编号 示例值:rcp-7f3a |",
        "RecipeId 是 String 配方的编号",
        "12: this line belongs to no row of the table",
    ),
    (
        "bake-bread.txt",
        "Loaves | 是 | Integer",
        "Loaves | 是 | Number of",
        "13: Loaves: \"Number of\" is not a type",
    ),
    (
        "bake-bread.txt",
        "Loaves | 是 | Integer",
        "Loaves | 是 | int64",
        "13: Loaves: \"int64\" is not a type",
    ),
    (
        "bake-bread.txt",
        "Array of BreadShape",
        "Array of Array of BreadShape",
        "19: Shapes: \"Array of Array of BreadShape\" is not a type",
    ),
    (
        "bake-bread.txt",
        "Array of BreadShape",
        "BreadShape",
        "19: Shapes.N is numbered and its type is no list; expected Array of BreadShape",
    ),
    (
        "bake-bread.txt",
        "Oven | 否",
        "烤炉 | 否",
        "20: \"烤炉\" is not a parameter's name",
    ),
    (
        "bake-bread.txt",
        "Oven | 否",
        "Trays | 否",
        "20: Trays is listed twice; the first is on line 18",
    ),
    (
        "bake-bread.txt",
        "ResourceNotFound.Recipe",
        "没有配方",
        "50: \"没有配方\" is not an error code",
    ),
    (
        "bake-bread.txt",
        "ResourceNotFound.Recipe",
        "InvalidParameterValue",
        "50: error code InvalidParameterValue is listed twice",
    ),
    (
        "bake-bread.txt",
        "Trays.N | 否",
        "\n说明\nTrays.N | 否",
        "20: this looks like a row of the table on line 7, which has ended before",
    ),
    (
        "types.txt",
        "Halves | Array",
        "Rye\nHalves | Array",
        "11: this looks like a row of the table on line 6",
    ),
    (
        "describe-recipe.md",
        "\n```\n\n## 6.",
        "\n\n## 6.",
        "51: a code block is opened here and never closed",
    ),
    (
        "types.txt",
        "被如下接口引用：DescribeBreads。\n",
        "",
        "13: no line 被如下接口引用 comes before this table",
    ),
    (
        "types.txt",
        "\nBaker\n",
        "\nBaker\nPerson\n",
        "15: the table's type may be Baker on line 12 or Person on line 13",
    ),
    (
        "types.txt",
        "\nBaker\n",
        "\nBread\n",
        "12: type Bread is defined twice; the first is on line 3",
    ),
];

#[test]
fn what_is_wrong_with_a_page_is_told_with_its_line() {
    let desk = Desk::with_apigateway();
    for (page, from, to, fault) in WRONG {
        let text = text_of(page);
        assert!(text.contains(from), "{page} does not hold {from:?}");
        let path = desk.write(page, text.replacen(from, to, 1));
        let options = if page.starts_with("types") {
            &BAKERY[..]
        } else {
            &[]
        };
        let error = desk.refused(std::slice::from_ref(&path), options);
        let told = format!("{}:{fault}", path.display());
        assert!(
            error.contains(&told),
            "{page} with {to:?} for {from:?}: expected {told}\nfound {error}"
        );
        assert!(error.contains("nothing was imported"), "{error}");
    }
}

#[test]
fn text_that_is_no_page_is_refused() {
    let desk = Desk::new();
    for text in [
        "",
        "\n",
        "你好",
        "# README\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
    ] {
        let page = desk.write("page.txt", text);
        let error = desk.refused(&[page], &[]);
        assert!(
            error.contains("page.txt:1: this is no page of an action"),
            "{error}"
        );
    }
    let page = desk.write("page.txt", b"\xff\xfe\x31");
    assert!(desk.refused(&[page], &[]).contains("page.txt"));
    let missing = desk.folder.path().join("missing.txt");
    assert!(desk.refused(&[missing], &[]).contains("missing.txt"));
}

#[test]
fn one_bad_page_holds_back_the_good_ones_and_all_faults_are_told() {
    let desk = Desk::with_apigateway();
    let broken = |name: &str| {
        desk.write(
            name,
            text_of("bake-bread.txt")
                .replace("Integer", "Int")
                .replace("是 |", "? |"),
        )
    };
    let pages = [
        pages().join("delete-upstream.txt"),
        broken("first.txt"),
        broken("second.txt"),
    ];
    let error = desk.refused(&pages, &[]);
    for place in [
        "first.txt:12:",
        "first.txt:13:",
        "second.txt:12:",
        "second.txt:13:",
    ] {
        assert!(error.contains(place), "{place} is not in {error}");
    }
}

#[test]
fn an_action_or_type_is_told_once() {
    let desk = Desk::new();
    let again = desk.write("again.txt", text_of("bake-bread.txt"));
    let error = desk.refused(&[pages().join("bake-bread.txt"), again], &[]);
    assert!(
        error.contains("again.txt:9: action BakeBread is described by "),
        "{error}"
    );
    let again = desk.write("again.txt", text_of("types.txt"));
    let error = desk.refused(&[pages().join("types.txt"), again], &BAKERY);
    assert!(
        error.contains("again.txt:12: type Baker is described by "),
        "{error}"
    );
    assert!(error.contains("types.txt:12 too"), "{error}");
}

#[test]
fn data_types_belong_to_the_service_of_the_actions_beside_them() {
    let desk = Desk::new();
    let [types, bake, chat] =
        ["types.md", "bake-bread.txt", "chat-with-baker.txt"].map(|page| pages().join(page));
    let found = desk.print(&[types.clone(), bake.clone()], &[]);
    assert_eq!(
        found["types"]["Recipe"],
        expected("types-md")["types"]["Recipe"]
    );
    assert_eq!(found["version"], "2020-05-01");

    let error = desk.refused(std::slice::from_ref(&types), &[]);
    assert!(
        error.contains("types.md:1: nothing says which service these data types belong to"),
        "{error}"
    );
    assert!(error.contains("name service and version"), "{error}");
    let error = desk.refused(&[types.clone(), bake.clone(), chat], &[]);
    assert!(
        error.contains("types.md:1: these data types may belong to several service versions"),
        "{error}"
    );

    // A host tells the service, and the schema its only version.
    let types = pages().join("types.txt");
    let error = desk.refused(
        std::slice::from_ref(&types),
        &["--service", "brewery", "--version", "2020-05-01"],
    );
    assert!(
        error.contains(
            "the page's host names the service bakery, and the service that is given is brewery"
        ),
        "{error}"
    );
    let error = desk.refused(std::slice::from_ref(&types), &[]);
    assert!(
        error.contains("types.txt:1: no API version of this page's service is known"),
        "{error}"
    );
    desk.import(&[bake], &[]);
    let report = desk.import(&[types], &[]);
    assert!(report.contains("  types.Bread added\n"), "{report}");
}

#[test]
fn an_example_that_contradicts_its_page_is_a_warning() {
    let desk = Desk::new();
    let text = text_of("bake-bread.txt")
        .replace("示例值:12", "示例值:一打")
        .replace("&Loaves=12", "&Loafs=12");
    let page = desk.write("page.txt", text);
    let output = desk.run(std::slice::from_ref(&page), &["--print"]);
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let expected = |line, message| format!("warning: {}:{line}: {message}", page.display());
    for warning in [
        expected(13, "Loaves: the example \"一打\" is no Integer"),
        expected(
            32,
            "the example has Loafs, which the table of 输入参数 does not list",
        ),
    ] {
        assert!(said.contains(&warning), "{warning}\n{said}");
    }
    assert!(output.status.success(), "{said}");
}

#[test]
fn pages_of_several_versions_go_to_their_own_files() {
    let desk = Desk::new();
    let report = desk.import(
        &["bake-bread.txt", "chat-with-baker.txt", "slice-bread.txt"]
            .map(|page| pages().join(page)),
        &[],
    );
    for (version, actions) in [
        ("2020-05-01", vec!["BakeBread", "SliceBread"]),
        ("2022-11-11", vec!["ChatWithBaker"]),
    ] {
        let path = desk
            .schema()
            .join(format!("services/bakery/{version}.json"));
        let found = read_json(&path);
        let names: Vec<_> = found["actions"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        assert_eq!(names, actions);
        assert!(
            report.contains(&format!("{}: new\n", path.display())),
            "{report}"
        );
    }
    assert!(
        report.contains(
            "open types, named by members and defined by no source yet: BreadShape, Loaf, Oven\n"
        ),
        "{report}"
    );
}

#[test]
fn a_type_stays_open_until_a_page_defines_it() {
    let desk = Desk::new();
    let path = desk.schema().join("services/bakery/2020-05-01.json");
    desk.import(&[pages().join("describe-breads.txt")], &[]);
    assert_eq!(read_json(&path)["open"], serde_json::json!(["Bread"]));
    let report = desk.import(&[pages().join("types.txt")], &BAKERY);
    let found = read_json(&path);
    assert_eq!(found.get("open"), None, "{report}");
    assert_eq!(found["types"], expected("types")["types"]);
    assert_eq!(found["actions"], expected("describe-breads")["actions"]);
    assert!(report.contains("  types.Bread added\n"), "{report}");
}

#[test]
fn a_page_adds_what_the_package_does_not_know_and_loses_nothing() {
    let desk = Desk::with_apigateway();
    let before = read_json(&desk.apigateway());
    let report = desk.import(&[pages().join("delete-upstream.txt")], &[]);
    let after = read_json(&desk.apigateway());
    let page = &expected("delete-upstream")["actions"]["DeleteUpstream"];

    let mut action = before["actions"]["DeleteUpstream"].clone();
    for fact in ["region", "rate", "errors"] {
        action[fact] = page[fact].clone();
    }
    assert_eq!(after["actions"]["DeleteUpstream"], action, "{report}");
    let mut rest = after.clone();
    rest["actions"]["DeleteUpstream"] = before["actions"]["DeleteUpstream"].clone();
    assert_eq!(rest, before, "{report}");
    assert!(!report.contains("sources differ"), "{report}");

    let again = desk.import(&[pages().join("delete-upstream.txt")], &[]);
    assert_eq!(
        again,
        format!("{}: unchanged\n", desk.apigateway().display())
    );
}

#[test]
fn what_a_page_cannot_know_is_not_held_against_the_schema() {
    let desk = Desk::with_apigateway();
    let before = read_json(&desk.apigateway());
    // An integer's width, an example's spaces, and that only answers have this type.
    let page = text_of("delete-upstream.txt")
        .replace("DeleteUpstream", "DescribeUpstreams")
        .replace("删除后端通道", "查询后端通道列表详情")
        .replace(
            "UpstreamId | 是 | String | 要删去的通道 示例值:upstream-xxxx |",
            "Limit | 是 | Integer | 几个,默认值:-1 示例值:-1 |\nOffset | 是 | Integer | 起点 |",
        )
        .replace("UpstreamId | String |", "Result | DescribeUpstreamInfo |");
    let types = "DescribeUpstreamInfo\n被如下接口引用：DescribeUpstreams。\n\
                 名称 | 类型 | 必选 | 描述 |\nTotalCount | Integer | 是 | 总数,默认值:0 |\n";
    let report = desk.import(
        &[desk.write("page.txt", page), desk.write("types.txt", types)],
        &[],
    );
    let after = read_json(&desk.apigateway());
    let limit = |tree: &Value| tree["actions"]["DescribeUpstreams"]["request"][0].clone();
    assert_eq!(limit(&before)["type"], "uint64");
    assert_eq!(limit(&after), limit(&before), "{report}");
    let total = |tree: &Value| tree["types"]["DescribeUpstreamInfo"]["members"][0].clone();
    assert_eq!(total(&before)["required"], Value::Null);
    assert_eq!(total(&after), total(&before), "{report}");
}

#[test]
fn where_page_and_schema_differ_the_report_says_so() {
    let desk = Desk::with_apigateway();
    let text = text_of("delete-upstream.txt").replace("UpstreamId | 是 |", "UpstreamId | 否 |");
    let page = desk.write("page.txt", text);
    let error = desk.refused(std::slice::from_ref(&page), &[]);
    let breaks = "    actions.DeleteUpstream.request.UpstreamId is no longer required\n";
    assert!(error.contains(breaks), "{error}");
    let report = desk.import(&[page], &["--breaking"]);
    let place = "sources differ: actions.DeleteUpstream.request.UpstreamId.required";
    assert!(report.contains(place), "{report}");
}

#[test]
fn a_page_is_told_in_the_changelog_of_its_crate() {
    let desk = Desk::with_apigateway();
    let folder = desk.folder.path().join("crates/apigateway");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("Cargo.toml"), "").unwrap();
    let rest = "## 0.3.9\n\nBy hand.\n";
    let changelog = folder.join("CHANGELOG.md");
    fs::write(&changelog, format!("# Changelog\n\n{rest}")).unwrap();
    let crates = folder.parent().unwrap().display().to_string();

    let page = [pages().join("delete-upstream.txt")];
    let report = desk.import(&page, &["--crates", &crates]);
    assert!(
        report.contains("tencentcloud-apigateway 0.3.9 -> 0.3.10\n"),
        "{report}"
    );
    let text = fs::read_to_string(&changelog).unwrap();
    let top = "# Changelog\n\n## 0.3.10\n\n```text\napigateway 2018-08-08: patch (0 breaking, 0 additions, 2 hints)\n";
    assert!(text.starts_with(top), "{text}");
    assert!(text.ends_with(&format!("```\n\n{rest}")), "{text}");

    desk.import(&page, &["--crates", &crates]);
    assert_eq!(fs::read_to_string(&changelog).unwrap(), text);
}

#[test]
fn the_seed_page_agrees_with_the_package() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    // The page is the vendor's own and so no part of the repository: it may lie beside it.
    let beside = root.parent().unwrap().join("shared");
    let seed = beside.join("seed/create-upstream.txt");
    if !seed.exists() {
        eprintln!("skipped: there is no page {}", seed.display());
        return;
    }
    let desk = Desk::with_apigateway();
    let alone = desk.print(std::slice::from_ref(&seed), &[]);
    let action = &alone["actions"]["CreateUpstream"];
    let names = |side: &str| -> Vec<String> {
        let members = action[side].as_array().unwrap().iter();
        members
            .map(|member| member["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names("request"),
        [
            "Scheme",
            "Algorithm",
            "UniqVpcId",
            "UpstreamName",
            "UpstreamDescription",
            "UpstreamType",
            "Retries",
            "UpstreamHost",
            "Nodes",
            "Tags",
            "HealthChecker",
            "K8sService"
        ]
    );
    assert_eq!(names("response"), ["UpstreamId"]);
    assert_eq!(
        action["request"][0]["values"],
        serde_json::json!(["HTTP", "HTTPS", "gRPC", "gRPCs"])
    );
    assert_eq!(action["request"][6]["default"], 3);
    assert_eq!(action["errors"].as_array().unwrap().len(), 20);
    // The page names types that the schema knows.
    assert_eq!(alone.get("open"), None);
    let types: Vec<_> = alone["types"].as_object().unwrap().keys().collect();
    assert_eq!(
        types,
        [
            "K8sLabel",
            "K8sService",
            "Tag",
            "UpstreamHealthChecker",
            "UpstreamHealthCheckerReqHeaders",
            "UpstreamNode"
        ]
    );

    // The repository has imported the page; without what only the page tells, the package is left.
    let mut package = read_json(&desk.apigateway());
    for fact in ["region", "rate", "errors"] {
        let action = package["actions"]["CreateUpstream"].as_object_mut();
        action.unwrap().shift_remove(fact);
    }
    fs::write(desk.apigateway(), package.to_string()).unwrap();
    let report = desk.import(&[seed], &[]);
    assert!(report.contains(": 3 changes\n"), "{report}");
    assert!(!report.contains("sources differ"), "{report}");
    let merged = read_json(&desk.apigateway());
    let [package, merged] = [&package, &merged].map(|tree| &tree["actions"]["CreateUpstream"]);
    assert_eq!(merged["request"], package["request"]);
    assert_eq!(merged["response"], package["response"]);
    assert_eq!(
        (&merged["region"], &merged["rate"]),
        (&"required".into(), &20.into())
    );
}

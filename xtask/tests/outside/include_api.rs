//! `include_api!` in a crate that knows the runtime by a name of its own.

use std::fs;

use tencentcloud_schema::Description;

use crate::endpoint;
use crate::workspace::{Workspace, root, said};

/// A crate with a description, and a program that does not exist yet.
fn bakery(name: &str) -> Workspace {
    let runtime = root().join("crates/tencentcloud-runtime");
    let workspace = Workspace::new(&format!(
        r#"
        [package]
        name = "{name}"
        edition = "2024"

        [dependencies.tc]
        package = "tencentcloud-runtime"
        path = {runtime:?}
        default-features = false
        features = ["include", "reqwest", "blocking"]
        "#
    ));
    workspace.write("api/bakery.json", &description());
    workspace
}

fn description() -> String {
    let path = root().join("crates/tencentcloud-runtime/examples/bakery.json");
    fs::read_to_string(path).unwrap()
}

/// It holds against the lints that a strict crate has.
const PROGRAM: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
//! Bakes.

use bakery::{BakeBreadRequest, Client, DescribeBreadsRequest, Topping};
use tc::Config;

mod bakery {
    tc::include_api!("api/bakery.json");
}

/// The same by a path that is told, as part of this crate's own interface.
pub mod public {
    pub use tc as runtime;

    /// The bakery.
    pub mod bakery {
        tc::include_api!("api/bakery.json", crate = crate::public::runtime);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?.endpoint(std::env::var("ENDPOINT")?);
    let client = Client::new(&config);
    let request = BakeBreadRequest::new()
        .flour(BakeBreadRequest::FLOUR_RYE)
        .grams(750)
        .toppings([Topping::new().name("sesame").inside(true)]);
    let baked = client.bake_bread(request).send()?;
    println!("{} of {}", baked.bread_id, bakery::API.version);

    let page = DescribeBreadsRequest::new().limit(5);
    for bread in client.describe_breads(page).send()?.breads {
        println!("{bread:?}");
    }

    println!("{}", public::bakery::errors::RESOURCE_INSUFFICIENT_FLOUR);
    Ok(())
}
"#;

/// One version for others and one for itself, of which nothing is used.
const ODDITIES: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]
//! The showcase, included.

mod inside {
    tc::include_api!("2020-01-01.json");
}

/// The newer version.
pub mod newer {
    tc::include_api!("2021-02-02.json");
}
"#;

#[test]
fn a_described_api_is_called() {
    let workspace = bakery("outside-include");
    workspace.write("src/main.rs", PROGRAM);
    let run = |text: &str| {
        let emulator = endpoint::start([Description::parse(text, "bakery.json").unwrap()]);
        let mut program = workspace.cargo(&["run", "--quiet"]);
        said(endpoint::tell(&emulator, &mut program))
    };

    let printed = run(&description());
    let bread = r#"Bread { bread_id: "example", type_: "RYE", oven_password: *** }"#;
    let expected = format!("bread-8f2k1 of 2020-01-01\n{bread}\nResourceInsufficient.Flour\n");
    assert_eq!(printed, expected);

    // Nothing but the description changes, and the program is another.
    let changed = description().replace("2020-01-01", "2021-12-31");
    workspace.write("api/bakery.json", &changed);
    let printed = run(&changed);
    assert_eq!(printed, expected.replace("2020-01-01", "2021-12-31"));
}

#[test]
fn every_oddity_is_borne_without_a_warning() {
    let workspace = bakery("outside-include-oddities");
    let schema = root().join("crates/tencentcloud-showcase/schema/services/showcase");
    for version in ["2020-01-01", "2021-02-02"] {
        let file = format!("{version}.json");
        workspace.write(&file, &fs::read_to_string(schema.join(&file)).unwrap());
    }
    workspace.write("src/lib.rs", ODDITIES);
    workspace.succeed(&["build", "--quiet", "--lib"]);
}

#[test]
fn faults_are_told_at_the_literal() {
    let workspace = bakery("outside-include-faults");
    let refused = |program: &str| {
        workspace.write("src/main.rs", &format!("{program}\nfn main() {{}}\n"));
        workspace.fail(&["build", "--quiet"])
    };
    let program = "mod bakery {\n    tc::include_api!(\"api/bakery.json\");\n}";
    let literal = " --> src/main.rs:2:22\n";
    let file = workspace.path("api/bakery.json").display().to_string();

    let rye = r#""example": "RYE"}"#;
    let topping = r#""type": "Topping""#;
    let errors = r#""errors": ["InternalError"]"#;
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[
                (topping, r#""type": "Oven""#),
                (errors, r#""open": ["Oven"]"#),
            ],
            ": the type Oven is open, which members name and `types` does not define; describe it under `types`, or add",
        ),
        (
            &[(topping, r#""type": "Oven""#)],
            ":12: actions.BakeBread.request[2].type: Oven is neither a kind of value, nor a type",
        ),
        (
            &[(rye, r#""example": 1}"#)],
            ":10: actions.BakeBread.request[0].example: 1 is not string\n",
        ),
        (
            &[(rye, r#""colour": 1}"#)],
            ":10: actions.BakeBread.request[0].colour: unknown field `colour`, expected one of",
        ),
        (
            &[(rye, r#""example": RYE}"#)],
            ":10: actions.BakeBread.request[0].example: expected value\n",
        ),
    ];
    for (changes, expected) in cases {
        let text = changes.iter().fold(description(), |text, (from, to)| {
            assert!(text.contains(from), "{from} is not there");
            text.replacen(from, to, 1)
        });
        workspace.write("api/bakery.json", &text);
        let error = refused(program);
        let expected = format!("error: {file}{expected}");
        assert!(error.starts_with(&expected), "{expected}\n{error}");
        assert!(error.contains(literal), "{error}");
    }

    fs::remove_file(workspace.path("api/bakery.json")).unwrap();
    let error = refused(program);
    assert!(
        error.starts_with(&format!("error: cannot read {file}: ")),
        "{error}"
    );
    assert!(
        error.contains("a path is taken from the folder of the crate's Cargo.toml"),
        "{error}"
    );
    assert!(error.contains(literal), "{error}");
}

#[test]
fn other_input_is_refused() {
    let workspace = bakery("outside-include-input");
    let call = |input: &str| format!("tc::include_api!({input});\n");
    for (input, column, expected) in [
        (
            "bakery",
            18,
            "expected the file of a page or a description as a string: `\"pages/bake-bread.html\"`",
        ),
        (
            "\"a.json\", runtime = tc",
            28,
            "expected another file, or `crate = path`, where the runtime crate is",
        ),
        (
            "\"a.json\", crate = super::tc",
            36,
            "expected a path that leads to the runtime from everywhere: begin with `crate::` or the name of a dependency",
        ),
        (
            "\"a.json\", crate = tc, strict",
            40,
            "expected nothing more",
        ),
    ] {
        workspace.write("src/main.rs", &format!("{}fn main() {{}}\n", call(input)));
        let error = workspace.fail(&["build", "--quiet"]);
        let place = format!("error: {expected}\n --> src/main.rs:1:{column}\n");
        assert!(error.starts_with(&place), "{place}\n{error}");
    }
}

#[test]
fn the_generator_is_not_built_unasked() {
    let runtime = root().join("crates/tencentcloud-runtime");
    let workspace = Workspace::new(&format!(
        r#"
        [package]
        name = "outside-plain"
        edition = "2024"

        [dependencies]
        tencentcloud-runtime = {{ path = {runtime:?} }}
        "#
    ));
    workspace.write("src/main.rs", "fn main() {}\n");
    let tree = |features: &[&str]| {
        let arguments = ["tree", "--prefix", "none", "--no-dedupe"];
        workspace.succeed(&[&arguments, features].concat())
    };
    let generator = [
        "tencentcloud-codegen",
        "tencentcloud-schema",
        "prettyplease",
        "brotli",
    ];
    let plain = tree(&[]);
    assert!(plain.contains("tencentcloud-macros"), "{plain}");
    for package in generator {
        assert!(!plain.contains(package), "{package} in\n{plain}");
    }
    let asked = tree(&["--features", "tencentcloud-runtime/include"]);
    assert!(asked.contains("tencentcloud-codegen"), "{asked}");
    // Files are for the repository's own crates, the catalogue for the endpoint.
    for package in &generator[2..] {
        assert!(!asked.contains(package), "{package} in\n{asked}");
    }
}

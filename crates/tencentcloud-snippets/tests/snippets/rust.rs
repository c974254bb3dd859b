//! Programs in Rust, built by cargo in a package of their own and run on the emulator.

use std::collections::BTreeSet;

use tencentcloud_schema::Body;
use tencentcloud_snippets::{Language, Snippet};
use tencentcloud_testkit::drawn::{Drawn, drawn};
use tencentcloud_testkit::workspace::{Workspace, root};

use crate::runs::{check, command, emulator};

/// Services whose crates are small.
const SMALL: [&str; 4] = ["captcha", "cloudaudit", "sts", "tag"];

/// The package: without TLS, which the emulator does not need and which takes long to build.
fn manifest() -> String {
    let crates = root().join("crates");
    let crates = crates.display();
    let services = SMALL.map(|service| {
        format!("tencentcloud-{service} = {{ path = \"{crates}/services/{service}\", default-features = false, features = [\"reqwest\"] }}\n")
    });
    format!(
        "[package]\nname = \"written\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde_json = \"1\"\n{}\
         tencentcloud-runtime = {{ path = \"{crates}/tencentcloud-runtime\", default-features = false, features = [\"derive\", \"reqwest\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n[workspace]\n",
        services.concat()
    )
}

/// Each program is a module whose `main` runs; all are built at once.
#[tokio::test(flavor = "multi_thread")]
async fn the_programs_in_rust_send_what_was_asked_for() {
    let emulator = emulator().await;
    let typed = drawn(7, 25, &SMALL);
    // By name and JSON, actions of any service need no crate of it.
    let mut raw = drawn(12, 75, &[]);
    raw.retain(|drawn| drawn.description.actions[&drawn.action].body == Body::Json);
    let mut met = BTreeSet::new();
    let mut all: Vec<Drawn> = typed.iter().chain(&raw).cloned().collect();
    let place = |drawn: &Drawn| (drawn.description.service.clone(), drawn.action.clone());
    all.retain(|drawn| met.insert(place(drawn)));
    let workspace = Workspace::new(&manifest());
    let (mut modules, mut calls) = (String::new(), String::new());
    for (index, drawn) in all.iter().enumerate() {
        let Drawn {
            description,
            action,
            parameters,
        } = drawn;
        let snippet = match SMALL.contains(&&*description.service) {
            true => Snippet::new(description, action, parameters),
            false => Snippet::undocumented(
                &description.service,
                &description.version,
                action,
                parameters,
            ),
        };
        let snippet = snippet.region("ap-guangzhou").endpoint(emulator.url());
        let program = snippet.write(Language::Rust);
        let typed = program.contains(&format!("{action}Request::new()"));
        assert_eq!(typed, SMALL.contains(&&*description.service), "{program}");
        let run = "\npub fn run() -> Result<(), Box<dyn std::error::Error>> {\n    main()\n}\n";
        workspace.write(
            &format!("src/program_{index}.rs"),
            &format!("{program}{run}"),
        );
        modules.push_str(&format!("mod program_{index};\n"));
        calls.push_str(&format!("    if let Err(error) = program_{index}::run() {{\n        println!(\"{index}: {{error}}\");\n    }}\n"));
    }
    workspace.write(
        "src/main.rs",
        &format!("{modules}\nfn main() {{\n{calls}}}\n"),
    );
    workspace.succeed(&["build", "--quiet"]);
    let program = root().join("target/outside/debug/written");
    let output = command(program, &all).output().unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    check(&all, &emulator, &[], &output);
}

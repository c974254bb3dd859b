//! `tcloud skill`: what it tells agents must be so.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::complete::candidates;
use crate::program::{emulator, program, shell};

fn skill() -> String {
    program(&["skill"]).run().printed()
}

fn front_matter(text: &str) -> Value {
    let (front, _) = text
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n")
        .unwrap();
    serde_norway::from_str(front).unwrap()
}

/// Every line of the code blocks.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split("```sh\n").skip(1);
    blocks.flat_map(|block| block.split("```").next().unwrap().lines())
}

#[test]
fn it_is_small_and_has_the_front_matter_of_the_format() {
    let text = skill();
    assert!(text.len() <= 5 * 1024, "{}", text.len());
    let front = front_matter(&text);
    assert_eq!(front["name"], "tcloud");
    let description = front["description"].as_str().unwrap();
    assert!((100..=1024).contains(&description.chars().count()));
    let version = program(&["--version"]).run().printed();
    let own = front["metadata"]["version"].as_str().unwrap();
    assert_eq!(version.trim(), format!("tcloud {own}"));
    assert!(!text.contains("{{"), "{text}");
}

#[test]
fn it_counts_the_services_of_the_catalogue_and_names_the_exit_codes() {
    let text = skill();
    let services = tencentcloud_catalogue::services().len();
    assert!(text.contains(&format!("{services} services, ")), "{text}");
    for code in ["2 usage", "3 credential", "10 refused", "11 waiting"] {
        assert!(text.contains(code), "{code}");
    }
}

#[test]
fn every_command_line_works_for_an_agent() {
    let emulator = emulator();
    let text = skill();
    let mut count = 0;
    for line in lines(&text) {
        let output = shell(&emulator, &format!("export AI_AGENT=test; {line}"));
        assert!(output.status.success(), "{line}: {output:?}");
        assert!(!output.stdout.is_empty(), "{line}");
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

/// The words of `text` that are options, not parameters.
fn options(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let options = words.filter(|word| {
        let name = word.strip_prefix("--");
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    });
    options.map(str::to_owned).collect()
}

#[test]
fn every_option_and_every_command_is_there() {
    let text = skill();
    let mut known = candidates(&["vpc", "CreateVpc", "--"]);
    let help = program(&["help"]).run().printed();
    let pages = [
        program(&["search", "--help"]).run().printed(),
        program(&["schema", "--help"]).run().printed(),
        program(&["skill", "--help"]).run().printed(),
        program(&["vpc", "CreateVpc", "help"]).run().printed(),
        program(&["wait", "vpc", "vpc", "vpc-1"]).run().failed(2),
    ];
    known.extend(pages.iter().flat_map(|page| options(page)));
    for option in options(&text) {
        assert!(known.contains(&option), "{option}");
    }
    let commands = text
        .split('`')
        .filter_map(|code| code.strip_prefix("tcloud "));
    let commands = commands.filter_map(|code| code.split_whitespace().next());
    let mut count = 0;
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        count += 1;
    }
    assert!(count > 5, "{count}");
}

#[test]
fn it_is_installed_twice_in_the_same_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("skills");
    let file = at.join("tcloud/SKILL.md");
    let install = || program(&["skill", "--install", at.to_str().unwrap()]).run();
    for _ in 0..2 {
        let run = install();
        assert!(run.stderr.contains(file.to_str().unwrap()), "{run:?}");
        assert_eq!(run.printed(), "");
        assert_eq!(fs::read_to_string(&file).unwrap(), skill());
    }
    // That of another version is replaced.
    fs::write(&file, skill().replace("version: \"", "version: \"0.0.1-")).unwrap();
    install().printed();
    assert_eq!(fs::read_to_string(&file).unwrap(), skill());
}

#[test]
fn without_a_folder_it_goes_to_the_skills_of_the_project() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = emulator();
    let line = format!("cd '{}' && tcloud skill --install", folder.path().display());
    assert!(shell(&emulator, &line).status.success());
    let file = folder.path().join(".agents/skills/tcloud/SKILL.md");
    assert_eq!(fs::read_to_string(file).unwrap(), skill());
}

#[test]
fn a_file_that_is_no_skill_of_tcloud_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tcloud/SKILL.md");
    fs::create_dir(file.parent().unwrap()).unwrap();
    let mark = "  generator: tcloud skill\n";
    for foreign in [
        b"my own notes\n".to_vec(),
        b"---\nname: tcloud\ndescription: mine\n---\n".to_vec(),
        format!("---\nname: mine\n---\n{mark}").into_bytes(),
        b"\xff\xfe".to_vec(),
    ] {
        fs::write(&file, &foreign).unwrap();
        let said = refused(folder.path());
        assert!(said.contains("--install FOLDER"), "{said}");
        assert_eq!(fs::read(&file).unwrap(), foreign);
    }
}

fn refused(folder: &Path) -> String {
    let words = ["skill", "--install", folder.to_str().unwrap()];
    program(&words).run().failed(2)
}

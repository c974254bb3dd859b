//! `cargo xtask import official` on two small packages made here, in the form of the vendor's own:
//! as folders and as wheels.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const API: &str = "tccli/services/bakery/v20200101/api.json";
const LAYER: &str = "tccli/services/autobaking/v20200101/api.json";

/// A package's folder, its name in the registry and its version.
struct Package {
    name: &'static str,
    version: &'static str,
    files: Vec<(String, String)>,
}

impl Package {
    fn tccli(version: &'static str, api: &Value) -> Self {
        let layers = json!({
            "actions": {}, "objects": {}, "version": "1.0",
            "metadata": {"apiVersion": "2020-01-01", "serviceShortName": "autobaking"},
        });
        let code = format!("__version__ = '{version}'\n");
        Self {
            name: "tccli",
            version,
            files: vec![
                ("tccli/__init__.py".to_owned(), code),
                (API.to_owned(), api.to_string()),
                (LAYER.to_owned(), layers.to_string()),
            ],
        }
    }

    fn python() -> Self {
        let mut files = vec![(
            "tencentcloud/__init__.py".to_owned(),
            "# ours\n__version__ = '2.0.0'\n".to_owned(),
        )];
        // One service's folder is not the name of its host and scope.
        for (folder, service) in [("bakery", "bakery"), ("autobaking", "ab")] {
            let module = format!("tencentcloud/{folder}/v20200101");
            let client = format!(
                "class Client(AbstractClient):\n    _apiVersion = '2020-01-01'\n    \
                 _endpoint = '{service}.tencentcloudapi.com'\n    _service = '{service}'\n"
            );
            let codes = "# ours\nINTERNALERROR = 'InternalError.'\n\n\
                         LIMITEXCEEDED_OVEN = 'LimitExceeded.Oven'\n";
            files.push((format!("{module}/{folder}_client.py"), client));
            files.push((format!("{module}/errorcodes.py"), codes.to_owned()));
        }
        Self {
            name: "tencentcloud-sdk-python",
            version: "2.0.0",
            files,
        }
    }

    fn unpack(&self, into: &Path) -> PathBuf {
        for (path, text) in &self.files {
            let path = into.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        into.to_owned()
    }

    fn wheel(&self, path: PathBuf) -> PathBuf {
        let mut wheel = ZipWriter::new(fs::File::create(&path).unwrap());
        let metadata = format!("Name: {}\nVersion: {}\n", self.name, self.version);
        let place = format!("{}-{}.dist-info/METADATA", self.name, self.version);
        for (path, text) in self.files.iter().chain([&(place, metadata)]) {
            wheel
                .start_file(path, SimpleFileOptions::default())
                .unwrap();
            wheel.write_all(text.as_bytes()).unwrap();
        }
        wheel.finish().unwrap();
        path
    }
}

/// The bakery as the vendor's tool would describe it, with one oddity a member.
fn bakery() -> Value {
    json!({
        "version": "1.0",
        "metadata": {"apiVersion": "2020-01-01", "serviceNameCN": "面包房", "serviceShortName": "bakery"},
        "actions": {
            "BakeBread": {
                "name": " 烤面包 ", "document": "把面烤成面包", "status": "deprecated", "skip_sign": true,
                "input": "BakeBreadRequest", "output": "BakeBreadResponse",
            },
        },
        "objects": {
            "BakeBreadRequest": {"type": "object", "document": "", "members": [
                {"name": "Flour", "type": "string", "member": "string", "required": 1,
                 "document": "面粉，取值：RYE（黑麦）、WHEAT（小麦）", "example": "RYE"},
                {"name": "Minutes", "type": "int", "member": "uint64", "required": false,
                 "document": "时长，取值范围：[1, 90]，默认40分钟", "example": "无"},
                {"name": "At", "type": "string", "member": "datetime_iso", "required": false,
                 "example": "2020-01-01T06:00:00+08:00"},
                {"name": "OvenPassword", "type": "string", "member": "string", "example": "abc"},
                {"name": "Toppings", "type": "list", "member": "Topping", "example": "无"},
                {"name": "Photo", "type": "binary", "member": "binary"},
                {"name": "Gone", "type": "string", "member": "string", "disabled": true},
            ]},
            "BakeBreadResponse": {"type": "object", "members": [
                {"name": "BreadIds", "type": "list", "member": "string", "output_required": true,
                 "value_allowed_null": true, "example": "[\"bread-1\"]"},
                {"name": "Weight", "type": "float", "member": "float", "required": true,
                 "document": "重量，默认为1"},
                {"name": "RequestId", "type": "string", "member": "string"},
            ]},
            "Topping": {"usage": "both", "members": [
                {"name": "Name", "type": "string", "member": "string", "required": true,
                 "output_required": false, "document": "（已废弃）名字"},
                {"name": "Inner", "type": "object", "member": "Topping"},
            ]},
        },
    })
}

/// What must come of it.
fn expected() -> Value {
    json!({
        "format": 1,
        "service": "bakery",
        "version": "2020-01-01",
        "title": "面包房",
        "host": "bakery.tencentcloudapi.com",
        "actions": {"BakeBread": {
            "title": "烤面包",
            "status": "deprecated",
            "signing": "skip",
            "request": [
                {"name": "Flour", "type": "string", "required": true, "values": ["RYE", "WHEAT"], "example": "RYE"},
                {"name": "Minutes", "type": "uint64", "min": 1, "max": 90, "default": 40},
                {"name": "At", "type": "datetime_iso", "example": "2020-01-01T06:00:00+08:00"},
                {"name": "OvenPassword", "type": "string", "sensitive": true},
                {"name": "Toppings", "type": "Topping", "list": true},
                {"name": "Photo", "type": "binary"},
            ],
            "response": [
                {"name": "BreadIds", "type": "string", "list": true, "always": true, "nullable": true, "example": ["bread-1"]},
                {"name": "Weight", "type": "float", "always": true},
            ],
        }},
        "types": {"Topping": {"members": [
            {"name": "Name", "type": "string", "required": true, "deprecated": true},
            {"name": "Inner", "type": "Topping"},
        ]}},
        "errors": ["InternalError", "LimitExceeded.Oven"],
    })
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn import(&self, tccli: &Path, errors: &Path, services: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["import", "official", "--schema"])
            .arg(self.path("schema"))
            .arg("--tccli")
            .arg(tccli)
            .arg("--errors")
            .arg(errors)
            .args(services)
            .env_remove("RUST_BACKTRACE")
            .env_remove("RUST_LIB_BACKTRACE")
            .output()
            .unwrap()
    }

    /// Imports the two packages as folders.
    fn folders(&self, api: &Value) -> Output {
        let tccli = Package::tccli("1.0.0", api).unpack(&self.path("t"));
        let python = Package::python().unpack(&self.path("p"));
        self.import(&tccli, &python, &["bakery"])
    }

    /// Imports every service from the packages, for the crates of the desk.
    fn update(&self, version: &'static str, api: &Value, options: &[&str]) -> Output {
        let tccli = Package::tccli(version, api).unpack(&self.path(&format!("t-{version}")));
        let python = Package::python().unpack(&self.path("p"));
        let crates = self.path("crates").display().to_string();
        let options = [&["--crates", &crates], options].concat();
        self.import(&tccli, &python, &options)
    }

    fn generate(&self, options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "bakery", "--schema"])
            .arg(self.path("schema"))
            .arg("--out")
            .arg(self.path("crates"))
            .args(options)
            .env_remove("RUST_BACKTRACE")
            .env_remove("RUST_LIB_BACKTRACE")
            .output()
            .unwrap()
    }

    fn codegen(&self) {
        succeeds(&self.generate(&[]));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The version of the bakery's crate.
    fn version(&self) -> String {
        let manifest = self.text("crates/bakery/Cargo.toml");
        let version = manifest
            .lines()
            .find_map(|line| line.strip_prefix("version = "));
        version.unwrap().trim_matches('"').to_owned()
    }

    /// Every file of the schema and the crates.
    fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = vec![self.path("schema"), self.path("crates")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }

    fn read(&self, path: &str) -> Value {
        let text = fs::read_to_string(self.path("schema").join(path)).unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn fails(output: &Output) -> String {
    assert!(!output.status.success(), "it must fail");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_oddity_becomes_the_fact_it_is() {
    let desk = Desk::new();
    let report = succeeds(&desk.folders(&bakery()));
    assert_eq!(
        report,
        "bakery 2020-01-01: 1 actions, 1 types, 10 members, 2 error codes: changed\n"
    );
    assert_eq!(desk.read("services/bakery/2020-01-01.json"), expected());
    assert!(!desk.path("schema/services/ab").exists(), "not asked for");
    let again = succeeds(&desk.folders(&bakery()));
    assert!(again.ends_with("unchanged\n"), "{again}");
}

#[test]
fn wheels_give_the_same_and_are_recorded() {
    let desk = Desk::new();
    let tccli = Package::tccli("1.0.0", &bakery()).wheel(desk.path("t.whl"));
    let python = Package::python().wheel(desk.path("p.whl"));
    let report = succeeds(&desk.import(&tccli, &python, &[]));
    assert_eq!(
        report.lines().count(),
        2,
        "no service named is all: {report}"
    );
    assert_eq!(desk.read("services/bakery/2020-01-01.json"), expected());
    let layers = desk.read("services/ab/2020-01-01.json");
    assert_eq!(layers["host"], "ab.tencentcloudapi.com");

    let lock = desk.read("sources.lock");
    assert_eq!(lock["tccli"]["version"], "1.0.0");
    assert_eq!(lock["tencentcloud-sdk-python"]["version"], "2.0.0");
    let sha256 = lock["tccli"]["sha256"].as_str().unwrap();
    assert_eq!(sha256.len(), 64);

    // A folder of the same version keeps the wheel's checksum.
    succeeds(&desk.folders(&bakery()));
    assert_eq!(desk.read("sources.lock"), lock);

    // Another wheel that calls itself the same version is not the same.
    let mut other = bakery();
    other["actions"]["BakeBread"]["name"] = json!("烤");
    let other = Package::tccli("1.0.0", &other).wheel(desk.path("other.whl"));
    let error = fails(&desk.import(&other, &python, &["bakery"]));
    assert!(error.contains("it is not the same wheel"), "{error}");
    assert_eq!(desk.read("services/bakery/2020-01-01.json"), expected());
}

#[test]
fn a_newer_package_brings_every_service_and_tells_what_differs() {
    let desk = Desk::new();
    let python = Package::python().unpack(&desk.path("p"));
    let old = Package::tccli("1.0.0", &bakery()).unpack(&desk.path("old"));
    succeeds(&desk.import(&old, &python, &[]));

    let mut api = bakery();
    let request = &mut api["objects"]["BakeBreadRequest"]["members"];
    request[1]["required"] = json!(true);
    request.as_array_mut().unwrap().remove(2);
    let new = Package::tccli("1.1.0", &api).unpack(&desk.path("new"));
    let error = fails(&desk.import(&new, &python, &["bakery"]));
    assert!(error.contains("tccli 1.0.0"), "{error}");
    assert!(
        error.contains("e.g. ab; import them too, or all"),
        "{error}"
    );

    let report = succeeds(&desk.import(&new, &python, &["--breaking"]));
    for line in [
        "  actions.BakeBread.request.Minutes.required: the schema had false, the update has true; kept the update's\n",
        "  actions.BakeBread.request.At: the schema had the member, the update has no such member; kept the update's: the packages hold the whole of a version\n",
    ] {
        assert!(report.contains(line), "{report}");
    }
    assert_eq!(desk.read("sources.lock")["tccli"]["version"], "1.1.0");
}

/// A desk with the crate of the bakery, made from package 1.0.0, and a crate for all services.
fn published() -> Desk {
    let desk = Desk::new();
    succeeds(&desk.update("1.0.0", &bakery(), &[]));
    desk.codegen();
    desk.write(
        "crates/tencentcloud-services/CHANGELOG.md",
        "# Changelog\n\n## 1.2.3\n",
    );
    desk.write("crates/tencentcloud-services/Cargo.toml", "");
    desk
}

/// The bakery with more to ask and to answer.
fn grown() -> Value {
    let mut api = bakery();
    let member = json!({"name": "Crust", "type": "string", "member": "string"});
    for object in ["BakeBreadRequest", "BakeBreadResponse"] {
        let members = api["objects"][object]["members"].as_array_mut().unwrap();
        members.push(member.clone());
    }
    api["objects"]["BakeBreadResponse"]["members"][1]["value_allowed_null"] = json!(true);
    api
}

#[test]
fn an_update_is_told_in_the_changelog_and_moves_the_version() {
    let desk = published();
    assert_eq!(
        desk.text("crates/bakery/CHANGELOG.md"),
        "# Changelog\n\n## 0.1.0\n\nFirst version: 1 actions of API version 2020-01-01.\n"
    );
    assert_eq!(desk.version(), "0.1.0");

    let report = succeeds(&desk.update("1.1.0", &grown(), &[]));
    let text = "bakery 2020-01-01: minor (0 breaking, 2 additions, 1 hints)\n  added\n    \
                actions.BakeBread.request.Crust added, string\n    \
                actions.BakeBread.response.Crust added, string\n  hints\n    \
                actions.BakeBread.response.Weight may now be null\n";
    let releases = "1 services changed: 0 breaking, 1 minor, 0 patch\n\
                    tencentcloud-bakery 0.1.0 -> 0.1.1\n\
                    tencentcloud-services 1.2.3 -> 1.3.0\n";
    assert!(report.contains(&format!("{text}{releases}")), "{report}");
    let changelog = desk.text("crates/bakery/CHANGELOG.md");
    let top = format!("# Changelog\n\n## 0.1.1\n\n```text\n{text}```\n\n## 0.1.0\n");
    assert!(changelog.starts_with(&top), "{changelog}");
    assert_eq!(
        desk.text("crates/tencentcloud-services/CHANGELOG.md"),
        "# Changelog\n\n## 1.3.0\n\n```text\ntencentcloud-bakery 0.1.0 -> 0.1.1: minor\n```\n\n## 1.2.3\n"
    );
    desk.codegen();
    assert_eq!(desk.version(), "0.1.1");
    assert_eq!(desk.text("crates/bakery/CHANGELOG.md"), changelog);

    let again = succeeds(&desk.update("1.1.0", &grown(), &[]));
    assert!(!again.contains("changed:"), "{again}");
    assert_eq!(desk.text("crates/bakery/CHANGELOG.md"), changelog);
}

#[test]
fn an_update_that_breaks_is_refused_unless_asked_for() {
    let desk = published();
    let mut api = grown();
    let members = &mut api["objects"]["BakeBreadRequest"]["members"];
    for (index, required) in [(0, 0), (1, 1), (2, 1), (3, 1)] {
        members[index]["required"] = json!(required);
    }
    let before = desk.snapshot();
    let refused = desk.update("1.1.0", &api, &[]);
    let report = String::from_utf8_lossy(&refused.stdout);
    assert!(
        report.starts_with(
            "bakery 2020-01-01: breaking (4 breaking, 2 additions, 1 hints)\n  breaking\n"
        ),
        "{report}"
    );
    assert_eq!(
        fails(&refused),
        "error: the import breaks code that uses these services:\n  bakery: 4 breaking\n    \
         actions.BakeBread.request.Flour is no longer required\n    \
         actions.BakeBread.request.Minutes is now required\n    \
         actions.BakeBread.request.At is now required\n    and 1 more\n\
         nothing was imported; to import it and give these crates a breaking version, add --breaking\n"
    );
    assert_eq!(desk.snapshot(), before, "a refused import wrote something");

    let report = succeeds(&desk.update("1.1.0", &api, &["--breaking"]));
    for line in [
        "tencentcloud-bakery 0.1.0 -> 0.2.0\n",
        "tencentcloud-services 1.2.3 -> 2.0.0\n",
    ] {
        assert!(report.contains(line), "{report}");
    }
    desk.codegen();
    assert_eq!(desk.version(), "0.2.0");
}

#[test]
fn a_changelog_without_a_version_is_told_before_anything_is_written() {
    let desk = published();
    let faults = [
        (None, "tencentcloud-bakery has no changelog"),
        (Some("## Soon\n"), "bakery/CHANGELOG.md states no version"),
    ];
    for (text, expected) in faults {
        let path = desk.path("crates/bakery/CHANGELOG.md");
        match text {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let before = desk.snapshot();
        let error = fails(&desk.update("1.1.0", &grown(), &[]));
        assert!(error.contains(expected), "{error}");
        let error = fails(&desk.generate(&["--check"]));
        assert!(error.contains("bakery/CHANGELOG.md"), "{error}");
        assert_eq!(desk.snapshot(), before);
    }
}

#[test]
fn a_new_version_moves_the_root_of_its_crate_and_breaks() {
    let desk = published();
    let layer = Package::tccli("1.1.0", &bakery());
    let mut newer = Package::tccli("1.1.0", &bakery());
    let mut python = Package::python();
    for files in [&mut newer.files, &mut python.files] {
        for (path, text) in &mut *files {
            *path = path.replace("v20200101", "v20210202");
            *text = text.replace("2020-01-01", "2021-02-02");
        }
    }
    newer.files.extend(layer.files);
    python.files.extend(Package::python().files);
    let tccli = newer.unpack(&desk.path("both"));
    let python = python.unpack(&desk.path("both-errors"));
    let error = fails(&desk.import(&tccli, &python, &[]));
    for line in [
        "bakery 2021-02-02: breaking: a second version, so that each is a feature from now on",
        "bakery 2021-02-02: breaking: has the most actions, so that the crate's root re-exports it from now on, and no longer 2020-01-01",
    ] {
        assert!(error.contains(line), "{error}");
    }
}

#[test]
fn what_a_page_told_survives() {
    let desk = Desk::new();
    succeeds(&desk.folders(&bakery()));
    let path = desk.path("schema/services/bakery/2020-01-01.json");
    let text = fs::read_to_string(&path).unwrap();
    let told = text.replace(
        "\"signing\": \"skip\",",
        "\"region\": \"required\",\n      \"rate\": 20,\n      \"signing\": \"skip\",\n      \"errors\": [\"LimitExceeded.Oven\"],",
    );
    assert_ne!(told, text);
    fs::write(&path, &told).unwrap();
    let report = succeeds(&desk.folders(&bakery()));
    assert!(report.ends_with("unchanged\n"), "{report}");
    assert_eq!(fs::read_to_string(&path).unwrap(), told);
}

#[test]
fn faults_name_their_place_and_leave_the_schema_alone() {
    let mut wrong_kind = bakery();
    wrong_kind["objects"]["Topping"]["members"][0]["member"] = json!("rune");
    let mut no_object = bakery();
    no_object["actions"]["BakeBread"]["input"] = json!("Nothing");
    let mut no_type = bakery();
    no_type["objects"]["Topping"]["members"][0]
        .as_object_mut()
        .unwrap()
        .remove("type");
    for (api, expected) in [
        (wrong_kind, "type Topping"),
        (
            no_object,
            "action BakeBread names Nothing, which is not defined",
        ),
        (no_type, "objects.Topping.members[0]"),
    ] {
        let desk = Desk::new();
        let error = fails(&desk.folders(&api));
        assert!(error.contains(API), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(!desk.path("schema").exists(), "the schema was touched");
    }
}

#[test]
fn wrong_packages_and_services_are_refused() {
    let desk = Desk::new();
    let tccli = Package::tccli("1.0.0", &bakery()).wheel(desk.path("t.whl"));
    let python = Package::python().wheel(desk.path("p.whl"));
    let text = desk.path("notes.txt");
    fs::write(&text, "no wheel").unwrap();
    for (output, expected) in [
        (
            desk.import(&python, &tccli, &[]),
            "is the package tencentcloud-sdk-python; expected tccli",
        ),
        (desk.import(&text, &python, &[]), "is not a wheel"),
        (
            desk.import(&desk.path("none.whl"), &python, &[]),
            "cannot open",
        ),
        (
            desk.import(desk.0.path(), &python, &[]),
            "does not hold the package tccli",
        ),
        (
            desk.import(&tccli, &python, &["butchery"]),
            "tccli 1.0.0 has no service butchery",
        ),
    ] {
        let error = fails(&output);
        assert!(error.contains(expected), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn an_unpacked_package_with_links_in_a_circle_is_refused() {
    let desk = Desk::new();
    let tccli = Package::tccli("1.0.0", &bakery()).unpack(&desk.path("tccli"));
    let python = Package::python().unpack(&desk.path("python"));
    let link = tccli.join("tccli/services/circle");
    std::os::unix::fs::symlink(tccli.join("tccli"), &link).unwrap();
    let error = fails(&desk.import(&tccli, &python, &[]));
    let expected = format!("{} is a link", link.display());
    assert!(error.contains(&expected), "{error}");
}

/// A wheel of some megabytes that would unpack to a multiple of what is read.
#[test]
fn a_wheel_that_unpacks_to_too_much_is_refused() {
    let desk = Desk::new();
    let python = Package::python().wheel(desk.path("p.whl"));
    let path = desk.path("bomb.whl");
    let mut wheel = ZipWriter::new(fs::File::create(&path).unwrap());
    let block = vec![b' '; 1 << 20];
    for file in ["tccli/a.json", "tccli-1.0.0.dist-info/METADATA"] {
        wheel
            .start_file(file, SimpleFileOptions::default())
            .unwrap();
        for _ in 0..80 {
            wheel.write_all(&block).unwrap();
        }
    }
    wheel.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    let error = fails(&desk.import(&path, &python, &[]));
    assert!(error.contains("no more than 67108864 are read"), "{error}");
}

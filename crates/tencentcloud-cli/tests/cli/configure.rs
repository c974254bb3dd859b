//! Profiles: what is asked, written, kept and shown.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tencentcloud_emulator::Emulator;

use crate::program::{Program, program, tcloud};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// A home of its own.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join(".tencentcloud/credentials")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, words: &[&str]) -> Program {
        program(words).env("HOME", self.0.path().to_str().unwrap())
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Answers on standard input, as a script gives them.
fn answers(id: &str, key: &str, region: &str) -> String {
    format!("{id}\n{key}\n{region}\n")
}

#[test]
fn a_profile_is_written_for_its_owner_alone() {
    let home = Home::new();
    let run = home.run(&["configure"]).input(answers(ID, KEY, "ap-seoul"));
    let run = run.run();
    for shown in [&run.stdout, &run.stderr] {
        assert!(!shown.contains(KEY), "{shown}");
    }
    run.printed();
    let text = fs::read_to_string(home.file()).unwrap();
    assert_eq!(
        text,
        format!("[default]\nsecret_id = {ID}\nsecret_key = {KEY}\nregion = ap-seoul\n")
    );
    #[cfg(unix)]
    {
        assert_eq!(mode(&home.file()), 0o600);
        assert_eq!(mode(home.file().parent().unwrap()), 0o700);
    }
}

#[test]
fn what_is_not_changed_stays() {
    let home = Home::new();
    let text = "# mine\n[default]\nsecret_id = old\nsecret_key = older\nmine = 1\n\n[other]\nregion = ap-beijing\n";
    home.write(".tencentcloud/credentials", text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(home.file(), fs::Permissions::from_mode(0o644)).unwrap();
    }
    let run = home.run(&["configure"]);
    run.input(answers(ID, "", "")).run().printed();
    home.run(&["configure", "set", "region", "ap-tokyo"])
        .run()
        .printed();
    let words = ["configure", "set", "role-arn", "qcs::cam::uin/1:roleName/r"];
    home.run(&words)
        .env("TENCENTCLOUD_PROFILE", "other")
        .run()
        .printed();
    let changed = text
        .replace("= old\n", &format!("= {ID}\n"))
        .replace("mine = 1\n", "mine = 1\nregion = ap-tokyo\n")
        .replace(
            "beijing\n",
            "beijing\nrole_arn = qcs::cam::uin/1:roleName/r\n",
        );
    assert_eq!(fs::read_to_string(home.file()).unwrap(), changed);
    #[cfg(unix)]
    assert_eq!(mode(&home.file()), 0o600);
    let words = ["--profile", "other", "configure", "set", "region", ""];
    home.run(&words).run().printed();
    let text = fs::read_to_string(home.file()).unwrap();
    assert!(!text.contains("beijing"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_new_file() {
    let home = Home::new();
    home.write("elsewhere", "[default]\nregion = ap-beijing\n");
    home.write(".tencentcloud/.keep", "");
    std::os::unix::fs::symlink(home.0.path().join("elsewhere"), home.file()).unwrap();
    let run = home.run(&["configure", "set", "region", "ap-tokyo"]);
    run.run().printed();
    assert!(fs::symlink_metadata(home.file()).unwrap().is_symlink());
    let text = fs::read_to_string(home.0.path().join("elsewhere")).unwrap();
    assert_eq!(text, "[default]\nregion = ap-tokyo\n");
}

#[test]
fn no_secret_is_taken_from_the_command_line() {
    let home = Home::new();
    for key in ["secret_key", "secret-key", "token"] {
        let run = home.run(&["configure", "set", key, KEY]).run();
        let told = run.failed(2);
        assert!(told.contains("others can read command lines"), "{told}");
        assert!(!told.contains(KEY), "{told}");
    }
    assert!(!home.file().exists());
    home.write("key", &format!("{KEY}\n"));
    let path = home.0.path().join("key");
    let words = ["configure", "set", "secret_key", "--from-file"];
    let run = home.run(&[&words[..], &[path.to_str().unwrap()]].concat());
    run.run().printed();
    let run = home.run(&["configure", "set", "token", "--from-file", "-"]);
    run.input("t0ken").run().printed();
    let run = home.run(&["configure", "set", "secret_id"]);
    run.input(format!("{ID}\n")).run().printed();
    let text = fs::read_to_string(home.file()).unwrap();
    for line in [
        format!("secret_key = {KEY}"),
        "token = t0ken".to_owned(),
        format!("secret_id = {ID}"),
    ] {
        assert!(text.lines().any(|own| own == line), "{text}");
    }
}

#[test]
fn half_a_key_is_not_written() {
    let home = Home::new();
    let run = home.run(&["configure"]).input(answers(ID, "", "")).run();
    let told = run.failed(2);
    assert!(told.contains("no secret_key was given"), "{told}");
    assert!(!home.file().exists());
}

#[test]
fn a_broken_file_is_left_alone() {
    let home = Home::new();
    let text = format!("[default]\n{KEY}\n");
    home.write(".tencentcloud/credentials", &text);
    let run = home.run(&["configure"]).input(answers(ID, KEY, "")).run();
    let told = run.failed(1);
    assert!(told.contains("line 2 is no section"), "{told}");
    assert!(!told.contains(KEY), "{told}");
    assert_eq!(fs::read_to_string(home.file()).unwrap(), text);
}

#[test]
fn a_value_is_shown_and_a_secret_is_masked() {
    let home = Home::new();
    let run = home.run(&["configure"]).input(answers(ID, KEY, "ap-seoul"));
    run.run().printed();
    let get = |key| home.run(&["configure", "get", key]).run();
    assert_eq!(get("region").printed(), "ap-seoul\n");
    assert_eq!(get("secret_key").printed(), "***\n");
    let told = get("role_arn").failed(1);
    assert!(
        told.contains("profile default does not set role_arn"),
        "{told}"
    );
    let words = ["configure", "set", "CVM.endpoint", "127.0.0.1:1"];
    home.run(&words).run().printed();
    assert_eq!(get("cvm.endpoint").printed(), "127.0.0.1:1\n");
    let told = get("cvn.endpoint").failed(2);
    assert!(told.contains("no service cvn"), "{told}");
    let told = get("cvm.secret_key").failed(2);
    assert!(told.contains("no key cvm.secret_key"), "{told}");
    let told = get("regoin").failed(2);
    assert!(told.contains("did you mean region?"), "{told}");
    let wrong = ["configure", "set", "duration_seconds", "long"];
    let told = home.run(&wrong).run().failed(2);
    assert!(told.contains("a number of seconds, not long"), "{told}");
}

/// The profiles of tccli: a key, one that the SDKs' file has as well, a login, the role of an instance.
fn tccli(home: &Home) {
    let key = format!(r#"{{"secretId": "{ID}", "secretKey": "{KEY}", "token": null}}"#);
    let settings = r#"{"_sys_param": {"region": "ap-hongkong", "output": "json", "allowed_account_ids": ["1", "2"]}}"#;
    home.write(".tccli/default.credential", &key);
    home.write(".tccli/work.credential", &key);
    home.write(".tccli/work.configure", settings);
    home.write(".tccli/login.credential", r#"{"type": "oauth"}"#);
    home.write(".tccli/machine.credential", r#"{"use-cvm-role": true}"#);
    home.write(
        ".tencentcloud/credentials",
        "[default]\nregion = ap-seoul\n",
    );
}

#[test]
fn profiles_of_tccli_are_read_where_they_are() {
    let home = Home::new();
    tccli(&home);
    let text = home.run(&["configure", "list"]).run().printed();
    assert!(!text.contains(KEY) && !text.contains(ID), "{text}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
            [
                text("Form"),
                text("Profile"),
                text("SecretId"),
                text("Region"),
            ]
            .join(" ")
        })
        .collect();
    assert_eq!(
        shown,
        [
            "SDK default - ap-seoul",
            "tccli default AKID***MPLE -",
            "tccli login - -",
            "tccli machine - -",
            "tccli work AKID***MPLE ap-hongkong",
        ]
    );
    let current = rows.iter().filter(|row| row["Current"] == true);
    let current: Vec<_> = current.map(|row| row["Form"].clone()).collect();
    assert_eq!(current, ["SDK"]);
    let words = [
        "--profile",
        "work",
        "configure",
        "get",
        "allowed-account-ids",
    ];
    assert_eq!(home.run(&words).run().printed(), "1,2\n");
}

#[test]
fn profiles_of_tccli_are_copied() {
    let home = Home::new();
    tccli(&home);
    let text = home.run(&["configure", "import"]).run().printed();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let rows = rows.iter().map(|row| {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        (text("Profile").to_owned(), text("Result").to_owned())
    });
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            pair("default", "kept"),
            pair("login", "skipped"),
            pair("machine", "skipped"),
            pair("work", "imported"),
        ]
    );
    let expected = format!(
        "[default]\nregion = ap-seoul\n\n[work]\nsecret_id = {ID}\nsecret_key = {KEY}\nregion = ap-hongkong\noutput = json\nallowed_account_ids = 1,2\n"
    );
    assert_eq!(fs::read_to_string(home.file()).unwrap(), expected);
    let words = ["configure", "import", "--replace", "--profile", "default"];
    home.run(&words).run().printed();
    let text = fs::read_to_string(home.file()).unwrap();
    assert!(
        text.starts_with(&format!("[default]\nsecret_id = {ID}\n")),
        "{text}"
    );
    let told = home.run(&["configure", "import", "--profile", "x"]).run();
    assert!(told.failed(1).contains("has no profile x"));
}

#[test]
fn a_profile_is_removed_by_its_name() {
    let home = Home::new();
    let text = "[default]\nregion = ap-seoul\n\n[other]\nregion = ap-tokyo\n";
    home.write(".tencentcloud/credentials", text);
    let told = home.run(&["configure", "remove"]).run().failed(2);
    assert!(told.contains("--profile NAME"), "{told}");
    let remove = ["configure", "remove", "--profile", "other"];
    home.run(&remove).run().printed();
    let left = fs::read_to_string(home.file()).unwrap();
    assert_eq!(left, "[default]\nregion = ap-seoul\n\n");
    assert!(
        home.run(&remove)
            .run()
            .failed(1)
            .contains("no profile other")
    );
}

#[test]
fn a_root_domain_is_that_of_all_services() {
    let home = Home::new();
    let run = home.run(&["configure"]).input(answers(ID, KEY, "ap-seoul"));
    run.run().printed();
    let words = [
        "configure",
        "set",
        "root-domain",
        "internal.tencentcloudapi.com",
    ];
    home.run(&words).run().printed();
    let request = home.run(&["sign", "cvm", "DescribeZones"]).run().printed();
    let host = "host: cvm.internal.tencentcloudapi.com\n";
    assert!(request.contains(host), "{request}");
}

/// A key that is typed on a terminal is not shown there.
#[cfg(unix)]
#[test]
fn a_typed_key_is_not_shown() {
    use std::io::{Read, Write};

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    let home = Home::new();
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tcloud"));
    command.arg("configure");
    command.env_clear();
    command.env("HOME", home.0.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let flags = || pair.master.get_termios().unwrap().local_flags;
    let shown_as_typed = flags();
    let mut seen = Vec::new();
    // Each answer waits for its question, as a person does.
    for (question, answer) in [("Secret ID: ", ID), ("Secret key: ", KEY), ("Region: ", "")] {
        while !seen.ends_with(question.as_bytes()) {
            let mut byte = [0];
            reader.read_exact(&mut byte).unwrap();
            seen.push(byte[0]);
        }
        // The terminal stops showing what is typed once the question is there.
        while answer == KEY && flags() == shown_as_typed {
            std::thread::yield_now();
        }
        writer.write_all(format!("{answer}\n").as_bytes()).unwrap();
    }
    let _ = reader.read_to_end(&mut seen);
    assert!(child.wait().unwrap().success());
    let shown = String::from_utf8(seen).unwrap();
    assert!(shown.contains(ID) && !shown.contains(KEY), "{shown}");
    let text = fs::read_to_string(home.file()).unwrap();
    assert!(text.contains(&format!("secret_key = {KEY}\n")), "{text}");
}

#[tokio::test]
async fn a_configured_profile_signs_calls() {
    let emulator = Emulator::start().await.unwrap();
    let credential = emulator.credential();
    let home = Home::new();
    let words = ["configure", "--profile", "here"];
    let run = home.run(&words).input(answers(
        &credential.secret_id,
        &credential.secret_key,
        "ap-guangzhou",
    ));
    run.run().printed();
    let call = tcloud(
        &emulator,
        &["--profile", "here", "sts", "GetCallerIdentity"],
    )
    .without("TENCENTCLOUD_SECRET_ID")
    .without("TENCENTCLOUD_SECRET_KEY")
    .env("HOME", home.0.path().to_str().unwrap());
    assert!(call.run().printed().contains("AccountId"));
}

#[cfg(not(feature = "keyring"))]
#[test]
fn a_program_without_the_keyring_says_how_to_get_it() {
    let told = program(&["configure", "--keyring"]).run().failed(2);
    assert!(told.contains("--features keyring"), "{told}");
}

//! What keeps calls from doing harm.

use std::io::{Read, Write};
use std::path::PathBuf;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tencentcloud_emulator::Emulator;

use crate::program::{Program, emulator, tcloud};

const TERMINATE: [&str; 5] = [
    "cvm",
    "TerminateInstances",
    "--InstanceIds",
    "ins-aaaaaaa1",
    "ins-aaaaaaa2",
];

/// Runs `tcloud` with `words` on a terminal where `typed` is typed; returns what was shown, and the
/// exit code.
fn on_terminal(emulator: &Emulator, words: &[&str], typed: &str) -> (String, u32) {
    let credential = emulator.credential();
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tcloud"));
    command.args(words);
    command.env_clear();
    for (name, value) in [
        ("TENCENTCLOUD_ENDPOINT", &*emulator.url()),
        ("TENCENTCLOUD_SECRET_ID", &*credential.secret_id),
        ("TENCENTCLOUD_SECRET_KEY", &*credential.secret_key),
        ("TENCENTCLOUD_REGION", "ap-guangzhou"),
    ] {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut writer = pair.master.take_writer().unwrap();
    // The terminal keeps it until the program reads.
    writer.write_all(typed.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    // Linux reports the end of a terminal as an error.
    let _ = pair
        .master
        .try_clone_reader()
        .unwrap()
        .read_to_end(&mut bytes);
    let status = child.wait().unwrap();
    (
        String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
        status.exit_code(),
    )
}

/// How often `emulator` was asked to do `action`.
fn count(emulator: &Emulator, action: &str) -> usize {
    emulator.calls().of(action).len()
}

#[test]
fn what_destroys_is_asked_about_on_a_terminal() {
    for (typed, sent) in [
        ("n\n", 0),
        ("\n", 0),
        ("\u{4}", 0),
        ("nonsense\n", 0),
        ("y\n", 1),
        ("YES\n", 1),
        ("是\n", 1),
    ] {
        let emulator = emulator();
        let (shown, code) = on_terminal(&emulator, &TERMINATE, typed);
        let account = emulator.calls().all()[0].account.clone().unwrap();
        for part in [
            "TerminateInstances of cvm destroys or stops something:\n".to_owned(),
            format!("  account      {account}\n"),
            "  region       ap-guangzhou\n".to_owned(),
            "  InstanceIds  ins-aaaaaaa1, ins-aaaaaaa2\n".to_owned(),
            "Go on? [y/N] ".to_owned(),
        ] {
            assert!(shown.contains(&part), "{shown}");
        }
        assert_eq!(
            count(&emulator, "cvm:TerminateInstances"),
            sent,
            "{typed:?}"
        );
        // What does not exist cannot be terminated, either.
        assert_eq!(code == 10, sent == 0, "{typed:?}: {shown}");
    }
}

#[test]
fn a_question_names_every_region() {
    let emulator = emulator();
    let regions = ["--regions", "ap-beijing,ap-shanghai"];
    let words = [&TERMINATE[..], &regions].concat();
    let (shown, code) = on_terminal(&emulator, &words, "n\n");
    assert!(
        shown.contains("  region       ap-beijing, ap-shanghai\n"),
        "{shown}"
    );
    assert_eq!(code, 10);
}

#[test]
fn nobody_is_asked_who_said_yes_who_is_no_terminal_or_who_reads() {
    let yes = [&TERMINATE[..], &["--yes"]].concat();
    let emulator = emulator();
    let (shown, _) = on_terminal(&emulator, &yes, "");
    assert!(!shown.contains("Go on?"), "{shown}");
    assert_eq!(count(&emulator, "cvm:TerminateInstances"), 1);
    let run = tcloud(&emulator, &TERMINATE).run();
    assert!(!run.stderr.contains("Go on?"), "{run:?}");
    assert_eq!(count(&emulator, "cvm:TerminateInstances"), 2);
    let (shown, code) = on_terminal(&emulator, &["cvm", "DescribeZones"], "");
    assert!(!shown.contains("Go on?"), "{shown}");
    assert_eq!(code, 0);
    assert_eq!(count(&emulator, "sts:GetCallerIdentity"), 0);
}

#[test]
fn a_secret_is_not_shown_in_the_question() {
    let emulator = emulator();
    let words = [
        "cvm",
        "ResetInstancesPassword",
        "--InstanceIds",
        "ins-aaaaaaa1",
        "--Password",
        "hush-marker",
    ];
    let (shown, code) = on_terminal(&emulator, &words, "n\n");
    assert!(shown.contains("  Password     ***\n"), "{shown}");
    assert!(!shown.contains("hush-marker"), "{shown}");
    assert_eq!(code, 10);
}

/// A home with a profile `prod` in the form of the SDKs, or of tccli, that holds the credential of
/// `emulator` and `settings`.
fn home(test: &str, emulator: &Emulator, sdk: bool, settings: (&str, &str)) -> String {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{sdk}"));
    let own = emulator.credential();
    let (id, key) = (&own.secret_id, &own.secret_key);
    let (ini, json) = settings;
    if sdk {
        let folder = home.join(".tencentcloud");
        std::fs::create_dir_all(&folder).unwrap();
        let text =
            format!("[prod]\nsecret_id = {id}\nsecret_key = {key}\nregion = ap-beijing\n{ini}\n");
        std::fs::write(folder.join("credentials"), text).unwrap();
    } else {
        let folder = home.join(".tccli");
        std::fs::create_dir_all(&folder).unwrap();
        let text = format!(r#"{{"secretId": "{id}", "secretKey": "{key}"}}"#);
        std::fs::write(folder.join("prod.credential"), text).unwrap();
        let text = format!(r#"{{"_sys_param": {{"region": "ap-beijing", {json}}}}}"#);
        std::fs::write(folder.join("prod.configure"), text).unwrap();
    }
    home.to_str().unwrap().to_owned()
}

fn in_home(program: Program, home: &str) -> Program {
    program
        .env("HOME", home)
        .without("TENCENTCLOUD_SECRET_ID")
        .without("TENCENTCLOUD_SECRET_KEY")
        .without("TENCENTCLOUD_REGION")
}

#[test]
fn what_is_read_only_sends_nothing_that_writes() {
    let emulator = emulator();
    let read_only = ("read_only = true", r#""read_only": true"#);
    let create = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "a",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    for sdk in [true, false] {
        let home = home("read-only", &emulator, sdk, read_only);
        for words in [
            &create[..],
            &["cvm", "Novel", "--force"],
            &[&create[..], &["--force", "--yes"]].concat(),
        ] {
            let words = [words, &["--profile", "prod"]].concat();
            let told = in_home(tcloud(&emulator, &words), &home).run().failed(10);
            assert!(
                told.contains(
                    "read-only by TENCENTCLOUD_READ_ONLY or read_only of the profile prod"
                ),
                "{told}"
            );
        }
        let words = ["vpc", "DescribeVpcs", "--profile", "prod"];
        in_home(tcloud(&emulator, &words), &home).run().printed();
        let call = emulator.calls().all().pop().unwrap();
        assert_eq!(
            (&*call.action, call.region.as_deref()),
            ("DescribeVpcs", Some("ap-beijing"))
        );
        let dry = [&create[..], &["--dry-run", "--profile", "prod"]].concat();
        in_home(tcloud(&emulator, &dry), &home).run().printed();
    }
    for set in ["1", "true", "ON"] {
        let told = tcloud(&emulator, &create)
            .env("TENCENTCLOUD_READ_ONLY", set)
            .run()
            .failed(10);
        assert!(
            told.contains("CreateVpc of vpc may change something"),
            "{told}"
        );
    }
    assert_eq!(count(&emulator, "vpc:CreateVpc"), 0);
    let told = tcloud(&emulator, &create)
        .env("TENCENTCLOUD_READ_ONLY", "perhaps")
        .run()
        .failed(2);
    assert!(
        told.contains("is perhaps: true or false is needed"),
        "{told}"
    );
    for set in ["0", "false", ""] {
        tcloud(&emulator, &create)
            .env("TENCENTCLOUD_READ_ONLY", set)
            .run()
            .printed();
    }
}

#[test]
fn guarded_accounts_are_not_changed() {
    let emulator = emulator();
    let create = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "a",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    tcloud(&emulator, &create).run().printed();
    let account = emulator.calls().all()[0].account.clone().unwrap();
    for (name, ids, code) in [
        (
            "TENCENTCLOUD_ALLOWED_ACCOUNT_IDS",
            "100000000001, 100000000002",
            10,
        ),
        ("TENCENTCLOUD_ALLOWED_ACCOUNT_IDS", &*account, 0),
        ("TENCENTCLOUD_FORBIDDEN_ACCOUNT_IDS", &*account, 10),
    ] {
        let run = tcloud(&emulator, &create).env(name, ids).run();
        assert_eq!(run.code, code, "{run:?}");
        let read = tcloud(&emulator, &["vpc", "DescribeVpcs"])
            .env(name, ids)
            .run();
        read.printed();
    }
    assert_eq!(count(&emulator, "vpc:CreateVpc"), 2);
    let guard = (
        &*format!("forbidden_account_ids = {account}"),
        &*format!(r#""forbidden_account_ids": ["{account}"]"#),
    );
    for sdk in [true, false] {
        let home = home("guarded", &emulator, sdk, guard);
        let words = [&create[..], &["--profile", "prod"]].concat();
        let told = in_home(tcloud(&emulator, &words), &home).run().failed(10);
        assert!(told.contains("which is forbidden"), "{told}");
    }
}

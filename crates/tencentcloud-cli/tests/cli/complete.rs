//! Completions: what the program answers, and what shells make of it.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use crate::program::program;

/// How long a shell may take to show something: only one that is broken takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// What `words`, the last of them unfinished, may become.
pub(crate) fn candidates(words: &[&str]) -> Vec<String> {
    let mut all = vec!["__complete", "fish", "--"];
    all.extend(words);
    let run = program(&all).env("LANG", "C").run();
    assert_eq!((run.code, &*run.stderr), (0, ""), "{words:?}");
    let lines = run.stdout.lines();
    let words = lines.map(|line| line.split_once('\t').unwrap().0.to_owned());
    words.collect()
}

#[test]
fn every_place_has_its_words() {
    for (words, some) in [
        (&["c"][..], &["cvm", "clb", "cbs", "completions"][..]),
        (&["cvm", "RunInst"], &["RunInstances"]),
        (&["cvm", "run-inst"], &["run-instances"]),
        (&["cvm", "he"], &["help"]),
        (&["cvm", "RunInstances", "--Pl"], &["--Placement."]),
        (&["cvm", "run-instances", "--pl"], &["--placement."]),
        (
            &["cvm", "RunInstances", "--Placement."],
            &["--Placement.Zone", "--Placement.HostIds"],
        ),
        (
            &["cvm", "RunInstances", "--DataDisks."],
            &["--DataDisks.0."],
        ),
        (
            &[
                "cvm",
                "RunInstances",
                "--DataDisks.0.DiskSize",
                "20",
                "--DataDisks.",
            ],
            &["--DataDisks.1."],
        ),
        (
            &["cvm", "RunInstances", "--DataDisks.0.DiskT"],
            &["--DataDisks.0.DiskType"],
        ),
        (
            &["cvm", "RunInstances", "--SystemDisk.DiskType", "CLOUD_PRE"],
            &["CLOUD_PREMIUM"],
        ),
        (
            &["cvm", "RunInstances", "--InstanceChargeType=PRE"],
            &["--InstanceChargeType=PREPAID"],
        ),
        (&["cvm", "RunInstances", "--DryRun", ""], &["true", "false"]),
        (
            &["cvm", "DescribeInstances", "--Filters.0.Name", "zon"],
            &["zone"],
        ),
        (
            &["cvm", "DescribeInstances", "--reg"],
            &["--region", "--regions"],
        ),
        (
            &["cvm", "DescribeInstances", "--region", "ap-guang"],
            &["ap-guangzhou"],
        ),
        (&["--region=ap-guang"], &["--region=ap-guangzhou"]),
        (
            &["--region", "ap-guangzhou", "cvm", "DescribeZon"],
            &["DescribeZones"],
        ),
        (&["cvm", "DescribeZones", "--output", "y"], &["yaml"]),
        (&["help", "cvm", "RunInst"], &["RunInstances"]),
        (&["help", "apig"], &["apigateway"]),
        (&["completions", ""], &["bash", "zsh", "fish"]),
        (&["search", "--serv"], &["--service"]),
        (&["ls", "apig"], &["apigateway"]),
        (&["ls", "cvm", "inst"], &["instance"]),
        (&["configure", ""], &["set", "get", "list", "import"]),
        (
            &["vpc", "CreateSubnet", "--"],
            &["--VpcId", "--SubnetName", "--profile"],
        ),
    ] {
        let found = candidates(words);
        for word in some {
            assert!(
                found.iter().any(|known| known == word),
                "{words:?}: {word} of {found:?}"
            );
        }
        let last = words.last().unwrap();
        assert!(
            found.iter().all(|word| word.starts_with(last)),
            "{words:?}: {found:?}"
        );
    }
}

#[test]
fn what_is_given_or_required_comes_last_or_first() {
    let all = candidates(&["vpc", "CreateSubnet", "--"]);
    assert_eq!(all[0], "--VpcId");
    let rest = candidates(&["vpc", "CreateSubnet", "--VpcId", "vpc-1", "--"]);
    assert!(!rest.contains(&"--VpcId".to_owned()), "{rest:?}");
}

#[test]
fn words_that_make_no_sense_have_no_candidates() {
    for words in [
        &["nosuchservice", "Run"][..],
        &["cvm", "NoSuchAction", "--Par"],
        &["cvm", "RunInstances", "--Placement.Zone.Deeper."],
        &["cvm", "RunInstances", "--NoSuch.0."],
        &["cvm", "RunInstances", "--InstanceName", "x"],
        &[],
    ] {
        assert_eq!(candidates(words), [""; 0], "{words:?}");
    }
}

#[test]
fn profiles_are_those_of_both_kinds_of_files() {
    let home = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put(
        ".tencentcloud/credentials",
        "[default]\nsecret_id = AKID\n[work]\nregion = ap-guangzhou\n",
    );
    put(".tccli/old.credential", "{}");
    put(".tccli/old.configure", "{}");
    let words = [
        "__complete",
        "bash",
        "--",
        "cvm",
        "DescribeZones",
        "--profile",
        "",
    ];
    let run = program(&words)
        .env("HOME", home.path().to_str().unwrap())
        .run();
    assert_eq!(run.stdout, "default\nold\nwork\n");
}

/// A shell on a terminal.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: String,
}

impl Session {
    /// Starts `shell`, with the program on its path and nothing of the user's.
    fn start(shell: &str, words: &[&str]) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 50,
                cols: 200,
                ..PtySize::default()
            })
            .unwrap();
        let folder = Path::new(env!("CARGO_BIN_EXE_tcloud")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = CommandBuilder::new(shell);
        command.args(words);
        command.env_clear();
        command.cwd("/");
        for (name, value) in [
            ("PATH", &*format!("{}:{path}", folder.display())),
            ("TERM", "dumb"),
            ("PS1", "READY>"),
            ("INPUTRC", "/dev/null"),
            ("HOME", "/nonexistent"),
            ("LC_ALL", "C"),
        ] {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            // The terminal must live as long as it is read.
            let _master = pair.master;
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input,
            output,
            seen: String::new(),
        }
    }

    /// Types `text`.
    fn types(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads until `text` is shown, and forgets all up to it.
    fn sees(&mut self, text: &str) {
        loop {
            if let Some(at) = self.seen.find(text) {
                self.seen.drain(..at + text.len());
                return;
            }
            let more = self.output.recv_timeout(PATIENCE);
            let more = more.unwrap_or_else(|_| panic!("{text:?} is not in {:?}", self.seen));
            self.seen.push_str(&String::from_utf8_lossy(&more));
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns true if there is such a shell; prints a message if not.
fn has(shell: &str) -> bool {
    let has = Command::new(shell).arg("--version").output().is_ok();
    if !has {
        eprintln!("skipped: {shell} is not installed");
    }
    has
}

#[test]
fn bash_completes_a_call_that_is_typed() {
    if !has("bash") {
        return;
    }
    let mut bash = Session::start("bash", &["--norc", "--noprofile", "-i"]);
    bash.sees("READY>");
    bash.types("source <(tcloud completions bash)\n");
    bash.sees("READY>");
    for (typed, line) in [
        (
            "cvm DescribeRegi\t--region ap-guang\t",
            "cvm DescribeRegions --region ap-guangzhou",
        ),
        (
            "cvm run-instances --placem\tzon\tx",
            "cvm run-instances --placement.zone x",
        ),
        (
            "apigatew\tCreateUpstr\t--Schem\tHTTPS",
            "apigateway CreateUpstream --Scheme HTTPS",
        ),
        (
            "cvm DescribeZones --region=ap-guang\t",
            "cvm DescribeZones --region=ap-guangzhou",
        ),
        (
            "cvm RunInstances --SystemDisk.DiskTy\tCLOUD_PRE\t",
            "cvm RunInstances --SystemDisk.DiskType CLOUD_PREMIUM",
        ),
    ] {
        // The line is not run but shown: echo comes before it at last.
        bash.types(&format!("tcloud {typed}\u{1}echo \u{5}:END\n"));
        bash.sees("\n");
        bash.sees(&format!("tcloud {line}"));
        bash.sees("READY>");
    }
}

#[test]
fn zsh_completes_a_call_that_is_typed() {
    if !has("zsh") {
        return;
    }
    let mut zsh = Session::start("zsh", &["-f", "-i"]);
    zsh.types("PS1='READ''Y>'; autoload -Uz compinit && compinit -u -D; source <(tcloud completions zsh)\n");
    zsh.sees("READY>");
    for (typed, line) in [
        (
            "cvm DescribeRegi\t--region ap-guang\t",
            "cvm DescribeRegions --region ap-guangzhou",
        ),
        (
            "cvm RunInstances --Placem\tZon\tx",
            "cvm RunInstances --Placement.Zone x",
        ),
    ] {
        zsh.types(&format!("tcloud {typed}\u{1}echo \u{5}:END\n"));
        zsh.sees("\n");
        zsh.sees(&format!("tcloud {line}"));
        zsh.sees("READY>");
    }
}

#[test]
fn fish_reads_its_script_and_asks() {
    if !has("fish") {
        return;
    }
    let folder = Path::new(env!("CARGO_BIN_EXE_tcloud")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let asked = "tcloud completions fish | source; complete --do-complete 'tcloud cvm RunInst'; complete --do-complete 'tcloud cvm RunInstances --InstanceChargeType PRE'";
    let output = Command::new("fish")
        .args(["--no-config", "-c", asked])
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let words: Vec<_> = text
        .lines()
        .map(|line| line.split('\t').next().unwrap())
        .collect();
    assert_eq!(words, ["RunInstances", "PREPAID"], "{output:?}");
}

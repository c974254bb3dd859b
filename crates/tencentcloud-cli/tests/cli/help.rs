//! Help from the catalogue's facts.

use tencentcloud_emulator::Emulator;
use unicode_width::UnicodeWidthStr;

use crate::golden;
use crate::program::{Run, program, shell};

fn help(words: &[&str], language: &str) -> Run {
    let run = program(words)
        .env("LANG", language)
        .env("COLUMNS", "80")
        .run();
    assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
    run
}

#[test]
fn pages_are_as_they_were() {
    for (name, words, language) in [
        (
            "help-action",
            &["cvm", "RunInstances", "--help"][..],
            "en_US.UTF-8",
        ),
        (
            "help-required",
            &["apigateway", "create-upstream", "help"],
            "C",
        ),
        (
            "help-chinese",
            &["monitor", "CreateAlarmPolicy", "help"],
            "zh_CN.UTF-8",
        ),
        (
            "help-detail",
            &["dnspod", "DescribeRecordList", "help", "--detail"],
            "en_US.UTF-8",
        ),
        (
            "help-upload",
            &["cls", "UploadLog", "--help"],
            "en_US.UTF-8",
        ),
        ("help-service", &["sts", "help"], "en_US.UTF-8"),
        (
            "help-service-chinese",
            &["sts", "--help", "--detail"],
            "zh_CN.UTF-8",
        ),
    ] {
        let run = help(words, language);
        golden::same(name, &run.stdout);
        for line in run.stdout.lines() {
            // A longer word has a line of its own.
            let whole = !line.trim().contains(' ');
            assert!(line.width() <= 80 || whole, "{name}: {line}");
        }
    }
}

#[test]
fn every_spelling_shows_the_same_page() {
    let page = help(&["vpc", "CreateSubnet", "help"], "C").stdout;
    for words in [
        &["vpc", "CreateSubnet", "--help"][..],
        &["VPC", "create-subnet", "-h"],
        &["help", "vpc", "CreateSubnet"],
        &[
            "vpc",
            "CreateSubnet",
            "--SubnetName",
            "x",
            "--region",
            "ap-guangzhou",
            "--help",
        ],
        &["vpc", "CreateSubnet", "help", "--version=2017-03-12"],
    ] {
        assert_eq!(help(words, "C").stdout, page, "{words:?}");
    }
}

#[test]
fn the_language_is_that_of_the_machine_unless_named() {
    let title = |words: &[&str], language| {
        help(words, language)
            .stdout
            .lines()
            .next()
            .map(str::to_owned)
    };
    let english = title(&["sts", "AssumeRole", "help"], "C");
    let chinese = title(&["sts", "AssumeRole", "help"], "zh_CN.UTF-8");
    assert_ne!(english, chinese);
    let named = ["sts", "AssumeRole", "help", "--language", "zh-CN"];
    assert_eq!(title(&named, "C"), chinese);
    let named = ["sts", "AssumeRole", "help", "--language=en-US"];
    assert_eq!(title(&named, "zh_CN.UTF-8"), english);
    let run = program(&named)
        .env("LANG", "C")
        .env("LC_ALL", "zh_TW.UTF-8")
        .run();
    assert_eq!(run.stdout.lines().next().map(str::to_owned), english);
}

#[test]
fn unknown_names_suggest_the_nearest() {
    for (words, told) in [
        (&["cvn", "help"][..], "did you mean cvm?"),
        (
            &["cvm", "RunInstance", "--help"],
            "did you mean RunInstances",
        ),
        (
            &["help", "cvm", "RunInstances", "--version", "2016-01-01"],
            "has no version 2016-01-01",
        ),
        (&["cvm", "help", "--language", "fr"], "zh-CN"),
    ] {
        let run = program(words).run();
        assert_eq!(run.code, 2, "{words:?}");
        assert!(run.stderr.contains(told), "{words:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_nested_type_that_holds_itself_ends() {
    let run = help(&["cdn", "AddCdnDomain", "help", "--detail"], "C");
    assert!(run.stdout.contains("--Origin.Origins"), "{}", run.stdout);
}

#[test]
fn the_program_and_its_commands_have_help() {
    let whole = help(&["help"], "C").stdout;
    assert_eq!(whole, help(&["--help"], "C").stdout);
    assert!(whole.contains("tcloud SERVICE ACTION"), "{whole}");
    assert!(whole.ends_with('\n'), "{whole:?}");
    let services = help(&["help", "services"], "zh_CN.UTF-8").stdout;
    assert!(services.contains("云服务器"), "{services}");
    assert!(services.lines().count() > 250, "{services}");
    let own = help(&["help", "help"], "C").stdout;
    assert!(own.contains("Usage: tcloud help"), "{own}");
}

/// The example of a page is a command line, which a shell reads and the program takes.
#[tokio::test]
async fn an_example_can_be_pasted() {
    let emulator = Emulator::start().await.unwrap();
    for (service, action) in [
        ("apigateway", "CreateUpstream"),
        ("as", "CreateLaunchConfiguration"),
        ("cam", "CreatePolicy"),
        ("cbs", "CreateDisks"),
        ("cdb", "CreateDBInstance"),
        ("cdn", "AddCdnDomain"),
        ("ckafka", "CreateTopic"),
        ("clb", "CreateListener"),
        ("cvm", "RunInstances"),
        ("dnspod", "CreateRecord"),
        ("hunyuan", "ChatCompletions"),
        ("lighthouse", "CreateFirewallRules"),
        ("monitor", "CreateAlarmPolicy"),
        ("redis", "CreateInstances"),
        ("scf", "CreateTrigger"),
        ("sms", "SendSms"),
        ("ssl", "ApplyCertificate"),
        ("sts", "AssumeRole"),
        ("tag", "TagResources"),
        ("tke", "CreateClusterNodePool"),
        ("vpc", "CreateSecurityGroupPolicies"),
        ("waf", "DescribeDomains"),
    ] {
        let page = help(&[service, action, "help", "--language", "en-US"], "C").stdout;
        let (_, example) = page.split_once("\nExample\n").unwrap();
        let (example, _) = example.split_once("\n\n").unwrap();
        let output = shell(&emulator, &format!("{example} --dry-run"));
        assert!(output.status.success(), "{example}: {output:?}");
    }
}

//! The command that runs, to be typed again with another option.

use std::env;
use std::ffi::OsString;

use tencentcloud_calls::shell::quoted;

/// The options that the command is typed again with, and their values.
const REPLACED: [&str; 5] = [
    "--query",
    "--filter",
    "--budget",
    "--approval",
    "--wait-approval",
];

/// The options whose values are secrets.
const SECRET: [&str; 3] = ["--secretId", "--secretKey", "--token"];

/// The longest command that is repeated, in bytes.
const LONGEST: usize = 800;

/// The command that runs, as it was typed; or nothing of it, if it may hold a secret or is long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Again(Option<String>);

impl Again {
    /// Returns the command that runs; nothing of it if `is_secret` is true, since a parameter of it is a secret.
    pub(crate) fn typed(is_secret: bool) -> Self {
        let words: Vec<_> = env::args_os().skip(1).collect();
        match is_secret {
            true => Self::default(),
            false => Self::of(&words),
        }
    }

    fn of(words: &[OsString]) -> Self {
        let mut kept = vec!["tcloud".to_owned()];
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let Some(word) = word.to_str() else {
                return Self::default();
            };
            let (name, value) = match word.split_once('=') {
                Some((name, _)) => (name, true),
                None => (word, false),
            };
            if SECRET.contains(&name) {
                return Self::default();
            }
            if REPLACED.contains(&name) {
                if !value {
                    words.next();
                }
                continue;
            }
            kept.push(quoted(word));
        }
        let command = kept.join(" ");
        Self((command.len() <= LONGEST).then_some(command))
    }

    /// Returns the command with `options` behind it.
    pub(crate) fn with(&self, options: &str) -> String {
        match &self.0 {
            Some(command) => format!("`{command} {options}`"),
            None => format!("the same command with `{options}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(words: &[&str], options: &str) -> String {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        Again::of(&words).with(options)
    }

    #[test]
    fn what_is_replaced_is_left_out() {
        let words = ["cvm", "DescribeZones", "--query", "ZoneSet[]", "--budget=9"];
        assert_eq!(
            with(&words, "--query '[1:]'"),
            "`tcloud cvm DescribeZones --query '[1:]'`"
        );
        let words = [
            "vpc",
            "CreateVpc",
            "--VpcName",
            "a b",
            "--CidrBlock=10.0.0.0/16",
        ];
        assert_eq!(
            with(&words, "--approval A"),
            "`tcloud vpc CreateVpc --VpcName 'a b' --CidrBlock=10.0.0.0/16 --approval A`"
        );
    }

    #[test]
    fn a_secret_or_a_long_command_is_not_repeated() {
        let long = "x".repeat(LONGEST);
        for words in [
            &["cvm", "DescribeZones", "--secretKey", "hush-marker"][..],
            &["cvm", "DescribeZones", "--token=hush-marker"],
            &["cvm", "DescribeZones", "--Name", &long],
        ] {
            assert_eq!(
                with(words, "--approval A"),
                "the same command with `--approval A`"
            );
        }
    }
}

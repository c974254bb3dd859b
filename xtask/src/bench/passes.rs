//! `cargo xtask bench passes`: what the compiler says of its own time.

use std::fs;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::case::Mode;
use super::programs::Program;
use super::scratch::Scratch;
use super::side::Side;
use crate::args::Crates;

/// The arguments of `cargo xtask bench passes`.
#[derive(Debug, Args)]
pub(super) struct Passes {
    /// The service whose crate is built, e.g. `vpc`
    service: String,
    /// How it is built
    #[arg(long, value_enum, default_value_t = How::Check)]
    how: How,
    /// How many passes to print, the longest first
    #[arg(long, default_value_t = 25)]
    top: usize,
    #[command(flatten)]
    crates: Crates,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum How {
    Check,
    Debug,
    Release,
}

/// One line of rustc's own account. A pass that contains others has their time too.
#[derive(Debug, Deserialize)]
struct Pass {
    pass: String,
    time: f64,
    rss_start: Option<u64>,
    rss_end: Option<u64>,
}

impl Passes {
    /// Runs the task.
    pub(super) fn run(self) -> Result<()> {
        let program = Program {
            side: Side::Ours,
            service: &self.service,
            version: "",
            calls: &[],
        };
        let mode = match self.how {
            How::Check => Mode::Check,
            How::Debug => Mode::Debug,
            How::Release => Mode::Release,
        };
        let scratch = Scratch::new(Side::Ours, &[&program], &self.crates)?;
        let package = program.dependency();
        scratch.prepare(&package, mode)?;
        let file = crate::workspace::root().join("target/bench/passes");
        let record = scratch.measure(&package, mode, Some(&file))?;
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut passes = parse(&text);
        passes.sort_by(|a, b| b.time.total_cmp(&a.time));
        println!(
            "| pass of {package}, {} | s | memory after, MB | grown by |",
            mode.name()
        );
        println!("| --- | ---: | ---: | ---: |");
        for pass in passes.iter().take(self.top) {
            let memory = |bytes: Option<u64>| bytes.unwrap_or_default() as f64 / 1e6;
            println!(
                "| {} | {:.3} | {:.0} | {:.0} |",
                pass.pass,
                pass.time,
                memory(pass.rss_end),
                memory(pass.rss_end) - memory(pass.rss_start)
            );
        }
        println!("| the whole process | {:.3} | | |", record.seconds);
        Ok(())
    }
}

/// Reads the lines that rustc writes with `-Ztime-passes-format=json`, and passes over all others.
fn parse(text: &str) -> Vec<Pass> {
    text.lines()
        .filter_map(|line| serde_json::from_str(line.strip_prefix("time: ")?).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_compiler_are_read() {
        let text = "warning: something else\n\
                    time: {\"pass\":\"typeck\",\"time\":0.25,\"rss_start\":100,\"rss_end\":250}\n\
                    time: {\"pass\":\"total\",\"time\":1.5}\n";
        let passes = parse(text);
        assert_eq!(passes.len(), 2);
        assert_eq!(passes[0].pass, "typeck");
        assert_eq!(passes[0].rss_end, Some(250));
        assert_eq!(passes[1].rss_end, None);
    }
}

//! A server of MCP between a client and the one that it means: it passes everything on, and counts.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::sync::Mutex;

use crate::tally::{Counter, Tally};

/// Runs `command`, a server of MCP on standard input and output, for the client at this process's standard
/// input and output. What it came to so far is in the file `log` after every use of a tool.
///
/// # Errors
/// The command cannot be run, or what it says cannot be passed on.
pub async fn relay(command: &[String], log: &Path) -> Result<()> {
    let Some((program, arguments)) = command.split_first() else {
        bail!("no server is named");
    };
    let mut server = Command::new(program);
    server
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut server = server
        .kill_on_drop(true)
        .spawn()
        .with_context(|| program.clone())?;
    let (input, output) = (server.stdin.take(), server.stdout.take());
    let (input, output) = input
        .zip(output)
        .context("the server has no input and output")?;
    let counter = Mutex::new(Counter::default());
    let asked = async |line: &str| -> Result<()> {
        counter.lock().await.asked(line);
        Ok(())
    };
    let responded = async |line: &str| -> Result<()> {
        let mut counter = counter.lock().await;
        if counter.responded(line) {
            save(log, counter.tally())?;
        }
        Ok(())
    };
    let down = pass(tokio::io::stdin(), input, asked);
    let up = pass(output, tokio::io::stdout(), responded);
    tokio::pin!(down, up);
    // A server ends when the client ends its input, and its output ends with it: nothing of it is lost.
    tokio::select! {
        ended = &mut up => ended?,
        ended = &mut down => {
            ended?;
            up.await?;
        }
    }
    server.wait().await?;
    Ok(())
}

/// Passes the lines of `from` on to `to`, each after `seen` has seen it, and ends `to` when they end.
async fn pass(
    from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    seen: impl AsyncFn(&str) -> Result<()>,
) -> Result<()> {
    let mut from = BufReader::new(from);
    let mut line = String::new();
    while from.read_line(&mut line).await? > 0 {
        seen(&line).await?;
        to.write_all(line.as_bytes()).await?;
        to.flush().await?;
        line.clear();
    }
    Ok(())
}

fn save(log: &Path, tally: Tally) -> Result<()> {
    // Whole before it has its name: a reader finds the one before or this one.
    let text = serde_json::to_vec(&tally)?;
    let part = log.with_extension("part");
    std::fs::write(&part, text).with_context(|| part.display().to_string())?;
    std::fs::rename(&part, log).with_context(|| log.display().to_string())
}

/// Returns what the file `log` of a [`relay`] says; nothing was used if there is none.
///
/// # Errors
/// The file is not one of a relay.
pub fn tally(log: &Path) -> Result<Tally> {
    match std::fs::read(log) {
        Ok(text) => serde_json::from_slice(&text).with_context(|| log.display().to_string()),
        Err(_) => Ok(Tally::default()),
    }
}

//! What `cargo xtask bench call` runs: calls with the SDK, or the same without it, on one thread.
//!
//! `call body SIZE` prints a response. `call SIDE SIZE URL` makes as many calls as each line of the
//! standard input says, and prints the processor time that they took in nanoseconds.

#[path = "../twice/mod.rs"]
mod twice;

mod calls;
mod ours;
mod plain;

use std::io::{self, BufRead};

use calls::{Calls, Failed, Size};

fn main() -> Result<(), Failed> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["body", size] => println!("{}", Size::of(size)?.body()?),
        [side, size, url] => run(side, Size::of(size)?, url)?,
        _ => eprintln!("run it by `cargo xtask bench call`"),
    }
    Ok(())
}

fn run(side: &str, size: Size, url: &str) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build()?;
    let calls: Box<dyn Calls> = match side {
        "ours" => Box::new(ours::Ours::new(size, url)),
        "plain" => Box::new(runtime.block_on(plain::Plain::new(size, url))?),
        _ => return Err(format!("no side {side}").into()),
    };
    for line in io::stdin().lock().lines() {
        let count = line?.trim().parse()?;
        let before = processor_time()?;
        runtime.block_on(calls.make(count))?;
        println!("{}", processor_time()? - before);
    }
    Ok(())
}

/// The processor time of all threads so far, in nanoseconds. Linux alone tells it.
fn processor_time() -> Result<u64, Failed> {
    let mut sum = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        sum += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(sum)
}

//! How do I receive the events of a streamed response? Asks CLS to turn a question into a query, and
//! prints each piece as it comes.
//!
//! ```text
//! cargo run --example receive_events
//! ```

use std::error::Error;

use serde_json::json;
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A local endpoint that sends these events.
    let events = ["select", " count(*)", " as n"]
        .map(|text| format!("data: {{\"Delta\": \"{text}\", \"RequestId\": \"1\"}}\n\n"));
    let builder = Emulator::builder().stream("ChatCompletions", events);
    let emulator = builder.start().await?;

    let client = Client::new(&emulator.config());
    // The same with types: `tencentcloud_cls::Client::chat_completions(request).events()`.
    let mut events = client
        .raw("cls", "2020-10-16", "ChatCompletions")
        .parameters(json!({
            "Model": "text2sql",
            "Messages": [{"Role": "user", "Content": "How many lines?"}],
            "Stream": true,
        }))
        .events();
    while let Some(event) = events.next().await {
        print!("{}", event?["Delta"].as_str().unwrap_or_default());
    }
    println!();
    Ok(())
}

//! What a client's use of the tools came to: counted from the messages between it and the server.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How many bytes count as a token. No tokenizer of any model: a rule that is the same for all clients.
const BYTES: u64 = 4;

/// How often tools were used, and how much they returned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tally {
    /// How often a tool was used.
    pub calls: u64,
    /// How many bytes of text the tools returned.
    pub bytes: u64,
}

impl Tally {
    /// Counts one use of a tool by its `result`, a `CallToolResult` as JSON or what stands in its place: the
    /// bytes of its texts, or of its structured content if it has no text.
    pub fn count(&mut self, result: &Value) {
        let texts = result["content"].as_array().into_iter().flatten();
        let texts: usize = texts
            .filter_map(|block| block["text"].as_str())
            .map(str::len)
            .sum();
        let bytes = match (texts, &result["structuredContent"]) {
            (0, Value::Null) => 0,
            (0, structured) => structured.to_string().len(),
            (texts, _) => texts,
        };
        self.calls += 1;
        self.bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
    }

    /// Returns the tokens of what the tools returned: a token for every four bytes begun.
    pub fn tokens(&self) -> u64 {
        self.bytes.div_ceil(BYTES)
    }
}

/// Counts the uses of tools among the messages of a session, each a JSON-RPC message on a line.
#[derive(Debug, Default)]
pub struct Counter {
    tally: Tally,
    /// The IDs of the requests that use a tool and have no response yet.
    waiting: BTreeSet<String>,
}

impl Counter {
    /// Takes note of a message of the client.
    pub fn asked(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return;
        };
        if message["method"] == "tools/call" {
            self.waiting.insert(message["id"].to_string());
        }
    }

    /// Takes note of a message of the server. Returns true if it ended a use of a tool.
    pub fn responded(&mut self, line: &str) -> bool {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return false;
        };
        let is_response = message.get("method").is_none();
        let ends = is_response && self.waiting.remove(&message["id"].to_string());
        if ends {
            self.tally.count(&message["result"]);
        }
        ends
    }

    /// Returns what it came to.
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn uses_of_tools_alone_are_counted() {
        let mut counter = Counter::default();
        counter.asked(r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}"#);
        assert!(!counter.responded(r#"{"jsonrpc":"2.0","id":0,"result":{"content":"no"}}"#));
        counter
            .asked(r#"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"read"}}"#);
        assert!(!counter.responded(r#"{"jsonrpc":"2.0","id":"a","method":"elicitation/create"}"#));
        assert!(!counter.responded("not JSON"));
        let result =
            json!({"content": [{"type": "text", "text": "12345"}], "structuredContent": {"a": 1}});
        let response = json!({"jsonrpc": "2.0", "id": "a", "result": result}).to_string();
        assert!(counter.responded(&response));
        assert!(!counter.responded(&response), "counted once");
        assert_eq!(counter.tally(), Tally { calls: 1, bytes: 5 });
        assert_eq!(counter.tally().tokens(), 2);
    }

    #[test]
    fn structured_content_counts_if_there_is_no_text_and_an_error_counts_as_a_use() {
        let mut tally = Tally::default();
        tally.count(&json!({"content": [], "structuredContent": {"a": 1}}));
        tally.count(&Value::Null);
        assert_eq!(tally, Tally { calls: 2, bytes: 7 });
    }
}

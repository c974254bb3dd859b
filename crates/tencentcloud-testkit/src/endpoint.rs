//! The local endpoint, as programs of the tests find it in their environment.

use std::process::Command;

use tencentcloud_emulator::{Builder, Emulator, TEST_SECRET_ID, TEST_SECRET_KEY};
use tencentcloud_schema::Description;

/// Starts one, with these descriptions over the catalogue's.
pub fn start(descriptions: impl IntoIterator<Item = Description>) -> Emulator {
    let emulator = descriptions
        .into_iter()
        .fold(Emulator::builder(), Builder::description);
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(emulator.start())
        .unwrap()
}

/// Sets the environment of a program: where the endpoint is and what to sign with.
pub fn tell<'c>(emulator: &Emulator, program: &'c mut Command) -> &'c mut Command {
    program
        .env("ENDPOINT", emulator.url())
        .env("TENCENTCLOUD_SECRET_ID", TEST_SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", TEST_SECRET_KEY)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
        .env_remove("TENCENTCLOUD_TOKEN")
}

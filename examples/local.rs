//! A local endpoint for the examples: no account is needed, and none is used.

use std::io;

use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::{Config, Credential};

/// Starts an endpoint, which runs until it is dropped, and returns it with a configuration that
/// calls it.
pub(crate) async fn start() -> io::Result<(Emulator, Config)> {
    let emulator = Emulator::start().await?;
    let test = emulator.credential();
    let config = Config::new(Credential::new(&*test.secret_id, &*test.secret_key))
        .region("ap-guangzhou")
        .endpoint(emulator.url());
    Ok((emulator, config))
}

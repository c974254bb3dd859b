//! A local endpoint for the examples: no account is needed, and none is used.

use std::io;

use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::Config;

/// Starts an endpoint, which runs until it is dropped, and returns it with a configuration that
/// calls it.
pub(crate) async fn start() -> io::Result<(Emulator, Config)> {
    let emulator = Emulator::start().await?;
    let config = emulator.config();
    Ok((emulator, config))
}

//! The options that every command takes.

use std::time::Duration;

use clap::Args;

/// The options that every command takes, before or after the action.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Options {
    /// Uses the profile NAME of the SDKs or of tccli, and no other credential
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Sends the call to REGION, e.g. ap-guangzhou
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Sends the call to the host or URL ENDPOINT
    #[arg(
        long,
        global = true,
        value_name = "ENDPOINT",
        env = "TENCENTCLOUD_ENDPOINT"
    )]
    pub(crate) endpoint: Option<String>,
    /// Gives up after SECONDS
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

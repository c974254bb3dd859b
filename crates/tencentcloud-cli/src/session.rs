//! The client that calls go through, as the options and the machine say.

use tencentcloud_runtime::{Client, Config};

use crate::error::{Failure, Kind};
use crate::options::Options;

/// Returns the client that `options` ask for: its credential from where the SDKs and tccli keep it.
///
/// # Errors
/// No credential, or a setting that is none.
pub(crate) async fn client(options: &Options) -> Result<Client, Failure> {
    let mut loader = Config::loader();
    if let Some(profile) = &options.profile {
        loader = loader.profile(profile);
    }
    let mut config = loader.load().await?;
    if let Some(region) = &options.region {
        config = config.region(region);
    }
    if let Some(endpoint) = &options.endpoint {
        config = config.endpoint(endpoint);
    }
    if let Some(timeout) = options.timeout {
        config = config.timeout(timeout);
    }
    Ok(Client::new(&config))
}

/// Runs `work` to its end on this thread.
///
/// # Errors
/// Those of `work`, and a machine that has nothing left for a reactor.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    runtime.block_on(work)
}

//! A local endpoint that serves the showcase.

use tencentcloud_emulator::{Builder, Emulator};
use tencentcloud_runtime::{Config, Credential};
use tencentcloud_schema::Description;

/// An endpoint with both versions of the showcase, which bears no client's faults.
pub(crate) fn builder() -> Builder {
    let versions = [
        include_str!("../../schema/services/showcase/2020-01-01.json"),
        include_str!("../../schema/services/showcase/2021-02-02.json"),
    ];
    versions
        .iter()
        .fold(Emulator::builder().strict(), |builder, text| {
            builder
                .description(Description::parse(text, "showcase").expect("the showcase is valid"))
        })
}

/// A configuration that calls it.
pub(crate) fn config(emulator: &Emulator) -> Config {
    let test = emulator.credential();
    let credential = Credential::new(test.secret_id.as_str(), test.secret_key.as_str());
    Config::new(credential)
        .region("ap-guangzhou")
        .endpoint(emulator.url())
        .strict()
}

//! The environment of programs that call the local endpoint.

use tencentcloud_emulator::{Credential, Emulator};

/// Returns the key that programs sign with, as pages may show it: the test key is public, and of any other
/// one there is `…`.
pub(crate) fn shown_key(emulator: &Emulator) -> &str {
    let credential = emulator.credential();
    match *credential == Credential::test() {
        true => &credential.secret_key,
        false => "…",
    }
}

/// Returns the lines of a shell that give a program the credential.
pub(crate) fn credential(emulator: &Emulator) -> String {
    format!(
        "export TENCENTCLOUD_SECRET_ID={}\nexport TENCENTCLOUD_SECRET_KEY={}",
        emulator.credential().secret_id,
        shown_key(emulator)
    )
}

/// Returns the lines of a shell that lead a program to the endpoint.
pub(crate) fn environment(emulator: &Emulator) -> String {
    let (url, credential) = (emulator.url(), credential(emulator));
    format!("export TENCENTCLOUD_ENDPOINT={url}\n{credential}")
}

//! Whether other programs of the user can read the credential that a broker keeps from them.

use std::path::PathBuf;

use tencentcloud_calls::Language;
use zeroize::Zeroizing;

use crate::options::Options;
use crate::session::{Settings, variable};

/// Returns what to say if the credential stands where the user's other programs can read it; `None` if it is not
/// known to.
pub(super) fn warning(options: &Options, language: Language) -> Option<String> {
    let place = place(options)?;
    Some(language.pick(
        format!(
            "{place}: every program of this user can read the key there and go around the broker. Move it to the \
             keyring (`tcloud configure --keyring`), or run the broker as another user or in a container, and give \
             programs its socket alone."
        ),
        format!(
            "{place}：本用户的所有程序都能读到其中的密钥，从而绕过代理。请将其移入密钥环（`tcloud configure --keyring`），\
             或以另一用户或在容器中运行代理，只把套接字交给程序。"
        ),
    ))
}

/// Where a credential can be read: the environment, or a file of profiles.
fn place(options: &Options) -> Option<String> {
    const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
    if options.profile.is_none() && variable(KEY).is_some() {
        return Some(KEY.to_owned());
    }
    let settings = Settings::of(options);
    let found = files(settings.name()).into_iter().find(|file| {
        let text = std::fs::read_to_string(file).map(Zeroizing::new);
        text.is_ok_and(|text| text.contains("secret_key") || text.contains("secretKey"))
    });
    found.map(|file| file.display().to_string())
}

/// The files in which a profile with that `name` may have its key.
fn files(name: &str) -> Vec<PathBuf> {
    let Ok(strategy) = etcetera::choose_base_strategy() else {
        return Vec::new();
    };
    let home = etcetera::BaseStrategy::home_dir(&strategy);
    let set = variable("TENCENTCLOUD_CREDENTIALS_FILE").map(PathBuf::from);
    let sdk = set.unwrap_or_else(|| home.join(".tencentcloud/credentials"));
    let set = variable("TENCENTCLOUD_SHARED_CREDENTIALS_DIR").map(PathBuf::from);
    let tccli = set.unwrap_or_else(|| home.join(".tccli"));
    vec![sdk, tccli.join(format!("{name}.credential"))]
}

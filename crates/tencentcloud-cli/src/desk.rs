//! The broker of this machine, as other commands find it.

use std::path::{Path, PathBuf};

use tencentcloud_broker::{Place, Remote};

use crate::error::{Failure, Kind};
use crate::session::variable;
use crate::untrusted::shown;

/// The environment variable that says where the broker is.
const PLACE: &str = tencentcloud_broker::VARIABLE;

/// Returns the socket at which a broker of this user serves unless it is told another place; `None` if the user has
/// no home.
pub(crate) fn socket() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    let data = etcetera::BaseStrategy::data_dir(&strategy);
    let runtime = variable("XDG_RUNTIME_DIR");
    Some(Place::default_socket(
        runtime.as_deref().map(Path::new),
        &data,
    ))
}

/// Returns where the broker is: what the environment says, else the usual socket.
///
/// # Errors
/// The environment says what is no place, or there is none.
pub(crate) fn place() -> Result<Place, Failure> {
    if let Some(set) = variable(PLACE) {
        return set.parse().map_err(|told: String| Failure::usage(told));
    }
    let socket = socket().ok_or_else(|| {
        let told = "there is no home in which a broker could be";
        Failure::new(Kind::Other, told).with_next(format!("say where it is by {PLACE}=unix:PATH"))
    })?;
    Ok(Place::socket(socket))
}

/// Returns the broker of this machine.
///
/// # Errors
/// None runs.
pub(crate) async fn connect() -> Result<Remote, Failure> {
    let connected = Remote::connect(place()?).await;
    connected.map_err(|refusal| Failure::new(Kind::Network, shown(&refusal.message)))
}

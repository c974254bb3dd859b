//! What holds for any bytes. Each function takes them and panics if it does not hold: the fuzzer makes
//! bytes up (`cargo xtask fuzz`), and a test replays those that it found to be of interest
//! (`fuzz/corpus`).

mod asked;
mod decoder;
// A proc-macro crate exports macros alone.
#[path = "../../crates/tencentcloud-macros/src/derive/mod.rs"]
mod derive;
mod endpoint;
mod events;
mod expansion;
mod filter;
// A private module of the runtime.
#[path = "../../crates/tencentcloud-runtime/src/credential/profile/ini.rs"]
mod ini;
mod page;
mod paste;
mod policy;
mod profile;
// A private module of the Explorer, of which a part is needed here.
#[allow(dead_code, unused_imports)]
#[path = "../../crates/tencentcloud-explorer/src/timeline/filter/query/mod.rs"]
mod query;
mod signer;

pub use asked::asked;
pub use decoder::decoder;
pub use endpoint::endpoint;
pub use events::events;
pub use expansion::derive_input;
pub use filter::filter;
pub use page::page;
pub use paste::pasted;
pub use policy::policy;
pub use profile::profile;
pub use signer::signer;

/// Takes any bytes, and panics if what should hold does not.
pub type Target = fn(&[u8]);

/// All targets by the name of their program and of their folder in `fuzz/corpus`.
pub const TARGETS: [(&str, Target); 11] = [
    ("asked", asked),
    ("decoder", decoder),
    ("derive", derive_input),
    ("endpoint", endpoint),
    ("events", events),
    ("filter", filter),
    ("ini", profile),
    ("page", page),
    ("paste", pasted),
    ("policy", policy),
    ("signer", signer),
];

//! A local endpoint of Tencent Cloud API 3.0, for tests and for trying things out.
//!
//! It verifies the signature of each request with code of its own, checks every parameter against
//! the API's description, and responds from that description, in the vendor's form and with the
//! vendor's error codes. No account is needed and nothing leaves the machine.
//!
//! ```
//! use tencentcloud_emulator::Emulator;
//!
//! # async fn doc() -> std::io::Result<()> {
//! let emulator = Emulator::start().await?;
//! println!("send requests to {}", emulator.url());
//! println!("sign them with {} and its key", emulator.credential().secret_id);
//! # Ok(())
//! # }
//! ```
//!
//! # What it keeps
//! Resources, per account and region: what one action creates, others list, change and delete. Which
//! action does what is a [fact](tencentcloud_schema::resource) of the catalogue, and a test lives the life of
//! every kind that it knows. A resource shows what it was given; what nobody gave is `null`, empty or the
//! default. Names, parents and [quotas](Builder::quota) hold, a `ClientToken` makes a request once, and
//! [states](Builder::pace) change by polls or by time. What does not exist is an error with one of the
//! action's own codes. Every other action of the catalogue responds with examples, which repeat what the
//! request gave where the response has a field of the same name, and remembers nothing.
//!
//! # Accounts and time
//! Each secret id is an account of its own, unless [`Credential::account`] says which one it belongs
//! to. Its own STS issues temporary credentials, which are accepted with their token until they
//! expire by the emulator's [`Clock`]. That clock can be set, advanced and frozen.
//!
//! Every response says in the header `x-emulator-source` where it comes from: `stateful`, from
//! resources that are kept; `synthesised`, from the description; `refused`, from a check before either.
//!
//! # Calls and faults
//! [`Emulator::calls`] returns what was called, without secrets. [`Emulator::faults`] lets calls fail:
//! late, cut off, refused, or after they took effect. [`Emulator::expect`] and [`Emulator::verify`]
//! check what was called, [`Emulator::holds`] lets calls wait until they are let go, edited or refused,
//! [`Emulator::responses`] sets responses, [`Emulator::policies`] says who may call what,
//! [`Emulator::resources`] shows the resources and [`Emulator::snapshot`] keeps them. Programs in other
//! languages do the same over the [control endpoint](Builder::control).
//!
//! # Records
//! [`Builder::record`] writes calls to a file and [`Builder::replay`] responds from it.
//! [`Builder::forward`] sends requests for one host on to the cloud, [`Builder::forward_all`] those for all
//! of its hosts: nothing else leaves the machine. A [`Carrier`] takes them there in a way of its own.
//!
//! # Which service is called
//! The one that the credential scope names; else the first label of `Host`, `cvm` of
//! `cvm.localhost:8080`; else the only one that has the version and the action.
//!
//! # What it speaks
//! HTTP/1.1, plain and by TLS on the same port, every signature method, every form of parameters, and
//! server-sent events. As an HTTP proxy it takes absolute-form requests and `CONNECT` for the vendor's
//! hosts, and refuses every other host: it forwards nothing that it was not told to.
//!
//! HTTPS needs a certificate authority that the client trusts: [`Emulator::ca_certificate`]. It is
//! made when it is first needed, by default for one endpoint and in memory; in a
//! [folder](Builder::certificate_folder) it is kept. Its certificate limits it to the vendor's hosts
//! and this machine.
//!
//! # Who may call it
//! It listens on this machine alone unless another [address](Builder::listen) is given, and serves no
//! web page of another site: requests are refused if their `Host` is a name that could be anybody's,
//! or if a browser says that a page of another site sends them. Connections, heads, bodies and times
//! are bounded ([`Builder::timeout`], [`Builder::max_connections`], [`Builder::max_held_bodies`]).
//!
//! # What it tolerates
//! The official clients make mistakes that the real services accept. Each is a [`Rule`], accepted by
//! default, that [`Builder::without`] switches off. Each response lists what its request needed in the
//! header `x-emulator-borne`.
//!
//! # How strict it is
//! Names, types, documented ranges, depth, size and region are checked, with the error codes that the
//! action lists. Parameters and actions that the descriptions lack are errors, which
//! [`Builder::allow_unknown`] accepts. A value that is not among the documented ones is named in the
//! header `x-emulator-warning`; [`Builder::closed_values`] makes it an error.
//! [`Builder::rates`] enforces the documented rates.

mod answer;
mod call;
mod canned;
mod clock;
#[cfg(feature = "command")]
pub mod command;
mod control;
mod credential;
mod endpoint;
mod fault;
mod glob;
mod guess;
mod hold;
mod hosts;
mod identity;
mod ids;
mod inject;
mod journal;
mod lookup;
mod nearest;
mod policy;
mod rates;
mod record;
mod request;
mod resource;
mod rules;
mod seen;
mod serve;
mod stage;
mod sts;
mod trial;
mod verify;

pub use canned::{CannedError, CannedResponse};
pub use clock::Clock;
pub use control::{
    AccessPolicies, Calls, CannedStatus, Expectation, FaultScript, Faults, Holds, KeptResources,
    PolicyFile, Responses, Unmet,
};
pub use credential::{Credential, TEST_SECRET_ID, TEST_SECRET_KEY};
pub use hold::{Decision, Held, HoldRule, HoldStatus, RawRequest};
pub use identity::KnownKey;
pub use inject::{FaultKind, FaultRule, FaultStatus};
pub use journal::{Record, RecordWarning};
pub use policy::{PolicyMode, Principal};
pub use record::{Carrier, CarryError};
pub use resource::{
    Adopted, ChangeKind, KeptResource, MemberChange, ResourceChange, ResourceCount, ResourceKey,
};
pub use rules::{Rule, UnknownRule};
pub use serve::{Builder, Emulator};
pub use stage::{Rehearsed, RehearsedError, Stage};
pub use trial::Trial;

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

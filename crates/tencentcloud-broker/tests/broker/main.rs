//! A broker as programs and persons meet it: over its socket, with a local endpoint as the cloud.
#![cfg(unix)]

mod asked;
mod between;
mod briefs;
mod every;
mod forged;
mod raw;
mod served;
mod stage;
mod untrusted;

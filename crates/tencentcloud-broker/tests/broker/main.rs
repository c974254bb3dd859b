//! A broker as programs and persons meet it: over its socket, with a local endpoint as the cloud.

mod asked;
mod stage;

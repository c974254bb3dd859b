//! The page as a browser meets it, over HTTP.

mod approvals;
mod browser;
mod code;
mod docs;
mod door;
mod errors;
mod filter;
mod find;
mod form;
mod held;
mod history;
mod inspect;
mod local;
mod recordings;
mod response;
mod saved;
mod send;
mod signature;
mod sources;
mod timeline;

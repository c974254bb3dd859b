//! The page as a browser meets it, over HTTP.

mod browser;
mod code;
mod docs;
mod door;
mod errors;
mod find;
mod form;
mod history;
mod signature;
mod timeline;

//! The page as a browser meets it, over HTTP.

mod browser;
mod code;
mod door;
mod form;
mod history;
mod signature;
mod timeline;

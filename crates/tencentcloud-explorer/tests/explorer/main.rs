//! The page as a browser meets it, over HTTP.

mod browser;
mod door;
mod history;
mod signature;
mod timeline;

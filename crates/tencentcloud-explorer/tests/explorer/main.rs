//! The page as a browser meets it, over HTTP.

mod browser;
mod door;
mod signature;
mod timeline;

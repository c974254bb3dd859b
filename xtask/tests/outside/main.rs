//! What a crate outside this repository can do with it, shown by crates that the tests write into
//! temporary folders and build with cargo.

mod add_action;
mod any_service;
mod chosen_actions;
mod dependency;
mod include_api;
mod include_pages;

use tencentcloud_testkit::{endpoint, workspace};

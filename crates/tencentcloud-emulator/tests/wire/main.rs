//! The endpoint as clients meet it: bytes on a socket, signed by the tests' own code.

mod actions;
mod answers;
mod balancers;
mod bodies;
mod carrier;
mod client;
mod command;
mod connections;
mod control;
mod disturbed;
#[cfg(unix)]
mod exec;
mod families;
mod faults;
mod forward;
mod holds;
mod https;
mod journal;
mod limits;
mod machines;
mod ours;
mod pages;
mod proxy;
mod record;
mod refusals;
mod resources;
mod rules;
mod scaling;
mod services;
mod streams;
mod strict;
mod sts;
mod upstreams;
mod vectors;

use serde_json::Value;
use tencentcloud_emulator::{Builder, Emulator};
use tencentcloud_schema::Description;

const APIGATEWAY: (&str, &str) = ("apigateway", "2018-08-08");
const WORKSHOP: (&str, &str) = ("workshop", "2031-04-05");

fn description(text: &str) -> Description {
    Description::parse(text, "a test's description").unwrap()
}

/// A made-up service that has what API Gateway lacks.
fn workshop() -> Description {
    description(include_str!("data/workshop.json"))
}

fn builder() -> Builder {
    Emulator::builder().description(workshop())
}

/// The code of an error answer.
#[track_caller]
fn code(response: &client::Response) -> String {
    let response = response.json();
    let error = &response["Response"]["Error"];
    let code = error["Code"].as_str();
    code.unwrap_or_else(|| panic!("not an error: {response}"))
        .to_owned()
}

/// The members of an answer that is no error, with `RequestId`.
#[track_caller]
fn answer(response: &client::Response) -> Value {
    let mut response = response.json();
    assert!(response["Response"]["Error"].is_null(), "{response}");
    response["Response"].take()
}

//! Types that are none of the API's kinds.

use std::collections::HashMap;

use tencentcloud_runtime::Model;

#[derive(Model)]
#[model(both)]
struct Narrow {
    count: u32,
}

#[derive(Model)]
#[model(both)]
struct Mapped {
    tags: HashMap<String, String>,
}

#[derive(Model)]
#[model(both)]
struct Borrowed {
    text: &'static str,
}

#[derive(Model)]
#[model(both)]
struct Nested {
    lists: Vec<Vec<String>>,
}

#[derive(Clone, PartialEq)]
struct Plain;

#[derive(Model)]
#[model(both)]
struct Foreign {
    plain: Plain,
}

fn main() {}

//! Attributes that do not say what they must.

use tencentcloud_runtime::{Api, Model};

#[derive(Clone, PartialEq, Model)]
struct NoRole {
    name: String,
}

#[derive(Clone, PartialEq, Model)]
#[model(requst)]
struct Misspelt {
    name: String,
}

#[derive(Clone, PartialEq, Model)]
#[model(request, action = "Bake", api = Api::new("bakery", "2020-01-01"))]
struct NoAnswer {}

#[derive(Clone, PartialEq, Model)]
#[model(request, region = "required")]
struct NoAction {}

#[derive(Clone, PartialEq, Model)]
#[model(response, action = "Bake", api = Api::new("bakery", "2020-01-01"))]
struct Answer {}

#[derive(Clone, PartialEq, Model)]
#[model(both)]
struct Twice {
    name: String,
    #[model(name = "Name")]
    other: String,
}

#[derive(Clone, PartialEq, Model)]
#[model(both)]
struct Field {
    #[model(secret)]
    key: String,
}

#[derive(Clone, PartialEq, Model)]
#[model(both)]
struct Generic<T> {
    value: T,
}

#[derive(Clone, PartialEq, Model)]
#[model(both)]
struct Tuple(String);

#[derive(Clone, PartialEq, Model)]
#[model(both)]
enum Either {
    A,
}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "List", response = Unknown, pages(offset = "Offset"))]
struct NoItems {
    offset: Option<i64>,
}

fn main() {}

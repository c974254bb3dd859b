//! Attributes that do not say what they must.

use tencentcloud_runtime::{Api, Model};

#[derive(Model)]
struct NoRole {
    name: String,
}

#[derive(Model)]
#[model(requst)]
struct Misspelt {
    name: String,
}

#[derive(Model)]
#[model(request, action = "Bake", api = Api::new("bakery", "2020-01-01"))]
struct NoAnswer {}

#[derive(Model)]
#[model(request, region = "required")]
struct NoAction {}

#[derive(Model)]
#[model(response, action = "Bake", api = Api::new("bakery", "2020-01-01"))]
struct Answer {}

#[derive(Model)]
#[model(both)]
struct Twice {
    name: String,
    #[model(name = "Name")]
    other: String,
}

#[derive(Model)]
#[model(both)]
struct Field {
    #[model(secret)]
    key: String,
}

#[derive(Model)]
#[model(both)]
struct Generic<T> {
    value: T,
}

#[derive(Model)]
#[model(both)]
struct Tuple(String);

#[derive(Model)]
#[model(both)]
enum Either {
    A,
}

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "List", response = Unknown, pages(offset = "Offset"))]
struct NoItems {
    offset: Option<i64>,
}

fn main() {}

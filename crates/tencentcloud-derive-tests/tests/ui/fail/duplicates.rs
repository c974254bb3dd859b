//! What is given twice, and what excludes each other.

use tencentcloud_runtime::{Api, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(response)]
struct Loaves {}

#[derive(Model)]
#[model(request, request)]
struct RoleTwice {}

#[derive(Model)]
#[model(request, response)]
struct TwoRoles {}

#[derive(Model)]
#[model(request, api = API, action = "List", action = "Bake", response = Loaves)]
struct TwoActions {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves)]
#[model(region = "none")]
#[model(region = "required")]
struct TwoAttributes {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(page = "Page", page = "Number", items = "Loaves", item = String))]
struct PositionTwice {}

#[derive(Model)]
#[model(both)]
struct Field {
    #[model(name = "Name", name = "Title")]
    name: String,
}

fn main() {}

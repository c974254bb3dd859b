//! What `pages(…)` and `streaming` must say, and where they belong.

use tencentcloud_runtime::{Api, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(response)]
struct Loaves {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(items = "Loaves", item = String))]
struct NothingMoves {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(token = "Token", items = "Loaves", item = String))]
struct NoNext {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(page = "Page", items = "Loaves"))]
struct NoItem {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(page = "Page", offset = "Offset", items = "Loaves", item = String))]
struct TwoMove {}

#[derive(Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(cursor = "Cursor"))]
struct Unknown {}

#[derive(Model)]
#[model(both, pages(page = "Page", items = "Loaves", item = String))]
struct NoAction {}

#[derive(Model)]
#[model(both, streaming)]
struct NoActionStreams {}

fn main() {}

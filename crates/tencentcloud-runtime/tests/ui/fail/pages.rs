//! What `pages(…)` and `streaming` must say, and where they belong.

use tencentcloud_runtime::{Api, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Clone, PartialEq, Model)]
#[model(response)]
struct Loaves {}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(items = "Loaves", item = String))]
struct NothingMoves {}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(token = "Token", items = "Loaves", item = String))]
struct NoNext {}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(page = "Page", items = "Loaves"))]
struct NoItem {}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(page = "Page", offset = "Offset", items = "Loaves", item = String))]
struct TwoMove {}

#[derive(Clone, PartialEq, Model)]
#[model(request, api = API, action = "List", response = Loaves, pages(cursor = "Cursor"))]
struct Unknown {}

#[derive(Clone, PartialEq, Model)]
#[model(both, pages(page = "Page", items = "Loaves", item = String))]
struct NoAction {}

#[derive(Clone, PartialEq, Model)]
#[model(both, streaming)]
struct NoActionStreams {}

fn main() {}

//! The answer's type must exist and be a model.

use tencentcloud_runtime::{Api, Model};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = Missing)]
struct BakeRequest {}

struct Plain;

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Sell", response = Plain)]
struct SellRequest {}

fn main() {}

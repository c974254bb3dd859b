//! Events and pages are offered where the action has them.

use tencentcloud_runtime::{Api, Client, Model};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct BakeResponse {}

fn ways(client: &Client) {
    let _ = client.call(BakeRequest::new()).events();
    let _ = client.call(BakeRequest::new()).items();
}

fn main() {}

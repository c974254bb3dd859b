//! A forgotten parameter does not compile, and the message names it.

use tencentcloud_runtime::{Api, Client, Model};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
pub struct BakeRequest {
    pub flour: String,
    pub grams: u64,
}

#[derive(Model)]
#[model(response)]
pub struct BakeResponse {
    pub request_id: String,
}

fn order(_: BakeRequest) {}

fn bake(client: &Client) {
    let _ = client.call(BakeRequest::new().flour("rye"));
    order(BakeRequest::new().flour("rye"));
    let _ = BakeRequest::new().grams(500);
    let _ = BakeRequest::default();
}

fn main() {}

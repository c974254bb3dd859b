//! A read, a write, and a write that carries a ClientToken. Each names a number, which its response
//! repeats.

use tencentcloud_runtime::{Api, Client, Error, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "DescribeBread", response = Bread)]
struct DescribeBreadRequest {
    number: i64,
}

#[derive(Model)]
#[model(request, api = API, action = "CreateBread", response = Bread)]
struct CreateBreadRequest {
    number: i64,
}

#[derive(Model)]
#[model(request, api = API, action = "CreateOven", response = Bread)]
struct CreateOvenRequest {
    number: i64,
    client_token: Option<String>,
}

#[derive(Model)]
#[model(response)]
struct Bread {
    number: i64,
    request_id: String,
}

/// Makes one call, and returns the number in its response.
pub(crate) async fn call(client: &Client, number: usize) -> Result<i64, Error> {
    let own = number as i64;
    let bread = match number % 3 {
        0 => client.call(DescribeBreadRequest::new().number(own)).await,
        1 => client.call(CreateBreadRequest::new().number(own)).await,
        _ => client.call(CreateOvenRequest::new().number(own)).await,
    };
    bread.map(|bread| bread.number)
}

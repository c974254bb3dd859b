//! Beside an octet-stream body a field is a header: nothing may be lost on the way.

use tencentcloud_runtime::{Api, Bytes, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(response)]
struct Sent {}

#[derive(Model)]
#[model(request, api = API, action = "NoHeader", response = Sent, body = "octet-stream")]
struct NoHeader {
    topic: String,
    content: Bytes,
}

#[derive(Model)]
#[model(request, api = API, action = "NoText", response = Sent, body = "octet-stream")]
struct NoText {
    #[model(header = "X-Count")]
    count: i64,
    content: Bytes,
}

#[derive(Model)]
#[model(request, api = API, action = "NoBody", response = Sent, body = "octet-stream")]
struct NoBody {
    #[model(header = "X-Topic")]
    topic: String,
}

#[derive(Model)]
#[model(request, api = API, action = "TwoBodies", response = Sent, body = "octet-stream")]
struct TwoBodies {
    content: Bytes,
    more: Option<Bytes>,
}

#[derive(Model)]
#[model(request, api = API, action = "NoStream", response = Sent)]
struct NoStream {
    #[model(header = "X-Topic")]
    topic: String,
}

#[derive(Model)]
#[model(request, api = API, action = "Strange", response = Sent, body = "xml")]
struct Strange {}

fn main() {}

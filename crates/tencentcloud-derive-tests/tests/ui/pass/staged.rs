//! Required parameters are asked for in order; optional ones follow.

use tencentcloud_runtime::{Action, Api, Bytes, Model};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(request, api = API, action = "Bake", response = BakeResponse, region = "required")]
pub struct BakeRequest {
    /// The flour.
    pub flour: String,
    pub grams: u64,
    pub seeds: Vec<String>,
    pub oven: Oven,
    #[model(name = "VPCId", sensitive)]
    pub vpc_id: Option<String>,
    pub photo: Option<Bytes>,
    pub type_: Option<String>,
    pub r#where: Option<f64>,
    pub parts: Option<Vec<Oven>>,
}

#[derive(Model)]
#[model(both)]
pub struct Oven {
    pub hot: bool,
    pub inner: Option<Box<Oven>>,
}

#[derive(Model)]
#[model(response)]
pub struct BakeResponse {
    pub loaves: i64,
    pub request_id: String,
}

/// A service may call a type of its own Option.
mod clash {
    #[derive(tencentcloud_runtime::Model)]
    #[model(both)]
    pub struct Option {
        pub name: ::std::option::Option<::std::string::String>,
        pub others: ::std::vec::Vec<Option>,
    }
}

#[derive(Model)]
#[model(request, crate = tencentcloud_runtime)]
pub struct Empty {}

/// Keywords as required parameters, each with a stage of its own.
#[derive(Model)]
#[model(request)]
pub struct Keywords {
    pub r#type: String,
    pub self_: String,
    pub new: bool,
}

fn main() {
    let request = BakeRequest::new()
        .flour("rye")
        .grams(500)
        .seeds(["poppy", "sesame"])
        .oven(Oven::new().hot(true).inner(Oven::new().hot(false)))
        .vpc_id("vpc-1")
        .photo(Bytes::from_static(b"jpeg"))
        .type_("loaf")
        .r#where(1.5)
        .parts([]);
    assert_eq!(BakeRequest::INFO.name, "Bake");
    assert!(!format!("{request:?}").contains("vpc-1"));
    let mut answer = BakeResponse::default();
    answer.loaves = 2;
    let keywords: KeywordsNeedsType = Keywords::new();
    let keywords = keywords.r#type("loaf").self_("oven").new(true);
    assert_eq!(
        format!("{keywords:?}"),
        r#"Keywords { type: "loaf", self_: "oven", new: true }"#
    );
    let _ = (answer, Empty::new(), Empty::default(), clash::Option::new().others([]));
}

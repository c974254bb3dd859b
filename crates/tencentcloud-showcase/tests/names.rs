//! Names that clash with Rust's, with one another, and with the SDK's own, used as a user would.

mod endpoint;

use tencentcloud_showcase::{
    CallRequest, Client, DifferByCaseRequest, KeywordsRequest, NewRequest, OldRequest,
    PreludeRequest, PreludeResponse, RecurseRequest, RequireRequest, Tree, ValuesRequest,
    ValuesResponse, types, v2021_02_02,
};

#[test]
fn thirty_required_parameters_are_asked_for_in_order() {
    let request = RequireRequest::new()
        .parameter01(1)
        .parameter02(true)
        .parameter03(0.5)
        .parameter04(4)
        .parameter05("5")
        .parameter06(6)
        .parameter07(true)
        .parameter08(0.5)
        .parameter09(9)
        .parameter10("10")
        .parameter11(11)
        .parameter12(true)
        .parameter13(0.5)
        .parameter14(14)
        .parameter15("15")
        .parameter16(16)
        .parameter17(true)
        .parameter18(0.5)
        .parameter19(19)
        .parameter20("20")
        .parameter21(21)
        .parameter22(true)
        .parameter23(0.5)
        .parameter24(24)
        .parameter25("25")
        .parameter26(26)
        .parameter27(true)
        .parameter28(0.5)
        .parameter29(29)
        .parameter30("30")
        .optional("last");
    assert_eq!(request.clone(), request);
    assert_eq!(request.parameter30, "30");
}

#[test]
fn names_that_differ_by_case_stay_apart_on_the_wire() {
    let request = DifferByCaseRequest::new()
        .dns_format("a")
        .dns_format_2("b")
        .uui("c")
        .uui_2("d");
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"DnsFormat": "a", "DNSFormat": "b", "UUI": "c", "Uui": "d"})
    );
    assert_eq!(
        serde_json::from_value::<DifferByCaseRequest>(json).unwrap(),
        request
    );
}

#[test]
fn keywords_and_familiar_methods_take_an_underscore() {
    let request = KeywordsRequest::new()
        .type_("t")
        .self_("s")
        .clone_("c")
        .new_("n")
        .default_("d")
        .await_("a");
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!(json["Type"], "t");
    assert_eq!(json["Self"], "s");
    assert_eq!(json["Clone"], "c");
}

#[test]
fn types_may_be_called_as_the_standard_ones() {
    let request = PreludeRequest::new()
        .option(types::Option::new().name("o"))
        .vec([types::Vec::new().name("v")])
        .box_(types::Box::new().name("b"))
        .result(types::Result::new().name("r"));
    let shown = format!("{request:?}");
    assert!(shown.contains("Option { name: \"o\" }"), "{shown}");
    let mut answer = PreludeResponse::default();
    answer.error = Some(types::Error::default());
    answer.client = Some(types::Client::default());
    assert_ne!(answer, PreludeResponse::default());
}

#[tokio::test]
async fn they_work_on_the_wire() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    client
        .keywords(KeywordsRequest::new().type_("t"))
        .await
        .unwrap();
    client
        .differ_by_case(DifferByCaseRequest::new().dns_format("a").dns_format_2("b"))
        .await
        .unwrap();
    let request = PreludeRequest::new()
        .option(types::Option::new().name("o"))
        .vec([]);
    let answer = client.prelude(request).await.unwrap();
    assert_eq!(answer.option.unwrap().name, "o");
    client
        .recurse(RecurseRequest::new().tree(Tree::new().name("leaf")))
        .await
        .unwrap();
    client.call_(CallRequest::new()).await.unwrap();
    client.new_(NewRequest::new()).await.unwrap();
    #[allow(deprecated)]
    client.old(OldRequest::new()).await.unwrap();
}

#[test]
fn values_and_error_codes_are_constants() {
    assert_eq!(ValuesRequest::SCHEME_GRPC, "gRPC");
    assert_eq!(ValuesResponse::STATE_RUNNING, "RUNNING");
    assert!(ValuesRequest::ERRORS.contains(&v2021_02_02::errors::FAILED_OPERATION));
    assert_eq!(
        v2021_02_02::errors::INVALID_PARAMETER_VALUE,
        "InvalidParameterValue"
    );
}

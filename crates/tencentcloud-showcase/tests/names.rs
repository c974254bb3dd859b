//! Names that clash with Rust's, with one another, and with the SDK's own, used as a user would.

mod endpoint;

use tencentcloud_showcase::{
    CallRequest, Client, DifferByCaseRequest, DifferByCaseResponse, Egg, GoneRequest, Hen,
    KeywordsRequest, Left, NewRequest, OldRequest, PingRequest, PreludeRequest, PreludeResponse,
    RecurseRequest, RequireRequest, Right, Tree, ValuesRequest, ValuesResponse, types, v2020_01_01,
    v2021_02_02,
};

#[test]
fn thirty_required_parameters_are_asked_for_in_order() {
    let request = require();
    assert_eq!(request.clone(), request);
    let json = serde_json::to_value(&request).unwrap();
    // The last of each kind, and the order in which they were asked for.
    assert_eq!(
        (&json["Parameter29"], &json["Parameter30"]),
        (&29.into(), &"30".into())
    );
    assert_eq!(json.as_object().unwrap().len(), 31);
    assert_eq!(
        serde_json::from_value::<RequireRequest>(json).unwrap(),
        request
    );
}

fn require() -> RequireRequest {
    RequireRequest::new()
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
        .optional("last")
}

#[test]
fn names_that_differ_by_case_stay_apart_on_the_wire() {
    let request = DifferByCaseRequest::new()
        .dns_format("a")
        .dns_format_2("b")
        .uui("c")
        .uui_2("d")
        .type_("e")
        .type_2("f");
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"DnsFormat": "a", "DNSFormat": "b", "UUI": "c", "Uui": "d", "Type": "e", "TYPE": "f"})
    );
    assert_eq!(
        serde_json::from_value::<DifferByCaseRequest>(json).unwrap(),
        request
    );
}

/// Each optional parameter of Keywords, by its wire name.
const KEYWORDS: [&str; 37] = [
    "Type", "Override", "Enum", "Where", "Match", "Async", "Ref", "Abstract", "Mod", "For",
    "Break", "Super", "Await", "Impl", "Box", "As", "In", "Self", "Crate", "Dyn", "Gen", "Try",
    "New", "Clone", "Default", "From", "Into", "Drop", "Add", "Eq", "Show", "Lend", "Empty",
    "Value", "Index", "Next", "Max",
];

#[rustfmt::skip]
fn keywords() -> KeywordsRequest {
    KeywordsRequest::new()
        .type_("Type").override_("Override").enum_("Enum").where_("Where").match_("Match")
        .async_("Async").ref_("Ref").abstract_("Abstract").mod_("Mod").for_("For").break_("Break")
        .super_("Super").await_("Await").impl_("Impl").box_("Box").as_("As").in_("In")
        .self_("Self").crate_("Crate").dyn_("Dyn").gen_("Gen").try_("Try").new_("New")
        .clone_("Clone").default_("Default").from("From").into_("Into").drop("Drop").add("Add")
        .eq_("Eq").show("Show").lend("Lend").empty("Empty").value("Value").index("Index")
        .next("Next").max("Max")
}

#[test]
fn keywords_and_methods_that_a_setter_would_hide_take_an_underscore() {
    let json = serde_json::to_value(keywords()).unwrap();
    let named = KEYWORDS.map(|name| (name.to_owned(), name.into()));
    assert_eq!(json, serde_json::Value::Object(named.into_iter().collect()));
    assert_eq!(
        serde_json::from_value::<KeywordsRequest>(json).unwrap(),
        keywords()
    );
}

#[test]
fn odd_spellings_of_an_answer_are_read() {
    let json = serde_json::json!({
        "hadAutoFixVul": true, "VPCIds": ["v"], "InstanceIDs": ["i"], "EnableIPv6": true
    });
    let answer: DifferByCaseResponse = serde_json::from_value(json).unwrap();
    assert!(answer.had_auto_fix_vul && answer.enable_ipv6);
    assert_eq!(
        (&answer.vpc_ids[..], &answer.instance_ids[..]),
        (&["v".to_owned()][..], &["i".to_owned()][..])
    );
}

fn prelude() -> PreludeRequest {
    PreludeRequest::new()
        .option(types::Option::new().name("o"))
        .vec([types::Vec::new().name("v")])
        .box_(types::Box::new().name("b"))
        .string(types::String::new().name("s"))
        .result(types::Result::new().name("r"))
}

#[test]
fn types_may_be_called_as_the_standard_ones() {
    let request = prelude();
    assert_eq!(
        format!("{request:?}"),
        r#"PreludeRequest { option: Option { name: "o" }, vec: [Vec { name: "v" }], box_: Box { name: "b" }, string: String { name: "s" }, result: Result { name: "r" } }"#
    );
    let json = serde_json::to_string(&request).unwrap();
    assert_eq!(
        serde_json::from_str::<PreludeRequest>(&json).unwrap(),
        request
    );

    let mut answer = PreludeResponse::default();
    answer.option = Some(types::Option::new().name("o"));
    answer.error = Some(types::Error::default());
    answer.model = Some(types::Model::default());
    answer.client = Some(types::Client::default());
    answer.value = Some(types::Value::default());
    answer.table = Some(types::Table::default());
    answer.some = Some(types::Some::default());
    answer.topic = Some(types::TopicSimplification::default());
    assert_eq!(answer.clone(), answer);
    assert_ne!(answer, PreludeResponse::default());
    let json = serde_json::to_string(&answer).unwrap();
    assert_eq!(
        serde_json::from_str::<PreludeResponse>(&json).unwrap(),
        answer
    );
}

#[test]
fn types_that_contain_themselves_go_as_deep_as_one_likes() {
    let mut tree = Tree::new().name("0");
    for depth in 1..50 {
        tree = Tree::new()
            .name(depth.to_string())
            .parent(tree.clone())
            .children([Tree::new().name("leaf")]);
    }
    let left = Left::new().right(Right::new().left(Left::new()));
    let request = RecurseRequest::new().tree(tree).left(left);
    assert_eq!(request.clone(), request);
    let json = serde_json::to_string(&request).unwrap();
    assert_eq!(json.matches("Parent").count(), 49);
    assert_eq!(
        serde_json::from_str::<RecurseRequest>(&json).unwrap(),
        request
    );
    assert!(format!("{request:?}").contains(r#"name: "0""#));
}

#[test]
fn a_circle_of_required_members_is_open_at_one_place() {
    let hen = || Hen::new().chicks([]);
    // The stages ask for what can be given: the hen of an egg, and the chicks of a hen.
    let egg = Egg::new().hen(hen().egg(Egg::new().hen(hen())));
    let chicks: Vec<Hen> = egg.hen.chicks.clone();
    assert!(chicks.is_empty());
    let inner: Option<Box<Egg>> = egg.hen.egg.clone();
    assert!(inner.unwrap().hen.egg.is_none());
    let json = r#"{"Hen":{"Egg":{"Hen":{"Chicks":[]}},"Chicks":[]}}"#;
    assert_eq!(serde_json::to_string(&egg).unwrap(), json);
    assert_eq!(serde_json::from_str::<Egg>(json).unwrap(), egg);
    // An optional member opens a circle too, and the required one is as required as any.
    let left: Left = Right::new().left(Left::new()).left;
    assert_eq!(left, Left::new());
}

#[test]
fn a_request_may_be_empty() {
    let request = PingRequest::new();
    assert_eq!(request.clone(), request);
    assert_eq!(format!("{request:?}"), "PingRequest");
    assert_eq!(serde_json::to_string(&request).unwrap(), "{}");
    assert_eq!(serde_json::from_str::<PingRequest>("{}").unwrap(), request);
}

#[tokio::test]
async fn they_work_on_the_wire() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let answer = client.keywords(keywords()).await.unwrap();
    assert_eq!(
        (answer.type_.as_str(), answer.max.as_str()),
        ("Type", "Max")
    );
    // A response has no setters, which could hide anything.
    assert_eq!(
        (answer.clone.as_str(), answer.default.as_str()),
        ("Clone", "Default")
    );
    client
        .differ_by_case(DifferByCaseRequest::new().dns_format("a").dns_format_2("b"))
        .await
        .unwrap();
    let answer = client.prelude(prelude()).await.unwrap();
    assert_eq!(answer.option.unwrap().name, "o");
    let tree = Tree::new().name("leaf");
    let left = Left::new().right(Right::new().left(Left::new()));
    // The endpoint breaks the circle off below a required field, which strict mode reports.
    let request = RecurseRequest::new().tree(tree).left(left);
    let error = client.recurse(request).await.unwrap_err().to_string();
    assert!(error.contains("Left.Right.Left: is missing"), "{error}");
    client.require(require()).await.unwrap();
    client.call_(CallRequest::new()).await.unwrap();
    client.new_(NewRequest::new()).await.unwrap();
}

#[tokio::test]
#[allow(deprecated)]
async fn what_the_vendor_gives_up_can_still_be_asked_for() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    client.old(OldRequest::new()).await.unwrap();
    let error = client
        .gone(GoneRequest::new().stale("s"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ActionOffline"));
}

#[tokio::test]
async fn two_versions_stand_beside_one_another() {
    let emulator = endpoint::builder().start().await.unwrap();
    let config = endpoint::config(&emulator);
    let old = v2020_01_01::Client::new(&config);
    let request = v2020_01_01::PingRequest::new().echo("hello");
    assert_eq!(old.ping(request).await.unwrap().echo, "hello");
    let newest: v2021_02_02::Client = Client::new(&config);
    newest.ping(PingRequest::new()).await.unwrap();
    // The client of one version makes the calls of the other.
    let request = v2020_01_01::PingRequest::new().echo("across");
    assert_eq!(newest.call(request).await.unwrap().echo, "across");
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

//! The life of an upstream.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, answer, code, description};

struct Account<'a> {
    emulator: &'a Emulator,
    credential: Credential,
    region: &'static str,
}

impl Account<'_> {
    fn send(&self, action: &str, parameters: Value) -> Response {
        Request::post(action, APIGATEWAY.1, &parameters)
            .header("Host", "apigateway.tencentcloudapi.com")
            .header("X-TC-Region", self.region)
            .tc3("apigateway", &self.credential)
            .send(self.emulator.address())
    }

    fn create(&self, name: &str) -> String {
        let parameters = json!({
            "Scheme": "HTTP",
            "Algorithm": "ROUND-ROBIN",
            "UniqVpcId": "vpc-123456",
            "UpstreamName": name,
            "Nodes": [{"Host": "127.0.0.1", "Port": 80, "Weight": 100}],
            "Tags": [{"Key": "team", "Value": "a"}],
            "K8sService": [{
                "Weight": 1, "ClusterId": "cls-1", "Namespace": "default", "ServiceName": "web",
                "Port": 80, "ExtraLabels": [],
            }],
        });
        let id = answer(&self.send("CreateUpstream", parameters))["UpstreamId"].take();
        id.as_str().unwrap().to_owned()
    }

    fn list(&self, parameters: Value) -> (Value, Vec<Value>) {
        let mut answer = answer(&self.send("DescribeUpstreams", parameters));
        let set = answer["Result"]["UpstreamSet"].take();
        (
            answer["Result"]["TotalCount"].take(),
            set.as_array().unwrap().clone(),
        )
    }
}

#[tokio::test]
async fn is_listed_as_it_was_created() {
    let emulator = Emulator::start().await.unwrap();
    let account = Account {
        emulator: &emulator,
        credential: Credential::test(),
        region: "ap-guangzhou",
    };
    assert_eq!(
        account.list(json!({"Limit": 10, "Offset": 0})),
        (json!(0), vec![])
    );

    let id = account.create("first");
    let suffix = id.strip_prefix("upstream-").unwrap();
    assert_eq!(suffix.len(), 8);
    assert!(
        suffix
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
    );

    let (total, listed) = account.list(json!({"Limit": 10, "Offset": 0}));
    assert_eq!(total, 1);
    let mut upstream = listed[0].clone();
    let created = upstream["CreatedTime"].take();
    assert!(created.as_str().unwrap().ends_with("+00:00"), "{created}");
    assert_eq!(
        upstream,
        json!({
            "UpstreamId": id,
            "UpstreamName": "first",
            "UpstreamDescription": "",
            "Scheme": "HTTP",
            "Algorithm": "ROUND-ROBIN",
            "UniqVpcId": "vpc-123456",
            "Retries": 3,
            "Nodes": [{"Host": "127.0.0.1", "Port": 80, "Weight": 100}],
            "CreatedTime": null,
            "Tags": [{"Key": "team", "Value": "a"}],
            "HealthChecker": null,
            "UpstreamType": "IP_PORT",
            "K8sServices": [{
                "Weight": 1, "ClusterId": "cls-1", "Namespace": "default", "ServiceName": "web",
                "Port": 80, "ExtraLabels": [],
            }],
            "UpstreamHost": null,
        })
    );
}

#[tokio::test]
async fn is_modified_and_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let account = Account {
        emulator: &emulator,
        credential: Credential::test(),
        region: "ap-guangzhou",
    };
    let id = account.create("first");
    let (_, listed) = account.list(json!({"Limit": 10, "Offset": 0}));
    let created = listed[0]["CreatedTime"].clone();

    let modified = account.send(
        "ModifyUpstream",
        json!({"UpstreamId": id, "Retries": 5, "UpstreamName": "second"}),
    );
    let modified = answer(&modified)["Result"].take();
    assert_eq!(
        (&modified["Retries"], &modified["UpstreamName"]),
        (&json!(5), &json!("second"))
    );
    assert_eq!(modified["Scheme"], "HTTP");
    assert!(
        modified.get("Tags").is_none(),
        "not a member of that answer: {modified}"
    );
    let (_, listed) = account.list(json!({"Limit": 10, "Offset": 0}));
    assert_eq!(listed[0]["UpstreamName"], "second");
    assert_eq!(listed[0]["CreatedTime"], created);

    let deleted = account.send("DeleteUpstream", json!({"UpstreamId": id}));
    assert_eq!(answer(&deleted)["UpstreamId"], *id);
    assert_eq!(
        account.list(json!({"Limit": 10, "Offset": 0})),
        (json!(0), vec![])
    );
    for action in ["DeleteUpstream", "ModifyUpstream"] {
        let again = account.send(action, json!({"UpstreamId": id}));
        assert_eq!(code(&again), "ResourceNotFound");
    }
}

#[tokio::test]
async fn pages_and_filters() {
    let emulator = Emulator::start().await.unwrap();
    let account = Account {
        emulator: &emulator,
        credential: Credential::test(),
        region: "ap-guangzhou",
    };
    let ids: Vec<_> = ["a", "b", "b", "c", "d"]
        .map(|name| account.create(name))
        .into();
    let listed = |parameters: Value| {
        let (total, set) = account.list(parameters);
        let set: Vec<_> = set
            .iter()
            .map(|u| u["UpstreamId"].as_str().unwrap().to_owned())
            .collect();
        (total.as_u64().unwrap(), set)
    };
    assert_eq!(
        listed(json!({"Limit": 2, "Offset": 0})),
        (5, ids[..2].to_vec())
    );
    assert_eq!(
        listed(json!({"Limit": 2, "Offset": 4})),
        (5, ids[4..].to_vec())
    );
    assert_eq!(listed(json!({"Limit": 2, "Offset": 5})), (5, vec![]));
    assert_eq!(listed(json!({"Limit": 0, "Offset": u64::MAX})), (5, vec![]));

    let filtered = |filters: Value| listed(json!({"Limit": 10, "Offset": 0, "Filters": filters}));
    let names = json!({"Name": "UpstreamName", "Values": ["b", "d"]});
    assert_eq!(
        filtered(json!([names])),
        (3, vec![ids[1].clone(), ids[2].clone(), ids[4].clone()])
    );
    let id = json!({"Name": "UpstreamId", "Values": [ids[2]]});
    assert_eq!(filtered(json!([names, id])), (1, vec![ids[2].clone()]));
    assert_eq!(
        filtered(json!([{"Name": "UpstreamName", "Values": []}])),
        (0, vec![])
    );

    let wrong =
        json!({"Limit": 1, "Offset": 0, "Filters": [{"Name": "Colour", "Values": ["red"]}]});
    let wrong = account.send("DescribeUpstreams", wrong);
    assert_eq!(
        code(&wrong),
        "InvalidParameterValue.InvalidFilterNotSupportedName"
    );
}

#[tokio::test]
async fn belong_to_an_account_and_a_region() {
    let other = Credential::new("AKIDother", "secret");
    let emulator = Emulator::builder()
        .credential(Credential::test())
        .credential(other.clone())
        .start()
        .await
        .unwrap();
    let account = |credential, region| Account {
        emulator: &emulator,
        credential,
        region,
    };
    let mine = account(Credential::test(), "ap-guangzhou");
    let id = mine.create("mine");
    for stranger in [
        account(other, "ap-guangzhou"),
        account(Credential::test(), "ap-shanghai"),
    ] {
        assert_eq!(stranger.list(json!({"Limit": 10, "Offset": 0})).0, 0);
        let taken = stranger.send("DeleteUpstream", json!({"UpstreamId": id}));
        assert_eq!(code(&taken), "ResourceNotFound");
    }
    assert_eq!(mine.list(json!({"Limit": 10, "Offset": 0})).0, 1);
}

/// API Gateway with those codes as the whole list of `DeleteUpstream`, and of the version.
async fn listing(own: &[&str], of_version: &[&str]) -> Emulator {
    let text = std::fs::read_to_string("../../schema/services/apigateway/2018-08-08.json").unwrap();
    let mut api = description(&text);
    // Under another version, where nothing of the catalogue is merged with it.
    api.version = "2031-04-05".to_owned();
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    api.actions.get_mut("DeleteUpstream").unwrap().errors = set(own);
    api.errors = set(of_version);
    let builder = Emulator::builder().description(api);
    builder.start().await.unwrap()
}

#[tokio::test]
async fn an_error_has_the_nearest_code_that_the_action_lists() {
    const SAME: &str = "ResourceNotFound.UpstreamNotFound";
    for (own, of_version, expected) in [
        (&["InternalError", SAME][..], &[][..], SAME),
        (&["ResourceNotFound"], &[SAME], "ResourceNotFound"),
        (&["InternalError"], &[SAME], "ResourceNotFound"),
        (&["ResourceNotFound.InvalidApi"], &[], "ResourceNotFound"),
        // Where nothing is known of the action, the version's list counts.
        (&[], &[SAME], SAME),
        (&[], &[], "ResourceNotFound"),
    ] {
        let emulator = listing(own, of_version).await;
        let deleted = Request::post(
            "DeleteUpstream",
            "2031-04-05",
            &json!({"UpstreamId": "upstream-0"}),
        )
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test())
        .send(emulator.address());
        assert_eq!(code(&deleted), expected, "{own:?} {of_version:?}");
        // What the endpoint itself refuses has a common code, whatever is listed.
        let without = Request::post("DeleteUpstream", "2031-04-05", &json!({}))
            .header("Host", "apigateway.localhost")
            .tc3("apigateway", &Credential::test())
            .send(emulator.address());
        assert_eq!(code(&without), "MissingParameter");
    }
}

//! Services of API gateways, with what limits their environments.

use serde_json::{Value, json};

use crate::provider::{Provider, assert_members, assert_unset, named, read, text};

const ENVIRONMENTS: [&str; 3] = ["test", "prepub", "release"];

/// Reads a service, which is the same when it is read again.
#[track_caller]
fn service(provider: &Provider, id: &str) -> Value {
    let describe = || provider.call("apigateway.DescribeService", json!({"ServiceId": id}));
    let service = describe();
    assert_eq!(describe(), service, "read again");
    service
}

/// Asserts that no usage plan is bound to a service, nor to its APIs.
#[track_caller]
fn assert_no_plans(provider: &Provider, id: &str) {
    let page = json!({"ServiceId": id, "Limit": 100, "Offset": 0});
    for (action, items) in [
        (
            "apigateway.DescribeServiceUsagePlan",
            "Result.ServiceUsagePlanList",
        ),
        ("apigateway.DescribeApiUsagePlan", "Result.ApiUsagePlanList"),
    ] {
        let plans = provider.list(&read(action, page.clone(), items));
        assert!(plans.is_empty(), "{action}: {plans:?}");
    }
}

/// Returns the limit of each environment.
#[track_caller]
fn limits(provider: &Provider, id: &str) -> Value {
    let page = json!({"ServiceId": id, "Limit": 100, "Offset": 0});
    let action = "apigateway.DescribeServiceEnvironmentStrategy";
    let environments = provider.list(&read(action, page, "Result.EnvironmentList"));
    let limit = |one: &Value| (text(&one["EnvironmentName"]), one["Strategy"].clone());
    environments.iter().map(limit).collect()
}

fn limit(provider: &Provider, id: &str, environment: &str, strategy: u32) {
    let parameters = json!({
        "ServiceId": id, "Strategy": strategy, "EnvironmentNames": [environment],
    });
    let action = "apigateway.ModifyServiceEnvironmentStrategy";
    assert_eq!(provider.call(action, parameters)["Result"], true);
}

/// Deletes a service as the program does, and reads that it is gone.
#[track_caller]
fn delete(provider: &Provider, id: &str) {
    for name in ENVIRONMENTS {
        let environment = json!({"ServiceId": id, "EnvironmentName": name});
        let withdrawn = provider.call("apigateway.UnReleaseService", environment);
        assert_eq!(withdrawn["Result"], true, "{name}");
    }
    let one = json!({"ServiceId": id});
    let deleted = provider.call("apigateway.DeleteService", one.clone());
    assert_eq!(deleted["Result"], true);
    for action in [
        "DescribeService",
        "DescribeServiceUsagePlan",
        "DeleteService",
    ] {
        let code = provider.refused(&format!("apigateway.{action}"), one.clone());
        assert_eq!(code, "ResourceNotFound.InvalidService", "{action}");
    }
}

#[tokio::test]
async fn a_service() {
    let provider = Provider::start().await;
    let made = provider.call(
        "apigateway.CreateService",
        json!({
            "ServiceName": "first", "Protocol": "http&https", "ServiceDesc": "of a test",
            "IpVersion": "IPv4", "NetTypes": ["INNER"],
        }),
    );
    let id = text(&made["ServiceId"]);
    service(&provider, &id);
    limit(&provider, &id, "prepub", 100);
    limit(&provider, &id, "release", 500);
    let name = named("apigw", "service", &id);
    provider.tag(&name, [("team", "a")], &[]);

    let first = service(&provider, &id);
    assert_members(
        &first,
        [
            ("ServiceName", json!("first")),
            ("Protocol", json!("http&https")),
            ("ServiceDesc", json!("of a test")),
            ("IpVersion", json!("IPv4")),
            ("NetTypes", json!(["INNER"])),
            ("InnerHttpPort", json!(80)),
            ("InnerHttpsPort", json!(443)),
        ],
    );
    assert_unset(
        &first,
        [
            "ExclusiveSetName",
            "InstanceId",
            "UniqVpcId",
            "OuterSubDomain",
            "ApiIdStatusSet",
        ],
    );
    for member in ["InternalSubDomain", "CreatedTime", "ModifiedTime"] {
        assert!(!text(&first[member]).is_empty(), "{member}");
    }
    assert_no_plans(&provider, &id);
    let expected = json!({"test": -1, "prepub": 100, "release": 500});
    assert_eq!(limits(&provider, &id), expected);
    assert_eq!(provider.tags("apigw", "service", &id), json!({"team": "a"}));

    changed(&provider, &id, &first);
    provider.tag(&name, [], &["stage"]);
    assert_eq!(provider.tags("apigw", "service", &id), json!({}));
    delete(&provider, &id);
}

/// Changes a service, its limits and tags, and reads them.
fn changed(provider: &Provider, id: &str, first: &Value) {
    let modified = json!({
        "ServiceId": id, "ServiceName": "second", "Protocol": "https", "ServiceDesc": "changed",
        "NetTypes": ["INNER", "OUTER"],
    });
    provider.call("apigateway.ModifyService", modified);
    limit(provider, id, "test", 50);
    limit(provider, id, "release", 600);
    provider.tag(
        &named("apigw", "service", id),
        [("stage", "test")],
        &["team"],
    );
    let second = service(provider, id);
    assert_members(
        &second,
        [
            ("ServiceName", json!("second")),
            ("Protocol", json!("https")),
            ("ServiceDesc", json!("changed")),
            ("NetTypes", json!(["INNER", "OUTER"])),
            ("InternalSubDomain", first["InternalSubDomain"].clone()),
            ("CreatedTime", first["CreatedTime"].clone()),
        ],
    );
    assert!(!text(&second["OuterSubDomain"]).is_empty());
    let expected = json!({"test": 50, "prepub": 100, "release": 600});
    assert_eq!(limits(provider, id), expected);
    let tags = provider.tags("apigw", "service", id);
    assert_eq!(tags, json!({"stage": "test"}));
}

/// What the program writes of an API, without the service.
fn written() -> Value {
    json!({
        "ApiName": "hello", "ApiDesc": "of a test", "ApiType": "NORMAL", "AuthType": "SECRET",
        "Protocol": "HTTP", "EnableCORS": true,
        "RequestConfig": {"Path": "/user/info", "Method": "POST"},
        "RequestParameters": [{
            "Name": "email", "Position": "QUERY", "Type": "string", "Desc": "whose",
            "DefaultValue": "a@example.com", "Required": true,
        }],
        "ServiceType": "HTTP", "ServiceTimeout": 10,
        "ServiceConfig": {"Url": "http://www.example.com", "Path": "/user", "Method": "POST"},
        "ResponseType": "XML", "ResponseSuccessExample": "<note>well</note>",
        "ResponseFailExample": "<note>ill</note>",
        "ResponseErrorCodes": [{
            "Code": 10, "Msg": "system error", "Desc": "of the system", "ConvertedCode": -10,
            "NeedConvert": true,
        }],
    })
}

/// Asserts that each member which was written is read.
#[track_caller]
fn assert_written(found: &Value, written: &Value) {
    match written.as_object() {
        Some(members) => {
            for (member, value) in members {
                assert_written(&found[member], value);
            }
        }
        None => assert_eq!(found, written),
    }
}

/// Asserts that an API is read as it was written.
#[track_caller]
fn assert_api(provider: &Provider, ids: &Value, written: &Value) {
    let describe = || provider.call("apigateway.DescribeApi", ids.clone())["Result"].take();
    let api = describe();
    assert_eq!(describe(), api, "read again");
    assert_written(&api, written);
    for member in ["CreatedTime", "ModifiedTime"] {
        assert!(!text(&api[member]).is_empty(), "{member}");
    }
    assert_unset(
        &api,
        [
            "AuthRelationApiId",
            "ConstantParameters",
            "MicroServices",
            "OauthConfig",
            "ServiceConfig.Product",
            "ServiceConfig.UniqVpcId",
            "ServiceConfig.UpstreamId",
            "ServiceConfig.CosConfig",
            "ServiceMockReturnMessage",
            "ServiceParameters",
            "ServiceScfFunctionName",
            "ServiceTsfHealthCheckConf",
            "ServiceTsfLoadBalanceConf",
            "ServiceWebsocketCleanupFunctionName",
            "ServiceWebsocketRegisterFunctionName",
            "ServiceWebsocketTransportFunctionName",
        ],
    );
}

/// Returns the limit of an API in each environment.
#[track_caller]
fn api_limits(provider: &Provider, service: &str, id: &str) -> Value {
    let page = json!({"ServiceId": service, "ApiId": id, "Limit": 100, "Offset": 0});
    let action = "apigateway.DescribeApiEnvironmentStrategy";
    let api = provider.one(&read(action, page, "Result.ApiEnvironmentStrategySet"));
    assert_eq!(api["ApiId"], id);
    let environments = api["EnvironmentStrategySet"].as_array().unwrap();
    let limit = |one: &Value| (text(&one["EnvironmentName"]), one["Quota"].clone());
    environments.iter().map(limit).collect()
}

#[tokio::test]
async fn an_api_and_its_release() {
    let provider = Provider::start().await;
    let made = json!({"ServiceName": "of-apis", "Protocol": "http", "NetTypes": ["OUTER"]});
    let made = provider.call("apigateway.CreateService", made);
    let id = text(&made["ServiceId"]);
    let of_apis = service(&provider, &id);
    assert_unset(&of_apis, ["ServiceDesc", "AvailableEnvironments"]);
    assert_eq!(of_apis["ApiTotalCount"], 0);

    let mut parameters = written();
    parameters["ServiceId"] = json!(id);
    let made = provider.call("apigateway.CreateApi", parameters.clone());
    let api = text(&made["Result"]["ApiId"]);
    let limit = json!({
        "ServiceId": id, "Strategy": 300, "EnvironmentName": "release", "ApiIds": [api],
    });
    let limited = provider.call("apigateway.ModifyApiEnvironmentStrategy", limit);
    assert_eq!(limited["Result"], true);
    let ids = json!({"ServiceId": id, "ApiId": api});
    assert_api(&provider, &ids, &parameters);
    let expected = json!({"test": -1, "prepub": -1, "release": 300});
    assert_eq!(api_limits(&provider, &id, &api), expected);

    parameters["ApiName"] = json!("well");
    parameters["RequestConfig"]["Method"] = json!("GET");
    parameters["ResponseType"] = json!("JSON");
    parameters["ServiceTimeout"] = json!(20);
    let mut modified = parameters.clone();
    modified["ApiId"] = json!(api);
    provider.call("apigateway.ModifyApi", modified);
    assert_api(&provider, &ids, &parameters);
    let of_apis = service(&provider, &id);
    assert_eq!(of_apis["ApiTotalCount"], 1);
    assert_members(
        &of_apis["ApiIdStatusSet"][0],
        [
            ("ApiId", json!(api)),
            ("ApiName", json!("well")),
            ("ApiDesc", json!("of a test")),
            ("Path", json!("/user/info")),
            ("Method", json!("GET")),
        ],
    );
    release(&provider, &id);

    let deleted = provider.call("apigateway.DeleteApi", ids.clone());
    assert_eq!(deleted["Result"], true);
    let gone = provider.refused("apigateway.DescribeApi", ids);
    assert_eq!(gone, "ResourceNotFound.InvalidApi");
    delete(&provider, &id);
}

/// Releases a service, reads its release, and takes it back.
fn release(provider: &Provider, id: &str) {
    let released = provider.call(
        "apigateway.ReleaseService",
        json!({"ServiceId": id, "EnvironmentName": "release", "ReleaseDesc": "first"}),
    );
    let version = text(&released["Result"]["ReleaseVersion"]);
    let now = service(provider, id);
    assert_eq!(now["AvailableEnvironments"], json!(["release"]));
    let history = json!({
        "ServiceId": id, "EnvironmentName": "release", "Limit": 100, "Offset": 0,
    });
    let action = "apigateway.DescribeServiceEnvironmentReleaseHistory";
    let release = provider.one(&read(action, history, "Result.VersionList"));
    assert_members(
        &release,
        [
            ("VersionName", json!(version)),
            ("VersionDesc", json!("first")),
        ],
    );
    let kept = provider.refused("apigateway.DeleteService", json!({"ServiceId": id}));
    assert_eq!(kept, "UnsupportedOperation.ExistingOnlineEnvironment");
    let environment = json!({"ServiceId": id, "EnvironmentName": "release"});
    let withdrawn = provider.call("apigateway.UnReleaseService", environment);
    assert_eq!(withdrawn["Result"], true);
    assert_unset(&service(provider, id), ["AvailableEnvironments"]);
}

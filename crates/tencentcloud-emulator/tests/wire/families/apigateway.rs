//! Services of API Gateway with their APIs, environments, usage plans, keys and domains, in the order in
//! which those who deploy by them call the actions.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use super::{Caller, assert_has, emulator};

fn gateway(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "apigateway", "2018-08-08")
}

fn service(gateway: &Caller<'_>) -> Value {
    let written =
        json!({"ServiceName": "shop", "Protocol": "http&https", "NetTypes": ["OUTER", "INNER"]});
    gateway.call("CreateService", written)["ServiceId"].take()
}

fn api(gateway: &Caller<'_>, service: &Value, path: &str) -> Value {
    let written = written(service, path);
    gateway.call("CreateApi", written)["Result"]["ApiId"].take()
}

fn written(service: &Value, path: &str) -> Value {
    json!({
        "ServiceId": service, "ServiceType": "MOCK", "ServiceTimeout": 15, "Protocol": "HTTP",
        "RequestConfig": {"Path": path, "Method": "GET"}, "ApiName": "first", "AuthType": "SECRET",
        "ServiceMockReturnMessage": "pong",
    })
}

fn total(gateway: &Caller<'_>, action: &str, asked: Value) -> u64 {
    gateway.call(action, asked)["Result"]["TotalCount"]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn a_service_is_read_as_it_was_written() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let written = json!({
        "ServiceName": "shop", "Protocol": "http", "ServiceDesc": "sells",
        "Tags": [{"Key": "team", "Value": "a"}],
    });
    let made = gateway.call("CreateService", written.clone());
    assert_has(
        &made,
        &json!({"ServiceName": "shop", "NetTypes": ["OUTER"], "IpVersion": "IPv4"}),
    );
    let id = &made["ServiceId"];
    let domain = made["OuterSubDomain"].as_str().unwrap();
    assert!(domain.starts_with(id.as_str().unwrap()) && domain.contains(".ap-guangzhou."));
    assert_eq!(made["InnerSubDomain"], "");
    let named = json!({"ServiceId": id});
    let read = gateway.call("DescribeService", named.clone());
    assert_has(&read, &written);
    assert_has(
        &read,
        &json!({
            "OuterSubDomain": domain, "InternalSubDomain": "", "AvailableEnvironments": [],
            "ApiTotalCount": 0, "ApiIdStatusSet": [], "UsagePlanTotalCount": 0, "UsagePlanList": [],
        }),
    );
    let wider = json!({"ServiceId": id, "ServiceName": "store", "NetTypes": ["OUTER", "INNER"]});
    gateway.call("ModifyService", wider.clone());
    let read = gateway.call("DescribeService", named.clone());
    assert_has(&read, &wider);
    assert_eq!(read["InternalSubDomain"], domain);
    let code = gateway.refused(
        "ModifyService",
        json!({"ServiceId": id, "NetTypes": ["INNER"]}),
    );
    assert_eq!(code, "UnsupportedOperation.ReduceNetTypes");
    let filter = |name: &str, value: &str| {
        let asked = json!({"Filters": [{"Name": name, "Values": [value]}]});
        total(&gateway, "DescribeServicesStatus", asked)
    };
    assert_eq!(
        [
            filter("ServiceName", "store"),
            filter("ServiceName", "shop")
        ],
        [1, 0]
    );
    assert_eq!(
        [filter("NetType", "INNER"), filter("Environment", "release")],
        [1, 0]
    );
    gateway.call("DeleteService", named.clone());
    for action in [
        "DescribeService",
        "DeleteService",
        "DescribeApisStatus",
        "DescribeServiceEnvironmentList",
        "DescribeServiceUsagePlan",
        "DescribeServiceSubDomains",
    ] {
        let code = gateway.refused(action, named.clone());
        assert_eq!(code, "ResourceNotFound.InvalidService", "{action}");
    }
}

#[tokio::test]
async fn an_api_belongs_to_its_service() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let written = written(&service, "/ping");
    let made = gateway.call("CreateApi", written.clone())["Result"].take();
    assert_has(&made, &json!({"Path": "/ping", "Method": "GET"}));
    let named = json!({"ServiceId": service, "ApiId": made["ApiId"]});
    let read = gateway.call("DescribeApi", named.clone())["Result"].take();
    assert_has(&read, &written);
    assert_has(
        &read,
        &json!({
            "ServiceName": "shop", "ApiType": "NORMAL", "ApiBusinessType": "NORMAL",
            "EnableCORS": false, "Environments": [],
        }),
    );
    let code = gateway.refused("CreateApi", written.clone());
    assert_eq!(code, "InvalidParameterValue.InvalidApiRequestConfig");
    let other = api(&gateway, &service, "/other");
    let taken = json!({
        "ServiceId": service, "ApiId": other, "ServiceType": "MOCK",
        "RequestConfig": {"Path": "/ping", "Method": "GET"},
    });
    assert!(
        gateway
            .refused("ModifyApi", taken)
            .starts_with("InvalidParameterValue")
    );
    let changed = json!({
        "ServiceId": service, "ApiId": made["ApiId"], "ServiceType": "HTTP", "ApiName": "second",
        "RequestConfig": {"Path": "/pong", "Method": "POST"}, "EnableCORS": true,
        "ServiceConfig": {"Url": "http://example.com", "Path": "/", "Method": "POST"},
    });
    gateway.call("ModifyApi", changed.clone());
    assert_has(
        &gateway.call("DescribeApi", named.clone())["Result"],
        &changed,
    );
    let mut websocket = changed.clone();
    websocket["Protocol"] = "WEBSOCKET".into();
    let code = gateway.refused("ModifyApi", websocket);
    assert_eq!(code, "UnsupportedOperation.ModifyProtocol");
    let mut lost = changed.clone();
    lost["ServiceConfig"]["UpstreamId"] = "upstream-nowhere".into();
    let code = gateway.refused("ModifyApi", lost);
    assert_eq!(code, "InvalidParameterValue.InvalidUpstream");

    let listed = |filters: Value| {
        let asked = json!({"ServiceId": service, "Filters": filters});
        let mut result = gateway.call("DescribeApisStatus", asked)["Result"].take();
        (
            result["TotalCount"].as_u64().unwrap(),
            result["ApiIdStatusSet"][0].take(),
        )
    };
    assert_eq!(listed(json!([])).0, 2);
    let (total, found) = listed(json!([{"Name": "ApiPath", "Values": ["/pong"]}]));
    assert_eq!(total, 1);
    assert_has(
        &found,
        &json!({"ApiName": "second", "Path": "/pong", "Method": "POST"}),
    );
    let read = gateway.call("DescribeService", json!({"ServiceId": service}));
    assert_eq!(read["ApiTotalCount"], 2);
    assert_has(
        &read["ApiIdStatusSet"][0],
        &json!({"ApiId": made["ApiId"], "Path": "/pong"}),
    );

    let elsewhere = self::service(&gateway);
    let strange = json!({"ServiceId": elsewhere, "ApiId": made["ApiId"]});
    for action in ["DescribeApi", "DeleteApi"] {
        let code = gateway.refused(action, strange.clone());
        assert_eq!(code, "ResourceNotFound.InvalidApi", "{action}");
    }
    gateway.call("DeleteApi", named.clone());
    assert_eq!(
        gateway.refused("DescribeApi", named),
        "ResourceNotFound.InvalidApi"
    );
}

#[tokio::test]
async fn a_service_is_released_withdrawn_and_deleted_in_this_order() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let (one, two) = (
        api(&gateway, &service, "/one"),
        api(&gateway, &service, "/two"),
    );
    let named = json!({"ServiceId": service});
    let release = |environment: &str, description: &str, apis: Value| {
        let asked = json!({
            "ServiceId": service, "EnvironmentName": environment, "ReleaseDesc": description,
            "ApiIds": apis,
        });
        gateway.call("ReleaseService", asked)["Result"]["ReleaseVersion"].take()
    };
    let environments = |api: &Value| {
        let asked = json!({"ServiceId": service, "ApiId": api});
        gateway.call("DescribeApi", asked)["Result"]["Environments"].take()
    };
    let first = release("release", "first", json!([one]));
    assert_eq!(
        [environments(&one), environments(&two)],
        [json!(["release"]), json!([])]
    );
    let second = release("release", "second", json!([]));
    assert_ne!(first, second);
    assert_eq!(environments(&two), json!(["release"]));
    let online = || gateway.call("DescribeService", named.clone())["AvailableEnvironments"].take();
    assert_eq!(online(), json!(["release"]));
    let list = || {
        let mut result = gateway.call("DescribeServiceEnvironmentList", named.clone());
        result["Result"]["EnvironmentList"].take()
    };
    let listed = list();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert_has(&listed[0], &json!({"EnvironmentName": "test", "Status": 0}));
    assert_has(
        &listed[2],
        &json!({"EnvironmentName": "release", "Status": 1, "VersionName": second}),
    );
    let history = |asked: Value| {
        gateway.call("DescribeServiceEnvironmentReleaseHistory", asked)["Result"].take()
    };
    let of_release = history(json!({"ServiceId": service, "EnvironmentName": "release"}));
    assert_eq!(of_release["TotalCount"], 2);
    assert_has(
        &of_release["VersionList"][0],
        &json!({"VersionName": second, "VersionDesc": "second"}),
    );
    let of_test = history(json!({"ServiceId": service, "EnvironmentName": "test"}));
    assert_eq!(of_test["TotalCount"], 0);
    assert_eq!(
        total(&gateway, "DescribeServiceReleaseVersion", named.clone()),
        2
    );
    let back = json!({"ServiceId": service, "EnvironmentName": "release", "VersionName": first});
    gateway.call("UpdateService", back.clone());
    assert_eq!(list()[2]["VersionName"], first);
    assert_eq!(
        [environments(&one), environments(&two)],
        [json!(["release"]), json!([])]
    );
    let mut unknown = back;
    unknown["VersionName"] = "20200101000000".into();
    assert_eq!(
        gateway.refused("UpdateService", unknown),
        "ResourceNotFound"
    );

    let refused = || gateway.refused("DeleteService", named.clone());
    assert_eq!(refused(), "UnsupportedOperation.ExistingOnlineEnvironment");
    // Those who take a service down withdraw it everywhere, wherever it was released.
    for environment in ["test", "prepub", "release"] {
        let asked = json!({"ServiceId": service, "EnvironmentName": environment});
        assert_eq!(gateway.call("UnReleaseService", asked)["Result"], true);
    }
    assert_eq!((online(), environments(&one)), (json!([]), json!([])));
    assert_eq!(refused(), "UnsupportedOperation.ApiListNotEmpty");
    for api in [one, two] {
        gateway.call("DeleteApi", json!({"ServiceId": service, "ApiId": api}));
    }
    assert_eq!(gateway.call("DeleteService", named.clone())["Result"], true);
    assert_eq!(total(&gateway, "DescribeServicesStatus", json!({})), 0);
}

#[tokio::test]
async fn an_environment_is_limited_for_a_service_and_for_apis() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let (one, two) = (
        api(&gateway, &service, "/one"),
        api(&gateway, &service, "/two"),
    );
    let asked =
        json!({"ServiceId": service, "Strategy": 300, "EnvironmentNames": ["release", "test"]});
    gateway.call("ModifyServiceEnvironmentStrategy", asked);
    let named = json!({"ServiceId": service});
    let read = gateway.call("DescribeServiceEnvironmentStrategy", named.clone());
    let limits: Vec<_> = read["Result"]["EnvironmentList"]
        .as_array()
        .unwrap()
        .iter()
        .map(|limit| {
            (
                limit["EnvironmentName"].as_str().unwrap(),
                limit["Strategy"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(limits, [("test", 300), ("prepub", -1), ("release", 300)]);
    let asked = json!({
        "ServiceId": service, "Strategy": 7, "EnvironmentName": "release", "ApiIds": [one],
    });
    gateway.call("ModifyApiEnvironmentStrategy", asked);
    let limits = |api: &Value| {
        let asked = json!({"ServiceId": service, "ApiId": api, "EnvironmentNames": ["release"]});
        let read = gateway.call("DescribeApiEnvironmentStrategy", asked);
        read["Result"]["ApiEnvironmentStrategySet"][0]["EnvironmentStrategySet"].clone()
    };
    assert_eq!(
        limits(&one),
        json!([{"EnvironmentName": "release", "Quota": 7}])
    );
    assert_eq!(
        limits(&two),
        json!([{"EnvironmentName": "release", "Quota": -1}])
    );
    assert_eq!(total(&gateway, "DescribeApiEnvironmentStrategy", named), 2);
}

#[tokio::test]
async fn a_usage_plan_lives_with_its_keys_and_what_it_is_bound_to() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let api = api(&gateway, &service, "/one");
    let written = json!({"UsagePlanName": "gold", "MaxRequestNumPreSec": 10});
    let plan = gateway.call("CreateUsagePlan", written)["Result"]["UsagePlanId"].take();
    let key = gateway.call("CreateApiKey", json!({"SecretName": "caller"}))["Result"].take();
    assert_has(
        &key,
        &json!({"Status": 1, "AccessKeyType": "auto", "SecretName": "caller"}),
    );
    assert!(!key["AccessKeySecret"].as_str().unwrap().is_empty());
    let key = &key["AccessKeyId"];

    let keys = json!({"UsagePlanId": plan, "AccessKeyIds": [key]});
    gateway.call("BindSecretIds", keys.clone());
    let code = gateway.refused("BindSecretIds", keys.clone());
    assert_eq!(code, "UnsupportedOperation.AlreadyBindUsagePlan");
    let strange = json!({"UsagePlanId": plan, "AccessKeyIds": ["AKIDnowhere"]});
    let code = gateway.refused("BindSecretIds", strange);
    assert_eq!(code, "ResourceNotFound.InvalidAccessKeyId");
    let read = gateway.call("DescribeUsagePlanSecretIds", json!({"UsagePlanId": plan}));
    assert_eq!(
        read["Result"]["AccessKeyList"],
        json!([{"AccessKeyId": key, "SecretName": "caller", "Status": 1}])
    );

    let bind = |kind: &str, apis: Value| {
        json!({
            "UsagePlanIds": [plan], "BindType": kind, "Environment": "release",
            "ServiceId": service, "ApiIds": apis,
        })
    };
    let (whole, single) = (bind("SERVICE", json!([])), bind("API", json!([api])));
    let code = gateway.refused("BindEnvironment", bind("API", json!([])));
    assert_eq!(code, "InvalidParameterValue.InvalidApiIds");
    gateway.call("BindEnvironment", whole.clone());
    gateway.call("BindEnvironment", whole.clone());
    let code = gateway.refused("BindEnvironment", single.clone());
    assert_eq!(code, "UnsupportedOperation.UnsupportedBindEnvironment");
    let named = json!({"ServiceId": service});
    let counts = || {
        ["DescribeServiceUsagePlan", "DescribeApiUsagePlan"]
            .map(|action| total(&gateway, action, named.clone()))
    };
    assert_eq!(counts(), [1, 0]);
    let demoted = json!({"UsagePlanId": plan, "ServiceId": service, "Environment": "release"});
    gateway.call("DemoteServiceUsagePlan", demoted.clone());
    assert_eq!(counts(), [0, 1]);
    let code = gateway.refused("DemoteServiceUsagePlan", demoted);
    assert_eq!(code, "UnsupportedOperation.NoUsagePlanEnv");
    let code = gateway.refused("UnBindEnvironment", whole.clone());
    assert_eq!(code, "UnsupportedOperation.UnsupportedUnBindEnvironment");
    let read = gateway.call(
        "DescribeUsagePlanEnvironments",
        json!({"UsagePlanId": plan, "BindType": "API"}),
    );
    assert_has(
        &read["Result"]["EnvironmentList"][0],
        &json!({
            "ServiceId": service, "ServiceName": "shop", "ApiId": api, "Path": "/one",
            "Environment": "release", "MaxRequestNumPreSec": 10, "MaxRequestNum": -1,
        }),
    );
    let read = gateway.call("DescribeUsagePlan", json!({"UsagePlanId": plan}))["Result"].take();
    assert_has(
        &read,
        &json!({
            "UsagePlanName": "gold", "BindSecretIdTotalCount": 1, "BindSecretIds": [key],
            "BindEnvironmentTotalCount": 1,
            "BindEnvironments": [{"EnvironmentName": "release", "ServiceId": service}],
        }),
    );
    let read = gateway.call("DescribeService", named.clone());
    assert_has(
        &read["UsagePlanList"][0],
        &json!({"UsagePlanId": plan, "Environment": "release"}),
    );

    filters(&gateway, &service, &api, &plan);
    let (plan_id, key_id) = (json!({"UsagePlanId": plan}), json!({"AccessKeyId": key}));
    for (action, asked, code) in [
        (
            "DeleteUsagePlan",
            plan_id.clone(),
            "UnsupportedOperation.UsagePlanInUse",
        ),
        (
            "DeleteService",
            named.clone(),
            "UnsupportedOperation.UsagePlanInUse",
        ),
        (
            "DeleteApi",
            json!({"ServiceId": service, "ApiId": api}),
            "FailedOperation.ApiBindEnvironmen",
        ),
        (
            "DeleteApiKey",
            key_id.clone(),
            "UnsupportedOperation.InvalidStatus",
        ),
    ] {
        assert_eq!(gateway.refused(action, asked), code, "{action}");
    }
    gateway.call("DisableApiKey", key_id.clone());
    let code = gateway.refused("DeleteApiKey", key_id.clone());
    assert_eq!(code, "UnsupportedOperation.ResourceIsInUse");
    gateway.call("UnBindSecretIds", keys.clone());
    assert_eq!(
        gateway.refused("BindSecretIds", keys),
        "UnsupportedOperation.InvalidStatus"
    );
    gateway.call("DeleteApiKey", key_id.clone());
    gateway.call("UnBindEnvironment", single);
    assert_eq!(counts(), [0, 0]);
    gateway.call("DeleteUsagePlan", plan_id.clone());
    let code = gateway.refused("DescribeUsagePlan", plan_id);
    assert_eq!(code, "ResourceNotFound.InvalidUsagePlan");
    let code = gateway.refused("DescribeApiKey", key_id);
    assert_eq!(code, "ResourceNotFound.InvalidAccessKeyId");
    gateway.call("DeleteApi", json!({"ServiceId": service, "ApiId": api}));
    gateway.call("DeleteService", named);
}

/// Filters by what is bound to what: the plan to the one API, and the one key to the plan.
#[track_caller]
fn filters(gateway: &Caller<'_>, service: &Value, api: &Value, plan: &Value) {
    gateway.call("CreateApiKey", json!({"SecretName": "stranger"}));
    for (action, name, value, expected) in [
        ("DescribeApisStatus", "NotUsagePlanId", plan, 0),
        ("DescribeServicesStatus", "NotUsagePlanId", plan, 0),
        (
            "DescribeServicesStatus",
            "NotUsagePlanId",
            &json!("usagePlan-other"),
            1,
        ),
        ("DescribeUsagePlansStatus", "NotServiceId", service, 0),
        ("DescribeUsagePlansStatus", "NotApiId", api, 0),
        (
            "DescribeUsagePlansStatus",
            "Environment",
            &json!("release"),
            1,
        ),
        ("DescribeUsagePlansStatus", "Environment", &json!("test"), 0),
        ("DescribeApiKeysStatus", "NotUsagePlanId", plan, 1),
        ("DescribeApiKeysStatus", "KeyWord", &json!("strang"), 1),
        ("DescribeApiKeysStatus", "Status", &json!("1"), 2),
    ] {
        let mut asked = json!({"Filters": [{"Name": name, "Values": [value]}]});
        if action == "DescribeApisStatus" {
            asked["ServiceId"] = service.clone();
        }
        assert_eq!(
            total(gateway, action, asked),
            expected,
            "{action} {name} {value}"
        );
    }
}

#[tokio::test]
async fn a_key_is_given_or_made_and_renewed() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let mut written = json!({"SecretName": "own", "AccessKeyType": "manual"});
    let code = gateway.refused("CreateApiKey", written.clone());
    assert_eq!(code, "InvalidParameter.FormatError");
    written["AccessKeyId"] = "own-id".into();
    written["AccessKeySecret"] = "own-secret".into();
    assert_has(
        &gateway.call("CreateApiKey", written.clone())["Result"],
        &written,
    );
    let code = gateway.refused("CreateApiKey", written);
    assert_eq!(code, "FailedOperation.AccessKeyExist");
    let secret =
        |asked: Value| gateway.call("UpdateApiKey", asked)["Result"]["AccessKeySecret"].take();
    let given = secret(json!({"AccessKeyId": "own-id", "AccessKeySecret": "another-secret"}));
    assert_eq!(given, "another-secret");
    let made = secret(json!({"AccessKeyId": "own-id"}));
    assert!(
        made != given && made.as_str().unwrap().len() >= 10,
        "{made}"
    );
}

#[tokio::test]
async fn a_domain_is_bound_to_one_service() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let read = gateway.call("DescribeService", json!({"ServiceId": service}));
    let written = json!({
        "ServiceId": service, "SubDomain": "api.example.com", "Protocol": "http", "NetType": "OUTER",
        "IsDefaultMapping": false, "NetSubDomain": read["OuterSubDomain"],
        "PathMappingSet": [
            {"Path": "/", "Environment": "release"}, {"Path": "/test", "Environment": "test"},
        ],
    });
    let with = |member: &str, value: Value| {
        let mut changed = written.clone();
        changed[member] = value;
        changed
    };
    for (member, value, code) in [
        (
            "SubDomain",
            json!("localhost"),
            "FailedOperation.SubDomainFormatError",
        ),
        (
            "NetSubDomain",
            json!("example.com"),
            "FailedOperation.NetSubDomainError",
        ),
        (
            "Protocol",
            json!("https"),
            "FailedOperation.CertificateIsNull",
        ),
        (
            "IsForcedHttps",
            json!(true),
            "UnsupportedOperation.ForceHttps",
        ),
        (
            "PathMappingSet",
            json!([]),
            "FailedOperation.DefineMappingNotNull",
        ),
        (
            "PathMappingSet",
            json!([{"Path": "/", "Environment": "test"}, {"Path": "/", "Environment": "release"}]),
            "FailedOperation.DefineMappingParamRepeat",
        ),
    ] {
        let code_of = gateway.refused("BindSubDomain", with(member, value.clone()));
        assert_eq!(code_of, code, "{member}: {value}");
    }
    gateway.call("BindSubDomain", written.clone());
    let code = gateway.refused("BindSubDomain", written.clone());
    assert_eq!(code, "FailedOperation.DomainAlreadyBindService");
    let other = self::service(&gateway);
    let code = gateway.refused("BindSubDomain", with("ServiceId", other.clone()));
    assert_eq!(code, "FailedOperation.DomainAlreadyBindOtherService");

    let named = json!({"ServiceId": service, "SubDomain": "api.example.com"});
    let listed = gateway.call("DescribeServiceSubDomains", json!({"ServiceId": service}));
    assert_has(
        &listed["Result"]["DomainSet"][0],
        &json!({
            "DomainName": "api.example.com", "Status": 1, "CertificateId": "", "Protocol": "http",
            "IsDefaultMapping": false, "NetType": "OUTER", "IsForcedHttps": false,
        }),
    );
    let mappings =
        || gateway.call("DescribeServiceSubDomainMappings", named.clone())["Result"].take();
    assert_eq!(mappings()["PathMappingSet"], written["PathMappingSet"]);
    let gone = json!({
        "ServiceId": service, "SubDomain": "api.example.com", "Environment": "test",
    });
    gateway.call("DeleteServiceSubDomainMapping", gone);
    assert_eq!(
        mappings()["PathMappingSet"],
        json!([{"Path": "/", "Environment": "release"}])
    );
    let plain = json!({
        "ServiceId": service, "SubDomain": "api.example.com", "IsDefaultMapping": true,
    });
    gateway.call("ModifySubDomain", plain);
    assert_eq!(mappings()["IsDefaultMapping"], true);
    gateway.call("UnBindSubDomain", named.clone());
    let code = gateway.refused("UnBindSubDomain", named);
    assert_eq!(code, "FailedOperation.DomainNotBindService");
    assert_eq!(
        total(
            &gateway,
            "DescribeServiceSubDomains",
            json!({"ServiceId": service})
        ),
        0
    );
}

#[tokio::test]
async fn a_secure_domain_has_a_certificate_of_the_account() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let ssl = Caller::new(&emulator, "ssl", "2019-12-05");
    let service = service(&gateway);
    let read = gateway.call("DescribeService", json!({"ServiceId": service}));
    let bind = |certificate: &Value| {
        json!({
            "ServiceId": service, "SubDomain": "api.example.com", "Protocol": "https",
            "NetType": "OUTER", "IsDefaultMapping": true, "NetSubDomain": read["OuterSubDomain"],
            "CertificateId": certificate, "IsForcedHttps": true,
        })
    };
    let code = gateway.refused("BindSubDomain", bind(&json!("nowhere")));
    assert_eq!(code, "FailedOperation.CertificateIdError");
    let order = json!({"DomainName": "api.example.com", "DvAuthMethod": "DNS"});
    let certificate = ssl.call("ApplyCertificate", order)["CertificateId"].take();
    let code = gateway.refused("BindSubDomain", bind(&certificate));
    assert_eq!(code, "FailedOperation.CertificateIdUnderVerify");
    ssl.call("DescribeCertificate", json!({"CertificateId": certificate}));
    gateway.call("BindSubDomain", bind(&certificate));
    let listed = gateway.call("DescribeServiceSubDomains", json!({"ServiceId": service}));
    assert_has(
        &listed["Result"]["DomainSet"][0],
        &json!({"CertificateId": certificate, "IsForcedHttps": true, "Protocol": "https"}),
    );
}

#[tokio::test]
async fn applications_plugins_and_strategies_are_bound_to_apis() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let (one, two) = (
        api(&gateway, &service, "/one"),
        api(&gateway, &service, "/two"),
    );
    let api_id = json!({"ServiceId": service, "ApiId": one});

    let app = gateway.call("CreateApiApp", json!({"ApiAppName": "app"}))["Result"].take();
    assert!(!app["ApiAppKey"].as_str().unwrap().is_empty(), "{app}");
    let bound = json!({
        "ApiAppId": app["ApiAppId"], "Environment": "release", "ServiceId": service, "ApiId": one,
    });
    gateway.call("BindApiApp", bound.clone());
    for (action, asked) in [
        (
            "DescribeApiBindApiAppsStatus",
            json!({"ServiceId": service, "ApiIds": [one]}),
        ),
        (
            "DescribeApiAppBindApisStatus",
            json!({"ApiAppId": app["ApiAppId"]}),
        ),
    ] {
        let read = gateway.call(action, asked)["Result"].take();
        assert_has(
            &read["ApiAppApiSet"][0],
            &json!({
                "ApiAppId": app["ApiAppId"], "ApiAppName": "app", "ApiId": one, "ServiceId": service,
                "EnvironmentName": "release", "ApiRegion": "ap-guangzhou",
            }),
        );
    }
    let named = json!({"ApiAppId": app["ApiAppId"]});
    let code = gateway.refused("DeleteApiApp", named.clone());
    assert_eq!(code, "UnsupportedOperation.ResourceAssociated");
    let code = gateway.refused("DeleteApi", api_id.clone());
    assert_eq!(code, "UnsupportedOperation.ResourceAssociated");
    gateway.call("UnbindApiApp", bound.clone());
    let code = gateway.refused("UnbindApiApp", bound);
    assert_eq!(code, "UnsupportedOperation.ResourceUnassociated");
    gateway.call("DeleteApiApp", named);

    let written = json!({"PluginName": "cors", "PluginType": "Cors", "PluginData": "{}"});
    let plugin = gateway.call("CreatePlugin", written)["Result"]["PluginId"].take();
    let attached = json!({
        "PluginId": plugin, "ServiceId": service, "EnvironmentName": "release", "ApiIds": [one],
    });
    gateway.call("AttachPlugin", attached);
    let read = gateway.call("DescribePluginApis", json!({"PluginId": plugin}))["Result"].take();
    assert_has(
        &read["AttachedApis"][0],
        &json!({"ApiId": one, "ServiceName": "shop", "Environment": "release"}),
    );
    let read = gateway.call("DescribePluginsByApi", api_id.clone())["Result"].take();
    assert_has(
        &read["PluginSummary"][0],
        &json!({"PluginId": plugin, "PluginName": "cors"}),
    );
    let asked = json!({"ServiceId": service, "PluginId": plugin, "EnvironmentName": "release"});
    let read = gateway.call("DescribeAllPluginApis", asked)["Result"].take();
    let flags: Vec<_> = read["ApiSet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|api| &api["IsAttached"])
        .collect();
    assert_eq!(flags, [&json!(true), &json!(false)]);

    let written = json!({
        "ServiceId": service, "StrategyName": "inside", "StrategyType": "WHITE",
        "StrategyData": "10.0.0.1",
    });
    let strategy = gateway.call("CreateIPStrategy", written)["Result"]["StrategyId"].take();
    let bound = json!({
        "ServiceId": service, "StrategyId": strategy, "EnvironmentName": "release",
        "BindApiIds": [one, two],
    });
    gateway.call("BindIPStrategy", bound);
    let asked = json!({"ServiceId": service, "StrategyId": strategy, "EnvironmentName": "release"});
    let of_strategy = || gateway.call("DescribeIPStrategy", asked.clone())["Result"].take();
    assert_eq!(of_strategy()["BindApiTotalCount"], 2);
    assert_has(
        &of_strategy()["BindApis"][0],
        &json!({"ApiId": one, "Path": "/one"}),
    );
    let freed = json!({
        "ServiceId": service, "StrategyId": strategy, "EnvironmentName": "release",
        "UnBindApiIds": [two],
    });
    gateway.call("UnBindIPStrategy", freed);
    assert_eq!(of_strategy()["BindApiTotalCount"], 1);

    // What is attached does not keep an API, and is free afterwards.
    gateway.call("DeleteApi", api_id);
    assert_eq!(of_strategy()["BindApiTotalCount"], 0);
    assert_eq!(
        total(&gateway, "DescribePluginApis", json!({"PluginId": plugin})),
        0
    );
}

#[tokio::test]
async fn an_upstream_is_kept_by_the_apis_that_it_serves() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let service = service(&gateway);
    let upstream = json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1"});
    let upstream = gateway.call("CreateUpstream", upstream)["UpstreamId"].take();
    let mut written = written(&service, "/one");
    written["ServiceType"] = "HTTP".into();
    written["ServiceConfig"] = json!({"Product": "upstream", "UpstreamId": upstream, "Path": "/"});
    let api = gateway.call("CreateApi", written)["Result"]["ApiId"].take();
    let asked = json!({"UpstreamId": upstream, "Limit": 10, "Offset": 0});
    let read = gateway.call("DescribeUpstreamBindApis", asked)["Result"].take();
    assert_has(
        &read["BindApiSet"][0],
        &json!({"ApiId": api, "ServiceName": "shop"}),
    );
    let named = json!({"UpstreamId": upstream});
    let code = gateway.refused("DeleteUpstream", named.clone());
    assert_eq!(code, "UnsupportedOperation.UnsupportedDeleteUpstream");
    gateway.call("DeleteApi", json!({"ServiceId": service, "ApiId": api}));
    gateway.call("DeleteUpstream", named);
}

#[tokio::test]
async fn tags_of_a_service_have_the_name_that_access_management_knows() {
    let emulator = emulator().await;
    let gateway = gateway(&emulator);
    let tag = Caller::new(&emulator, "tag", "2018-08-13");
    let service = service(&gateway);
    let name = format!(
        "qcs::apigw:ap-guangzhou:uin/:service/{}",
        service.as_str().unwrap()
    );
    let replaced = json!({"Resource": name, "ReplaceTags": [{"TagKey": "team", "TagValue": "a"}]});
    tag.call("ModifyResourceTags", replaced);
    let read = gateway.call("DescribeService", json!({"ServiceId": service}));
    assert_eq!(read["Tags"], json!([{"Key": "team", "Value": "a"}]));
}

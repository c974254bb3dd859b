//! Functions, with their namespaces, versions, aliases and triggers.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use super::{Caller, assert_has, emulator};

fn scf(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "scf", "2018-04-16")
}

/// Makes a function and reads it until it is ready.
fn function(scf: &Caller<'_>, name: &str, namespace: &str) -> Value {
    let written = json!({
        "FunctionName": name, "Namespace": namespace, "Handler": "index.main", "Runtime": "Python3.7",
        "Code": {"ZipFile": "UEsFBgAA"}, "Tags": [{"Key": "team", "Value": "a"}],
        "Environment": {"Variables": [{"Key": "A", "Value": "1"}]},
    });
    scf.call("CreateFunction", written);
    let asked = json!({"FunctionName": name, "Namespace": namespace});
    assert_eq!(scf.call("GetFunction", asked.clone())["Status"], "Creating");
    scf.call("GetFunction", asked)
}

#[tokio::test]
async fn a_function_is_read_as_it_was_written_and_changed() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    let name = json!({"FunctionName": "hello"});
    assert_eq!(
        scf.refused("GetFunction", name.clone()),
        "ResourceNotFound.Function"
    );
    let made = function(&scf, "hello", "default");
    assert_has(
        &made,
        &json!({
            "FunctionName": "hello", "Namespace": "default", "Handler": "index.main",
            "Runtime": "Python3.7", "Status": "Active", "FunctionVersion": "$LATEST",
            "CodeSize": 6, "MemorySize": 128, "Timeout": 3, "Type": "Event",
            "Tags": [{"Key": "team", "Value": "a"}], "Triggers": [],
            "Environment": {"Variables": [{"Key": "A", "Value": "1"}]},
        }),
    );
    let code =
        json!({"FunctionName": "hello", "ZipFile": "UEsFBgAAAAAA", "Handler": "index.other"});
    scf.call("UpdateFunctionCode", code.clone());
    // A function is changed once it has changed.
    assert_eq!(
        scf.refused("UpdateFunctionCode", code),
        "FailedOperation.FunctionStatusError"
    );
    let status = || scf.call("GetFunction", name.clone())["Status"].take();
    assert_eq!([status(), status()], ["Updating", "Active"]);
    let settings = json!({
        "FunctionName": "hello", "MemorySize": 256, "Description": "d",
        "Environment": {"Variables": [{"Key": "B", "Value": "2"}]},
    });
    scf.call("UpdateFunctionConfiguration", settings);
    assert_has(
        &scf.call("GetFunction", name.clone()),
        &json!({
            "Handler": "index.other", "CodeSize": 9, "MemorySize": 256, "Description": "d",
            "Runtime": "Python3.7", "Environment": {"Variables": [{"Key": "B", "Value": "2"}]},
        }),
    );
    let listed = scf.call("ListFunctions", json!({"SearchKey": "hell"}));
    assert_has(
        &listed["Functions"][0],
        &json!({"FunctionName": "hello", "FunctionId": made["FunctionId"], "Description": "d"}),
    );
    scf.call("DeleteFunction", name.clone());
    for action in [
        "GetFunction",
        "DeleteFunction",
        "UpdateFunctionConfiguration",
    ] {
        let code = scf.refused(action, name.clone());
        assert_eq!(code, "ResourceNotFound.Function", "{action}");
    }
}

#[tokio::test]
async fn namespaces_hold_functions_of_the_same_name_apart() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    let other = json!({"FunctionName": "hello", "Namespace": "other", "Code": {"ZipFile": "AAAA"}});
    assert_eq!(
        scf.refused("CreateFunction", other.clone()),
        "ResourceNotFound.Namespace"
    );
    let space = json!({"Namespace": "other"});
    scf.call("CreateNamespace", space.clone());
    assert_eq!(
        scf.refused("CreateNamespace", json!({"Namespace": "default"})),
        "InvalidParameterValue.DefaultNamespace"
    );
    function(&scf, "hello", "default");
    function(&scf, "hello", "other");
    let change = json!({"FunctionName": "hello", "Description": "changed"});
    scf.call("UpdateFunctionConfiguration", change);
    let read = |namespace: &str| {
        let asked = json!({"FunctionName": "hello", "Namespace": namespace});
        scf.call("GetFunction", asked)["Description"].take()
    };
    assert_eq!(
        (read("default"), read("other")),
        (json!("changed"), json!(""))
    );
    let names = scf.call("ListNamespaces", json!({}));
    assert_eq!(names["TotalCount"], 2);
    assert_eq!(names["Namespaces"][0]["Name"], "default");
    assert!(
        scf.refused("DeleteNamespace", space.clone())
            .contains("InUse")
    );
    scf.call(
        "DeleteFunction",
        json!({"FunctionName": "hello", "Namespace": "other"}),
    );
    scf.call("DeleteNamespace", space);
    assert_eq!(read("default"), "changed");
}

#[tokio::test]
async fn a_version_stays_as_it_was_and_an_alias_stands_for_it() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    function(&scf, "hello", "default");
    let with = |more: Value| {
        let mut all = json!({"FunctionName": "hello"});
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        all
    };
    let published = scf.call("PublishVersion", with(json!({"Description": "first"})));
    assert_has(
        &published,
        &json!({"FunctionVersion": "1", "Description": "first", "MemorySize": 128}),
    );
    scf.call(
        "UpdateFunctionConfiguration",
        with(json!({"MemorySize": 512})),
    );
    let memory = |qualifier: &str| {
        let asked = with(json!({"Qualifier": qualifier}));
        scf.call("GetFunction", asked)["MemorySize"].take()
    };
    assert_eq!((memory("1"), memory("$LATEST")), (json!(128), json!(512)));
    let live = json!({"Name": "live", "FunctionVersion": "2"});
    assert_eq!(
        scf.refused("CreateAlias", with(live)),
        "ResourceNotFound.FunctionVersion"
    );
    scf.call(
        "CreateAlias",
        with(json!({"Name": "live", "FunctionVersion": "1"})),
    );
    assert_eq!(memory("live"), 128);
    let gone = with(json!({"Qualifier": "1"}));
    assert_eq!(
        scf.refused("DeleteFunction", gone.clone()),
        "UnsupportedOperation.AliasBind"
    );
    assert_eq!(
        scf.call("PublishVersion", with(json!({})))["FunctionVersion"],
        "2"
    );
    scf.call(
        "UpdateAlias",
        with(json!({"Name": "live", "FunctionVersion": "2"})),
    );
    assert_eq!(memory("live"), 512);
    let aliases = scf.call("ListAliases", with(json!({})));
    assert_has(
        &aliases["Aliases"][0],
        &json!({"Name": "live", "FunctionVersion": "2"}),
    );
    scf.call("DeleteFunction", gone);
    let versions = scf.call("ListVersionByFunction", with(json!({})));
    assert_has(
        &versions,
        &json!({"FunctionVersion": ["$LATEST", "2"], "TotalCount": 2}),
    );
    assert_eq!(versions["Versions"][1]["Version"], "2");
    // Numbers are not given again.
    scf.call("DeleteAlias", with(json!({"Name": "live"})));
    scf.call("DeleteFunction", with(json!({"Qualifier": "2"})));
    assert_eq!(
        scf.call("PublishVersion", with(json!({})))["FunctionVersion"],
        "3"
    );
    scf.call("DeleteFunction", with(json!({})));
    function(&scf, "hello", "default");
    let versions = scf.call("ListVersionByFunction", with(json!({})));
    assert_eq!(versions["FunctionVersion"], json!(["$LATEST"]));
}

#[tokio::test]
async fn triggers_belong_to_their_function() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    let trigger = json!({
        "FunctionName": "hello", "TriggerName": "hourly", "Type": "timer",
        "TriggerDesc": "0 0 */1 * * * *", "Enable": "OPEN",
    });
    let code = scf.refused("CreateTrigger", trigger.clone());
    assert_eq!(code, "ResourceNotFound.Function");
    function(&scf, "hello", "default");
    let made = scf.call("CreateTrigger", trigger.clone());
    assert_has(
        &made["TriggerInfo"],
        &json!({"TriggerName": "hourly", "Type": "timer", "Enable": 1}),
    );
    let code = scf.refused("CreateTrigger", trigger);
    assert!(code.starts_with("ResourceInUse"), "{code}");
    let name = json!({"FunctionName": "hello", "TriggerName": "hourly", "Type": "timer"});
    let mut off = name.clone();
    off["Enable"] = "CLOSE".into();
    scf.call("UpdateTriggerStatus", off);
    let list = || scf.call("ListTriggers", json!({"FunctionName": "hello"}));
    assert_has(
        &list()["Triggers"][0],
        &json!({"TriggerName": "hourly", "Enable": 0, "Qualifier": "$DEFAULT"}),
    );
    let read = scf.call("GetFunction", json!({"FunctionName": "hello"}));
    assert_eq!(read["Triggers"][0]["TriggerName"], "hourly");
    scf.call("DeleteTrigger", name.clone());
    assert_eq!(list()["TotalCount"], 0);
    let code = scf.refused("DeleteTrigger", name);
    assert!(code.starts_with("ResourceNotFound"), "{code}");
}

#[tokio::test]
async fn a_known_function_answers_once_it_is_active() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    let call = |more: Value| {
        let mut all = json!({"FunctionName": "hello", "ClientContext": "{\"a\":1}"});
        all.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        all
    };
    assert_eq!(
        scf.refused("Invoke", call(json!({}))),
        "ResourceNotFound.Function"
    );
    let written = json!({"FunctionName": "hello", "Code": {"ZipFile": "AAAA"}});
    scf.call("CreateFunction", written);
    assert_eq!(
        scf.refused("Invoke", call(json!({}))),
        "FailedOperation.FunctionStatusError"
    );
    let first = scf.call("Invoke", call(json!({})))["Result"].take();
    assert_has(
        &first,
        &json!({"RetMsg": "{\"a\":1}", "InvokeResult": 0, "ErrMsg": ""}),
    );
    let later = scf.call("Invoke", call(json!({"InvocationType": "Event"})))["Result"].take();
    assert_eq!(later["RetMsg"], "");
    assert_ne!(later["FunctionRequestId"], first["FunctionRequestId"]);
    let code = scf.refused("Invoke", call(json!({"Qualifier": "7"})));
    assert!(code.starts_with("ResourceNotFound"), "{code}");
}

#[tokio::test]
async fn functions_are_listed_by_namespace() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    scf.call("CreateNamespace", json!({"Namespace": "other"}));
    function(&scf, "one", "default");
    function(&scf, "two", "default");
    function(&scf, "three", "other");
    let list = |asked: Value| {
        let read = scf.call("ListFunctions", asked);
        let items = read["Functions"].as_array().unwrap().iter();
        let names = items.map(|item| item["FunctionName"].as_str().unwrap().to_owned());
        (
            read["TotalCount"].as_u64().unwrap(),
            names.collect::<Vec<_>>(),
        )
    };
    for (asked, expected) in [
        (json!({}), vec!["two", "one"]),
        (
            json!({"Order": "ASC", "Orderby": "FunctionName"}),
            vec!["one", "two"],
        ),
        (json!({"Namespace": "other"}), vec!["three"]),
        (json!({"SearchKey": "tw"}), vec!["two"]),
        (
            json!({"Filters": [{"Name": "tag-team", "Values": ["b"]}]}),
            vec![],
        ),
        (
            json!({"Filters": [{"Name": "Runtime", "Values": ["Python3.7"]}]}),
            vec!["two", "one"],
        ),
    ] {
        let (total, found) = list(asked.clone());
        assert_eq!(
            (total, found),
            (
                expected.len() as u64,
                expected.iter().map(|n| (*n).to_owned()).collect()
            ),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn layers_have_versions_that_functions_need() {
    let emulator = emulator().await;
    let scf = scf(&emulator);
    let publish = |runtime: &str| {
        let written = json!({
            "LayerName": "base", "CompatibleRuntimes": [runtime], "Content": {"ZipFile": "UEsFBgAA"},
            "Description": runtime,
        });
        scf.call("PublishLayerVersion", written)["LayerVersion"].take()
    };
    assert_eq!([publish("Python3.7"), publish("Nodejs16.13")], [1, 2]);
    let version = |number: u64| json!({"LayerName": "base", "LayerVersion": number});
    let first = scf.call("GetLayerVersion", version(1));
    assert_has(
        &first,
        &json!({"Description": "Python3.7", "Status": "Active", "CompatibleRuntimes": ["Python3.7"]}),
    );
    assert_eq!(first["CodeSha256"].as_str().unwrap().len(), 64);
    let listed = scf.call("ListLayers", json!({}));
    assert_eq!(listed["TotalCount"], 1);
    assert_eq!(listed["Layers"][0]["LayerVersion"], 2);
    let of_python = json!({"LayerName": "base", "CompatibleRuntime": ["Python3.7"]});
    let versions = scf.call("ListLayerVersions", of_python);
    assert_eq!(versions["LayerVersions"].as_array().unwrap().len(), 1);

    let written = |layers: Value| {
        json!({
            "FunctionName": "hello", "Handler": "index.main", "Runtime": "Python3.7",
            "Code": {"ZipFile": "UEsFBgAA"}, "Layers": layers,
        })
    };
    let code = scf.refused("CreateFunction", written(json!([version(9)])));
    assert!(code.starts_with("ResourceNotFound"), "{code}");
    scf.call("CreateFunction", written(json!([version(1)])));
    assert_eq!(
        scf.refused("DeleteLayerVersion", version(1)),
        "ResourceInUse.LayerVersion"
    );
    scf.call("DeleteFunction", json!({"FunctionName": "hello"}));
    scf.call("DeleteLayerVersion", version(1));
    let code = scf.refused("GetLayerVersion", version(1));
    assert_eq!(code, "ResourceNotFound.LayerVersion");
    // A number does not come again.
    scf.call("DeleteLayerVersion", version(2));
    assert_eq!(publish("Python3.7"), 3);
    let code = scf.refused("ListLayerVersions", json!({"LayerName": "nowhere"}));
    assert_eq!(code, "ResourceNotFound.Layer");
}

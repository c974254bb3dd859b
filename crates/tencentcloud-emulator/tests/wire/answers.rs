//! Answers that are made from a description.

use serde_json::json;
use tencentcloud_emulator::Credential;

use crate::client::Request;
use crate::{WORKSHOP, answer, builder};

#[tokio::test]
async fn described_paging_ends() {
    let emulator = builder().start().await.unwrap();
    let list = |parameters| {
        let request = Request::post("DescribeTools", WORKSHOP.1, &parameters)
            .header("Host", "workshop.localhost")
            .tc3("workshop", &Credential::test());
        let answer = answer(&request.send(emulator.address()));
        assert_eq!(answer["More"], false);
        assert_eq!(answer["Set"]["Number"], 1);
        answer["Set"]["Tools"].as_array().unwrap().len()
    };
    assert_eq!(list(json!({})), 1);
    assert_eq!(list(json!({"Offset": "0", "Limit": 20})), 1);
    assert_eq!(list(json!({"Offset": "1"})), 0);
}

/// Positions are numbers of most actions, and text of some.
#[tokio::test]
async fn a_position_is_a_number_or_text() {
    let emulator = builder().start().await.unwrap();
    let keys = |offset: i64| {
        let parameters = json!({"Offset": offset, "Limit": 1});
        let request = Request::post(
            "DescribeExclusiveInstancesStatus",
            "2018-08-08",
            &parameters,
        )
        .header("Host", "apigateway.tencentcloudapi.com")
        .header("X-TC-Region", "ap-guangzhou")
        .tc3("apigateway", &Credential::test());
        let answer = answer(&request.send(emulator.address()));
        answer["Result"]["InstanceSet"].as_array().unwrap().len()
    };
    assert_eq!([keys(0), keys(1)], [1, 0]);
}

#[tokio::test]
async fn counts_say_how_long_the_list_is() {
    let emulator = builder().start().await.unwrap();
    let boxes = json!({"Boxes": [{"Label": "screws"}, {"Label": "glue"}]});
    let request = Request::post("CountBoxes", WORKSHOP.1, &boxes)
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    let answer = answer(&request.send(emulator.address()));
    assert_eq!(answer["TotalCount"], 2);
    assert_eq!(answer["Boxes"][1]["Label"], "glue");
}

#[tokio::test]
async fn types_that_hold_themselves_end() {
    let emulator = builder().start().await.unwrap();
    let request = Request::post("MeasureBoard", WORKSHOP.1, &json!({"Width": 1}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    let answer = answer(&request.send(emulator.address()));
    let label = json!({"Label": "nails", "Inner": null, "Boxes": [], "Weight": 1.5});
    assert_eq!(answer["Box"], label);
    assert_eq!(answer["Boxes"], json!([label]));
}

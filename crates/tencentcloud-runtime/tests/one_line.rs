//! What services and servers send is one line in a log, whatever is in it.

use serde_json::json;
use tencentcloud_runtime::{Client, Config, Credential, Error};
use tencentcloud_testkit::transport::Fixed;

/// Characters that end a line, control a terminal, or turn the direction of text.
const UNFIT: &str =
    "\r\n\u{b}\u{c}\u{1b}\u{7f}\u{85}\u{9b}\u{61c}\u{200e}\u{202e}\u{2028}\u{2029}\u{2066}";

#[track_caller]
fn assert_one_line(error: &Error) {
    for printed in [error.to_string(), format!("{error:?}")] {
        let unfit = printed
            .chars()
            .find(|c| UNFIT.contains(*c) || c.is_control());
        assert_eq!(unfit, None, "{printed:?}");
    }
}

#[tokio::test]
async fn codes_messages_and_request_ids_are_escaped() {
    for c in UNFIT.chars() {
        let text = format!("a{c}ERROR forged{c}b");
        let body =
            json!({"Response": {"Error": {"Code": text, "Message": text}, "RequestId": text}});
        let transport = Fixed::new(String::leak(body.to_string()));
        let config = Config::new(Credential::new("id", "key")).transport(transport);
        let client = Client::new(&config);
        let error = client.raw("cvm", "2017-03-12", text.clone()).await;
        // A name that no header can carry is refused; its text is as foreign as the others.
        assert_one_line(&error.unwrap_err());
        let error = client.raw("cvm", "2017-03-12", "DescribeZones").await;
        let error = error.unwrap_err();
        assert_eq!(
            error.code(),
            Some(text.as_str()),
            "programs compare what came"
        );
        assert_one_line(&error);
    }
}

#[test]
fn causes_are_escaped() {
    let cause = std::io::Error::other(format!("one {UNFIT} two"));
    assert_one_line(&Error::network(format!("x {UNFIT}")).because(cause));
    let cause = Error::credential(format!("no file {UNFIT}"));
    assert_one_line(&Error::timeout(None).because(cause).with_request_id(UNFIT));
}

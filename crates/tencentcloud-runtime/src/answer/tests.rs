use super::envelope::{Envelope, decode};
use super::from_json;
use super::refusal::Refusal;
use super::warning::Warnings;
use crate::model::{Lend, Model, Shape, Show, Value};

/// A hand-written model, for the derive names this crate from outside.
#[derive(Clone, Debug, Default, PartialEq)]
struct Loaf {
    text: String,
}

impl Model for Loaf {
    fn show(&self, to: &mut dyn Show) {
        const SHAPE: Shape = Shape {
            name: "Loaf",
            fields: b"\x07\x04\0\0\"Text\":text",
        };
        to.fields(SHAPE, &[&self.text]);
    }
    fn lend(&mut self, to: &mut dyn Lend) {
        to.fields(&mut [&mut self.text]);
    }
    fn empty() -> Self {
        Self::default()
    }
}

fn refusal(code: &str, message: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

#[test]
fn an_envelope_gives_its_error_and_request_id() {
    let read = |json: &str| {
        let (mut loaf, mut envelope) = (Loaf::default(), Envelope::default());
        decode(json, false, &mut loaf, &Warnings::with(None), &mut envelope)
            .map(|()| (envelope, loaf))
    };
    let (envelope, loaf) = read(r#"{"Response":{"Text":"x","RequestId":"id-1"}}"#).unwrap();
    assert!(envelope.found);
    assert_eq!(
        (envelope.request_id.as_deref(), loaf.text.as_str()),
        (Some("id-1"), "x")
    );
    let (envelope, _) =
        read(r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"id-2"}}"#).unwrap();
    assert_eq!(envelope.error, Some(refusal("A.B", "m")));
    let (envelope, _) = read(r#"{"Else":1}"#).unwrap();
    assert!(!envelope.found);
    for broken in [
        "",
        "[]",
        "\"text\"",
        "{\"Response\":1}",
        "{\"Response\":{}",
        "<html>",
        "{}{}",
    ] {
        assert!(read(broken).is_err(), "{broken}");
    }
}

/// A response with members that are named as those of its envelope.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shadow {
    error: Option<String>,
    error_msg: Option<String>,
    response: Option<Loaf>,
    request_id: String,
}

impl Model for Shadow {
    fn show(&self, to: &mut dyn Show) {
        const SHAPE: Shape = Shape {
            name: "Shadow",
            fields: b"\x08\x05\0\0\"Error\":error\x0b\x09\0\0\"ErrorMsg\":error_msg\x0b\x08\0\0\"Response\":response\x0c\x0a\0\0\"RequestId\":request_id",
        };
        let values: [&dyn Value; 4] = [
            &self.error,
            &self.error_msg,
            &self.response,
            &self.request_id,
        ];
        to.fields(SHAPE, &values);
    }
    fn lend(&mut self, to: &mut dyn Lend) {
        to.fields(&mut [
            &mut self.error,
            &mut self.error_msg,
            &mut self.response,
            &mut self.request_id,
        ]);
    }
    fn empty() -> Self {
        Self::default()
    }
}

#[test]
fn a_field_named_error_hides_no_real_error() {
    let read = |json: &str| {
        let (mut model, warnings) = (Shadow::default(), Warnings::with(None));
        let mut envelope = Envelope::default();
        decode(json, false, &mut model, &warnings, &mut envelope).unwrap();
        assert!(warnings.into_parts().0.is_empty(), "{json}");
        (envelope.error, model)
    };
    let (error, model) = read(
        r#"{"Response":{"Error":"the oven's","ErrorMsg":"hot","Response":{"Text":"x"},"RequestId":"id"}}"#,
    );
    assert_eq!(error, None);
    assert_eq!(
        (model.error.as_deref(), model.error_msg.as_deref()),
        (Some("the oven's"), Some("hot"))
    );
    assert_eq!(
        (
            model.response.unwrap().text.as_str(),
            model.request_id.as_str()
        ),
        ("x", "id")
    );
    let (error, model) = read(r#"{"Response":{"Error":null,"RequestId":"id"}}"#);
    assert_eq!((error, model.error), (None, None));
    let (error, model) = read(r#"{"Response":{"Error":{"Code":"A","Message":"m"}}}"#);
    assert_eq!(error, Some(refusal("A", "m")));
    assert_eq!(model.error, None);
}

#[test]
fn text_in_place_of_a_response_is_reported_without_the_text() {
    for json in [
        r#""hunter2""#,
        r#"{"Response":"hunter2"}"#,
        r#"{"Response":["hunter2"]}"#,
    ] {
        let error = from_json(json.as_bytes(), &mut Loaf::default())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("object") && !error.contains("hunter2"),
            "{error}"
        );
    }
}

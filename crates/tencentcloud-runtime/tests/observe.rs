//! What is reported of calls: spans, events and bodies; and the program's own code around attempts.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::json;
use tencentcloud_runtime::transport::{Body, Sending, Transport};
use tencentcloud_runtime::{
    Api, AttemptInfo, AttemptOutcome, Bytes, Client, Config, Credential, Doctor, Error, Intercept,
    Method, Model, Result, SignatureMethod, Unsigned,
};
use tencentcloud_testkit::transport::{Fixed, Silent};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "DescribeLoaves", response = DescribeLoavesResponse)]
struct DescribeLoavesRequest {
    name: String,
    #[model(sensitive)]
    recipe: Option<String>,
}

#[derive(Model)]
#[model(response)]
struct DescribeLoavesResponse {
    count: i64,
    #[model(sensitive)]
    secret: Option<String>,
    request_id: String,
}

const FINE: &str =
    r#"{"Response":{"Count":3,"Secret":"hush-answer","Other":"hush-other","RequestId":"id-fine"}}"#;
const THROTTLED: &str = r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"id-slow"}}"#;
const REFUSED: &str = r#"{"Response":{"Error":{"Code":"ResourceNotFound.Loaf","Message":"none"},"RequestId":"id-none"}}"#;

fn request() -> DescribeLoavesRequest {
    DescribeLoavesRequest::new()
        .name("rye")
        .recipe("hush-recipe")
}

/// Answers one after the other; what is not there is a broken connection.
#[derive(Clone, Debug)]
struct Script {
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    seen: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            seen: Arc::default(),
        }
    }

    fn seen(&self) -> Vec<http::Request<Bytes>> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        self.seen.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        let answer = match answer {
            Some(body) => Ok(http::Response::new(Body::from(body))),
            None => Err(Error::network("the line is cut")),
        };
        Box::pin(std::future::ready(answer))
    }
}

fn config(transport: impl Transport + 'static) -> Config {
    let credential = Credential::new("AKIDtest", "hush-key").with_token("hush-token");
    Config::new(credential)
        .region("ap-guangzhou")
        .transport(transport)
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065))
}

type Fields = BTreeMap<String, String>;

/// A span or an event.
#[derive(Clone, Debug, Default)]
struct Line {
    name: String,
    level: Option<Level>,
    parent: Option<u64>,
    id: u64,
    fields: Fields,
}

/// Keeps spans and events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<(Vec<Line>, Vec<Line>)>>);

struct Read<'a>(&'a mut Fields);

impl Visit for Read<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'l> LookupSpan<'l>> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let parent = context
            .span(id)
            .and_then(|span| span.parent().map(|parent| parent.id()));
        let mut line = Line {
            name: attributes.metadata().name().to_owned(),
            level: Some(*attributes.metadata().level()),
            parent: parent.map(|parent| parent.into_u64()),
            id: id.into_u64(),
            fields: Fields::new(),
        };
        attributes.record(&mut Read(&mut line.fields));
        self.0.lock().unwrap().0.push(line);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut log = self.0.lock().unwrap();
        let span = log.0.iter_mut().rev().find(|span| span.id == id.into_u64());
        values.record(&mut Read(&mut span.unwrap().fields));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut line = Line {
            level: Some(*event.metadata().level()),
            parent: context.event_span(event).map(|span| span.id().into_u64()),
            ..Line::default()
        };
        event.record(&mut Read(&mut line.fields));
        line.name = line.fields.remove("message").unwrap_or_default();
        self.0.lock().unwrap().1.push(line);
    }
}

impl Log {
    fn start() -> (Self, DefaultGuard) {
        let log = Self::default();
        let guard = tracing::subscriber::set_default(Registry::default().with(log.clone()));
        (log, guard)
    }

    fn spans(&self, name: &str) -> Vec<Line> {
        let log = self.0.lock().unwrap();
        log.0
            .iter()
            .filter(|span| span.name == name)
            .cloned()
            .collect()
    }

    fn events(&self, level: Level) -> Vec<Line> {
        let log = self.0.lock().unwrap();
        let events = log.1.iter();
        events
            .filter(|event| event.level == Some(level))
            .cloned()
            .collect()
    }

    fn event(&self, name: &str) -> Line {
        let log = self.0.lock().unwrap();
        let mut events = log.1.iter().filter(|event| event.name == name);
        let event = events.next().unwrap_or_else(|| panic!("no {name}")).clone();
        assert!(events.next().is_none(), "two of {name}");
        event
    }

    fn whole(&self) -> String {
        format!("{:?}", self.0.lock().unwrap())
    }
}

#[track_caller]
fn assert_fields(line: &Line, wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        let found = line.fields.get(*name).map(String::as_str);
        assert_eq!(found, Some(*value), "{name} of {line:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_each_attempt_is_one_below_it() {
    let (log, _guard) = Log::start();
    let client = Client::new(&config(Script::new([THROTTLED, FINE])));
    client.call(request()).await.unwrap();
    let [call] = &log.spans("tencentcloud.call")[..] else {
        panic!("{}", log.whole())
    };
    assert_fields(
        call,
        &[
            ("otel.name", "bakery/DescribeLoaves"),
            ("otel.kind", "client"),
            ("rpc.system.name", "tencentcloud"),
            ("rpc.method", "bakery/DescribeLoaves"),
            ("tencentcloud.service", "bakery"),
            ("tencentcloud.action", "DescribeLoaves"),
            ("tencentcloud.version", "2020-01-01"),
            ("cloud.region", "ap-guangzhou"),
            ("server.address", "bakery.tencentcloudapi.com"),
            ("tencentcloud.attempts", "2"),
            ("tencentcloud.request_id", "id-fine"),
        ],
    );
    assert!(!call.fields.contains_key("otel.status_code"), "{call:?}");
    let [first, second] = &log.spans("tencentcloud.attempt")[..] else {
        panic!("{}", log.whole())
    };
    assert_fields(
        first,
        &[
            ("tencentcloud.attempt", "1"),
            ("server.address", "bakery.tencentcloudapi.com"),
            ("http.response.status_code", "200"),
            ("tencentcloud.request_id", "id-slow"),
            ("rpc.response.status_code", "RequestLimitExceeded"),
            ("error.type", "RequestLimitExceeded"),
            ("otel.status_code", "ERROR"),
        ],
    );
    assert_fields(
        second,
        &[
            ("tencentcloud.attempt", "2"),
            ("tencentcloud.request_id", "id-fine"),
        ],
    );
    assert!(!second.fields.contains_key("error.type"), "{second:?}");
    for attempt in [first, second] {
        assert_eq!(attempt.parent, Some(call.id));
    }
    assert!(log.events(Level::WARN).is_empty(), "{}", log.whole());
    let done = log.event("call succeeded");
    assert_fields(&done, &[("outcome", "success"), ("attempts", "2")]);
    assert!(done.fields.contains_key("duration"));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_is_one_warning_with_its_duration_and_outcome() {
    for (answers, outcome, attempts, id) in [
        (vec![REFUSED], "ResourceNotFound.Loaf", "1", "id-none"),
        (vec![THROTTLED; 3], "RequestLimitExceeded", "3", "id-slow"),
        (vec![], "network", "3", ""),
        (vec!["<html>"], "response", "1", ""),
    ] {
        let (log, _guard) = Log::start();
        let client = Client::new(&config(Script::new(answers)));
        let error = client.call(request()).await.unwrap_err();
        let [warning] = &log.events(Level::WARN)[..] else {
            panic!("{}", log.whole())
        };
        assert_eq!(warning.name, "call failed");
        assert_fields(
            warning,
            &[
                ("action", "DescribeLoaves"),
                ("service", "bakery"),
                ("region", "ap-guangzhou"),
                ("host", "bakery.tencentcloudapi.com"),
                ("outcome", outcome),
                ("attempts", attempts),
                ("request_id", id),
                ("error", &error.to_string()),
            ],
        );
        assert!(warning.fields.contains_key("duration"), "{warning:?}");
        let call = &log.spans("tencentcloud.call")[0];
        assert_eq!(warning.parent, Some(call.id));
        assert_fields(
            call,
            &[("error.type", outcome), ("otel.status_code", "ERROR")],
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_times_out_or_cannot_be_made_is_a_warning_too() {
    let (log, _guard) = Log::start();
    let client = Client::new(&config(Silent));
    let call = client.call(request()).timeout(Duration::from_secs(3));
    call.await.unwrap_err();
    let warning = log.event("call failed");
    assert_fields(&warning, &[("outcome", "timeout"), ("duration", "3s")]);

    let (log, _guard) = Log::start();
    let call = client.call(request()).endpoint("http://host:99999");
    call.await.unwrap_err();
    let warning = log.event("call failed");
    assert_fields(
        &warning,
        &[
            ("outcome", "request"),
            ("attempts", "0"),
            ("action", "DescribeLoaves"),
        ],
    );

    let (log, _guard) = Log::start();
    let call = client.call(request()).answer();
    let limit = tokio::time::timeout(Duration::from_secs(1), call);
    limit.await.unwrap_err();
    let dropped = log.event("call dropped before its end");
    assert_fields(&dropped, &[("outcome", "cancelled"), ("duration", "1s")]);
    assert!(log.events(Level::WARN).is_empty(), "{}", log.whole());
}

#[tokio::test(start_paused = true)]
async fn events_that_end_in_an_error_are_a_warning() {
    for (body, outcome, id) in [
        (
            "data: {\"Count\":1}\n\ndata: {\"Error\":{\"Code\":\"InternalError\",\"Message\":\"\"}}\n\n",
            "InternalError",
            "head-id",
        ),
        (
            "data: {\"Count\":1}\n\ndata: no JSON\n\n",
            "response",
            "head-id",
        ),
    ] {
        let (log, _guard) = Log::start();
        let answer = Fixed::new(body).header("content-type", "text/event-stream");
        let answer = answer.header("x-tc-requestid", "head-id");
        let client = Client::new(&config(answer));
        let mut events = client.raw("bakery", "2020-01-01", "Watch").events();
        assert!(events.next().await.unwrap().is_ok());
        let error = events.next().await.unwrap().unwrap_err();
        let [warning] = &log.events(Level::WARN)[..] else {
            panic!("{}", log.whole())
        };
        assert_eq!(warning.name, "call failed");
        let error = error.to_string();
        let fields = [
            ("action", "Watch"),
            ("outcome", outcome),
            ("request_id", id),
            ("error", &error),
        ];
        assert_fields(warning, &fields);
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_are_at_no_level_unless_switched_on_and_then_redacted() {
    let calls = [
        (SignatureMethod::Tc3HmacSha256, Method::Post),
        (SignatureMethod::Tc3HmacSha256, Method::Get),
        (SignatureMethod::HmacSha1, Method::Post),
    ];
    for (signature, method) in calls {
        let (log, _guard) = Log::start();
        let client = Client::new(&config(Script::new([THROTTLED, FINE, FINE])));
        let call = client
            .call(request())
            .signature_method(signature)
            .method(method);
        call.clone().log_bodies(true).await.unwrap();
        let bodies = |name: &str| {
            let log = log.0.lock().unwrap();
            let events = log.1.iter().filter(|event| event.name == name);
            events
                .map(|event| event.fields["body"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(bodies("request"), [r#"{"Name":"rye","Recipe":"***"}"#; 2]);
        assert_eq!(
            bodies("response"),
            [
                r#"{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"id-slow"}"#,
                r#"{"Count":3,"Secret":"***","RequestId":"id-fine"}"#,
            ]
        );
        assert!(!log.whole().contains("hush"), "{}", log.whole());

        let (log, _guard) = Log::start();
        call.await.unwrap();
        let whole = log.whole();
        assert!(!whole.contains("hush") && !whole.contains("rye"), "{whole}");
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_of_raw_calls_show_what_is_said_to_be_public_alone() {
    let (log, _guard) = Log::start();
    let client = Client::new(&config(Script::new([FINE])).log_bodies(true));
    let call = client.raw("bakery", "2020-01-01", "DescribeLoaves");
    call.parameters(json!({"Name": "rye"})).await.unwrap();
    assert_fields(&log.event("request"), &[("body", r#"{"Name":"***"}"#)]);
    let body = &log.event("response").fields["body"];
    assert!(!body.contains("hush") && body.contains("id-fine"), "{body}");
}

#[tokio::test(start_paused = true)]
async fn what_others_send_is_one_line_in_every_field() {
    let unfit = ['\n', '\r', '\u{1b}', '\u{85}', '\u{2028}', '\u{202e}'];
    let text: String = unfit.iter().collect();
    let body = json!({"Response": {"Error": {"Code": text, "Message": text}, "RequestId": text}});
    let body = String::leak(body.to_string());
    let (log, _guard) = Log::start();
    let client = Client::new(&config(Script::new([&*body])).log_bodies(true));
    client.call(request()).await.unwrap_err();
    let log = log.0.lock().unwrap();
    for line in log.0.iter().chain(&log.1) {
        for (name, value) in &line.fields {
            assert!(!value.contains(unfit), "{name}: {value:?}");
        }
    }
}

/// Writes down what it sees, and does to a request what it is told.
#[derive(Clone, Default)]
struct Witness {
    name: &'static str,
    notes: Arc<Mutex<Vec<String>>>,
    header: Option<(&'static str, &'static str)>,
    body: Option<&'static str>,
    refuses: bool,
}

impl Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Witness")
    }
}

impl Witness {
    fn note(&self, what: String) {
        self.notes
            .lock()
            .unwrap()
            .push(format!("{}{what}", self.name));
    }

    fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap().clone()
    }
}

impl Intercept for Witness {
    fn before_signing(&self, attempt: &AttemptInfo<'_>, unsigned: &mut Unsigned<'_>) -> Result<()> {
        let AttemptInfo {
            service,
            action,
            region,
            host,
            attempt,
            ..
        } = attempt;
        self.note(format!(
            "signing {service}/{action} {region:?} {host} {attempt}"
        ));
        if self.refuses {
            return Err(Error::request("not on a Sunday"));
        }
        if let Some((name, value)) = self.header {
            unsigned.header(name, value)?;
        }
        if let Some(body) = self.body {
            unsigned.set_body(body)?;
        }
        Ok(())
    }

    fn before_sending(
        &self,
        attempt: &AttemptInfo<'_>,
        request: &mut http::Request<Bytes>,
    ) -> Result<()> {
        let signed = request.headers().contains_key("authorization");
        self.note(format!("sending {} {signed}", attempt.attempt));
        request.headers_mut().insert("x-late", "1".parse().unwrap());
        Ok(())
    }

    fn after_response(&self, attempt: &AttemptInfo<'_>, outcome: &AttemptOutcome<'_>) {
        let error = outcome.error.map(|error| error.code().unwrap_or("none"));
        let body = outcome.body.map(Bytes::len);
        self.note(format!(
            "response {} {:?} {body:?} {:?} {error:?}",
            attempt.attempt, outcome.status, outcome.request_id
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn interceptors_run_around_each_attempt_in_order() {
    let notes = Arc::default();
    let witness = |name| Witness {
        name,
        notes: Arc::clone(&notes),
        ..Witness::default()
    };
    let config = config(Script::new([THROTTLED, FINE]));
    let client = Client::new(&config.intercept(witness("a ")).intercept(witness("b ")));
    client
        .call(request())
        .intercept(witness("c "))
        .await
        .unwrap();
    let about = "bakery/DescribeLoaves Some(\"ap-guangzhou\") bakery.tencentcloudapi.com";
    let (slow, fine) = (THROTTLED.len(), FINE.len());
    let mut wanted = Vec::new();
    for (attempt, seen) in [
        (
            1,
            format!("Some({slow}) Some(\"id-slow\") Some(\"RequestLimitExceeded\")"),
        ),
        (2, format!("Some({fine}) Some(\"id-fine\") None")),
    ] {
        let steps = [
            format!("signing {about} {attempt}"),
            format!("sending {attempt} true"),
            format!("response {attempt} Some(200) {seen}"),
        ];
        for step in steps {
            wanted.extend(["a", "b", "c"].map(|name| format!("{name} {step}")));
        }
    }
    assert_eq!(*notes.lock().unwrap(), wanted);
}

#[tokio::test(start_paused = true)]
async fn what_an_interceptor_changes_before_signing_is_signed() {
    for signature in [SignatureMethod::Tc3HmacSha256, SignatureMethod::HmacSha256] {
        let tc3 = signature == SignatureMethod::Tc3HmacSha256;
        let script = Script::new([THROTTLED, FINE]);
        let witness = Witness {
            header: Some(("X-TC-TraceId", "b3197c48")),
            body: tc3.then_some(r#"{"Name":"other"}"#),
            ..Witness::default()
        };
        let client = Client::new(&config(script.clone()));
        let call = client.call(request()).signature_method(signature);
        call.intercept(witness).await.unwrap();
        let credential = Credential::new("AKIDtest", "hush-key").with_token("hush-token");
        let doctor = Doctor::new(credential);
        let doctor =
            doctor.received_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065));
        assert_eq!(script.seen().len(), 2);
        for sent in script.seen() {
            assert_eq!(sent.headers()["x-tc-traceid"], "b3197c48");
            assert_eq!(sent.headers()["x-late"], "1");
            assert_eq!(tc3, &sent.body()[..] == br#"{"Name":"other"}"#);
            let diagnosis = doctor.diagnose_request(&sent);
            assert!(diagnosis.is_right(), "{diagnosis}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_of_an_interceptor_ends_the_call_before_it_is_sent() {
    for (witness, wanted) in [
        (
            Witness {
                refuses: true,
                ..Witness::default()
            },
            "request not sent: not on a Sunday (DescribeLoaves)",
        ),
        (
            Witness {
                header: Some(("Authorization", "x")),
                ..Witness::default()
            },
            "request not sent: an interceptor adds the header authorization, which the SDK sets itself: change it in before_sending (DescribeLoaves)",
        ),
        (
            Witness {
                header: Some(("a b", "x")),
                ..Witness::default()
            },
            "request not sent: an interceptor adds the header \"a b\", whose name or value holds characters that a header cannot carry (DescribeLoaves)",
        ),
        (
            Witness {
                header: Some(("X-A", "hush\n")),
                ..Witness::default()
            },
            "request not sent: an interceptor adds the header \"X-A\", whose name or value holds characters that a header cannot carry (DescribeLoaves)",
        ),
    ] {
        let script = Script::new([FINE]);
        let client = Client::new(&config(script.clone()).intercept(witness.clone()));
        let error = client.call(request()).await.unwrap_err();
        assert_eq!(error.to_string(), wanted);
        assert_eq!(error.attempts(), 0);
        assert!(script.seen().is_empty());
        assert_eq!(witness.notes().len(), 1, "one attempt, and no response");
    }
    let script = Script::new([FINE]);
    let client = Client::new(&config(script.clone()));
    let witness = Witness {
        body: Some("{}"),
        ..Witness::default()
    };
    let call = client
        .call(request())
        .method(Method::Get)
        .intercept(witness);
    let error = call.await.unwrap_err().to_string();
    assert!(
        error.contains("replaces the body of a request that has none"),
        "{error}"
    );
    assert!(script.seen().is_empty());
}

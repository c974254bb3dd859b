//! The histogram of durations, over a meter provider of the test's own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use opentelemetry::metrics::{
    Histogram, HistogramBuilder, InstrumentProvider, Meter, MeterProvider, SyncInstrument,
};
use opentelemetry::{InstrumentationScope, KeyValue, global};
use tencentcloud_runtime::{Client, Config, Credential};
use tencentcloud_testkit::transport::{Fixed, Silent};

type Measured = Arc<Mutex<Vec<(f64, Vec<KeyValue>)>>>;

#[derive(Clone, Default)]
struct Meters {
    made: Arc<Mutex<Vec<String>>>,
    measured: Measured,
}

impl MeterProvider for Meters {
    fn meter_with_scope(&self, scope: InstrumentationScope) -> Meter {
        self.made.lock().unwrap().push(scope.name().to_owned());
        Meter::new(Arc::new(self.clone()))
    }
}

impl InstrumentProvider for Meters {
    fn f64_histogram(&self, builder: HistogramBuilder<'_, Histogram<f64>>) -> Histogram<f64> {
        let unit = builder.unit.unwrap_or_default();
        self.made
            .lock()
            .unwrap()
            .push(format!("{} in {unit}", builder.name));
        Histogram::new(Arc::new(Recorded(Arc::clone(&self.measured))))
    }
}

struct Recorded(Measured);

impl SyncInstrument<f64> for Recorded {
    fn measure(&self, value: f64, attributes: &[KeyValue]) {
        self.0.lock().unwrap().push((value, attributes.to_vec()));
    }
}

fn client(transport: impl tencentcloud_runtime::transport::Transport + 'static) -> Client {
    let config = Config::new(Credential::new("id", "key")).region("ap-guangzhou");
    Client::new(&config.transport(transport))
}

/// One test: a process has one meter provider.
#[tokio::test(start_paused = true)]
async fn each_call_is_measured_once_with_its_outcome() {
    let meters = Meters::default();
    global::set_meter_provider(meters.clone());
    let fine = client(Fixed::new(r#"{"Response":{"RequestId":"id"}}"#));
    fine.raw("cvm", "2017-03-12", "DescribeZones")
        .await
        .unwrap();
    let code =
        r#"{"Response":{"Error":{"Code":"ResourceNotFound","Message":""},"RequestId":"id"}}"#;
    let refused = client(Fixed::new(code));
    refused
        .raw("cvm", "2017-03-12", "RunInstances")
        .await
        .unwrap_err();
    let silent = client(Silent);
    let call = silent.raw("cvm", "2017-03-12", "RunInstances");
    call.timeout(Duration::from_secs(2)).await.unwrap_err();
    let call = silent.raw("cvm", "2017-03-12", "DescribeZones").answer();
    let limit = tokio::time::timeout(Duration::from_secs(1), call);
    limit.await.unwrap_err();

    let made = meters.made.lock().unwrap().clone();
    assert_eq!(
        made,
        ["tencentcloud-runtime", "rpc.client.call.duration in s"]
    );
    let measured = meters.measured.lock().unwrap().clone();
    let shown: Vec<_> = measured
        .iter()
        .map(|(seconds, attributes)| {
            let attributes = attributes.iter();
            let attributes: Vec<_> = attributes
                .map(|one| format!("{}={}", one.key, one.value))
                .collect();
            format!("{} {}", seconds.floor(), attributes.join(" "))
        })
        .collect();
    let line = |seconds: u64, action: &str, error: &str| {
        format!(
            "{seconds} rpc.system.name=tencentcloud rpc.method=cvm/{action} server.address=cvm.tencentcloudapi.com cloud.region=ap-guangzhou{error}"
        )
    };
    assert_eq!(
        shown,
        [
            line(0, "DescribeZones", ""),
            line(0, "RunInstances", " error.type=ResourceNotFound"),
            line(2, "RunInstances", " error.type=timeout"),
            line(1, "DescribeZones", " error.type=cancelled"),
        ]
    );
}

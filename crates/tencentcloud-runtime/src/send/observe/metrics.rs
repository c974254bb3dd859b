//! The histogram of durations.

use std::sync::OnceLock;
use std::time::Duration;

use opentelemetry::metrics::Histogram;
use opentelemetry::{KeyValue, global};

/// The bounds that the conventions for RPC advise, in seconds.
const BOUNDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// The histogram, of the meter provider that is installed at the first call.
fn histogram() -> &'static Histogram<f64> {
    static HISTOGRAM: OnceLock<Histogram<f64>> = OnceLock::new();
    HISTOGRAM.get_or_init(|| {
        global::meter("tencentcloud-runtime")
            .f64_histogram("rpc.client.call.duration")
            .with_unit("s")
            .with_description("The duration of calls, with all their attempts.")
            .with_boundaries(BOUNDS.to_vec())
            .build()
    })
}

/// Records the duration of a call.
pub(super) fn record(
    duration: Duration,
    service: &str,
    action: &str,
    region: Option<&str>,
    host: &str,
    error: Option<&str>,
) {
    let mut attributes = vec![
        KeyValue::new("rpc.system.name", "tencentcloud"),
        KeyValue::new("rpc.method", format!("{service}/{action}")),
        KeyValue::new("server.address", host.to_owned()),
    ];
    let optional = [("cloud.region", region), ("error.type", error)];
    for (name, value) in optional {
        attributes.extend(value.map(|value| KeyValue::new(name, value.to_owned())));
    }
    histogram().record(duration.as_secs_f64(), &attributes);
}

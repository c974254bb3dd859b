//! The first action of a service that nobody has opened, from its compressed blob, against reading
//! the service's whole descriptions from JSON. `cargo bench -p tencentcloud-catalogue` prints both
//! times and their ratio, medians of one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use tencentcloud_catalogue::{self as catalogue, Service};
use tencentcloud_schema::Description;

const RUNS: usize = 15;

/// The median time of several runs.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn main() {
    println!("service          blob   first action   whole JSON   ratio");
    for name in ["csip", "vpc", "tke", "sts"] {
        let service = catalogue::service(name)
            .expect("a whole blob")
            .expect("a service of the catalogue");
        let descriptions = service.descriptions();
        let blob = catalogue::pack(&descriptions);
        let newest = service.versions().last().expect("a version");
        let action = newest.actions().last().expect("an action").to_owned();
        let first = median(|| {
            let service = Service::unpack(black_box(&blob)).expect("a whole blob");
            let newest = service.versions().last().expect("a version");
            black_box(newest.slice(&action));
        });
        let json: Vec<_> = descriptions.iter().map(Description::to_canonical).collect();
        let whole = median(|| {
            for text in &json {
                black_box(Description::parse(black_box(text), name).expect("a description"));
            }
        });
        println!(
            "{name:<12} {:>8} {:>14.2?} {:>12.2?} {:>6.2}x",
            blob.len(),
            first,
            whole,
            first.as_secs_f64() / whole.as_secs_f64()
        );
    }
}

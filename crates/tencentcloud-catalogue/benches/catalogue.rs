//! The first action of a service that nobody has opened, from its compressed blob, against reading
//! the service's whole descriptions from JSON. `cargo bench -p tencentcloud-catalogue` prints both
//! times and their ratio, medians of one run; before them, the names of all actions and searches.

use std::hint::black_box;
use std::time::{Duration, Instant};

use tencentcloud_catalogue::search::{Query, index};
use tencentcloud_catalogue::{self as catalogue, Names, Service};
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

/// The names of all actions, from their own blob and from those of all services.
fn names() {
    let packed = catalogue::names().expect("a whole blob").pack();
    let alone = median(|| {
        black_box(Names::unpack(black_box(&packed)).expect("a whole blob"));
    });
    let start = Instant::now();
    for name in catalogue::services() {
        black_box(catalogue::service(name).expect("a whole blob"));
    }
    let opened = start.elapsed();
    println!(
        "names of all actions: {} bytes, {alone:.2?}; by opening every service, once: {opened:.2?}",
        packed.len()
    );
}

/// The search index, unpacked once as a command does, and searches in it.
fn search() {
    let start = Instant::now();
    let index = index().expect("a whole blob");
    let unpacked = start.elapsed();
    print!("search index: unpacked once in {unpacked:.2?}; searches:");
    for words in [
        "upstream create",
        "list virtual machines",
        "买一台云服务器",
        "c",
    ] {
        let taken = median(|| {
            black_box(index.search(black_box(words), &Query::default()));
        });
        print!(" {words} {taken:.2?};");
    }
    println!();
}

fn main() {
    names();
    search();
    println!(
        "service          blob   first action   whole JSON   ratio   resources: blob, first look"
    );
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
        let resources = catalogue::resources(name).expect("a whole blob");
        let packed = resources.map(|resources| catalogue::pack_resources(&resources));
        let looked = packed.as_ref().map(|blob| {
            median(|| {
                black_box(catalogue::unpack_resources(black_box(blob)).expect("a whole blob"));
            })
        });
        println!(
            "{name:<12} {:>8} {:>14.2?} {:>12.2?} {:>6.2}x {:>16} {:>12.2?}",
            blob.len(),
            first,
            whole,
            first.as_secs_f64() / whole.as_secs_f64(),
            packed.map_or(0, |blob| blob.len()),
            looked.unwrap_or_default()
        );
    }
}

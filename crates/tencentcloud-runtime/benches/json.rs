//! The model engine against serde's derive: the same structs, the same JSON, the same serde_json,
//! in one run. `cargo bench -p tencentcloud-runtime` prints both times and their ratio.

mod twice;

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tencentcloud_runtime::__private::{from_json, to_json};
use tencentcloud_runtime::Model;
use twice::Envelope;

/// A response of 0.6 KB.
mod small {
    crate::twice::twice! {
        Small { total_count: i64, tags: Vec<Tag>, names: Vec<String>, request_id: String, }
        Tag { key: String, value: String, }
    }
}

fn main() {
    let small = small::serdes::Small {
        total_count: 3,
        tags: (0..6)
            .map(|n| small::serdes::Tag {
                key: format!("key-{n}"),
                value: format!("value number {n}"),
            })
            .collect(),
        names: (0..12).map(|n| format!("upstream-{n:08x}")).collect(),
        request_id: "b3197c48-53fb-46df-b721-df4424cf8be9".into(),
    };
    println!(
        "{:<10} {:>10} {:>12} {:>12} {:>7}",
        "", "bytes", "ours", "serde", "ratio"
    );
    compare::<small::ours::Small, small::serdes::Small>("small", small);
    compare::<twice::ours::Answer, twice::serdes::Answer>("large", twice::instances());
}

fn compare<O, S>(name: &str, value: S)
where
    O: Model,
    S: Serialize + DeserializeOwned,
{
    let json = serde_json::to_vec(&Envelope { response: &value }).expect("plain structs encode");
    let decode = || {
        let mut model = O::empty();
        from_json(black_box(&json), &mut model).expect("our own JSON decodes");
        model
    };
    let ours = decode();
    let members = &json[br#"{"Response":"#.len()..json.len() - 1];
    assert_eq!(to_json(&ours), members, "both write the same");
    let serdes = || serde_json::from_slice::<Envelope<S>>(black_box(&json)).expect("it decodes");
    report(
        name,
        "decode",
        json.len(),
        || drop(black_box(decode())),
        || drop(black_box(serdes())),
    );
    report(
        name,
        "encode",
        members.len(),
        || drop(black_box(to_json(black_box(&ours)))),
        || drop(black_box(serde_json::to_vec(black_box(&value)))),
    );
}

/// Runs both in turn, so that the machine's moods meet both, and prints medians.
fn report(name: &str, what: &str, bytes: usize, mut ours: impl FnMut(), mut serdes: impl FnMut()) {
    let rounds = 201;
    let inner = (2_000_000 / bytes).max(1);
    let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let x = time(inner, &mut ours);
        let y = time(inner, &mut serdes);
        ratios.push(x.as_secs_f64() / y.as_secs_f64());
        a.push(x);
        b.push(y);
    }
    a.sort();
    b.sort();
    ratios.sort_by(f64::total_cmp);
    let middle = rounds / 2;
    println!(
        "{:<10} {bytes:>10} {:>12.2?} {:>12.2?} {:>6.2}x",
        format!("{name} {what}"),
        a[middle],
        b[middle],
        ratios[middle]
    );
}

fn time(inner: usize, work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    (0..inner).for_each(|_| work());
    start.elapsed() / u32::try_from(inner).unwrap_or(u32::MAX)
}

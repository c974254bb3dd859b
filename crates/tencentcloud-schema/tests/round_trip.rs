//! Reading what was written gives the same description, whatever it holds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Number, Value};
use tencentcloud_schema::{
    Action, Body, Description, FORMAT, Kind, Member, Object, Paging, PagingStyle, Region, Signing,
    Site, Status,
};

/// Text with what JSON has to escape.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z \"\\\\\n\u{1}/{}\\[\\],:甲乙é😀]{1,12}"
}

fn name() -> impl Strategy<Value = String> {
    "[A-Z][a-zA-Z0-9_]{0,8}"
}

fn codes() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set("[A-Z][a-z]{1,8}(\\.[A-Z][a-z]{1,8})?", 0..4)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::String),
        Just(Kind::Integer),
        Just(Kind::Int64),
        Just(Kind::Uint64),
        Just(Kind::Float),
        Just(Kind::Bool),
        Just(Kind::Date),
        Just(Kind::DateTime),
        Just(Kind::DateTimeIso),
        name().prop_map(Kind::Object),
    ]
}

/// One value of that kind, none for an object.
fn scalar(kind: &Kind) -> BoxedStrategy<Option<Value>> {
    match kind {
        Kind::Integer | Kind::Int64 => any::<i64>().prop_map(|n| Some(n.into())).boxed(),
        Kind::Uint64 => any::<u64>().prop_map(|n| Some(n.into())).boxed(),
        Kind::Float => any::<i32>()
            .prop_map(|n| Some((f64::from(n) / 8.0).into()))
            .boxed(),
        Kind::Bool => any::<bool>().prop_map(|b| Some(b.into())).boxed(),
        Kind::Object(_) => Just(None).boxed(),
        _ => text().prop_map(|t| Some(t.into())).boxed(),
    }
}

fn value(kind: &Kind, list: bool) -> BoxedStrategy<Option<Value>> {
    let absent = Just(None::<Value>);
    if list {
        let items = vec(scalar(kind), 0..4);
        let list = items.prop_map(|items| items.into_iter().collect::<Option<Value>>());
        return prop_oneof![absent, list].boxed();
    }
    prop_oneof![absent, scalar(kind)].boxed()
}

fn bounds(kind: &Kind) -> BoxedStrategy<(Option<Number>, Option<Number>)> {
    if !(kind.is_integer() || *kind == Kind::Float) {
        return Just((None, None)).boxed();
    }
    let bounds = (option::of(-9i64..0), option::of(0i64..9));
    bounds
        .prop_map(|(min, max)| (min.map(Into::into), max.map(Into::into)))
        .boxed()
}

fn member() -> impl Strategy<Value = Member> {
    (name(), kind(), any::<bool>(), any::<[bool; 5]>())
        .prop_flat_map(|(name, kind, list, marks)| {
            let values = (value(&kind, list), value(&kind, list), bounds(&kind));
            (
                Just((name, kind, list, marks)),
                values,
                (vec(text(), 0..3), filters()),
                option::of(text()),
            )
        })
        .prop_map(
            |(
                (name, kind, list, marks),
                (default, example, (min, max)),
                (values, filters),
                doc,
            )| {
                let [required, always, nullable, sensitive, deprecated] = marks;
                Member {
                    list,
                    required,
                    always,
                    nullable,
                    sensitive,
                    deprecated,
                    values,
                    filters,
                    min,
                    max,
                    default,
                    example,
                    doc,
                    ..Member::new(name, kind)
                }
            },
        )
}

/// Names of filters, each once.
fn filters() -> impl Strategy<Value = Vec<String>> {
    btree_set("[a-zA-Z:甲\\\"._-]{1,8}", 0..3).prop_map(|names| names.into_iter().collect())
}

fn sites() -> impl Strategy<Value = BTreeSet<Site>> {
    btree_set(
        prop_oneof![Just(Site::China), Just(Site::International)],
        0..3,
    )
}

fn members() -> impl Strategy<Value = Vec<Member>> {
    vec(member(), 0..5).prop_map(|mut members| {
        let mut seen = BTreeSet::from(["RequestId".to_owned()]);
        members.retain(|member| seen.insert(member.name.clone()));
        members
    })
}

fn action() -> impl Strategy<Value = Action> {
    let texts = (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        sites(),
    );
    let facts = (
        prop_oneof![
            Just(Status::Online),
            Just(Status::Deprecated),
            Just(Status::Offline)
        ],
        option::of(prop_oneof![
            Just(Region::Required),
            Just(Region::Optional),
            Just(Region::None)
        ]),
        option::of(any::<u32>()),
        prop_oneof![
            Just(Body::Json),
            Just(Body::Multipart),
            Just(Body::OctetStream)
        ],
        prop_oneof![Just(Signing::Signed), Just(Signing::Skip)],
        any::<bool>(),
        any::<bool>(),
    );
    (texts, facts, codes(), members(), members()).prop_map(
        |(
            (title, title_en, doc, sites),
            (status, region, rate, body, signing, streaming, paged),
            errors,
            mut request,
            mut response,
        )| {
            let paging = paged.then(|| {
                request.push(Member::new("x_position", Kind::Uint64));
                let list = Member {
                    list: true,
                    ..Member::new("x_items", Kind::String)
                };
                response.push(list);
                Paging {
                    style: PagingStyle::Offset,
                    position: "x_position".to_owned(),
                    size: None,
                    items: "x_items".to_owned(),
                    total: None,
                    next: None,
                    more: None,
                    over: None,
                }
            });
            Action {
                title,
                title_en,
                doc,
                status,
                sites,
                region,
                rate,
                host: None,
                body,
                signing,
                streaming,
                paging,
                errors,
                request,
                response,
            }
        },
    )
}

/// Keeps of names that differ by case or underscores alone the first: a description cannot hold both.
fn apart<T>(mut entries: BTreeMap<String, T>) -> BTreeMap<String, T> {
    let mut seen = BTreeSet::from(["self".to_owned()]);
    entries.retain(|name, _| seen.insert(name.replace('_', "").to_lowercase()));
    entries
}

fn description() -> impl Strategy<Value = Description> {
    let object = (option::of(text()), members()).prop_map(|(doc, members)| Object { doc, members });
    let parts = (
        btree_map(name(), action(), 0..4),
        btree_map(name(), object, 0..4),
    );
    let titles = (option::of(text()), option::of(text()));
    (titles, parts, codes()).prop_map(|((title, title_en), (actions, types), errors)| {
        let mut description = Description {
            format: FORMAT,
            service: "bakery".to_owned(),
            version: "2020-01-01".to_owned(),
            title,
            title_en,
            host: None,
            actions: apart(actions),
            types: apart(types),
            errors,
            open: BTreeSet::new(),
        };
        description.open = description.undefined();
        description
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn parse_reads_what_to_canonical_writes(description in description()) {
        let text = description.to_canonical();
        let read = Description::parse(&text, "canonical").map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&read, &description);
        prop_assert_eq!(read.to_canonical(), text);
    }

    #[test]
    fn parse_never_panics(text in "[\\[\\]{}:,\"a-z0-9 ]{0,60}") {
        let _ = Description::parse(&text, "noise");
    }
}

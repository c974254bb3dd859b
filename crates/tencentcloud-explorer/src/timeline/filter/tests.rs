//! What filters say, and which calls they take.

use proptest::prelude::*;
use serde_json::json;
use tencentcloud_emulator::Record;

use super::super::entry::{Entry, Source};
use super::super::mark::{Mark, Marks};
use super::query::{Field, Name, Number, Op, Place, Query, Side, Since, Term, What, parse, place};
use super::{Filter, message};
use crate::page::Language;

/// 2026-01-02T15:04:05Z
const NOW: i64 = 1_767_366_245_000_000;

fn entry() -> Entry {
    let record = json!({
        "time": "2026-01-02T15:00:00.000Z", "ms": 120.5, "attempt": 2,
        "service": "cvm", "version": "2017-03-12", "action": "DescribeInstances",
        "region": "ap-guangzhou", "account": "100", "client": "tccli/3.1 Python/3.12",
        "request_id": "7e1c-22", "source": "forwarded", "code": "ResourceNotFound.VpcId",
        "request": {"VpcId": "vpc-1", "Filters": [{"Name": "zone", "Values": ["a \"b\"", "c"]}],
            "Limit": 20, "Dry": true},
        "response": {"TotalCount": 3, "Time": "2026-01-01 10:00:00", "Set": [{"Name": "云服务器"}]},
    });
    let record: Record = serde_json::from_value(record).unwrap();
    Entry::new(7, Source::of(&record), record, Into::into)
}

fn takes(filter: &str) -> bool {
    let marks = Marks::from([(7, Mark::read("look here").unwrap())]);
    let filter = Filter::read(filter, NOW).unwrap_or_else(|wrong| panic!("{filter}: {wrong:?}"));
    filter.takes(&entry(), &marks)
}

#[test]
fn each_field_takes_what_it_says() {
    for filter in [
        "",
        "  ",
        "service:cvm",
        "service:CVM",
        "service:vpc,cvm",
        "service=cvm",
        "service:c*",
        "action:Describe*",
        "-action:Run*",
        "action!=RunInstances",
        "class:read",
        "code:*",
        "code:ResourceNotFound",
        "code:resourcenotfound.vpcid",
        "client:tccli",
        "region:ap-*",
        "ms>100",
        "ms<120.6",
        "ms>=120.5",
        "attempt>1",
        "attempt:2",
        "attempt=2",
        "attempt==2",
        "account:100",
        "source:proxy",
        "version:2017-03-12",
        "id:7",
        "marked",
        "since:10m",
        "since:2026-01-02T15:00:00Z",
        "\"Python/3\"",
        "describeinstances",
        "7E1C",
        "云服务器",
        "\"a \\\"b\\\"\"",
        "request.VpcId=vpc-1",
        "request.VpcId:PC",
        "request.VpcId=vpc-*",
        "request.VpcId!=vpc-2",
        "request.Filters.Name=zone",
        "request.Filters.0.Values=c",
        "request.Filters.Values.1=c",
        "request.Limit>19",
        "request.Limit=20.0",
        "request.Dry=true",
        "request.VpcId:*",
        "response.TotalCount>0",
        "response.Time>2026-01-01",
        "response.Set.Name=云*",
        "service:vpc or ms>100",
        "service:cvm (service:vpc or ms>100)",
        "not service:vpc",
        "-(service:vpc or ms>500)",
        "service:vpc | class:read",
        "service:cvm and ms>1",
        "- service:vpc",
        "--ms>1",
    ] {
        assert!(takes(filter), "{filter}");
    }
    for filter in [
        "service:vpc",
        "service:c",
        "-service:cvm",
        "class:write",
        "code:none",
        "code:Resource",
        "ms>121",
        "attempt>2",
        "source:local",
        "id:8",
        "-marked",
        "since:1m",
        "nowhere",
        "since:2026-01-02T15:00:01Z",
        "request.VpcId=vpc",
        "request.vpcid=vpc-1",
        "request.Filters.1.Name=zone",
        "response.TotalCount>3",
        "response.VpcId:*",
        "response.Time>2026-01-02",
        "service:vpc or ms>500",
        "service:cvm ms>500",
        "region:none",
    ] {
        assert!(!takes(filter), "{filter}");
    }
}

#[test]
fn chinese_punctuation_serves_as_well() {
    let same = [
        ("service：cvm", "service:cvm"),
        ("－（service：vpc　或 ms＞100）", "-(service:vpc or ms>100)"),
        ("“a b” 且 code：＊", "\"a b\" code:*"),
        ("service：vpc，cvm｜非 marked", "service:vpc,cvm or -marked"),
        ("request.Name：测试，一", "request.Name:\"测试，一\""),
    ];
    for (chinese, plain) in same {
        assert_eq!(parse(chinese), parse(plain), "{chinese}");
    }
}

#[test]
fn an_error_says_where_and_what_could_be() {
    let fields = Field::words();
    let cases: [(&str, &str, What, Vec<&str>); 14] = [
        (
            "ms>1 serivce:cvm",
            "serivce",
            What::Field("serivce".into()),
            fields.clone(),
        ),
        (
            "http://a",
            "http",
            What::Field("http".into()),
            fields.clone(),
        ),
        (
            "request.:a",
            "request.",
            What::Field("request.".into()),
            fields.clone(),
        ),
        (
            "class:",
            "",
            What::Value("class".into()),
            vec!["read", "write"],
        ),
        (
            "class:foo",
            "foo",
            What::Unknown("class".into(), "foo".into()),
            vec!["read", "write"],
        ),
        (
            "服 service＞1",
            "＞",
            What::Comparison("service".into()),
            vec![":", "!="],
        ),
        (
            "ms>fast",
            "fast",
            What::Number("fast".into()),
            vec!["100", "1000"],
        ),
        (
            "since:1x",
            "1x",
            What::Time("1x".into()),
            vec!["10m", "2h", "1d"],
        ),
        ("a or ", "", What::Condition, fields.clone()),
        ("or a", "", What::Condition, fields.clone()),
        ("() b", ")", What::Condition, fields.clone()),
        ("(ms>1", "(", What::Open('('), vec![")"]),
        ("a \"b", "\"", What::Open('"'), vec!["\""]),
        ("a)", ")", What::Closed, vec![]),
    ];
    for (text, at, what, possible) in cases {
        let wrong = parse(text).unwrap_err();
        assert_eq!(
            (&text[wrong.at.clone()], &wrong.what),
            (at, &what),
            "{text}"
        );
        assert_eq!(wrong.possible, possible, "{text}");
        for language in [Language::English, Language::Chinese] {
            assert!(message(&wrong, language).len() > 10);
        }
    }
    let deep = parse(&"(".repeat(2000)).unwrap_err();
    assert_eq!(deep.what, What::Deep);
}

#[test]
fn what_is_typed_at_the_end_is_known() {
    let service = Field::Name(Name::Service);
    for (text, expected) in [
        ("", Place::Condition(0)),
        ("ms>1 ", Place::Condition(5)),
        ("ms>1 ser", Place::Condition(5)),
        ("-ser", Place::Condition(1)),
        ("(ser", Place::Condition(1)),
        ("service:", Place::Value(service.clone(), 8)),
        ("a or service:cv", Place::Value(service.clone(), 13)),
        ("service:cvm,v", Place::Value(service.clone(), 12)),
        ("service:\"a", Place::Text),
        ("ms>1", Place::Value(Field::Number(Number::Ms), 3)),
    ] {
        assert_eq!(place(text), expected, "{text}");
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9*._-]{1,8}",
        "[ \"\\\\:()<>=!|,，：“”（）或a云-]{1,6}",
        ".{1,6}",
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let op = || prop::sample::select(vec![Op::Is, Op::More, Op::Less, Op::AtLeast, Op::AtMost]);
    let names: Vec<_> = Name::ALL
        .into_iter()
        .filter(|name| *name != Name::Class)
        .collect();
    let name = prop::sample::select(names);
    let number = prop::sample::select(Number::ALL.to_vec());
    let side = prop::sample::select(vec![Side::Request, Side::Response]);
    let path = prop::collection::vec("[A-Za-z0-9_]{1,6}", 1..4);
    let member_op = prop_oneof![op(), Just(Op::Has)];
    prop_oneof![
        text().prop_map(Term::Text),
        Just(Term::Marked),
        (name, prop::collection::vec(text(), 1..3)).prop_map(|(n, v)| Term::Name(n, v)),
        (number, op(), -1e9..1e9).prop_map(|(n, op, value)| Term::Number(n, op, value)),
        any::<u64>().prop_map(|seconds| Term::Since(Since::Ago(seconds))),
        (side, path, member_op, text()).prop_map(|(s, p, o, v)| Term::Member(s, p, o, v)),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    term()
        .prop_map(Query::Term)
        .prop_recursive(4, 24, 4, |inner| {
            let several = || prop::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                several().prop_map(Query::all),
                several().prop_map(Query::any),
                inner.clone().prop_map(Query::negated),
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(7), ..ProptestConfig::with_cases(512) })]

    #[test]
    fn what_is_written_is_read_as_the_same(query in query()) {
        let written = query.to_string();
        prop_assert_eq!(parse(&written), Ok(query), "{}", written);
    }

    #[test]
    fn any_text_is_a_filter_or_wrong_at_a_place_that_it_has(text in "(service|ms|request.a|[ \"\\\\:()<>=!|,，：“”（）或a云1-]|.){0,12}") {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(wrong) => prop_assert!(text.get(wrong.at).is_some()),
        }
        let from = match place(&text) {
            Place::Condition(from) | Place::Value(_, from) => from,
            Place::Text => 0,
        };
        prop_assert!(text.get(from..).is_some());
    }
}

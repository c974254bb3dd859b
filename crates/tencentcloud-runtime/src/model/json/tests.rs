use serde_json::Value;

use super::*;

fn skip(text: &str) -> Result<Json<'_>, Syntax> {
    let mut cursor = Cursor::new(text, false);
    let value = cursor.skip()?;
    cursor.end()?;
    Ok(value)
}

#[test]
fn text_is_json_where_serde_json_says_so() {
    let good = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "10",
        "1.5",
        "-0.0",
        "1e5",
        "1E+5",
        "1.25e-7",
        "18446744073709551616",
        r#""""#,
        r#""a\"b""#,
        r#""\\""#,
        r#""\u4e2d\n""#,
        "[]",
        "{}",
        " [ ] ",
        " { } ",
        "[1,2,[3,{}],{\"a\":[]}]",
        r#"{"a":1,"b":{"c":null}}"#,
        "\t\r\n {\"a\" : 1 , \"b\" : [ ] }\n",
        r#""abcdefghijklmnopqrstuvwxyz中文""#,
    ];
    let bad = [
        "",
        " ",
        "nul",
        "nulls",
        "True",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "--1",
        "0x10",
        "NaN",
        "Infinity",
        "'a'",
        r#"""#,
        r#""a"#,
        r#""a\"#,
        r#""a\""#,
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{1:1}",
        "[1}",
        "{\"a\":1]",
        "1 2",
        "{}{}",
        "[]]",
        "\"a\"b",
        "[[]",
        "nulltrue",
        "/**/1",
        "\u{b}1",
    ];
    for text in good {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{text}");
        assert!(skip(text).is_ok(), "{text}");
    }
    for text in bad {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        assert!(skip(text).is_err(), "{text}");
    }
    // Every cut of a text is no JSON, whichever byte it ends at.
    let whole = r#"{"a":[1.5e3,{"b\u4e2d":"c\\"},true],"d":null}"#;
    for end in 0..whole.len() {
        assert!(skip(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}

#[test]
fn strings_are_what_serde_json_reads() {
    for text in [
        r#""""#,
        r#""plain""#,
        r#""exactly8""#,
        r#""seven77\n""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u0000\u001f\u4e2d\uD83D\uDE00""#,
        "\"中文，长一点的文字\"",
        r#""1234567\u00e98901234567\\""#,
        "\"\u{1f600}\"",
    ] {
        let read = Cursor::new(text, false).string().unwrap();
        assert_eq!(read.text, serde_json::from_str::<String>(text).unwrap());
        assert!(!read.replaced, "{text}");
    }
}

#[test]
fn numbers_are_what_serde_json_reads() {
    for text in [
        "0",
        "7",
        "-7",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "0.1",
        "-1.5e-300",
        "1e308",
        "123456789012345678901234567890",
        "5e-324",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "-8.562938621090825e40",
    ] {
        let number = Cursor::new(text, false).number().unwrap();
        let value: Value = serde_json::from_str(text).unwrap();
        match number {
            Number::I64(number) => assert_eq!(value.as_i64(), Some(number), "{text}"),
            Number::U64(number) => assert_eq!(value.as_u64(), Some(number), "{text}"),
            Number::F64(number) => {
                assert_eq!(text.parse(), Ok(number));
                assert!(value.is_f64(), "{text}");
            }
        }
    }
    let huge = Cursor::new("-1e400", false).number().unwrap();
    assert_eq!(huge, Number::F64(f64::NEG_INFINITY));
}

#[test]
fn a_value_is_looked_into_as_far_as_somebody_asks() {
    let json = skip(r#"{"a":"x\u00e9","b":[{"c":1}],"d":null,"e":1e400,"f":{}}"#).unwrap();
    let members: Vec<_> = json
        .members()
        .map(|(name, value)| {
            (
                name.into_owned(),
                value.text().map(|text| text.into_owned()),
            )
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        members,
        [
            ("a".to_owned(), text("xé")),
            ("b".to_owned(), None),
            ("d".to_owned(), None),
            ("e".to_owned(), text("1e400")),
            ("f".to_owned(), None),
        ]
    );
    let (_, list) = json.members().nth(1).unwrap();
    assert_eq!(list.first().tree().0, serde_json::json!({"c": 1}));
    assert_eq!(
        json.members().nth(3).unwrap().1.tree(),
        (Value::from("1e400"), false)
    );
    assert_eq!(skip("[]").unwrap().first().tree().0, serde_json::json!([]));
    assert_eq!(skip("[1]").unwrap().members().count(), 0);
}

#[test]
fn a_tree_is_what_serde_json_reads() {
    for text in [
        "null",
        "[]",
        "{}",
        r#"{"a":[1,-2,18446744073709551615,1.5,true,false,null,"x\u00e9\n"],"b":{"c":[[]]},"a\"":{}}"#,
    ] {
        let wanted: Value = serde_json::from_str(text).unwrap();
        assert_eq!(skip(text).unwrap().tree(), (wanted, true), "{text}");
    }
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for text in [r#"{"a":1e400}"#, r#"["\ud83d"]"#, &deep] {
        assert!(!skip(text).unwrap().tree().1, "{:.20}", text);
    }
}

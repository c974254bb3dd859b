//! Pages that nobody wrote for a reader: large, broken, hostile. Each is read to its end, and so large
//! that work which grows with its square would not end within a test's patience.

use tencentcloud_import::page::{Facts, Faults, Pages};

fn describe(text: &str) -> Result<Facts, Faults> {
    Pages::new()
        .page("page", text)
        .of("bakery", "2020-05-01")
        .describe(&[])
}

/// An action's page as text with tabs, Markdown and HTML, with rows of parameters and lines below.
fn pages(rows: &[[&str; 4]], below: &str) -> [String; 3] {
    let head = "接口请求域名: bakery.tencentcloudapi.com";
    let common = [
        [
            "Action",
            "是",
            "String",
            "公共参数，本接口取值：BakeBread。",
        ],
        [
            "Version",
            "是",
            "String",
            "公共参数，本接口取值：2020-05-01。",
        ],
    ];
    let rows: Vec<_> = common.iter().chain(rows).collect();
    let text = |open: &str, between: &str, close: &str| -> String {
        let rows = rows.iter();
        rows.map(|row| format!("{open}{}{close}\n", row.join(between)))
            .collect()
    };
    let [tabs, pipes] = ["\t", " | "].map(|between| {
        let header = ["参数名称", "必选", "类型", "描述"].join(between);
        let output = ["参数名称", "类型", "描述"].join(between);
        let (open, close) = if between == "\t" { ("", "") } else { ("| ", " |") };
        let rows = text(open, between, close);
        format!("{head}\n2. 输入参数\n{open}{header}{close}\n{rows}3. 输出参数\n{open}{output}{close}\n{below}\n")
    });
    let cells = text("<tr><td>", "</td><td>", "</td></tr>");
    let html = format!(
        "<html><p>{head}</p><h2>2. 输入参数</h2><table><tr><th>参数名称</th><th>必选</th><th>类型</th><th>描述</th></tr>{cells}</table>\
         <h2>3. 输出参数</h2><table><tr><th>参数名称</th><th>类型</th><th>描述</th></tr></table>{below}"
    );
    [tabs, pipes, html]
}

#[test]
fn a_large_cell_is_left_out_and_reported() {
    for piece in [
        "取值：A、",
        "[1, 2](",
        "1:开；",
        "Default value: ",
        "A: b; ",
        "（",
        "0-9",
        "，",
    ] {
        let cell = piece.repeat(75_000 / piece.len() + 1);
        for page in pages(
            &[
                ["Oven", "否", "String", &cell],
                ["Rack", "否", "Integer", "默认值：3"],
            ],
            "",
        ) {
            let facts = describe(&page).unwrap_or_else(|faults| panic!("{piece}: {faults}"));
            let request = &facts.descriptions[0].actions["BakeBread"].request;
            assert_eq!(request[0].values, [""; 0], "{piece}");
            assert_eq!(request[1].default, Some(3.into()), "{piece}");
            let [warning] = &facts.warnings[..] else {
                panic!("{piece}: {:?}", facts.warnings.len());
            };
            assert!(
                warning.message.starts_with("Oven: the description has "),
                "{warning}"
            );
        }
    }
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let names: Vec<String> = (0..100_000).map(|index| format!("Member{index}")).collect();
    let rows: Vec<_> = names
        .iter()
        .map(|name| [name, "否", "String", ""])
        .collect();
    let [text, ..] = pages(&rows, "");
    let [_, markdown, html] = pages(&rows[..20_000], "");
    for (page, count) in [(text, 100_000), (markdown, 20_000), (html, 20_000)] {
        let facts = describe(&page).unwrap();
        let request = &facts.descriptions[0].actions["BakeBread"].request;
        assert_eq!(request.len(), count);
    }
}

#[test]
fn of_many_faults_the_first_are_shown() {
    let rows = vec![["Oven", "或许", "No type", ""]; 20_000];
    for page in pages(&rows, "") {
        let faults = describe(&page).unwrap_err();
        let last = faults.as_slice().last().unwrap();
        assert_eq!(faults.as_slice().len(), 101);
        assert!(last.message.contains("more faults from here on"), "{last}");
    }
}

#[test]
fn ten_thousand_of_anything_are_read() {
    for piece in [
        "<table><tr><td>",
        "<div><table>",
        "<td colspan=1000000 rowspan=1000000>a",
        "<tr><td rowspan=99>a<td colspan=99>b",
        "<h2>",
        "<pre><nav>",
        "</table></td>",
        "<b a=\"",
        "<!--",
        "&#x0;&amp",
        "<![CDATA[",
        "```\n",
        "```x\n",
        "| a |\n",
        "a\tb\n\n",
        "Bread\n",
        "2. 输入参数\n",
        "4. 示例\n输入示例\n{\n",
        "输入示例\n{\"A\": [\n",
        "&A.0.B=1\n",
        "被如下接口引用：A\n",
        "名称 | 类型 | 描述 |\n",
        "Name\tType\tDescription\n",
        "[](",
        "\\|",
        "\0",
        "\u{feff}",
        "\r",
        "　",
        "｜",
    ] {
        let below = piece.repeat(10_000);
        for page in pages(&[], &below) {
            // Whatever it says, it says it.
            let _ = describe(&page);
        }
        let _ = describe(&below);
    }
}

#[test]
fn an_example_of_many_members_is_read() {
    let many: Vec<String> = (0..20_000)
        .map(|index| format!("\"M{index}\": {index}"))
        .collect();
    let example = format!("4. 示例\n输入示例\n{{\n{}\n}}\n", many.join(",\n"));
    let [text, ..] = pages(&[["Oven", "是", "String", "叫什么"]], &example);
    let facts = describe(&text).unwrap();
    assert!(
        (2..100).contains(&facts.warnings.len()),
        "{}",
        facts.warnings.len()
    );
}

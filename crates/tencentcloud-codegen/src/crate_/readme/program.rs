//! A first program: a paged read, then what creates something, with an error that is matched.

use std::collections::BTreeSet;

use tencentcloud_schema::{Action, Description};

use crate::names;

use super::choose::{Choice, Named};
use super::example::Given;
use crate::items::scope::Scope;

/// Classes of error codes that a program may know what to do about, and what they say.
const CLASSES: &[(&str, &str)] = &[
    ("LimitExceeded", "over a limit"),
    ("ResourceInsufficient", "sold out"),
    ("ResourceInUse", "in use"),
    ("ResourceNotFound", "not found"),
    ("InvalidParameterValue", "not accepted"),
    ("InvalidParameter", "not accepted"),
    ("FailedOperation", "failed"),
];

/// The program, or nothing where the version has no action.
pub(super) fn program(scope: &Scope<'_>, krate: &str) -> Option<String> {
    let mut program = Program {
        scope,
        imports: BTreeSet::from(["Client".to_owned()]),
        calls: Vec::new(),
    };
    program.calls();
    (!program.calls.is_empty()).then(|| program.text(krate))
}

struct Program<'a> {
    scope: &'a Scope<'a>,
    imports: BTreeSet<String>,
    /// The lines of each call.
    calls: Vec<String>,
}

impl Program<'_> {
    /// A read, then a call whose error is matched.
    fn calls(&mut self) {
        let choice = Choice::new(self.scope.description);
        let paged = choice.paged();
        let name = paged.map(|(name, _)| name);
        let create = choice.create(name);
        let read = match (paged, create) {
            (None, Some((create, _))) => choice.read(create),
            _ => None,
        };
        if let Some(paged) = paged {
            self.items(paged);
        } else if let Some(read) = read {
            self.read(read);
        }
        let last = create
            .or_else(|| choice.read(name.unwrap_or_default()))
            .or(paged)
            .or_else(|| choice.any());
        match last {
            Some((name, action)) if action.streaming => self.events((name, action)),
            Some(last) => self.matched(last),
            None => {}
        }
    }

    /// All items of a list.
    fn items(&mut self, (name, action): Named<'_>) {
        let request = self.request((name, action), Given::Required);
        let method = names::method(name);
        self.calls.push(format!(
            "    // Every item of the list, page by page.\n\
             {request}    \
             let mut items = client.{method}(request).items();\n    \
             while let Some(item) = items.next().await {{\n        \
             println!(\"{{:?}}\", item?);\n    }}\n"
        ));
    }

    fn read(&mut self, (name, action): Named<'_>) {
        let request = self.request((name, action), Given::Required);
        let method = names::method(name);
        self.calls.push(format!(
            "{request}    let response = client.{method}(request).await?;\n    \
             println!(\"{{response:?}}\");\n"
        ));
    }

    fn events(&mut self, (name, action): Named<'_>) {
        let request = self.request((name, action), Given::Required);
        let method = names::method(name);
        self.calls.push(format!(
            "{request}    let mut events = client.{method}(request).events();\n    \
             while let Some(event) = events.next().await {{\n        \
             println!(\"{{:#?}}\", event?);\n    }}\n"
        ));
    }

    /// A call whose error is looked at.
    fn matched(&mut self, (name, action): Named<'_>) {
        let request = self.request((name, action), Given::Something);
        let method = names::method(name);
        let (condition, what) = match class(self.scope.description, action) {
            Some((class, what)) => {
                self.imports.insert("errors".to_owned());
                let constant = names::constant(class);
                (format!("error.is(errors::{constant})"), what)
            }
            None => ("error.is_throttled()".to_owned(), "too many requests"),
        };
        self.calls.push(format!(
            "{request}    match client.{method}(request).await {{\n        \
             Ok(response) => println!(\"{{response:#?}}\"),\n        \
             Err(error) if {condition} => println!(\"{what}: {{error}}\"),\n        \
             Err(error) => return Err(error),\n    }}\n"
        ));
    }

    /// The line or lines that make a request.
    fn request(&mut self, (name, action): Named<'_>, given: Given) -> String {
        self.imports.insert(format!("{name}Request"));
        let request = self.scope.request_example(name, action, given);
        if request.contains("types::") {
            self.imports.insert("types".to_owned());
        }
        request
    }

    fn text(&self, krate: &str) -> String {
        let imports: Vec<_> = self.imports.iter().map(String::as_str).collect();
        format!(
            "use {krate}::runtime::{{self, Config}};\n\
             use {krate}::{{{}}};\n\n\
             async fn example() -> runtime::Result<()> {{\n    \
             // Reads TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.\n    \
             let config = Config::from_env()?.region(\"ap-guangzhou\");\n    \
             let client = Client::new(&config);\n\n\
             {}    Ok(())\n}}\n",
            imports.join(", "),
            self.calls.join("\n"),
        )
    }
}

/// The first class of [`CLASSES`] that has a constant: one of the action's own codes, or of the
/// version's where the action has none.
fn class(description: &Description, action: &Action) -> Option<(&'static str, &'static str)> {
    let codes = match action.errors.is_empty() {
        true => &description.errors,
        false => &action.errors,
    };
    CLASSES.iter().copied().find(|(class, _)| {
        codes.iter().any(|code| {
            let below = code.strip_prefix(class);
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        })
    })
}

//! `tcloud errors CODE`: who reports an error code, what it means, and what to do about it.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use tencentcloud_calls::{Advice, Language, Meaning, meant, near_codes, spelt};
use tencentcloud_catalogue::search::{ErrorPlace, index};
use tencentcloud_rows::Shape;

use crate::error::Failure;
use crate::options::Options;
use crate::output::{self, Output};
use crate::page::Page;
use crate::paint::{self, Paint};

/// The error code that is asked for.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The error code, in any case: InvalidParameterValue.VpcIdNotExist
    #[arg(value_name = "CODE")]
    code: String,
}

impl Arguments {
    /// Looks the code up, and prints what is known of it.
    ///
    /// # Errors
    /// A code that no service lists, with the nearest ones.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        let index = index()?;
        let places = index.error(&self.code);
        if places.is_empty() {
            return self.unknown();
        }
        let code = spelt(&self.code)?.unwrap_or(&self.code);
        let meaning = Meaning::of(code);
        let service = match &*places {
            [only] => only.service,
            _ => "SERVICE",
        };
        let next = Advice::of_code(code, service).steps;
        if options.output.output.is_some() || options.output.query.is_some() {
            let services = places
                .iter()
                .map(|place| json!({"service": place.service, "actions": place.actions}));
            let data = json!({
                "code": code,
                "class": meaning.class,
                "meaning": meaning.english,
                "retryable": meaning.retryable,
                "next": next,
                "services": services.collect::<Vec<_>>(),
            });
            Output::of(&options.output, None)?.print(data, &Shape::default())?;
        } else {
            let language = Language::wanted(options.language.as_deref());
            let paint = paint::output(options.output.color);
            output::text(&page(code, &meaning, &next, &places, language, paint))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Fails, since no service lists the code.
    fn unknown(&self) -> Result<ExitCode, Failure> {
        let near = near_codes(&self.code)?;
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        let told = format!(
            "no service lists the error code {}{}",
            self.code,
            meant(&near)
        );
        let meaning = Meaning::of(&self.code);
        let failure = Failure::usage(told);
        Err(match meaning.class {
            "other" => failure,
            class => failure.with_next(format!(
                "codes of its kind are {class}: {}",
                meaning.english
            )),
        })
    }
}

/// Returns what is known, to read.
fn page(
    code: &str,
    meaning: &Meaning,
    next: &[String],
    places: &[ErrorPlace<'_>],
    language: Language,
    paint: Paint,
) -> String {
    let mut page = Page::new(output::width());
    page.line(0, &paint.with(Paint::HEADING, code));
    page.paragraph(0, meaning.text(language));
    if meaning.retryable {
        page.paragraph(
            0,
            language.pick("The same call may succeed later.", "稍后重试可能成功。"),
        );
    }
    if !next.is_empty() {
        page.heading(language.pick("What to do", "如何处理"));
        next.iter().for_each(|step| page.paragraph(2, step));
    }
    page.heading(language.pick("Who reports it", "涉及的产品与接口"));
    for place in places {
        let title = language.title_of(place.service_title, place.service_title_en);
        let actions = place.actions.join(", ");
        page.row(2, place.service, title.unwrap_or_default());
        page.paragraph(6, &actions);
    }
    page.finish()
}

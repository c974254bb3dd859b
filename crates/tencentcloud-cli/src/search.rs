//! `tcloud search`: actions by what people call them.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use tencentcloud_catalogue::search::{Hit, Query, index};

use tencentcloud_calls::{Language, find_service};
use tencentcloud_rows::Shape;

use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::output::{self, Output};
use crate::page::Page;
use crate::paint::{self, Paint};

/// What is searched for.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Words in English or Chinese: what is to be done, names, initials, parameters, values, error codes
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    /// Searches the actions of SERVICE alone
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Shows the best COUNT actions
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
}

impl Arguments {
    /// Searches, and prints what was found.
    ///
    /// # Errors
    /// A service that is unknown; nothing that was found.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        let service = self.service.as_deref().map(find_service).transpose()?;
        let query = Query {
            service: service.map(|(name, _)| name),
            limit: usize::from(self.limit),
        };
        let words = self.words.join(" ");
        let hits = index()?.search(&words, &query);
        if hits.is_empty() {
            let told = format!("nothing is found by {words}");
            return Err(Failure::new(Kind::NotFound, told)
                .with_next("use other words, in English or Chinese: `tcloud search create vpc`"));
        }
        if options.output.output.is_some() || options.output.query.is_some() {
            let hits = hits.iter().map(data).collect();
            Output::of(&options.output, None)?.print(Value::Array(hits), &Shape::default())?;
        } else {
            let paint = paint::output(options.output.color);
            let language = Language::wanted(options.language.as_deref());
            output::text(&page(&hits, language, paint))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the hits to read: the action, its title and the service's, and why it was found.
fn page(hits: &[Hit<'_>], language: Language, paint: Paint) -> String {
    let mut page = Page::new(output::width());
    for hit in hits {
        let name = format!("{} {}", hit.service, hit.action);
        page.line(0, &paint.with(Paint::HEADING, name));
        let title = language.title_of(hit.title, hit.title_en);
        let service = language.title_of(hit.service_title, hit.service_title_en);
        let titles: Vec<_> = [title, service].into_iter().flatten().collect();
        page.paragraph(4, &titles.join(" · "));
        let why: Vec<_> = hit
            .why
            .iter()
            .map(|reason| format!("{}: {}", reason.word, reason.field.as_str()))
            .collect();
        page.line(4, &paint.with(Paint::DIM, why.join(", ")));
    }
    page.finish()
}

/// Returns a hit as data.
fn data(hit: &Hit<'_>) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let why = hit
        .why
        .iter()
        .map(|reason| json!({"word": reason.word, "field": reason.field.as_str()}));
    json!({
        "service": hit.service,
        "action": hit.action,
        "title": text(hit.title),
        "title_en": text(hit.title_en),
        "service_title": text(hit.service_title),
        "service_title_en": text(hit.service_title_en),
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
        "why": why.collect::<Vec<_>>(),
    })
}

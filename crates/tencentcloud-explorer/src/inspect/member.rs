//! A text within a text of a call: edited, and encoded again.

use axum::extract::{Form, Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::decode::{Form as Encoding, decode};
use super::row::{call, missing};
use crate::page::{Reader, View};

/// Which text.
#[derive(Deserialize)]
pub(super) struct Asked {
    path: String,
}

/// What it becomes.
#[derive(Deserialize)]
pub(super) struct Written {
    path: String,
    form: String,
    inner: String,
}

/// Shows the text within the text.
pub(super) async fn page(
    reader: Reader,
    Path(id): Path<u64>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(entry) = reader.app.timeline.get(id) else {
        return missing(&reader).show(&reader);
    };
    let request = Value::Object(entry.request());
    let decoded = request
        .pointer(&pointer(&asked.path))
        .and_then(Value::as_str)
        .and_then(decode);
    let Some((form, inner)) = decoded else {
        return nothing(&reader, &asked.path).show(&reader);
    };
    view(&reader, id, &asked.path, form, &inner, Markup::default()).show(&reader)
}

/// Encodes the text again, and puts it into the call.
pub(super) async fn written(
    reader: Reader,
    Path(id): Path<u64>,
    Form(written): Form<Written>,
) -> Response {
    let Some(entry) = reader.app.timeline.get(id) else {
        return missing(&reader).show(&reader);
    };
    let Some(form) = Encoding::named(&written.form) else {
        return nothing(&reader, &written.path).show(&reader);
    };
    // A form sends CR LF for each end of a line.
    let inner = written.inner.replace("\r\n", "\n");
    let result = match form.encode(&inner) {
        Err(told) => html! { p class="wrong" role="alert" { (told) } },
        Ok(text) => {
            let mut record = entry.record();
            let mut request = Value::Object(record.request);
            let place = request.pointer_mut(&pointer(&written.path));
            if let Some(place) = place.filter(|place| place.is_string()) {
                *place = text.as_str().into();
            }
            record.request = match request {
                Value::Object(members) => members,
                _ => Map::new(),
            };
            let call = call(&reader, &record);
            let t = |english, chinese| reader.t(english, chinese);
            html! {
                h2 { (t("Encoded again", "重新编码")) }
                pre class="code" tabindex="0" id="encoded" { (text) }
                p class="actions" {
                    a class="button primary" href=(call.link()) data-go { (t("Open in the form", "在表单中打开")) }
                    button type="button" class="button" data-copy="encoded" { (t("Copy", "复制")) }
                }
            }
        }
    };
    view(&reader, id, &written.path, form, &inner, result).show(&reader)
}

fn nothing(reader: &Reader, path: &str) -> View {
    View::sorry(
        reader.t("There is no text within this text", "该文本中没有嵌套内容"),
        path,
    )
}

fn view(reader: &Reader, id: u64, path: &str, form: Encoding, inner: &str, result: Markup) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        section class="inspected" {
            p class="crumbs" { a href={ "/row/" (id) } data-go { (t("The call", "返回调用")) } }
            h1 { code { (path) } " " span class="badge" { (form.name()) } }
            form method="post" action={ "/row/" (id) "/member" } data-part {
                input type="hidden" name="path" value=(path);
                input type="hidden" name="form" value=(form.name());
                div class="field" {
                    label for="inner" { (t("What is within", "解码后的内容")) }
                    textarea id="inner" name="inner" rows="14" class="mono" spellcheck="false" { (inner) }
                }
                button class="button primary" { (t("Encode again", "重新编码")) }
            }
            (result)
        }
    };
    View {
        title: path.to_owned(),
        centre,
        side: Markup::default(),
    }
}

/// `path`, such as `Nodes.0.Host`, as a JSON pointer.
fn pointer(path: &str) -> String {
    let escaped = path.replace('~', "~0").replace('/', "~1");
    format!("/{}", escaped.replace('.', "/"))
}

//! Saving, opening, renaming and deleting requests, and their environments.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Json, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Map, Value};
use tencentcloud_calls::saved::{Saved, Variables};
use tencentcloud_calls::{Target, Wanted};

use super::folder::Folder;
use super::name::Name;
use super::page;
use crate::app::App;
use crate::call::Call;
use crate::page::Reader;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/saved", get(list).post(save))
        .route("/saved/open", get(open))
        .route("/saved/rename", post(rename))
        .route("/saved/delete", post(delete))
        .route("/saved/environments", post(environments))
}

/// Does `act` in the folder, where it may wait for the disk.
async fn work<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let Some(folder) = app.saved.clone() else {
        return Err(io::Error::other("the page was started without a folder"));
    };
    let done = tokio::task::spawn_blocking(move || act(&Arc::clone(&folder))).await;
    done.map_err(io::Error::other)?
}

async fn list(reader: Reader) -> Response {
    show(&reader, None).await
}

async fn show(reader: &Reader, wrong: Option<&str>) -> Response {
    let found = work(&reader.app, |folder| Ok(page::groups(folder))).await;
    page::list(reader, found.ok().as_deref(), wrong).show(reader)
}

/// Says what went wrong above the list.
async fn refused(reader: &Reader, wrong: &str) -> Response {
    let page = show(reader, Some(wrong)).await;
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A call to be saved.
#[derive(Deserialize)]
struct Asked {
    name: String,
    #[serde(default)]
    replace: bool,
    #[serde(flatten)]
    call: Call,
}

/// Saves the call of a form; what is sensitive becomes a variable.
async fn save(reader: Reader, Json(asked): Json<Asked>) -> Response {
    let call = asked.call;
    let Some(name) = Name::read(&asked.name) else {
        return (StatusCode::UNPROCESSABLE_ENTITY, page::no_name(&reader)).into_response();
    };
    let wanted = Wanted {
        version: Some(call.version.clone()).filter(|version| !version.is_empty()),
        preferred: None,
        force: true,
    };
    let target = match Target::find(&call.service, &call.action, &wanted) {
        Ok(target) => target,
        Err(error) => return (StatusCode::UNPROCESSABLE_ENTITY, error.message).into_response(),
    };
    let request = Saved::of(&target, call.region.as_deref(), &call.parameters);
    let replace = asked.replace;
    let done = work(&reader.app, move |folder| {
        folder.save(&name, &request, replace)
    })
    .await;
    match done {
        Ok(()) => (StatusCode::CREATED, reader.t("Saved", "已保存")).into_response(),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            (StatusCode::CONFLICT, page::taken(&reader)).into_response()
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
    }
}

/// A saved request, and what is done with it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    name: String,
    to: String,
    environment: String,
    folder: String,
    text: String,
}

/// Leads to the form of a saved request, filled in with an environment. A variable that it does not give
/// stays what it is.
async fn open(reader: Reader, Query(named): Query<Named>) -> Response {
    let filled = work(&reader.app, move |folder| {
        let name = Name::read(&named.name).ok_or(io::ErrorKind::NotFound)?;
        let saved = folder.read(&name)?;
        let environments = folder.environments(name.folder())?;
        fill(&saved, &environments, &named.environment)
    });
    match filled.await {
        Ok(mut call) => {
            call.target = reader.target.name().to_owned();
            Redirect::to(&call.link()).into_response()
        }
        Err(error) => refused(&reader, &error.to_string()).await,
    }
}

/// Returns the call of a saved request in one of `environments`, of which the empty one is the default.
fn fill(saved: &Saved, environments: &str, environment: &str) -> io::Result<Call> {
    let text = match environments {
        "" => "{}",
        text => text,
    };
    let environment = Some(environment).filter(|name| !name.is_empty());
    let at = |error: tencentcloud_calls::Error| io::Error::other(error.message);
    let mut variables =
        Variables::of_environment(text, super::name::ENVIRONMENTS, environment).map_err(at)?;
    let all: Map<String, Value> = serde_json::from_str(text).map_err(io::Error::other)?;
    for variable in saved.variables() {
        let mut given = [Some("default"), environment].into_iter().flatten();
        if !given.any(|name| {
            all.get(name)
                .is_some_and(|all| all.get(&variable).is_some())
        }) {
            let itself = format!("${{{variable}}}");
            variables.insert(variable, itself);
        }
    }
    let filled = saved.fill(&variables).map_err(at)?;
    let wanted = Wanted {
        version: filled.version,
        preferred: None,
        force: true,
    };
    let target = Target::find(&filled.service, &filled.action, &wanted).map_err(at)?;
    Ok(Call {
        service: target.service,
        version: target.version,
        action: target.name,
        region: filled.region.filter(|region| !region.starts_with("${")),
        parameters: filled.members,
        ..Call::default()
    })
}

async fn rename(reader: Reader, Form(named): Form<Named>) -> Response {
    let (Some(name), Some(to)) = (Name::read(&named.name), Name::read(&named.to)) else {
        return refused(&reader, page::no_name(&reader)).await;
    };
    match work(&reader.app, move |folder| folder.rename(&name, &to)).await {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            refused(&reader, page::taken(&reader)).await
        }
        done => finish(&reader, done).await,
    }
}

async fn delete(reader: Reader, Form(named): Form<Named>) -> Response {
    let done = work(&reader.app, move |folder| {
        let name = Name::read(&named.name).ok_or(io::ErrorKind::NotFound)?;
        folder.delete(&name)
    });
    finish(&reader, done.await).await
}

async fn environments(
    State(app): State<App>,
    reader: Reader,
    Form(named): Form<Named>,
) -> Response {
    let done = work(&app, move |folder| {
        folder.set_environments(&named.folder, &named.text)
    })
    .await;
    finish(&reader, done).await
}

async fn finish(reader: &Reader, done: io::Result<()>) -> Response {
    match done {
        Ok(()) => Redirect::to("/saved").into_response(),
        Err(error) => refused(reader, &error.to_string()).await,
    }
}

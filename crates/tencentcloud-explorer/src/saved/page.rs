//! The page of saved requests, and the button that saves a form.

use maud::{Markup, html};
use tencentcloud_calls::saved::Variables;

use super::folder::{Folder, Listed};
use super::name::ENVIRONMENTS;
use crate::page::{Reader, View};

/// The requests of one folder, with its environments.
#[derive(Debug)]
pub(super) struct Group {
    /// The folder's name; empty for the outermost one.
    folder: String,
    /// Where it is on the disk.
    path: String,
    requests: Vec<Listed>,
    /// The file of environments as it is.
    text: String,
    /// The names of its environments.
    environments: Vec<String>,
}

/// Returns what `folder` has, folder by folder.
pub(super) fn groups(folder: &Folder) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for listed in folder.list() {
        let own = listed.name.folder().to_owned();
        match groups.iter_mut().find(|group| group.folder == own) {
            Some(group) => group.requests.push(listed),
            None => {
                let text = folder.environments(&own).unwrap_or_default();
                let names = Variables::environments(&text, ENVIRONMENTS);
                groups.push(Group {
                    path: match own.as_str() {
                        "" => folder.path().display().to_string(),
                        own => folder.path().join(own).display().to_string(),
                    },
                    environments: names.unwrap_or_default(),
                    folder: own,
                    requests: vec![listed],
                    text,
                });
            }
        }
    }
    groups
}

/// Says what a name may be.
pub(super) fn no_name(reader: &Reader) -> &'static str {
    reader.t(
        "Give a name such as network/list subnets: no .., no hidden file, none of \\ : * ? \" < > |.",
        "请填写名称，例如 network/list subnets；不能包含 ..、隐藏文件名以及 \\ : * ? \" < > |。",
    )
}

/// Says that a name is taken.
pub(super) fn taken(reader: &Reader) -> &'static str {
    reader.t("There is a request of that name.", "已有同名请求。")
}

/// Returns the list of requests; without a folder there are none.
pub(super) fn list(reader: &Reader, groups: Option<&[Group]>, wrong: Option<&str>) -> View {
    let t = |english, chinese| reader.t(english, chinese);
    let centre = html! {
        div class="saved" {
            header class="head" {
                h1 { (t("Saved requests", "已保存的请求")) }
                p class="hint" {
                    (t("Plain JSON files, for git and for tcloud run. What is secret is a variable in them.",
                       "普通 JSON 文件，可纳入 git，也可用 tcloud run 运行。敏感参数以变量代替。"))
                }
            }
            @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
            @match groups {
                None => div class="empty" {
                    h2 { (t("Nothing is kept", "未保存任何内容")) }
                    p { (t("The page was started without a folder.", "启动本页面时未指定文件夹。")) }
                },
                Some([]) => div class="empty" {
                    h2 { (t("No request is saved yet", "还没有保存的请求")) }
                    p { (t("Fill in a form and choose Save beside it.", "填写表单后点击“保存”。")) }
                },
                Some(groups) => @for group in groups { (of_folder(reader, group)) },
            }
        }
    };
    View {
        title: t("Saved requests", "已保存的请求").to_owned(),
        centre,
        side: Markup::default(),
    }
}

fn of_folder(reader: &Reader, group: &Group) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        section class="folder" {
            @if !group.folder.is_empty() { h2 { (group.folder) } }
            ul class="requests" {
                @for listed in &group.requests { (request(reader, group, listed)) }
            }
            details {
                summary { (t("Environments", "环境")) " (" (group.environments.len()) ")" }
                form method="post" action="/saved/environments" data-part {
                    input type="hidden" name="folder" value=(group.folder);
                    label class="field" {
                        span class="hint mono" { (group.path) "/" (ENVIRONMENTS) }
                        textarea name="text" rows="8" class="mono" spellcheck="false" {
                            @if group.text.is_empty() {
                                "{\n  \"default\": {},\n  \"test\": {\"region\": \"ap-guangzhou\"}\n}\n"
                            } @else { (group.text) }
                        }
                    }
                    p class="hint" {
                        (t("What default gives, all others have. ${name} in a request is the value of that variable.",
                           "default 中的变量对所有环境生效。请求中的 ${name} 会替换为该变量的值。"))
                    }
                    button class="button small" { (t("Save environments", "保存环境")) }
                }
            }
        }
    }
}

fn request(reader: &Reader, group: &Group, listed: &Listed) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let name = listed.name.as_str();
    html! {
        li {
            div class="what" {
                p { strong { (listed.name.last()) } }
                @match &listed.request {
                    Ok(saved) => p class="hint" {
                        (saved.service) " " (saved.action)
                        @for variable in saved.variables() { " " span class="badge" { "$" (variable) } }
                    },
                    Err(wrong) => p class="wrong" { (wrong) },
                }
                @if listed.request.is_ok() {
                    p class="hint mono" { "tcloud run " (group.path) "/" (listed.name.last()) ".json" }
                }
            }
            @if listed.request.is_ok() {
                form class="open" action="/saved/open" data-part {
                    input type="hidden" name="name" value=(name);
                    @if !group.environments.is_empty() {
                        select name="environment" aria-label=(t("Environment", "环境")) {
                            option value="" { "default" }
                            @for environment in group.environments.iter().filter(|name| *name != "default") {
                                option value=(environment) { (environment) }
                            }
                        }
                    }
                    button class="button primary small" { (t("Open", "打开")) }
                }
            }
            details class="ask" {
                summary class="button quiet small" aria-label={ (t("Rename or delete", "重命名或删除")) " " (name) } { "···" }
                form method="post" action="/saved/rename" data-part {
                    input type="hidden" name="name" value=(name);
                    label class="field" { span class="hint" { (t("New name", "新名称")) } input name="to" value=(name) required; }
                    button class="button small" { (t("Rename", "重命名")) }
                }
                form method="post" action="/saved/delete" data-part {
                    input type="hidden" name="name" value=(name);
                    button class="button danger small" { (t("Delete the file", "删除文件")) }
                }
            }
        }
    }
}

/// Returns the button that saves the call of the form on the page; its module fills in the call.
pub(crate) fn button(reader: &Reader) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    html! {
        @if reader.app.saved.is_some() {
            tc-save {
                details class="ask" {
                    summary class="button" { (t("Save…", "保存…")) }
                    form action="/saved" {
                        label class="field" {
                            span class="hint" { (t("Name; / makes folders", "名称，/ 表示文件夹")) }
                            input name="name" required autocomplete="off" spellcheck="false";
                        }
                        label { input type="checkbox" name="replace"; " " (t("Replace one of that name", "覆盖同名请求")) }
                        button class="button primary small" { (t("Save", "保存")) }
                        p class="told" role="status" {}
                        a href="/saved" data-go { (t("Saved requests", "已保存的请求")) }
                    }
                }
            }
        }
    }
}

//! The page of an action.

use tencentcloud_calls::{Effect, Language};
use tencentcloud_catalogue::search::words;
use tencentcloud_schema::resource::{Resource, Verb};
use tencentcloud_schema::{Action, Body, Description, Member, Region, Signing, Site, Status};

use super::example;
use super::parameters::{Fold, kind};
use crate::page::Page;

/// What the page of an action is made from.
#[derive(Debug)]
pub(crate) struct ActionPage<'d> {
    /// The action's version of the service, with this action at least.
    pub(crate) description: &'d Description,
    /// The action's name as the API spells it.
    pub(crate) name: &'d str,
    /// The action.
    pub(crate) action: &'d Action,
    /// The kinds of resources that the action has to do with, by name.
    pub(crate) resources: Vec<(&'d str, &'d Resource)>,
    /// The reader's language.
    pub(crate) language: Language,
    /// True for all members of nested objects and all error codes.
    pub(crate) detail: bool,
}

/// How much of a page is shown: what is not is a call of help away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Length {
    /// What is known.
    Whole,
    /// Without the other spelling, related actions and the kinds of error codes.
    Short,
    /// Of optional parameters and response fields the names and types alone.
    Names,
}

impl ActionPage<'_> {
    /// Returns the page as a text of `width` columns.
    pub(crate) fn text(&self, width: usize) -> String {
        self.of_length(width, Length::Whole)
    }

    /// Returns the page in about `most` bytes, long lines and all.
    pub(crate) fn compact(&self, most: usize) -> String {
        let texts = [Length::Short, Length::Names].map(|length| self.of_length(UNWRAPPED, length));
        let [short, names] = texts;
        match short.len() <= most {
            true => short,
            false => cut(&names, most),
        }
    }

    fn of_length(&self, width: usize, length: Length) -> String {
        let mut page = Page::new(width);
        self.titles(&mut page);
        if length > Length::Whole {
            page.line(0, &self.class());
        }
        self.usage(&mut page, length);
        self.parameters(&mut page, length);
        self.response(&mut page, length);
        if length == Length::Whole {
            self.errors(&mut page);
            self.related(&mut page);
        }
        self.example(&mut page, width);
        if !self.detail {
            let command = format!("tcloud {} {} --help --detail", self.service(), self.name);
            let told = self.language.pick("shows everything", "显示全部内容");
            page.heading(&format!("{command}  {told}"));
        }
        page.finish()
    }

    fn service(&self) -> &str {
        &self.description.service
    }

    fn titles(&self, page: &mut Page) {
        let (action, language) = (self.action, self.language);
        let title = language.title(action.title.as_deref(), action.title_en.as_deref());
        let name = format!("{} {}", self.service(), self.name);
        match title {
            Some(title) => page.paragraph(0, &format!("{name} · {title}")),
            None => page.paragraph(0, &name),
        }
        if let Some(doc) = &action.doc {
            page.paragraph(0, doc);
        }
        page.paragraph(0, &self.facts().join(" · "));
        match action.status {
            Status::Online => {}
            Status::Deprecated => page.paragraph(
                0,
                language.pick(
                    "Deprecated: it works, and should not be used any more.",
                    "已废弃：仍可调用，不建议继续使用。",
                ),
            ),
            Status::Offline => page.paragraph(
                0,
                language.pick("Offline: it no longer works.", "已下线：无法再调用。"),
            ),
        }
    }

    /// What the action does to what is there, and what an agent needs for it.
    fn class(&self) -> String {
        match Effect::of(self.service(), self.name) {
            Effect::Read => "class read: sent at once".to_owned(),
            effect => format!("class {}: a person approves it", effect.name()),
        }
    }

    /// What holds for the action as a whole.
    fn facts(&self) -> Vec<String> {
        let (action, description, language) = (self.action, self.description, self.language);
        let mut facts = Vec::new();
        let titles = (&description.title, &description.title_en);
        facts.extend(
            language
                .title(titles.0.as_deref(), titles.1.as_deref())
                .map(str::to_owned),
        );
        facts.push(description.version.clone());
        facts.extend(action.rate.map(|rate| match language {
            Language::English => format!("{rate} requests/s"),
            Language::Chinese => format!("{rate} 次/秒"),
        }));
        facts.extend(action.region.map(|region| {
            let told = match region {
                Region::Required => language.pick("region required", "地域必填"),
                Region::Optional => language.pick("region optional", "地域可选"),
                Region::None => language.pick("no region", "不需要地域"),
            };
            told.to_owned()
        }));
        if action.sites.len() == 1 {
            let told = match action.sites.first() {
                Some(Site::International) => language.pick("international site only", "仅国际站"),
                _ => language.pick("China site only", "仅中国站"),
            };
            facts.push(told.to_owned());
        }
        if action.signing == Signing::Skip {
            facts.push(language.pick("not signed", "不签名").to_owned());
        }
        if action.streaming {
            facts.push(language.pick("streams events", "流式返回").to_owned());
        }
        if action.body != Body::Json {
            facts.push(language.pick("uploads a file", "上传文件").to_owned());
        }
        facts.extend(action.host.clone());
        facts
    }

    fn usage(&self, page: &mut Page, length: Length) {
        page.heading(self.language.pick("Usage", "用法"));
        let kebab = kebab(self.name);
        let call = format!("tcloud {} {}", self.service(), self.name);
        page.line(2, &format!("{call} [--Parameter VALUE]... [OPTIONS]"));
        if length == Length::Whole {
            page.line(2, &format!("tcloud {} {kebab} ...", self.service()));
        }
        if let Some(paging) = &self.action.paging {
            let moves = &paging.position;
            let told = match self.language {
                Language::English => format!("every page of {}, by {moves}", paging.items),
                Language::Chinese => format!("按 {moves} 翻页，取回全部 {}", paging.items),
            };
            page.row(4, "--all-pages", &told);
        }
    }

    fn parameters(&self, page: &mut Page, length: Length) {
        let members = &self.action.request;
        if members.is_empty() {
            page.heading(self.language.pick("No parameters", "无参数"));
            return;
        }
        let fold = Fold {
            description: self.description,
            language: self.language,
            detail: self.detail,
        };
        let (required, optional): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| member.required);
        for (heading, members) in [
            (
                self.language.pick("Required parameters", "必填参数"),
                required,
            ),
            (
                self.language.pick("Optional parameters", "可选参数"),
                optional,
            ),
        ] {
            if members.is_empty() {
                continue;
            }
            page.heading(heading);
            if length == Length::Names && !members[0].required {
                page.paragraph(2, &names(&members, "--"));
                continue;
            }
            for member in members {
                fold.parameter(page, member);
            }
        }
    }

    fn response(&self, page: &mut Page, length: Length) {
        page.heading(self.language.pick("Response", "返回"));
        let fold = Fold {
            description: self.description,
            language: self.language,
            detail: self.detail,
        };
        if length == Length::Names {
            let members: Vec<&Member> = self.action.response.iter().collect();
            page.paragraph(2, &names(&members, ""));
            return;
        }
        for member in &self.action.response {
            fold.field(page, member);
        }
        page.row(2, "RequestId string", "");
    }

    fn errors(&self, page: &mut Page) {
        let own = &self.action.errors;
        let (codes, whose) = match own.is_empty() {
            false => (own, self.language.pick("Errors", "错误码")),
            true => (
                &self.description.errors,
                self.language.pick("Errors of the service", "产品错误码"),
            ),
        };
        if codes.is_empty() {
            return;
        }
        page.heading(whose);
        // Those of a whole service are many, and say little of this action.
        if self.detail && !own.is_empty() {
            for code in codes {
                page.line(2, code);
            }
            return;
        }
        let mut families: Vec<(&str, usize)> = Vec::new();
        for code in codes {
            let family = code.split('.').next().unwrap_or_default();
            match families.last_mut() {
                Some((last, count)) if *last == family => *count += 1,
                _ => families.push((family, 1)),
            }
        }
        let families: Vec<_> = families
            .iter()
            .map(|(family, count)| match count {
                1 => (*family).to_owned(),
                count => format!("{family} ({count})"),
            })
            .collect();
        page.paragraph(2, &families.join(", "));
    }

    fn related(&self, page: &mut Page) {
        let others = |resource: &Resource| resource.actions.keys().any(|name| name != self.name);
        let mut resources = self.resources.clone();
        resources.retain(|(_, resource)| others(resource));
        if resources.is_empty() {
            return;
        }
        page.heading(self.language.pick("Related actions", "相关接口"));
        for (kind, resource) in resources {
            page.line(2, kind);
            for verb in Verb::ALL {
                let names: Vec<_> = resource.that(verb).map(|(name, _)| name).collect();
                if !names.is_empty() {
                    page.row_at(4, 12, verb.as_str(), &names.join(", "));
                }
            }
        }
    }

    fn example(&self, page: &mut Page, width: usize) {
        page.heading(self.language.pick("Example", "示例"));
        let words = example::words(self.description, self.name);
        for line in example::lines(&words, width.saturating_sub(2)) {
            page.line(2, &line);
        }
    }
}

/// As wide as no terminal is: nothing is wrapped.
const UNWRAPPED: usize = 100_000;

/// The names of `members` with their types, each behind `mark`.
fn names(members: &[&Member], mark: &str) -> String {
    let names = members
        .iter()
        .map(|member| format!("{mark}{} {}", member.name, kind(member)));
    names.collect::<Vec<_>>().join(", ")
}

/// The first lines and the last one of `text` in at most `most` bytes, a long line among them cut.
fn cut(text: &str, most: usize) -> String {
    let last = text.trim_end().lines().next_back().unwrap_or_default();
    let mut shown = String::new();
    for line in text.lines() {
        let left = most.saturating_sub(shown.len() + last.len() + 12);
        if line.len() < left {
            shown.push_str(line);
            shown.push('\n');
            continue;
        }
        let end = (0..=left).rev().find(|end| line.is_char_boundary(*end));
        let end = line[..end.unwrap_or(0)].rfind(", ").unwrap_or(0);
        shown.push_str(&line[..end]);
        shown.push_str(" …\n\n");
        shown.push_str(last);
        shown.push('\n');
        break;
    }
    shown
}

/// `RunInstances` as `run-instances`.
pub(crate) fn kebab(name: &str) -> String {
    words(name).join("-").to_lowercase()
}

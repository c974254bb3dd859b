//! A person at a terminal, who is shown requests and decides about them.

mod lines;
mod person;
mod rehearsal;
mod screen;

use std::collections::HashSet;
use std::time::SystemTime;

use tencentcloud_broker::{ApprovalId, Brief, Pending, Refusal};

use crate::error::Failure;
use crate::output;
use crate::paint::Paint;
use crate::untrusted::shown;
pub(crate) use lines::Lines;
pub(crate) use person::{Person, failure};
pub(crate) use screen::Style;

/// Which requests a person is asked about.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// Those that wait now.
    Now,
    /// The one with that ID.
    One(ApprovalId),
    /// Those that wait now and that come.
    Coming,
}

/// What a person says about a request.
#[derive(Debug, PartialEq, Eq)]
enum Say {
    /// Approves it; the name of the action, if it was typed.
    Approve(Option<String>),
    Refuse(String),
    Json,
    Later,
    /// What cannot be understood.
    Other,
}

/// Shows the requests that `which` means to `person`, asks about each, and returns how many were asked about. With
/// [`Which::Coming`] it ends when nothing more can be typed.
///
/// # Errors
/// The broker is there no more; nothing can be shown.
pub(crate) async fn attend(
    person: &Person,
    lines: &mut Lines,
    which: Which,
    style: Style,
) -> Result<usize, Failure> {
    let mut later = HashSet::new();
    let mut asked = 0;
    loop {
        // From before the list on, so that nothing is missed.
        let mut changes = person.changes();
        let waiting = person.pending().await?;
        let mut next = waiting.into_iter().filter(|one| !later.contains(&one.id));
        let next = match &which {
            Which::One(id) => next.find(|one| one.id == *id),
            Which::Now | Which::Coming => next.next(),
        };
        let Some(pending) = next else {
            if !matches!(which, Which::Coming) {
                return Ok(asked);
            }
            tokio::select! {
                () = changes.changed() => {}
                line = lines.next() => match line {
                    // What was left for later is shown again.
                    Some(_) => later.clear(),
                    None => return Ok(asked),
                },
            }
            continue;
        };
        asked += 1;
        later.insert(pending.id.clone());
        let brief = person.brief(&pending.id).await?;
        if !about(person, lines, &pending, brief.as_deref(), style).await? {
            return Ok(asked);
        }
    }
}

/// Asks about one request; returns false if nothing more is typed.
async fn about(
    person: &Person,
    lines: &mut Lines,
    pending: &Pending,
    brief: Option<&Brief>,
    style: Style,
) -> Result<bool, Failure> {
    // What was found out is about what waits, and nothing else.
    let brief = brief.filter(|brief| brief.digest == pending.digest.to_string());
    output::text(&format!(
        "\n{}",
        screen::request(pending, brief, SystemTime::now(), style)
    ))?;
    let destroys = brief.is_some_and(|brief| brief.class == "destroy");
    let action = shown(&pending.action);
    loop {
        let question = match (brief.is_some(), destroys) {
            (false, _) => style.pick(
                "[r]efuse  [l]ater > ".to_owned(),
                "[r] 拒绝  [l] 稍后 > ".to_owned(),
            ),
            (true, false) => style.pick(
                "[a]pprove  [r]efuse  [j]son  [l]ater > ".to_owned(),
                "[a] 批准  [r] 拒绝  [j] JSON  [l] 稍后 > ".to_owned(),
            ),
            (true, true) => style.pick(
                format!("type {action} to approve, or [r]efuse  [j]son  [l]ater > "),
                format!("输入 {action} 以批准，或 [r] 拒绝  [j] JSON  [l] 稍后 > "),
            ),
        };
        lines.forget();
        output::text(&style.paint.with(Paint::HEADING, question))?;
        let line = tokio::select! {
            line = lines.next() => line,
            gone = person.gone(pending) => {
                gone?;
                let told = style.pick(
                    "it waits no more. Press Enter to go on.",
                    "已不再等待。按回车键继续。",
                );
                output::line(&format!("\n{told}"))?;
                // What is typed now was meant for this one.
                return Ok(lines.next().await.is_some());
            }
        };
        let Some(line) = line else {
            return Ok(false);
        };
        let decided = match said(&line, &pending.action, destroys) {
            Say::Approve(_) if brief.is_none() => {
                output::line(style.pick(
                    "what it does is not known: leave it for later, or refuse it",
                    "尚不清楚其作用：请稍后处理，或拒绝",
                ))?;
                continue;
            }
            Say::Approve(None) if destroys => {
                output::line(&style.pick(
                    format!("it destroys something: type {action}"),
                    format!("该操作会销毁资源：请输入 {action}"),
                ))?;
                continue;
            }
            Say::Approve(typed) => {
                let approved = person.approve(pending, typed.as_deref()).await;
                approved.map(|()| style.pick("approved", "已批准"))
            }
            Say::Refuse(why) => {
                let refused = person.refuse(pending, &why).await;
                refused.map(|()| style.pick("refused", "已拒绝"))
            }
            Say::Json => {
                if let Some(brief) = brief {
                    output::text(&screen::all(brief))?;
                }
                continue;
            }
            Say::Later => {
                output::line(style.pick("left for later", "留待稍后"))?;
                return Ok(true);
            }
            Say::Other => continue,
        };
        output::line(&match decided {
            Ok(done) => done.to_owned(),
            Err(Refusal { message, .. }) => shown(&message),
        })?;
        return Ok(true);
    }
}

/// What `line` says about a request of `action`, which `destroys` something or does not.
fn said(line: &str, action: &str, destroys: bool) -> Say {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match &*word.to_lowercase() {
        "a" | "approve" | "批准" if rest.is_empty() => Say::Approve(None),
        "r" | "refuse" | "拒绝" => Say::Refuse(rest.trim().to_owned()),
        "j" | "json" if rest.is_empty() => Say::Json,
        "l" | "later" | "稍后" if rest.is_empty() => Say::Later,
        _ if destroys && line == action => Say::Approve(Some(line.to_owned())),
        _ => Say::Other,
    }
}

/// Shows the requests that wait, one a line.
///
/// # Errors
/// Nothing can be shown.
pub(crate) fn list(waiting: &[Pending], style: Style) -> Result<(), Failure> {
    let mut out = String::new();
    for one in waiting {
        let region = one.region.as_deref().map_or_else(|| "-".to_owned(), shown);
        let agent = one
            .agent
            .as_deref()
            .map_or_else(String::new, |agent| format!("  \"{}\"", shown(agent)));
        out.push_str(&format!(
            "{}  {} {}  {}  {region}{agent}\n",
            one.id,
            shown(&one.service),
            style.paint.with(Paint::NAME, shown(&one.action)),
            shown(&one.account),
        ));
    }
    output::text(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_clear_word_decides() {
        let plain = |line| said(line, "StopInstances", false);
        for word in ["a", "A", "approve", "批准"] {
            assert_eq!(plain(word), Say::Approve(None), "{word}");
        }
        assert_eq!(plain("r"), Say::Refuse(String::new()));
        assert_eq!(
            plain("refuse  not now, please"),
            Say::Refuse("not now, please".to_owned())
        );
        for word in [
            "",
            "y",
            "yes",
            "a b",
            "ok",
            "StopInstances",
            "approved",
            "是",
        ] {
            assert_eq!(plain(word), Say::Other, "{word}");
        }
    }

    #[test]
    fn what_destroys_is_approved_by_its_name_alone() {
        let destroys = |line| said(line, "TerminateInstances", true);
        let name = "TerminateInstances";
        assert_eq!(destroys(name), Say::Approve(Some(name.to_owned())));
        assert_eq!(destroys("a"), Say::Approve(None));
        for word in ["terminateinstances", "Terminate", "TerminateInstances now"] {
            assert_eq!(destroys(word), Say::Other, "{word}");
        }
    }
}

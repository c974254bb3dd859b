//! A command of tccli or tcloud.

use serde_json::Map;
use tencentcloud_calls::{Error, Given, Target, plain};
use tencentcloud_runtime::shell_words;

use super::{Pasted, flat, object, target};

/// Returns the words of a command of one of the tools, from its name on; `None` if `text` is none.
///
/// # Errors
/// A quote that does not end.
pub(super) fn find(text: &str) -> Result<Option<Vec<String>>, Error> {
    // A name that stands in other text is none: a command begins, or follows what feeds it.
    let named = |word: &str| {
        let name = word.rsplit('/').next().unwrap_or_default();
        matches!(name, "tccli" | "tcloud")
    };
    let first = text.split_whitespace().next().unwrap_or_default();
    let fed = first == "printf" && text.contains('|');
    if !named(first) && !fed {
        return Ok(None);
    }
    let words = shell_words(text).map_err(|error| Error::usage(error.to_string()))?;
    let start = words.iter().position(|word| named(word));
    Ok(start.map(|start| words[start..].to_vec()))
}

/// Reads the words of a command.
///
/// # Errors
/// A missing action, a word that belongs to nothing, a value of another type.
pub(super) fn read(words: Vec<String>) -> Result<Pasted, Error> {
    let tool = words.first().cloned().unwrap_or_default();
    let ours = tool.ends_with("tcloud");
    let mut words = words.into_iter().skip(1).peekable();
    let mut places = Vec::new();
    let mut options: Vec<Given> = Vec::new();
    while let Some(word) = words.next() {
        match word.strip_prefix("--") {
            Some(name) => {
                let (name, attached) = match name.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (name, None),
                };
                let mut values: Vec<String> = attached.into_iter().collect();
                if values.is_empty() {
                    let next = || words.next_if(|word| !word.starts_with("--"));
                    values.extend(std::iter::from_fn(next));
                }
                options.push(Given::new(name, values));
            }
            None if places.len() < 2 => places.push(word),
            None => {
                return Err(Error::usage(format!(
                    "{word:?} in the pasted command belongs to nothing: parameters are written --Name VALUE"
                )));
            }
        }
    }
    let [service, action] = &places[..] else {
        return Err(Error::usage(format!(
            "the pasted command is of no action: it begins {tool} SERVICE ACTION"
        )));
    };
    let option = |name: &str| {
        let found = options.iter().find(|given| given.name == name);
        found.and_then(|given| given.values.first().cloned())
    };
    let target = target(service, option("version").as_deref(), action)?;
    let base = match option("cli-input-json") {
        Some(text) if text.starts_with("file://") => {
            return Err(Error::usage(format!(
                "the parameters of the pasted command are in {text}: paste what is in it"
            )));
        }
        Some(text) => object(&text)?,
        None => Map::new(),
    };
    let region = option("region");
    let mut left_out = Vec::new();
    let mut given = Vec::new();
    for option in options {
        if !is_parameter(&target, &option.name) {
            continue;
        }
        match is_file(&option, ours) {
            true => left_out.push(option.name),
            false => given.push(escaped(option, ours)),
        }
    }
    Ok(Pasted {
        parameters: flat::read(&target, base, &given)?,
        service: Some(target.service),
        version: Some(target.version),
        action: Some(target.name),
        region,
        left_out,
    })
}

/// The options of both tools, which parameters have in another case.
const OPTIONS: [&str; 8] = [
    "endpoint", "filter", "input", "output", "profile", "region", "timeout", "version",
];

/// True for a name that is no option of the tools: those are in lower case, as few parameters are.
fn is_parameter(target: &Target, name: &str) -> bool {
    if name.starts_with(|c: char| !c.is_ascii_lowercase()) {
        return true;
    }
    let first = plain(name.split('.').next().unwrap_or_default());
    let known = target.known.as_ref();
    let mut members = known.into_iter().flat_map(|known| &known.action().request);
    !OPTIONS.contains(&name) && members.any(|member| plain(&member.name) == first)
}

/// True if a value is in a file: of tcloud what begins with one @.
fn is_file(given: &Given, ours: bool) -> bool {
    let file =
        |value: &String| value.len() > 1 && value.starts_with('@') && !value.starts_with("@@");
    ours && given.values.iter().any(file)
}

/// The values as tcloud reads them: for tccli, an @ is nothing special.
fn escaped(mut given: Given, ours: bool) -> Given {
    if !ours {
        for value in given
            .values
            .iter_mut()
            .filter(|value| value.starts_with('@'))
        {
            value.insert(0, '@');
        }
    }
    given
}

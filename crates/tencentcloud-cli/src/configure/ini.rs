//! The INI file of profiles, changed line by line: comments, order and unknown keys stay.

use zeroize::Zeroizing;

use crate::error::{Failure, Kind};

/// The section of what is before the first header.
const DEFAULT: &str = "default";

/// The lines of a file, each with its line break.
#[derive(Debug, Default)]
pub(super) struct Ini {
    lines: Vec<Zeroizing<String>>,
}

/// What a line is.
enum Line<'l> {
    /// A comment, or nothing.
    Blank,
    Header(&'l str),
    Pair(String, &'l str),
}

impl Ini {
    /// Reads `text`; `origin` is where it is from, for errors.
    ///
    /// # Errors
    /// A line that is neither section nor comment nor `key = value`, by its number; nothing of it is
    /// shown.
    pub(super) fn parse(text: &str, origin: &str) -> Result<Self, Failure> {
        let lines = text.split_inclusive('\n');
        let lines: Vec<_> = lines.map(|line| Zeroizing::new(line.to_owned())).collect();
        for (line, number) in lines.iter().zip(1..) {
            if read(line).is_none() {
                let told = format!(
                    "{origin}: line {number} is no section, no comment and no `key = value`: correct it first"
                );
                return Err(Failure::new(Kind::Other, told));
            }
        }
        Ok(Self { lines })
    }

    /// Returns the whole text.
    pub(super) fn text(&self) -> Zeroizing<String> {
        let length = self.lines.iter().map(|line| line.len()).sum();
        let mut text = Zeroizing::new(String::with_capacity(length));
        self.lines.iter().for_each(|line| text.push_str(line));
        text
    }

    /// Lists the profiles, in order.
    pub(super) fn profiles(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for line in &self.lines {
            let name = match read(line) {
                Some(Line::Header(name)) => name,
                Some(Line::Pair(..)) if names.is_empty() => DEFAULT,
                _ => continue,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns true if there is such a profile.
    pub(super) fn has(&self, profile: &str) -> bool {
        self.profiles().contains(&profile)
    }

    /// Returns the value of `key` of `profile`, if it is set and not empty.
    pub(super) fn get(&self, profile: &str, key: &str) -> Option<&str> {
        let line = self.find(profile, key)?;
        match read(&self.lines[line]) {
            Some(Line::Pair(_, value)) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// Sets `key` of `profile` to `value`: in its own line, else behind the last key of the profile,
    /// else in a new profile at the end.
    ///
    /// # Errors
    /// A name or value that a line cannot hold.
    pub(super) fn set(&mut self, profile: &str, key: &str, value: &str) -> Result<(), Failure> {
        if value.contains(['\n', '\r']) {
            return Err(Failure::usage(format!(
                "the value of {key} has more than one line"
            )));
        }
        if profile.trim() != profile || profile.is_empty() || profile.contains(['\n', '\r', ']']) {
            return Err(Failure::usage(format!(
                "{profile:?} cannot be the name of a profile"
            )));
        }
        // The reader takes a pair of quotation marks away.
        let quoted =
            |mark: char| value.len() > 1 && value.starts_with(mark) && value.ends_with(mark);
        let mark = match (quoted('"'), quoted('\'')) {
            (false, false) => "",
            (true, _) => "'",
            (_, true) => "\"",
        };
        let line = Zeroizing::new(format!("{key} = {mark}{value}{mark}\n"));
        if let Some(found) = self.find(profile, key) {
            self.lines[found] = line;
            return Ok(());
        }
        let at = match self.end(profile) {
            Some(end) => end,
            None => {
                self.break_last();
                if !self.lines.is_empty() {
                    self.lines.push(Zeroizing::new("\n".to_owned()));
                }
                self.lines.push(Zeroizing::new(format!("[{profile}]\n")));
                self.lines.len()
            }
        };
        if at == self.lines.len() {
            self.break_last();
        }
        self.lines.insert(at, line);
        Ok(())
    }

    /// Removes `key` of `profile`.
    pub(super) fn remove(&mut self, profile: &str, key: &str) {
        if let Some(line) = self.find(profile, key) {
            self.lines.remove(line);
        }
    }

    /// Removes `profile`, with whatever stands between its header and the next one.
    pub(super) fn remove_profile(&mut self, profile: &str) {
        let mut section = DEFAULT.to_owned();
        self.lines.retain(|line| {
            let kind = read(line);
            if let Some(Line::Header(name)) = &kind {
                section = (*name).to_owned();
            }
            // What stands before the first header belongs to the file.
            section != profile || matches!(kind, Some(Line::Blank)) && profile == DEFAULT
        });
    }

    /// Removes every key of `profile`; its comments stay.
    pub(super) fn clear(&mut self, profile: &str) {
        let kept = self.pairs(profile);
        let mut index = 0;
        self.lines.retain(|_| {
            index += 1;
            !kept.contains(&(index - 1))
        });
    }

    /// The line that sets `key` of `profile`.
    fn find(&self, profile: &str, key: &str) -> Option<usize> {
        let named = |line: &usize| matches!(read(&self.lines[*line]), Some(Line::Pair(own, _)) if own == key);
        self.pairs(profile).into_iter().find(named)
    }

    /// The lines that set keys of `profile`.
    fn pairs(&self, profile: &str) -> Vec<usize> {
        let mut section = DEFAULT;
        let mut pairs = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            match read(line) {
                Some(Line::Header(name)) => section = name,
                Some(Line::Pair(..)) if section == profile => pairs.push(index),
                _ => {}
            }
        }
        pairs
    }

    /// Where a further key of `profile` belongs.
    fn end(&self, profile: &str) -> Option<usize> {
        let header = |line: &Zeroizing<String>| matches!(read(line), Some(Line::Header(name)) if name == profile);
        let last = self.pairs(profile).last().copied();
        let line = last.or_else(|| self.lines.iter().position(header))?;
        Some(line + 1)
    }

    /// Ends the last line with a line break.
    fn break_last(&mut self) {
        if let Some(line) = self.lines.last_mut()
            && !line.ends_with('\n')
        {
            line.push('\n');
        }
    }
}

/// Reads a line as the SDKs do; `None` if it is nothing that they know.
fn read(line: &str) -> Option<Line<'_>> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() || line.starts_with(['#', ';']) {
        return Some(Line::Blank);
    }
    if let Some(header) = line.strip_prefix('[') {
        return Some(Line::Header(header.strip_suffix(']')?.trim()));
    }
    let (key, value) = line.split_once(['=', ':'])?;
    let key = key.trim().to_lowercase();
    let value = value.trim();
    let inside = |mark| value.strip_prefix(mark)?.strip_suffix(mark);
    let value = inside('"').or_else(|| inside('\'')).unwrap_or(value);
    (!key.is_empty()).then_some(Line::Pair(key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "; mine\nregion = ap-beijing\r\n\n[ prod ]\n# the old one\nSecret_ID: AKIDold\nmine = kept\n\n[last]\nsecret_id = a";

    fn ini(text: &str) -> Ini {
        Ini::parse(text, "file").unwrap()
    }

    #[test]
    fn what_is_not_set_stays_as_it_is() {
        let mut ini = ini(TEXT);
        assert_eq!(*ini.text(), TEXT);
        assert_eq!(ini.profiles(), ["default", "prod", "last"]);
        assert_eq!(ini.get("prod", "secret_id"), Some("AKIDold"));
        ini.set("prod", "secret_id", "AKIDnew").unwrap();
        ini.set("prod", "region", "ap-guangzhou").unwrap();
        ini.set("last", "token", "\"t\"").unwrap();
        ini.set("default", "secret_id", "b").unwrap();
        ini.set("new", "region", "ap-seoul").unwrap();
        ini.remove("default", "region");
        assert_eq!(
            *ini.text(),
            "; mine\nsecret_id = b\n\n[ prod ]\n# the old one\nsecret_id = AKIDnew\nmine = kept\nregion = ap-guangzhou\n\n[last]\nsecret_id = a\ntoken = '\"t\"'\n\n[new]\nregion = ap-seoul\n"
        );
        assert_eq!(ini.get("last", "token"), Some("\"t\""));
        ini.clear("prod");
        assert_eq!(ini.get("prod", "mine"), None);
        assert!(ini.has("prod"));
        ini.remove_profile("prod");
        ini.remove_profile("default");
        assert_eq!(
            *ini.text(),
            "; mine\n\n[last]\nsecret_id = a\ntoken = '\"t\"'\n\n[new]\nregion = ap-seoul\n"
        );
    }

    #[test]
    fn every_value_is_read_back_as_it_was_set() {
        for value in [
            "a", "a b", "\"", "'", "''", "\"a\"", "'a\"", "a=b#c;d", "[x]", "密",
        ] {
            let mut ini = ini("");
            ini.set("p", "k", value).unwrap();
            let text = ini.text();
            assert_eq!(Ini::parse(&text, "").unwrap().get("p", "k"), Some(value));
        }
        assert!(ini("").set("p", "k", "a\nb = c").is_err());
        assert!(ini("").set("a]b", "k", "v").is_err());
    }

    #[test]
    fn a_line_that_is_nothing_is_named_by_its_number_alone() {
        for text in ["[a]\nhush", "x = 1\n= hush", "\n[hush"] {
            let told = Ini::parse(text, "file").unwrap_err().to_string();
            assert!(told.starts_with("file: line 2 "), "{told}");
            assert!(!told.contains("hush"), "{told}");
        }
    }
}

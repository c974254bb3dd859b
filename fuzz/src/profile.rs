//! Files of profiles.

use crate::ini;

/// A file is refused with a line that it has, and without its values, or it is sections whose keys
/// differ, and reads as the same again once it is written.
pub fn profile(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let sections = match ini::sections(&text) {
        Ok(sections) => sections,
        Err(why) => return assert!(why.starts_with("line "), "{why}"),
    };
    let mut written = String::new();
    for (name, section) in &sections {
        written += &format!("[{name}]\n");
        for (key, value, line) in section {
            assert!((1..=text.lines().count()).contains(line));
            written += &format!("{key}=\"{value}\"\n");
        }
    }
    let again = ini::sections(&written).expect("what was read can be written");
    let plain = |sections: &[(&str, ini::Section<'_>)]| -> Vec<String> {
        let lines = sections.iter().flat_map(|(name, section)| {
            let lines = section
                .iter()
                .map(move |(key, value, _)| format!("{name} {key} {value}"));
            std::iter::once((*name).to_owned()).chain(lines)
        });
        lines.collect()
    };
    assert_eq!(plain(&again), plain(&sections));
}

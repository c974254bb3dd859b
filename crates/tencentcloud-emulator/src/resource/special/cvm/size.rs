//! How large an instance is, which its type says.

use super::super::super::path::text_at;
use super::super::super::store::Record;

/// Puts the cores and the memory of an instance by its type, if that says them.
pub(super) fn put(record: &mut Record) {
    if let Some((cores, memory)) = read(&text_at(record, "InstanceType")) {
        record.insert("CPU".into(), cores.into());
        record.insert("Memory".into(), memory.into());
    }
}

/// Returns the name of a family's type with so many cores and GiB of memory.
pub(super) fn name(family: &str, cores: u64, memory: u64) -> String {
    let size = match cores {
        1 => "SMALL".to_owned(),
        2 => "MEDIUM".to_owned(),
        4 => "LARGE".to_owned(),
        more => format!("{}XLARGE", more / 4),
    };
    format!("{family}.{size}{memory}")
}

/// Reads `S5.2XLARGE16`: the size of the cores, then the memory in GiB.
fn read(name: &str) -> Option<(u64, u64)> {
    let size = name.split_once('.')?.1;
    let at = size.rfind(|c: char| !c.is_ascii_digit())? + 1;
    let memory = size[at..].parse().ok()?;
    let cores = match &size[..at] {
        "SMALL" => 1,
        "MEDIUM" => 2,
        "LARGE" => 4,
        more => more
            .strip_suffix("XLARGE")?
            .parse::<u64>()
            .ok()?
            .checked_mul(4)?,
    };
    Some((cores, memory))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_says_cores_and_memory() {
        for (name, expected) in [
            ("S5.SMALL1", Some((1, 1))),
            ("SA2.MEDIUM4", Some((2, 4))),
            ("S5.LARGE8", Some((4, 8))),
            ("M5.2XLARGE64", Some((8, 64))),
            ("S5.XLARGE", None),
            ("GN10X", None),
            ("", None),
        ] {
            assert_eq!(read(name), expected, "{name}");
            if let (Some((cores, memory)), Some((family, _))) = (expected, name.split_once('.')) {
                assert_eq!(super::name(family, cores, memory), name);
            }
        }
    }
}

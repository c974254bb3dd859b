//! A line of a recording.

use tencentcloud_emulator::Record;

/// Reads a line of a recording; `None` if it is empty.
///
/// # Errors
/// Why it is no record.
pub(super) fn read(line: &[u8]) -> Result<Option<Record>, String> {
    let text = String::from_utf8_lossy(line);
    let mut records = Record::read_lines(&text).map_err(|why| match why.split_once(": ") {
        Some((_, why)) => why.to_owned(),
        None => why,
    })?;
    let mut record = records.pop();
    if let Some(record) = &mut record {
        // It counts the calls of another process.
        record.seq = None;
    }
    Ok(record)
}

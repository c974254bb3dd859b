//! Requests to a broker.

use http::{HeaderMap, HeaderName, HeaderValue};
use tencentcloud_broker::{Asked, Place};

/// Lines of headers, an empty one, and a body: they are refused with a reason, or read as a request that is written and
/// read as the same again, whose every bit counts. A first line that is a place is written and read as the same.
pub fn asked(data: &[u8]) {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&data[..end], &data[end + 2..]),
        None => (data, &[][..]),
    };
    let mut headers = HeaderMap::new();
    for (at, line) in head.split(|byte| *byte == b'\n').enumerate() {
        if at == 0 {
            place(line);
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let read = match Asked::from_wire(&headers, body.to_vec()) {
        Ok(read) => read,
        Err(refusal) => return assert!(!refusal.message.is_empty()),
    };
    let again = Asked::from_wire(&read.to_wire(), read.request.body.clone());
    let again = again.expect("what was written is read");
    assert_eq!(again.request, read.request);
    assert_eq!(again.request.digest(), read.request.digest());
    assert_eq!(
        (&again.agent, &again.reason, &again.approval, again.wait),
        (&read.agent, &read.reason, &read.approval, read.wait)
    );
    let mut other = read.request.clone();
    let mut bytes = other.body.to_vec();
    match bytes.first_mut() {
        Some(byte) => *byte ^= 1,
        None => bytes.push(0),
    }
    other.body = bytes.into();
    assert_ne!(other.digest(), read.request.digest());
}

fn place(line: &[u8]) {
    let Ok(text) = std::str::from_utf8(line) else {
        return;
    };
    if let Ok(place) = text.parse::<Place>() {
        assert_eq!(place.to_text().parse::<Place>().as_ref(), Ok(&place));
    }
}

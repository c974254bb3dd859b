//! How deep parameters are nested.

use crate::fault::Fault;
use crate::guess::clipped;

/// How many lists and objects may stand inside one another in a parameter: more than any request
/// needs, and few enough for the stack.
const DEEPEST: usize = 64;

/// Checks that the list or object at `path`, which `depth` of them hold with itself, is not too deep.
///
/// # Errors
/// It is; the error names the whole parameter.
pub(super) fn shallow(path: &str, depth: usize) -> Result<(), Fault> {
    if depth <= DEEPEST {
        return Ok(());
    }
    let parameter = clipped(path.split('.').next().unwrap_or(path));
    Err(Fault::new(
        "InvalidParameter",
        format!("The parameter `{parameter}` is nested more than {DEEPEST} deep."),
    ))
}

/// Checks a JSON object that cannot be read, whose depth may be why.
///
/// # Errors
/// A parameter is too deep.
pub(super) fn of_json(body: &[u8]) -> Result<(), Fault> {
    let (mut depth, mut text, mut parameter) = (0_usize, None, 0..0);
    let mut bytes = body.iter().copied().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, text) {
            (b'\\', Some(_)) => drop(bytes.next()),
            (b'"', Some(start)) => {
                text = None;
                if depth == 1 {
                    parameter = start + 1..at;
                }
            }
            (b'"', None) => text = Some(at),
            (b'[' | b'{', None) => {
                depth += 1;
                let name = String::from_utf8_lossy(&body[parameter.clone()]);
                // The first is the object that holds the parameters.
                shallow(&name, depth - 1)?;
            }
            (b']' | b'}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_parameter_that_is_too_deep_is_named() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let body = |one, other| {
            let (one, other) = (nested(one), nested(other));
            format!(r#"{{"A\"[[":{one},"B":["x",{{"C":"D"}}],"E":{other}}}"#)
        };
        let message = |body: String| of_json(body.as_bytes()).unwrap_err().message;
        assert_eq!(of_json(body(64, 64).as_bytes()), Ok(()));
        let deep = message(body(64, 65));
        assert_eq!(deep, "The parameter `E` is nested more than 64 deep.");
        assert!(message(body(5000, 65)).contains(r#"`A\"[[`"#));
        assert!(message(nested(66)).contains("``"));
        for damaged in ["", "{", "\"", "\"\\", "]]]", "{\"A\":\"[[["] {
            assert_eq!(of_json(damaged.as_bytes()), Ok(()), "{damaged}");
        }
    }
}

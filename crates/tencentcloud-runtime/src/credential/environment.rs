//! A credential in environment variables.

use super::variables::Variables;
use super::{Credential, Lookup, ProvideCredential, Providing};
use crate::{Error, Result};

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";

/// The names that other tools give to the session token: tccli, the Node SDK, the Terraform provider.
const TOKEN: [&str; 3] = [
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
];

/// The credential in the environment of the process, read at each call: see
/// [`Credential::from_env`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Environment;

impl ProvideCredential for Environment {
    fn credential(&self) -> Providing<'_> {
        Box::pin(std::future::ready(Credential::from_env()))
    }
}

/// The credential in variables that a program gives.
#[derive(Debug)]
pub(crate) struct Given(pub(crate) Variables);

impl ProvideCredential for Given {
    fn credential(&self) -> Providing<'_> {
        Box::pin(std::future::ready(look(&self.0).and_then(Lookup::or_error)))
    }
}

impl Credential {
    /// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, if one is set, the first of
    /// `TENCENTCLOUD_TOKEN`, `TENCENTCLOUD_SESSION_TOKEN` and `TENCENTCLOUD_SECURITY_TOKEN`.
    ///
    /// # Errors
    /// Fails if the ID or the key is missing or empty, and names the variable.
    pub fn from_env() -> Result<Self> {
        look(&Variables::default()).and_then(Lookup::or_error)
    }
}

/// The credential in `variables`, or why there is none.
///
/// # Errors
/// One of the two variables alone is a mistake, which another source would hide.
pub(crate) fn look(variables: &Variables) -> Result<Lookup<Credential>> {
    let missing = |name, other| {
        Err(Error::credential(format!(
            "the environment variable {name} is not set, but {other} is: set both or none"
        )))
    };
    let credential = match (variables.get(ID), variables.get(KEY)) {
        (Some(id), Some(key)) => Credential::new(id, key),
        (Some(_), None) => return missing(KEY, ID),
        (None, Some(_)) => return missing(ID, KEY),
        (None, None) => {
            return Ok(Lookup::Absent(format!(
                "the environment variable {ID} is not set"
            )));
        }
    };
    let credential = credential.with_token(variables.first(&TOKEN).unwrap_or_default());
    credential.check()?;
    Ok(Lookup::Found(credential))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &'static [(&str, &str)]) -> Result<Credential> {
        let lookup = |name: &str| {
            let pair = pairs.iter().find(|(own, _)| *own == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        look(&Variables::by(lookup)).and_then(Lookup::or_error)
    }

    #[test]
    fn environment_names_what_is_missing() {
        for (pairs, told) in [
            (&[][..], "TENCENTCLOUD_SECRET_ID is not set"),
            (
                &[(ID, "id")],
                "TENCENTCLOUD_SECRET_KEY is not set, but TENCENTCLOUD_SECRET_ID is",
            ),
            (
                &[(KEY, "key"), (ID, " ")],
                "TENCENTCLOUD_SECRET_ID is not set, but TENCENTCLOUD_SECRET_KEY is",
            ),
            (
                &[(ID, "id"), (KEY, "hush\nhush")],
                "the secret key holds a line break",
            ),
        ] {
            let error = from(pairs).unwrap_err();
            assert!(error.is_auth());
            assert!(error.to_string().contains(told), "{error}");
            assert!(!error.to_string().contains("hush"), "{error}");
        }
    }

    #[test]
    fn environment_takes_each_name_of_the_token_in_order() {
        for (pairs, token) in [
            (&[(ID, "id"), (KEY, "key")][..], None),
            (&[(ID, "id"), (KEY, "key"), (TOKEN[0], "")], None),
            (&[(ID, "id"), (KEY, "key"), (TOKEN[0], "one")], Some("one")),
            (&[(ID, "id"), (KEY, "key"), (TOKEN[1], "two")], Some("two")),
            (
                &[(ID, "id"), (KEY, "key"), (TOKEN[2], "three")],
                Some("three"),
            ),
            (
                &[
                    (ID, "id"),
                    (KEY, "key"),
                    (TOKEN[2], "three"),
                    (TOKEN[1], "two"),
                    (TOKEN[0], " "),
                ],
                Some("two"),
            ),
        ] {
            assert_eq!(from(pairs).unwrap().token(), token, "{pairs:?}");
        }
    }

    #[test]
    fn a_line_break_behind_a_variable_is_left_out() {
        let credential = from(&[(ID, "id\n"), (KEY, "key\r\n"), (TOKEN[0], "token\n")]).unwrap();
        assert_eq!(credential, Credential::new("id", "key").with_token("token"));
    }
}

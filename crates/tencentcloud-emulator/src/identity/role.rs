//! The names of roles.

use std::fmt;

/// A role, as its ARN names it: `qcs::cam::uin/100000000001:roleName/reader`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) account: String,
    /// The name or the number.
    pub(crate) name: String,
    by_name: bool,
}

impl Role {
    /// Reads an ARN: `roleName/NAME`, `role/NUMBER` or `role/PATH/NAME` of an account.
    pub(crate) fn parse(arn: &str) -> Option<Self> {
        let (account, role) = arn.strip_prefix("qcs::cam::uin/")?.split_once(':')?;
        let (kind, name) = role.split_once('/')?;
        let numeric = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
        let by_name = match kind {
            "roleName" => true,
            "role" => false,
            _ => return None,
        };
        (numeric && !name.is_empty()).then(|| Self {
            account: account.to_owned(),
            name: name.to_owned(),
            by_name,
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.by_name { "roleName" } else { "role" };
        write!(f, "qcs::cam::uin/{}:{kind}/{}", self.account, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_arn_is_read_and_written_back() {
        for arn in [
            "qcs::cam::uin/100000000001:roleName/reader",
            "qcs::cam::uin/1:role/4611686018427397919",
            "qcs::cam::uin/1:role/tencentcloudServiceRoleName/reader",
        ] {
            assert_eq!(Role::parse(arn).unwrap().to_string(), arn);
        }
        for wrong in [
            "",
            "reader",
            "qcs::cam::uin/:roleName/reader",
            "qcs::cam::uin/one:roleName/reader",
            "qcs::cam::uin/1:roleName/",
            "qcs::cam::uin/1:user/reader",
        ] {
            assert_eq!(Role::parse(wrong), None, "{wrong}");
        }
    }
}

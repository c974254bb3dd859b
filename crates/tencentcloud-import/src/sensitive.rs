//! Which members are secrets.
//!
//! A rule proposes by how a member's name ends, and two reviewed tables correct it. The mark that
//! follows is a fact of the description like any other: nothing looks at names at run time.

use tencentcloud_schema::{Kind, Member};

/// What the names of secrets end in, in lower case.
const ENDINGS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "passphrase",
    "passwd",
    "password",
    "plaintext",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "sessionkey",
    "token",
    "usersig",
];

/// Names that end so and hold no secret: positions in a list, marks of idempotency, counts of
/// tokens, choices about a password, and values that a public DNS record shows.
const PUBLIC: &[&str] = &[
    "AutoGeneratePassword",
    "CacheTotalToken",
    "ClientToken",
    "ContinueToken",
    "CreationToken",
    "DomainValidateAuthKey",
    "DvAuthKey",
    "IdempotencyToken",
    "InputTotalToken",
    "LifecycleActionToken",
    "MaxInputToken",
    "MaxOutputToken",
    "NextPageToken",
    "NextToken",
    "OutputTotalToken",
    "PageToken",
    "PaginationToken",
    "ResultToken",
    "ScrollToken",
    "StreamToken",
    "TotalToken",
    "TrafficToken",
];

/// Secrets whose names end otherwise.
const SECRET: &[&str] = &[
    "APIKeys",
    "AesKey",
    "ApiKeys",
    "ApiTokens",
    "AppSKey",
    "AuthBackKey",
    "AuthCode",
    "AuthTokenValue",
    "CVCCode",
    "CallbackAesKey",
    "CallbackKey",
    "CertKey",
    "CertificateKey",
    "ClientKey",
    "ContentKey",
    "Cookie",
    "Credential",
    "CredentialContent",
    "CredentialData",
    "DecryptKey",
    "DecryptionKey",
    "DesKey",
    "EncryptKey",
    "GitTokenOrPassword",
    "KeyContent",
    "KeyPass",
    "LicenseKey",
    "LoginCookie",
    "LoraAppKey",
    "LoraNwkKey",
    "Md5PemDecryptKey",
    "MetaDataPass",
    "NwkSKey",
    "PassWords",
    "PasswordNew",
    "PasswordValue",
    "PemDecryptKey",
    "PinCode",
    "PlainKey",
    "PlayKey",
    "PreShareKey",
    "PrivateMapKey",
    "RenewKeyPass",
    "SKey",
    "SecretBinary",
    "SecretString",
    "SecretValue",
    "SignKey",
    "SignatureKey",
    "SslVpnKey",
    "StreamKey",
    "SubMerchantKey",
    "TokenCode",
    "UserNameAndPwd",
    "VerificationCode",
    "VerifyCode",
    "WebhookKey",
];

/// True where a member's value must never be printed, logged or recorded.
pub(crate) fn is_sensitive(member: &Member) -> bool {
    let name = member.name.as_str();
    let text = matches!(member.kind, Kind::String | Kind::Binary);
    let lower = name.to_ascii_lowercase();
    let proposed = ENDINGS.iter().any(|ending| lower.ends_with(ending));
    text && (proposed && !PUBLIC.contains(&name) || SECRET.contains(&name))
}

#[cfg(test)]
mod tests {
    use tencentcloud_schema::{Kind, Member};

    use super::is_sensitive;

    /// Every candidate name of the catalogue has a reviewed verdict, and the rule gives it.
    #[test]
    fn the_rule_gives_every_reviewed_verdict() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../schema/reviews/sensitive.tsv"
        );
        let table = std::fs::read_to_string(path).unwrap();
        let mut count = 0;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<_> = line.split('\t').collect();
            let member = Member::new(cells[0], Kind::String);
            assert_eq!(is_sensitive(&member), cells[1] == "secret", "{line}");
            count += 1;
        }
        assert!(count > 400, "{count} names");
    }

    #[test]
    fn the_rule_and_its_exceptions() {
        for (name, kind, expected) in [
            ("Password", "string", true),
            ("CosSecretKey", "string", true),
            ("AccessKeySecret", "string", true),
            ("SecretBinary", "string", true),
            ("Token", "string", true),
            ("PassWord", "string", true),
            ("SecretId", "string", false),
            ("AccessKeyId", "string", false),
            ("SecretName", "string", false),
            ("NextToken", "string", false),
            ("PasswordType", "string", false),
            ("Token", "int64", false),
        ] {
            let member = Member::new(name, Kind::from_name(kind));
            assert_eq!(is_sensitive(&member), expected, "{name}: {kind}");
        }
    }
}

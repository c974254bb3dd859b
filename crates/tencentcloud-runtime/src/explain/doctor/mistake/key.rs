//! Mistakes in the key, and in how the signature is written.

use super::super::finding::Part;
use super::super::sent::Sent;
use super::{Encoding, Mistakes};
use crate::signer::day;

const CHAIN: &str = "HMAC(HMAC(HMAC(\"TC3\" + key, date), service), \"tc3_request\"), each step the bytes of the one before";
const SCOPE: &str = "the date and service of the credential scope";

/// Seconds from UTC to the vendor's own time zone.
const BEIJING: i64 = 8 * 3600;

impl Mistakes<'_> {
    /// In the key and the way that it is derived.
    pub(super) fn of_key(&mut self, sent: &Sent) {
        self.key("the key lacks the prefix TC3", CHAIN, |steps| {
            steps.prefix = ""
        });
        self.key("the steps go on with hexadecimal text", CHAIN, |steps| {
            steps.hex_key = true;
        });
        self.key(
            "key and message of each step have changed places",
            CHAIN,
            |steps| {
                steps.swapped = true;
            },
        );
        self.key("the last step, tc3_request, is missing", CHAIN, |steps| {
            steps.chain.truncate(2);
        });
        self.key(
            "the secret key signs itself, without steps",
            CHAIN,
            |steps| {
                steps.chain.clear();
                steps.prefix = "";
            },
        );
        self.key(
            "the secret key signs itself with TC3 before it, without steps",
            CHAIN,
            |steps| {
                steps.chain.clear();
            },
        );
        for (how, before, after) in [
            ("a line feed behind it", "", "\n"),
            ("CR LF behind it", "", "\r\n"),
            ("CR behind it", "", "\r"),
            ("a space behind it", "", " "),
            ("a space before it", " ", ""),
            ("quotes around it", "\"", "\""),
            ("quotes around it", "'", "'"),
        ] {
            let found = format!("the secret key is used with {how}");
            self.key(&found, "the secret key alone", |steps| {
                steps.secret = format!("{before}{}{after}", steps.secret);
            });
        }
        self.of_derivation(sent);
    }

    /// In the date and service of the key.
    fn of_derivation(&mut self, sent: &Sent) {
        let time = self.right.timestamp.parse().unwrap_or_default();
        let compact = day(time).replace('-', "");
        for (found, date) in [
            (
                "the key is derived for the day in Beijing, not in UTC",
                day(time + BEIJING),
            ),
            ("the key is derived for the day before", day(time - 86_400)),
            ("the key is derived for the day after", day(time + 86_400)),
            ("the key is derived for a date without hyphens", compact),
        ] {
            self.link(0, found, date);
        }
        let host = sent.host();
        let label = host.split(['.', ':']).next().unwrap_or_default();
        let (name, _) = host.split_once(':').unwrap_or((host, ""));
        for service in [label, name, host, ""] {
            let found = format!("the key is derived for the service {service:?}");
            self.link(1, &found, service.to_owned());
        }
    }

    /// A link of the chain that is another one.
    fn link(&mut self, at: usize, found: &str, other: String) {
        self.key(found, SCOPE, |steps| {
            if let Some(link) = steps.chain.get_mut(at) {
                *link = other;
            }
        });
    }

    /// In the signature's form.
    pub(super) fn of_signature(&mut self) {
        let right = "64 digits of lower-case hexadecimal";
        self.add(
            Part::Signature,
            "the signature is in base64",
            right,
            |steps| {
                steps.encoding = Encoding::Base64;
            },
        );
        self.add(
            Part::Signature,
            "the signature is in upper case",
            right,
            |steps| {
                steps.encoding = Encoding::UpperHex;
            },
        );
    }
}

//! Keys of the kind Ed25519, as OpenSSH writes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::KeyPair;

use crate::ids::Draw;

const KIND: &str = "ssh-ed25519";

/// What stands before the 32 bytes of a private key in PKCS #8.
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// How many signs of Base64 stand in a line.
const LINE: usize = 70;

/// A key pair.
pub(super) struct Pair {
    /// The public key in a line.
    pub(super) public: String,
    /// The private key as a file.
    pub(super) private: String,
}

/// Makes a pair, the same of the same drawing; `None` if the library refuses to.
pub(super) fn pair(mut draw: Draw) -> Option<Pair> {
    let secret: Vec<u8> = (0..4).flat_map(|_| draw.number().to_be_bytes()).collect();
    let key = KeyPair::try_from([&PKCS8, secret.as_slice()].concat()).ok()?;
    let public = key.public_key_raw();
    let blob = [text(KIND.as_bytes()), text(public)].concat();
    let check = draw.number().to_be_bytes();
    let mut private = [&check[..4], &check[..4], &blob].concat();
    private.extend(text(&[&secret, public].concat()));
    private.extend(text(b""));
    // The private part is a number of blocks of eight bytes.
    private.extend((1..=7).take(private.len().wrapping_neg() % 8));
    let file = [
        b"openssh-key-v1\0".to_vec(),
        text(b"none"),
        text(b"none"),
        text(b""),
        1_u32.to_be_bytes().to_vec(),
        text(&blob),
        text(&private),
    ];
    Some(Pair {
        public: format!("{KIND} {}", STANDARD.encode(&blob)),
        private: armoured(&file.concat()),
    })
}

/// Returns bytes with their length before them.
fn text(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), bytes].concat()
}

fn armoured(bytes: &[u8]) -> String {
    let mut file = "-----BEGIN OPENSSH PRIVATE KEY-----\n".to_owned();
    let mut left = STANDARD.encode(bytes);
    while !left.is_empty() {
        let rest = left.split_off(left.len().min(LINE));
        file.push_str(&left);
        file.push('\n');
        left = rest;
    }
    file.push_str("-----END OPENSSH PRIVATE KEY-----\n");
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;

    /// Takes the fields of a blob apart, each after its length.
    fn fields(mut blob: &[u8]) -> Vec<&[u8]> {
        let mut fields = Vec::new();
        while let Some((length, rest)) = blob.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let Some(field) = rest.get(..length) else {
                break;
            };
            fields.push(field);
            blob = &rest[length..];
        }
        fields
    }

    #[test]
    fn a_private_key_is_that_of_the_public_one() {
        let ids = Ids::new(Some(5));
        for number in 0..8 {
            let made = pair(ids.draw("pair", number)).unwrap();
            assert_eq!(
                made.private,
                pair(ids.draw("pair", number)).unwrap().private
            );
            let blob = STANDARD
                .decode(made.public.split_once(' ').unwrap().1)
                .unwrap();
            let public = fields(&blob)[1];
            let lines: Vec<_> = made.private.lines().collect();
            assert!(lines.iter().all(|line| line.len() <= LINE));
            let file = STANDARD.decode(lines[1..lines.len() - 1].concat()).unwrap();
            let rest = file.strip_prefix(b"openssh-key-v1\0").unwrap();
            assert_eq!(fields(rest)[..3], [&b"none"[..], b"none", b""]);
            // After the three fields and the count of keys.
            let parts = fields(&rest[4 + 4 + 4 + 4 + 4 + 4..]);
            assert_eq!(parts[0], blob);
            let private = parts[1];
            assert_eq!(private.len() % 8, 0);
            assert_eq!(private[..4], private[4..8]);
            let own = fields(&private[8..]);
            assert_eq!((own[0], own[1]), (KIND.as_bytes(), public));
            // The key that the secret makes is the public one.
            let der = [&PKCS8, &own[2][..32]].concat();
            assert_eq!(KeyPair::try_from(der).unwrap().public_key_raw(), public);
            assert_eq!(&own[2][32..], public);
        }
    }
}

//! What is wrong with the signature of a request? Examines one of another client, as text or as a curl
//! command, and names the first thing that is not as it should be.
//!
//! ```text
//! cargo run --example diagnose_a_signature                 a request that was signed by the local date
//! cargo run --example diagnose_a_signature < request.txt   your own, with the environment's credential
//! ```

use std::error::Error;
use std::io::{IsTerminal, Read, stdin};
use std::time::{Duration, UNIX_EPOCH};

use tencentcloud_runtime::{Credential, Doctor};

/// In UTC, the time is of the 25th; the client took the date of its own time zone.
const PASTED: &str = r#"POST / HTTP/1.1
Host: cvm.tencentcloudapi.com
Content-Type: application/json
X-TC-Action: DescribeInstances
X-TC-Version: 2017-03-12
X-TC-Region: ap-guangzhou
X-TC-Timestamp: 1551113065
Authorization: TC3-HMAC-SHA256 Credential=AKIDexample/2019-02-26/cvm/tc3_request, SignedHeaders=content-type;host, Signature=68b10a9ce676aee08a249b6c1b57f9b792b973497d1d29e26f7d592319f73101

{"Limit": 2}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut pasted = String::new();
    if !stdin().is_terminal() {
        stdin().read_to_string(&mut pasted)?;
    }
    let doctor = if pasted.trim().is_empty() {
        pasted = PASTED.to_owned();
        Doctor::new(Credential::new("AKIDexample", "example-secret-key"))
            .received_at(UNIX_EPOCH + Duration::from_secs(1_551_113_067))
    } else {
        Doctor::new(Credential::from_env()?)
    };
    println!("{}", doctor.diagnose(&pasted)?);
    Ok(())
}

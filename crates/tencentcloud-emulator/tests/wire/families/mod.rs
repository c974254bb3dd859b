//! The families of services that have code of their own, as their users use them.

mod apigateway;
mod atomic;
mod cam;
mod cdb;
mod dnspod;
mod kept;
mod scf;
mod ssl;
mod tag;

use std::time::UNIX_EPOCH;

use serde_json::Value;
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};
use crate::{answer, code};

/// Starts an emulator that draws the same ids each time.
async fn emulator() -> Emulator {
    Emulator::builder().seed(3).start().await.unwrap()
}

/// Calls actions of one version of a service.
struct Caller<'a> {
    emulator: &'a Emulator,
    service: &'static str,
    version: &'static str,
    credential: Credential,
}

impl<'a> Caller<'a> {
    fn new(emulator: &'a Emulator, service: &'static str, version: &'static str) -> Self {
        Self {
            emulator,
            service,
            version,
            credential: Credential::test(),
        }
    }

    fn send(&self, action: &str, parameters: Value) -> Response {
        // A test may have set the clock.
        let now = self.emulator.clock().now();
        let now = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
        Request::post(action, self.version, &parameters)
            .header("X-TC-Timestamp", &now.to_string())
            .header("Host", &format!("{}.tencentcloudapi.com", self.service))
            .header("X-TC-Region", "ap-guangzhou")
            .tc3(self.service, &self.credential)
            .send(self.emulator.address())
    }

    #[track_caller]
    fn call(&self, action: &str, parameters: Value) -> Value {
        answer(&self.send(action, parameters))
    }

    #[track_caller]
    fn refused(&self, action: &str, parameters: Value) -> String {
        code(&self.send(action, parameters))
    }
}

/// Asserts that what was written stands in what is read, which may have more.
#[track_caller]
fn assert_has(read: &Value, written: &Value) {
    match written {
        Value::Object(members) => {
            for (name, value) in members {
                assert_has(&read[name], value);
            }
        }
        written => assert_eq!(read, written),
    }
}

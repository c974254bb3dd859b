//! A service that the documentation lacks and programs call: whose key signs.

use serde_json::{Map, Value, json};

use super::super::engine::{Desk, Family, Whole};
use super::{cam, object};
use crate::fault::Fault;

#[derive(Debug)]
pub(super) struct Account;

impl Family for Account {
    fn service(&self) -> &'static str {
        "account"
    }

    fn action(&self, name: &str) -> Option<Whole> {
        (name == "DescribeCurrentUserDetails").then_some(caller as Whole)
    }
}

fn caller(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    Ok(object(json!({
        "Uin": [cam::own_number(desk)],
        "OwnerUin": [desk.account()],
        "AppId": [cam::app_id(desk)],
    })))
}

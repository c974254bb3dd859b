//! The further address blocks of a VPC.

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::text_at;
use super::super::super::store::Record;
use crate::fault::Fault;

/// Shows the further blocks of a VPC.
pub(super) fn shown(desk: &Desk<'_>, record: &mut Record) {
    let id = text_at(record, "VpcId");
    let own = |block: &Record| text_at(block, "VpcId") == id;
    let blocks = desk.those("vpc", "AssistantCidr", own).into_iter();
    let blocks: Value = blocks.map(Value::from).collect();
    record.insert("AssistantCidrSet".into(), blocks);
}

/// Gives a VPC blocks and takes others away.
///
/// # Errors
/// The VPC does not exist, has a new block already, or lacks one that is to go.
pub(super) fn modify(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let kind = desk.known("AssistantCidr")?;
    let id = desk.text("VpcId").unwrap_or_default();
    let vpc = desk.resource("vpc", "Vpc", &id)?;
    let all = desk.all(&kind).into_iter();
    let own: Vec<_> = all
        .filter(|block| text_at(&block.record, "VpcId") == id)
        .collect();
    let mut gone = Vec::new();
    for block in desk.texts("OldCidrBlocks") {
        let found = own.iter().find(|own| own.keys.id == block);
        gone.push(found.ok_or_else(|| desk.missing(&kind, &block))?);
    }
    for block in gone {
        desk.remove(&kind, block);
    }
    for block in desk.texts("NewCidrBlocks") {
        let block = json!({"VpcId": id, "CidrBlock": block});
        desk.keep(&kind, super::object(block))?;
    }
    let mut record = vpc.map(|vpc| vpc.record.clone()).unwrap_or_default();
    shown(desk, &mut record);
    Ok(desk.respond(record.into()))
}

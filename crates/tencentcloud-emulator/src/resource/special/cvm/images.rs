//! Images: those that the service offers to everybody, and an account's own.

use std::sync::{Arc, OnceLock};

use serde_json::json;

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::{Item, Keys, Record};
use crate::fault::Fault;

/// The public images: id, name, platform and size in GiB.
const PUBLIC: &str = include_str!("images.tsv");

/// Returns the public images, which are the same in every region.
pub(super) fn public() -> &'static [Arc<Item>] {
    static ITEMS: OnceLock<Vec<Arc<Item>>> = OnceLock::new();
    ITEMS.get_or_init(|| PUBLIC.lines().map(item).map(Arc::new).collect())
}

fn item(line: &str) -> Item {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or_default();
    let (id, name, platform, size) = (next(), next(), next(), next());
    let record = [
        ("ImageId", json!(id)),
        ("ImageName", json!(name)),
        ("OsName", json!(name)),
        ("ImageDescription", json!(name)),
        ("Platform", json!(platform)),
        ("ImageSize", json!(size.parse::<u64>().unwrap_or_default())),
        ("ImageType", json!("PUBLIC_IMAGE")),
        ("ImageSource", json!("OFFICIAL")),
        ("ImageState", json!("NORMAL")),
        ("Architecture", json!("x86_64")),
        ("LicenseType", json!("TencentCloud")),
        ("IsSupportCloudinit", json!(true)),
    ];
    let keys = Keys {
        id: id.to_owned(),
        ..Keys::default()
    };
    Item {
        keys,
        record: record
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect(),
        ..Item::default()
    }
}

/// Returns the image that a call takes for an instance; `None` for one that names none.
///
/// # Errors
/// It is neither public nor the account's own.
pub(super) fn taken(desk: &Desk<'_>, id: &str) -> Result<Option<Arc<Item>>, Fault> {
    if id.is_empty() {
        return Ok(None);
    }
    if let Some(public) = public().iter().find(|image| image.keys.id == id) {
        return Ok(Some(Arc::clone(public)));
    }
    let kind = desk.kind_of("cvm", "Image");
    if let Some(own) = kind.and_then(|kind| desk.item(&kind, id)) {
        return Ok(Some(own));
    }
    let form = id.strip_prefix("img-").unwrap_or_default();
    let code = match form.len() == 8 && form.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => "InvalidImageId.NotFound",
        false => "InvalidImageId.Malformed",
    };
    let message = format!(
        "There is no image {id:?}, neither a public one nor one of this account in this region; \
         DescribeImages lists them."
    );
    Err(desk.call.fault(code, message))
}

/// Takes over into an instance what its image says.
///
/// # Errors
/// There is no such image.
pub(super) fn taking(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    if let Some(image) = taken(desk, &text_at(record, "ImageId"))? {
        let name = image.record.get("OsName").cloned();
        record.insert("OsName".into(), name.unwrap_or_default());
    }
    Ok(())
}

/// Completes a new image.
///
/// # Errors
/// There is no such instance.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let instance = text_at(record, "InstanceId");
    if !instance.is_empty()
        && let Some(instance) = desk.resource("cvm", "Instance", &instance)?
    {
        let size = path::get(&instance.record, "SystemDisk.DiskSize").cloned();
        record.insert("ImageSize".into(), size.unwrap_or_default());
        let image = text_at(&instance.record, "ImageId");
        // The image of the instance may be gone by now.
        let image = taken(desk, &image).ok().flatten();
        for member in ["OsName", "Platform"] {
            let value = image.as_ref().and_then(|image| image.record.get(member));
            record.insert(member.into(), value.cloned().unwrap_or_default());
        }
    }
    let source = match desk.call.target.name.as_str() {
        "ImportImage" => "EXTERNAL_IMPORT",
        _ => "CREATE_IMAGE",
    };
    let creator = desk.call.account.clone().unwrap_or_default();
    for (member, value) in [
        ("ImageType", json!("PRIVATE_IMAGE")),
        ("ImageSource", json!(source)),
        ("ImageCreator", json!(creator)),
        ("Architecture", json!("x86_64")),
        ("LicenseType", json!("TencentCloud")),
    ] {
        record.entry(member).or_insert(value);
    }
    Ok(())
}

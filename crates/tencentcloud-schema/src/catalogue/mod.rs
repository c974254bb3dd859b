//! The descriptions of every generated service, carried in the crate as one compressed blob each.
//!
//! A service is unpacked when it is asked for, and kept for the process's life.

mod blobs;

use std::collections::HashMap;
use std::io::Read;
use std::sync::{Arc, LazyLock, Mutex};

use crate::{Description, Error};

/// The services that were asked for so far.
type Opened = HashMap<&'static str, Arc<[Description]>>;

/// The names of all services in the catalogue, sorted.
pub fn services() -> impl ExactSizeIterator<Item = &'static str> {
    blobs::BLOBS.iter().map(|(name, _)| *name)
}

/// The descriptions of a service, one a version, oldest first; `None` for an unknown service.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn service(name: &str) -> Result<Option<Arc<[Description]>>, Error> {
    static OPEN: LazyLock<Mutex<Opened>> = LazyLock::new(Mutex::default);
    let Ok(index) = blobs::BLOBS.binary_search_by_key(&name, |(name, _)| name) else {
        return Ok(None);
    };
    let (name, blob) = blobs::BLOBS[index];
    let mut open = OPEN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(known) = open.get(name) {
        return Ok(Some(Arc::clone(known)));
    }
    let versions: Arc<[Description]> = unpack(blob)
        .map_err(|why| Error::one(&format!("catalogue blob of {name}"), "", why))?
        .into();
    open.insert(name, Arc::clone(&versions));
    Ok(Some(versions))
}

/// The blob of one service's descriptions: deterministic for the same input.
pub fn pack(versions: &[Description]) -> Vec<u8> {
    let json = serde_json::to_vec(versions).unwrap_or_default();
    let mut blob = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: json.len(),
        ..Default::default()
    };
    // Writing into a vector cannot fail.
    let _ = brotli::BrotliCompress(&mut json.as_slice(), &mut blob, &parameters);
    blob
}

/// The descriptions in a blob.
///
/// # Errors
/// Bytes that [`pack`] did not make.
pub fn unpack(blob: &[u8]) -> Result<Vec<Description>, String> {
    let mut json = Vec::new();
    brotli::Decompressor::new(blob, 4096)
        .read_to_end(&mut json)
        .map_err(|error| error.to_string())?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

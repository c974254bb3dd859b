#![doc = include_str!("../README.md")]

mod blobs;
mod error;
mod names;
mod outline;
mod preference;
mod regions;
pub mod search;

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tencentcloud_schema::resource::Resources;
use tencentcloud_schema::{Action, Description, Member, Object};

pub use error::Error;
pub use names::{Names, names};
pub use outline::Outline;
pub use regions::{KnownRegion, regions};

/// What was asked for so far, by the service's name.
type Opened<T> = LazyLock<Mutex<HashMap<&'static str, Arc<T>>>>;

/// Lists the names of all services, sorted.
pub fn services() -> impl ExactSizeIterator<Item = &'static str> {
    blobs::BLOBS.iter().map(|(name, _)| *name)
}

/// Looks up a service by `name`; `None` for one that the catalogue does not have.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn service(name: &str) -> Result<Option<Arc<Service>>, Error> {
    static OPEN: Opened<Service> = LazyLock::new(Mutex::default);
    open(&OPEN, blobs::BLOBS, name, Service::unpack)
}

/// Looks up the resources of the service `name`: which of its actions make, list, change and end
/// what; `None` for a service that the catalogue does not have, or of which it knows no resource.
/// They are unpacked when they are first asked for, apart from the service's descriptions.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn resources(name: &str) -> Result<Option<Arc<Resources>>, Error> {
    static OPEN: Opened<Resources> = LazyLock::new(Mutex::default);
    open(&OPEN, blobs::RESOURCES, name, unpack_resources)
}

/// Returns what the blob of the service `name` holds, unpacked once.
fn open<T>(
    opened: &Opened<T>,
    blobs: &[(&'static str, &[u8])],
    name: &str,
    unpack: fn(&[u8]) -> Result<T, Error>,
) -> Result<Option<Arc<T>>, Error> {
    let Ok(index) = blobs.binary_search_by_key(&name, |(name, _)| name) else {
        return Ok(None);
    };
    let (name, blob) = blobs[index];
    let mut opened = opened.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = opened.get(name) {
        return Ok(Some(Arc::clone(known)));
    }
    let unpacked = Arc::new(unpack(blob).map_err(|error| error.of(name))?);
    opened.insert(name, Arc::clone(&unpacked));
    Ok(Some(unpacked))
}

/// Unpacks a blob that [`pack_resources`] made.
///
/// # Errors
/// Bytes that [`pack_resources`] did not make.
pub fn unpack_resources(blob: &[u8]) -> Result<Resources, Error> {
    serde_json::from_str(&inflate(blob)?).map_err(Error::new)
}

/// A service's descriptions, unpacked and read only where they are asked for.
#[derive(Debug)]
pub struct Service {
    versions: Vec<Version>,
}

/// One version of a service, of which each action and type is read when it is asked for.
#[derive(Debug)]
pub struct Version {
    text: Arc<str>,
    /// The description without its actions and types.
    head: Description,
    actions: BTreeMap<String, Range<usize>>,
    types: BTreeMap<String, Range<usize>>,
}

impl Service {
    /// Unpacks a blob that [`pack`] made.
    ///
    /// # Errors
    /// Bytes that [`pack`] did not make.
    pub fn unpack(blob: &[u8]) -> Result<Self, Error> {
        let text: Arc<str> = inflate(blob)?.into();
        let versions: Vec<BTreeMap<&str, &RawValue>> =
            serde_json::from_str(&text).map_err(Error::new)?;
        let versions = versions
            .into_iter()
            .map(|fields| Version::read_shallow(&text, fields));
        Ok(Self {
            versions: versions.collect::<Result<_, _>>()?,
        })
    }

    /// Returns the versions, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Reads all versions whole, oldest first.
    pub fn descriptions(&self) -> Vec<Description> {
        self.versions.iter().map(Version::description).collect()
    }
}

impl Version {
    /// Reads everything but the actions and types, and notes where in `text` each of them is.
    fn read_shallow(text: &Arc<str>, fields: BTreeMap<&str, &RawValue>) -> Result<Self, Error> {
        let places = |name: &str| -> Result<BTreeMap<String, Range<usize>>, Error> {
            let raw = fields.get(name).copied().map_or("{}", RawValue::get);
            let entries: BTreeMap<String, &RawValue> =
                serde_json::from_str(raw).map_err(Error::new)?;
            let place = |raw: &RawValue| {
                let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
                start..start + raw.get().len()
            };
            let entries = entries.into_iter();
            Ok(entries.map(|(name, raw)| (name, place(raw))).collect())
        };
        let none = serde_json::from_str("{}").map_err(Error::new)?;
        let mut head = fields.clone();
        head.insert("actions", none);
        head.insert("types", none);
        let head = serde_json::to_string(&head).map_err(Error::new)?;
        Ok(Self {
            text: Arc::clone(text),
            head: serde_json::from_str(&head).map_err(Error::new)?,
            actions: places("actions")?,
            types: places("types")?,
        })
    }

    /// Returns the description without its actions and types.
    pub fn head(&self) -> &Description {
        &self.head
    }

    /// Lists the names of the actions, sorted.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// Reads what names `action` to people, and nothing else of it; `None` if there is no such action.
    pub fn outline(&self, action: &str) -> Option<Outline> {
        self.read(self.actions.get(action)?)
    }

    /// Reads the description of `action` alone, with the types that it reaches; `None` if there is
    /// no such action.
    pub fn slice(&self, action: &str) -> Option<Description> {
        let mut slice = self.head.clone();
        let read: Action = self.read(self.actions.get(action)?)?;
        let mut open: Vec<String> = objects(read.request.iter().chain(&read.response));
        while let Some(name) = open.pop() {
            if slice.types.contains_key(&name) {
                continue;
            }
            if let Some(object) = self
                .types
                .get(&name)
                .and_then(|place| self.read::<Object>(place))
            {
                open.extend(objects(&object.members));
                slice.types.insert(name, object);
            }
        }
        slice.actions.insert(action.to_owned(), read);
        Some(slice)
    }

    /// Reads the whole description.
    pub fn description(&self) -> Description {
        let mut whole = self.head.clone();
        let actions = self.actions.iter();
        whole.actions = actions
            .filter_map(|(name, place)| Some((name.clone(), self.read(place)?)))
            .collect();
        let types = self.types.iter();
        whole.types = types
            .filter_map(|(name, place)| Some((name.clone(), self.read(place)?)))
            .collect();
        whole
    }

    /// Reads one entry. The blob was written from the very type, so that it always fits.
    fn read<T: DeserializeOwned>(&self, place: &Range<usize>) -> Option<T> {
        serde_json::from_str(self.text.get(place.clone())?).ok()
    }
}

fn objects<'a>(members: impl IntoIterator<Item = &'a Member>) -> Vec<String> {
    members
        .into_iter()
        .filter_map(|m| m.kind.object())
        .map(str::to_owned)
        .collect()
}

/// Packs the descriptions of one service into a blob. The same input always gives the same bytes.
pub fn pack(versions: &[Description]) -> Vec<u8> {
    deflate(&serde_json::to_vec(versions).unwrap_or_default())
}

/// Packs the resources of one service into a blob. The same input always gives the same bytes.
pub fn pack_resources(resources: &Resources) -> Vec<u8> {
    deflate(&serde_json::to_vec(resources).unwrap_or_default())
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes;
    let mut blob = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    // Writing into a vector cannot fail.
    let _ = brotli::BrotliCompress(&mut bytes, &mut blob, &parameters);
    blob
}

fn inflate(blob: &[u8]) -> Result<String, Error> {
    String::from_utf8(inflate_bytes(blob)?).map_err(Error::new)
}

fn inflate_bytes(blob: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    brotli::Decompressor::new(blob, 4096)
        .read_to_end(&mut bytes)
        .map_err(Error::new)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_is_packed_comes_back_whole_and_in_slices() {
        for name in services() {
            let service = service(name).unwrap().unwrap();
            let whole = service.descriptions();
            // Packing is slow: a few services stand for all.
            if ["as", "sts", "tke"].contains(&name) {
                let packed = Service::unpack(&pack(&whole)).unwrap();
                assert_eq!(packed.descriptions(), whole, "{name}");
            }
            for (version, description) in service.versions().iter().zip(&whole) {
                assert!(version.slice("NoSuchAction").is_none());
                for (action, known) in &description.actions {
                    let slice = version.slice(action).unwrap();
                    let outline = version.outline(action).unwrap();
                    assert_eq!(outline.title, known.title);
                    assert_eq!(outline.title_en, known.title_en);
                    assert_eq!(outline.status, known.status);
                    assert_eq!(&slice.actions[action], known);
                    assert_eq!(slice.undefined(), BTreeSet::new(), "{name} {action}");
                }
            }
        }
    }

    #[test]
    fn a_description_comes_back_with_every_fact() {
        let text = r#"{"format": 1, "service": "bakery", "version": "2020-01-01",
            "title": "面包房", "title_en": "Bakery", "host": "bakery.tencentcloudapi.com",
            "actions": {"Bake": {"title": "烤", "title_en": "Bake", "sites": ["china", "international"],
                "region": "optional", "rate": 20, "errors": ["A.B"],
                "request": [{"name": "Filters", "type": "Filter", "list": true, "filters": ["oven-id"]}],
                "response": []}},
            "types": {"Filter": {"members": [{"name": "Crumb", "type": "Crumb"}]}},
            "errors": ["A.B"], "open": ["Crumb"]}"#;
        let whole = [Description::parse(text, "bakery").unwrap()];
        let service = Service::unpack(&pack(&whole)).unwrap();
        assert_eq!(service.descriptions(), whole);
    }

    /// Every action, parameter and member that the resources name is there.
    #[test]
    fn resources_come_back_and_fit_the_descriptions() {
        let mut kinds = 0;
        for name in services() {
            let Some(resources) = resources(name).unwrap() else {
                continue;
            };
            assert_eq!(&*resources.service, name);
            let whole = service(name).unwrap().unwrap().descriptions();
            resources.validate(&whole, name).unwrap();
            let packed = unpack_resources(&pack_resources(&resources)).unwrap();
            assert_eq!(packed, *resources, "{name}");
            kinds += resources
                .versions
                .values()
                .map(|kinds| kinds.len())
                .sum::<usize>();
        }
        assert!(kinds >= 900, "{kinds} kinds");
        assert!(resources("bakery").unwrap().is_none());
    }

    #[test]
    fn damaged_blobs_are_told() {
        assert!(unpack_resources(b"no blob").is_err());
        assert!(Service::unpack(b"no blob").is_err());
        assert!(Service::unpack(&[]).is_err());
    }
}

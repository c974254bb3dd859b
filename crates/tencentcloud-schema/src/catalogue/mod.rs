//! The descriptions of every generated service, carried in the crate as one compressed blob each.
//!
//! A service is unpacked when it is first asked for, and kept for the process's life. Of what it
//! holds, only the action that is asked for is read, with the types that it reaches: the first
//! action of a cold service costs a few milliseconds, even of the largest.

mod blobs;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::{Action, Description, Error, Member, Object, Problem};

/// The services that were asked for so far.
type Opened = HashMap<&'static str, Arc<Service>>;

/// The names of all services in the catalogue, sorted.
pub fn services() -> impl ExactSizeIterator<Item = &'static str> {
    blobs::BLOBS.iter().map(|(name, _)| *name)
}

/// A service of the catalogue; `None` for one that it does not have.
///
/// # Errors
/// A blob that is damaged, which a build from this repository never holds.
pub fn service(name: &str) -> Result<Option<Arc<Service>>, Error> {
    static OPEN: LazyLock<Mutex<Opened>> = LazyLock::new(Mutex::default);
    let Ok(index) = blobs::BLOBS.binary_search_by_key(&name, |(name, _)| name) else {
        return Ok(None);
    };
    let (name, blob) = blobs::BLOBS[index];
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = open.get(name) {
        return Ok(Some(Arc::clone(known)));
    }
    let service = Service::unpack(blob).map_err(|why| {
        Error::new(
            &format!("catalogue blob of {name}"),
            vec![Problem::new("", why)],
        )
    })?;
    let service = Arc::new(service);
    open.insert(name, Arc::clone(&service));
    Ok(Some(service))
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
    pub fn unpack(blob: &[u8]) -> Result<Self, String> {
        let text: Arc<str> = inflate(blob)?.into();
        let shallow: Vec<Shallow<'_>> = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        let at = |raw: &&RawValue| {
            let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
            start..start + raw.get().len()
        };
        let places = |entries: BTreeMap<String, &RawValue>| {
            entries
                .iter()
                .map(|(name, raw)| (name.clone(), at(raw)))
                .collect()
        };
        let versions = shallow.into_iter().map(|version| Version {
            text: Arc::clone(&text),
            head: Description {
                format: version.format,
                service: version.service,
                version: version.version,
                title: version.title,
                title_en: version.title_en,
                host: version.host,
                actions: BTreeMap::new(),
                types: BTreeMap::new(),
                errors: version.errors,
                open: version.open,
            },
            actions: places(version.actions),
            types: places(version.types),
        });
        Ok(Self {
            versions: versions.collect(),
        })
    }

    /// The versions, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// All versions read whole, oldest first.
    pub fn descriptions(&self) -> Vec<Description> {
        self.versions.iter().map(Version::description).collect()
    }
}

impl Version {
    /// The description without its actions and types.
    pub fn head(&self) -> &Description {
        &self.head
    }

    /// The names of the actions, sorted.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// A description of that action alone, with the types that it reaches; `None` where there is
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

    /// The whole description.
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

/// A description whose actions and types are not read yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shallow<'a> {
    format: u32,
    service: String,
    version: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    title_en: Option<String>,
    #[serde(default)]
    host: Option<String>,
    #[serde(borrow)]
    actions: BTreeMap<String, &'a RawValue>,
    #[serde(borrow)]
    types: BTreeMap<String, &'a RawValue>,
    #[serde(default)]
    errors: BTreeSet<String>,
    #[serde(default)]
    open: BTreeSet<String>,
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

fn inflate(blob: &[u8]) -> Result<String, String> {
    let mut json = String::new();
    brotli::Decompressor::new(blob, 4096)
        .read_to_string(&mut json)
        .map_err(|error| error.to_string())?;
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_whole_and_in_slices() {
        for name in services() {
            let service = service(name).unwrap().unwrap();
            let whole = service.descriptions();
            assert_eq!(
                Service::unpack(&pack(&whole)).unwrap().descriptions(),
                whole,
                "{name}"
            );
            for (version, description) in service.versions().iter().zip(&whole) {
                assert!(version.slice("NoSuchAction").is_none());
                for (action, known) in &description.actions {
                    let slice = version.slice(action).unwrap();
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

    #[test]
    fn damaged_blobs_are_told() {
        assert!(Service::unpack(b"no blob").is_err());
        assert!(Service::unpack(&[]).is_err());
    }
}

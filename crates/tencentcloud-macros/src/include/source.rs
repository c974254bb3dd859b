//! The files that are included, and the one description that they make together.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

use syn::{Error, LitStr, Result};
use tencentcloud_import::page::{self, Fault, OpenType, Pages};
use tencentcloud_import::{Source as Origin, merge};
use tencentcloud_schema::Description;

/// The files in the order in which they are named.
pub(super) struct Sources<'a>(Vec<Source<'a>>);

/// A file, and the literal that names it.
pub(super) struct Source<'a> {
    literal: &'a LitStr,
    origin: String,
    text: String,
}

/// What the files make together.
pub(super) struct Described<'a> {
    pub(super) description: Description,
    pub(super) warnings: Vec<(&'a LitStr, String)>,
}

impl Source<'_> {
    /// An error at the literal, about the whole file.
    pub(super) fn error(&self, message: impl fmt::Display) -> Error {
        let origin = &self.origin;
        Error::new(self.literal.span(), format_args!("{origin}: {message}"))
    }

    /// True for a description in the project's own form; anything else is a page.
    fn is_description(&self) -> bool {
        self.text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{')
    }
}

impl<'a> Sources<'a> {
    /// Reads the files.
    pub(super) fn read(files: &'a [LitStr]) -> Result<Self> {
        let sources = files.iter().map(|literal| {
            let path = absolute(&literal.value());
            let origin = path.display().to_string();
            let text = fs::read_to_string(&path).map_err(|error| {
                let message = format_args!(
                    "cannot read {origin}: {error}; a path is taken from the folder of the crate's Cargo.toml, and a file is UTF-8"
                );
                Error::new(literal.span(), message)
            })?;
            Ok(Source { literal, origin, text })
        });
        all(sources).map(Self)
    }

    /// The file that is named first.
    pub(super) fn first(&self) -> &Source<'a> {
        &self.0[0]
    }

    /// The paths of the files.
    pub(super) fn origins(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|source| source.origin.as_str())
    }

    /// Puts the files together: pages over descriptions, and types of the catalogue below both.
    pub(super) fn describe(&self) -> Result<Described<'a>> {
        let base = self.descriptions()?;
        let mut pages = Pages::new();
        for source in self.0.iter().filter(|source| !source.is_description()) {
            pages = pages.page(source.origin.as_str(), &source.text);
        }
        if let Some(base) = &base {
            pages = pages.of(&base.service, &base.version);
        }
        let services = pages.services().into_iter().map(str::to_owned).collect();
        let known: Vec<_> = base.iter().cloned().chain(catalogue(services)?).collect();
        let facts = pages
            .describe(&known)
            .map_err(|faults| combined(faults.into_iter().map(|fault| self.fault(&fault))))?;
        let mut versions = base.into_iter().chain(facts.descriptions);
        // A file is named at least, and each describes something.
        let mut description = versions
            .next()
            .ok_or_else(|| self.first().error("nothing is described here"))?;
        for mut other in versions {
            if key(&other) != key(&description) {
                return Err(self.first().error(several(&description, &other)));
            }
            page::defer(&mut other, &description);
            (description, _) = merge(Some(description), other, Origin::Page);
        }
        for known in known {
            if key(&known) == key(&description) {
                page::complete(&mut description, &known);
            }
        }
        self.closed(&description, &facts.open)?;
        description
            .validate(&self.first().origin)
            .map_err(|error| Error::new(self.first().literal.span(), error))?;
        let warnings = facts.warnings.iter();
        let warnings = warnings
            .map(|fault| (self.named(&fault.file).literal, fault.to_string()))
            .collect();
        Ok(Described {
            description,
            warnings,
        })
    }

    /// The descriptions among the files, as one.
    fn descriptions(&self) -> Result<Option<Description>> {
        let sources = self.0.iter().filter(|source| source.is_description());
        let parsed = sources.map(|source| {
            let description = Description::parse(&source.text, &source.origin)
                .map_err(|error| Error::new(source.literal.span(), error))?;
            Ok((source, description))
        });
        let mut base: Option<Description> = None;
        for (source, description) in all(parsed)? {
            if let Some(base) = base.as_ref().filter(|base| key(base) != key(&description)) {
                return Err(source.error(several(base, &description)));
            }
            base = Some(merge(base, description, Origin::Page).0);
        }
        Ok(base)
    }

    /// Checks that no type is open.
    fn closed(&self, description: &Description, named: &[OpenType]) -> Result<()> {
        let (service, version) = key(description);
        let known = if cfg!(feature = "catalogue") {
            format!("the catalogue does not know it in {service} {version} either")
        } else {
            "the feature `catalogue` of tencentcloud-runtime takes types of known services from the catalogue".to_owned()
        };
        let error = |name: &String| {
            match named.iter().find(|open| open.name == *name) {
            Some(open) => {
                let (file, line) = (&open.file, open.line);
                let message = format!(
                    "{file}:{line}: the type {name} is named here and no file describes it; add the page of data types that does; {known}"
                );
                Error::new(self.named(file).literal.span(), message)
            }
            None => self.first().error(format_args!(
                "the type {name} is open, which members name and `types` does not define; describe it under `types`, or add the page of data types that does; {known}"
            )),
        }
        };
        match description.open.is_empty() {
            true => Ok(()),
            false => Err(combined(description.open.iter().map(error))),
        }
    }

    fn fault(&self, fault: &Fault) -> Error {
        Error::new(self.named(&fault.file).literal.span(), fault)
    }

    fn named(&self, origin: &str) -> &Source<'a> {
        let named = self.0.iter().find(|source| source.origin == origin);
        named.unwrap_or(self.first())
    }
}

/// The service and the version of a description.
fn key(description: &Description) -> (&str, &str) {
    (&description.service, &description.version)
}

fn several(one: &Description, other: &Description) -> String {
    let ((a, b), (c, d)) = (key(one), key(other));
    format!(
        "the files describe {a} {b} and {c} {d}; give each version of a service a module and an `include_api!` of its own"
    )
}

/// What the catalogue knows of the services.
#[cfg(feature = "catalogue")]
fn catalogue(services: Vec<String>) -> Result<Vec<Description>> {
    let mut known = Vec::new();
    for service in services {
        let found = tencentcloud_catalogue::service(&service)
            .map_err(|error| Error::new(proc_macro2::Span::call_site(), error))?;
        known.extend(found.iter().flat_map(|service| service.descriptions()));
    }
    Ok(known)
}

#[cfg(not(feature = "catalogue"))]
fn catalogue(_: Vec<String>) -> Result<Vec<Description>> {
    Ok(Vec::new())
}

/// All values, or all errors.
fn all<T>(results: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let mut values = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    match errors.is_empty() {
        true => Ok(values),
        false => Err(combined(errors)),
    }
}

/// The errors as one, which the compiler shows one by one.
fn combined(errors: impl IntoIterator<Item = Error>) -> Error {
    let errors = errors.into_iter();
    let combined = errors.reduce(|mut all, error| {
        all.combine(error);
        all
    });
    combined.unwrap_or_else(|| Error::new(proc_macro2::Span::call_site(), "unknown error"))
}

/// The path, from the folder of the manifest of the crate that is compiled.
fn absolute(path: &str) -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&manifest).join(path)
}

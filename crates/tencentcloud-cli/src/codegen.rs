//! `tcloud codegen`: a Rust crate of chosen actions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use tencentcloud_calls::Known;
use tencentcloud_codegen::{Files, standalone_crate};
use tencentcloud_import::official;
use tencentcloud_schema::{Description, Member};

use crate::error::{Failure, Kind};
use crate::input;

/// Writes a Rust crate that has the given actions of a service alone
///
/// It has the types of these actions, a client and the service's error codes, and depends on
/// tencentcloud-runtime. Nothing is fetched: --docs takes the vendor's descriptions from a tccli that
/// is installed here, for your own use.
#[derive(Debug, Args)]
pub(crate) struct Codegen {
    /// The service, e.g. cvm
    #[arg(value_name = "SERVICE")]
    service: String,
    /// The actions, e.g. DescribeInstances
    #[arg(required = true, value_name = "ACTION")]
    actions: Vec<String>,
    /// Writes into this folder, which must be empty or a crate that this command wrote
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Takes the actions from this version of the API
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Adds the vendor's descriptions of tccli: the folder of the package, or the one that it is
    /// installed in, e.g. …/site-packages
    #[arg(long, value_name = "FOLDER")]
    docs: Option<PathBuf>,
    /// Depends on the runtime in this folder instead of the registry's
    #[arg(long, value_name = "FOLDER")]
    runtime: Option<PathBuf>,
}

/// The first line of a manifest that is generated.
const GENERATED: &str = "# @generated";

impl Codegen {
    /// Runs the command.
    ///
    /// # Errors
    /// An unknown action, a folder that holds something else, a package that cannot be read.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let mut versions: BTreeMap<String, Description> = BTreeMap::new();
        for action in &self.actions {
            let known = Known::find(&self.service, action, self.api_version.as_deref())?;
            let slice = known.description;
            match versions.get_mut(&slice.version) {
                Some(whole) => {
                    whole.actions.extend(slice.actions);
                    whole.types.extend(slice.types);
                }
                None => {
                    versions.insert(slice.version.clone(), slice);
                }
            }
        }
        let mut versions: Vec<_> = versions.into_values().collect();
        if let Some(folder) = &self.docs {
            for description in &mut versions {
                describe(description, folder)?;
            }
        }
        let runtime = self.runtime.as_deref().map(absolute).transpose()?;
        let files = standalone_crate(&versions, "0.1.0", runtime.as_deref())
            .map_err(|fault| Failure::new(Kind::Other, fault.to_string()))?;
        self.write(&files)?;
        eprintln!("{} files in {}", files.len(), self.out.display());
        Ok(ExitCode::SUCCESS)
    }

    fn write(&self, files: &Files) -> Result<(), Failure> {
        let failed =
            |path: &Path, error| Failure::new(Kind::Other, format!("{}: {error}", path.display()));
        let manifest = self.out.join("Cargo.toml");
        let own = fs::read_to_string(&manifest).is_ok_and(|text| text.starts_with(GENERATED));
        let empty = fs::read_dir(&self.out).map_or(true, |mut entries| entries.next().is_none());
        if !own && !empty {
            return Err(Failure::usage(format!(
                "{} is neither empty nor a generated crate: choose another folder",
                self.out.display()
            )));
        }
        let source = self.out.join("src");
        if own && source.exists() {
            fs::remove_dir_all(&source).map_err(|error| failed(&source, error))?;
        }
        for (path, text) in files {
            let path = self.out.join(path);
            let folder = path.parent().unwrap_or(&self.out);
            fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
            fs::write(&path, text).map_err(|error| failed(&path, error))?;
        }
        Ok(())
    }
}

/// The whole path of a folder, for a manifest that stands elsewhere.
fn absolute(path: &Path) -> Result<String, Failure> {
    let whole = fs::canonicalize(path);
    let failed = |what: String| Failure::usage(format!("{}: {what}", path.display()));
    let whole = whole.map_err(|error| failed(error.to_string()))?;
    let text = whole
        .to_str()
        .ok_or_else(|| failed("not UTF-8".to_owned()))?;
    Ok(text.to_owned())
}

/// Gives the description the vendor's sentences from the package in `folder`.
fn describe(description: &mut Description, folder: &Path) -> Result<(), Failure> {
    let module = format!("v{}", description.version.replace('-', ""));
    let own = format!("services/{}/{module}/api.json", description.service);
    let places = [folder.join("tccli").join(&own), folder.join(&own)];
    let path = places.iter().find(|path| path.exists()).ok_or_else(|| {
        Failure::usage(format!(
            "{} has no tccli with {own}: give the folder that `pip show tccli` names",
            folder.display()
        ))
    })?;
    let prose = official::prose(&input::file(path)?, &path.display().to_string())
        .map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    let set = |place: String, doc: &mut Option<String>| {
        if let Some(text) = prose.get(&place) {
            *doc = Some(text.clone());
        }
    };
    let all = |place: &str, members: &mut Vec<Member>| {
        for member in members {
            set(format!("{place}.{}", member.name), &mut member.doc);
        }
    };
    for (name, action) in &mut description.actions {
        let place = format!("actions.{name}");
        set(place.clone(), &mut action.doc);
        all(&format!("{place}.request"), &mut action.request);
        all(&format!("{place}.response"), &mut action.response);
    }
    for (name, object) in &mut description.types {
        let place = format!("types.{name}");
        set(place.clone(), &mut object.doc);
        all(&place, &mut object.members);
    }
    Ok(())
}

//! A call as a project that runs: its files, and a zip archive of them.

use std::io::{self, Cursor, Write};

use heck::ToKebabCase;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::language::Language;
use crate::snippet::Snippet;
use crate::write::{go, node, rust};

/// The version of the crates of this project that a Rust project depends on.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

impl Snippet {
    /// Makes a Rust project depend on the crates in `folder`, the `crates` of this project's
    /// repository, instead of on published ones.
    #[must_use]
    pub fn crates_in(mut self, folder: impl Into<String>) -> Self {
        self.crates = Some(folder.into());
        self
    }

    /// Returns a project in `language` that makes the call: the path and the text of each file. Its
    /// `README.md` says how to run it.
    pub fn project(&self, language: Language) -> Vec<(String, String)> {
        let name = self.name();
        let (program, mut files) = match language {
            Language::Rust => ("src/main.rs", vec![("Cargo.toml", self.cargo(&name))]),
            Language::Python => ("main.py", vec![("requirements.txt", self.requirements())]),
            Language::Go => (
                "main.go",
                vec![("go.mod", format!("module {name}\n\ngo 1.18\n"))],
            ),
            Language::Node => ("index.mjs", vec![("package.json", self.package(&name))]),
            Language::Java => (
                "src/main/java/Main.java",
                vec![("pom.xml", self.pom(&name))],
            ),
            Language::Curl | Language::Tcloud | Language::Tccli => ("run.sh", Vec::new()),
        };
        files.push((program, self.program(language)));
        files.push(("README.md", self.readme(language)));
        let owned = |(path, text): (&str, String)| (path.to_owned(), text);
        files.into_iter().map(owned).collect()
    }

    /// Returns a zip archive of the [`project`](Self::project), in a folder named after the action.
    /// The same call always gives the same bytes.
    ///
    /// # Errors
    /// A project that is too large for an archive.
    pub fn zip(&self, language: Language) -> io::Result<Vec<u8>> {
        let folder = self.name();
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in self.project(language) {
            let mode = if path.ends_with(".sh") { 0o755 } else { 0o644 };
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(zip::DateTime::default())
                .unix_permissions(mode);
            archive.start_file(format!("{folder}/{path}"), options)?;
            archive.write_all(text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// The project's name: the action in lower case, with hyphens.
    fn name(&self) -> String {
        let name = self.action.to_kebab_case();
        let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let name: String = name.chars().filter(plain).collect();
        match name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            true => name,
            false => format!("call-{name}"),
        }
    }

    fn program(&self, language: Language) -> String {
        let text = self.write(language);
        match language {
            Language::Tcloud | Language::Tccli => format!("#!/bin/sh\nset -eu\n\n{text}"),
            _ => text,
        }
    }

    fn cargo(&self, name: &str) -> String {
        let dependency = |package: &str, folder: &str| match &self.crates {
            Some(crates) => format!(
                "{package} = {{ path = {:?} }}\n",
                format!("{crates}/{folder}")
            ),
            None => format!("{package} = \"{VERSION}\"\n"),
        };
        let service = &self.service;
        let ours = match rust::is_typed(self) {
            true => dependency(
                &format!("tencentcloud-{service}"),
                &format!("services/{service}"),
            ),
            false => {
                let runtime = dependency("tencentcloud-runtime", "tencentcloud-runtime");
                format!("serde_json = \"1\"\n{runtime}")
            }
        };
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{ours}\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
        )
    }

    fn requirements(&self) -> String {
        format!("tencentcloud-sdk-python{}>=3.0\n", self.suffix())
    }

    /// The end of the names of the packages of the international site.
    fn suffix(&self) -> &'static str {
        if self.facts.international {
            "-intl-en"
        } else {
            ""
        }
    }

    fn package(&self, name: &str) -> String {
        let sdk = node::package(self);
        let version = if self.facts.international { "^3" } else { "^4" };
        format!(
            "{{\n  \"name\": \"{name}\",\n  \"private\": true,\n  \"type\": \"module\",\n  \
             \"scripts\": {{ \"start\": \"node index.mjs\" }},\n  \
             \"dependencies\": {{ \"{sdk}\": \"{version}\" }}\n}}\n"
        )
    }

    fn pom(&self, name: &str) -> String {
        let site = self.suffix();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>{name}</artifactId>
  <version>0.1.0</version>
  <properties>
    <maven.compiler.source>8</maven.compiler.source>
    <maven.compiler.target>8</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <exec.mainClass>Main</exec.mainClass>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.tencentcloudapi</groupId>
      <artifactId>tencentcloud-sdk-java{site}</artifactId>
      <version>[3.1,4)</version>
    </dependency>
  </dependencies>
</project>
"#
        )
    }

    /// How the project is run, and which variables it reads.
    fn readme(&self, language: Language) -> String {
        let run = match language {
            Language::Rust => "cargo run".to_owned(),
            Language::Python => "python3 -m venv .venv\n.venv/bin/pip install -r requirements.txt\n.venv/bin/python main.py".to_owned(),
            Language::Go => format!("# Fetches the SDK, {}.\ngo mod tidy\ngo run .", go::root(self)),
            Language::Node => "npm install\nnpm start".to_owned(),
            Language::Java => "mvn -q compile exec:java".to_owned(),
            Language::Curl | Language::Tcloud | Language::Tccli => "sh run.sh".to_owned(),
        };
        let needs = match language {
            Language::Curl => "curl and openssl",
            Language::Java => "a JDK and Maven",
            Language::Node => "Node 22 or later",
            Language::Tcloud => "`tcloud`",
            Language::Tccli => "tccli",
            language => language.title(),
        };
        let secrets = self.tree.secrets.iter();
        let secrets: String = secrets.map(|name| format!("export {name}=…\n")).collect();
        format!(
            "# {}\n\nCalls {} of {}, API {}. Needs {needs}.\n\n```sh\n\
             export TENCENTCLOUD_SECRET_ID=… TENCENTCLOUD_SECRET_KEY=…\n{secrets}{run}\n```\n",
            self.name(),
            self.action,
            self.service,
            self.version
        )
    }
}

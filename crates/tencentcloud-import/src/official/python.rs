//! What the Python SDK says of a service version: host, scope and error codes.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::Body;

use super::package::Package;
use super::version::Version;
use crate::error::{Result, bail};

/// The facts about a service version that only the Python SDK holds.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// The service's name in the credential scope.
    pub(super) service: String,
    /// The service's host; `None` for a service that the SDK does not have.
    pub(super) host: Option<String>,
    /// Every error code that the SDK lists.
    pub(super) errors: BTreeSet<String>,
    /// The actions that it calls in a way of their own.
    pub(super) ways: BTreeMap<String, Way>,
}

/// How the SDK calls an action, where that is not the usual way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Way {
    /// The answer may be a stream of events.
    pub(super) streaming: bool,
    /// How the parameters travel.
    pub(super) body: Body,
    /// A host of the action's own.
    pub(super) host: Option<String>,
}

/// Reads the facts about a service version. Of a version that the SDK lacks, the service's name and
/// host come from another version of the service; of a service that it lacks, nothing is known but
/// the folder's name.
pub(super) fn facts(package: &Package, version: &Version) -> Result<Facts> {
    let service = format!("tencentcloud/{}/", version.folder);
    let file = format!("/{}_client.py", version.folder);
    let clients: Vec<_> = package
        .paths(&service)?
        .into_iter()
        .filter(|path| path.ends_with(&file))
        .collect();
    let folder = format!("{service}{}", version.module());
    let own = format!("{folder}{file}");
    let Some(path) = clients.iter().find(|path| **path == own).or(clients.last()) else {
        return Ok(Facts {
            service: version.folder.clone(),
            host: None,
            errors: BTreeSet::new(),
            ways: BTreeMap::new(),
        });
    };
    let client = package.text(path)?;
    let attribute = |name: &str| match client
        .lines()
        .find_map(|line| quoted(line.trim_start().strip_prefix(name)?.strip_prefix(" = ")?))
    {
        Some(value) => Ok(value.to_owned()),
        None => bail!("{} does not set {name}", package.place(path)),
    };
    let known = *path == own;
    Ok(Facts {
        service: attribute("_service")?,
        host: Some(attribute("_endpoint")?),
        ways: if known {
            ways(&client)
        } else {
            BTreeMap::new()
        },
        errors: if known {
            codes(&package.text(&format!("{folder}/errorcodes.py"))?)
        } else {
            BTreeSet::new()
        },
    })
}

/// The actions that a client's methods call in a way of their own: an option that is set before the
/// call, or another function that makes it.
fn ways(client: &str) -> BTreeMap<String, Way> {
    let mut found = BTreeMap::new();
    let mut way = Way::default();
    for line in client.lines().map(str::trim) {
        if line.starts_with("def ") {
            way = Way::default();
        } else if let Some(options) = line.strip_prefix("options = {") {
            if options.contains("'IsMultipart': True") {
                way.body = Body::Multipart;
            }
            let host = options
                .split_once("\"Endpoint\": \"%s://")
                .and_then(|(_, rest)| rest.split_once('"'));
            way.host = host.map(|(host, _)| host.to_owned());
        } else if let Some((_, call)) = line.split_once("self.") {
            let Some((function, rest)) = call.split_once("(\"") else {
                continue;
            };
            let Some((action, _)) = rest.split_once('"') else {
                continue;
            };
            match function {
                "_call_and_deserialize" => way.streaming = true,
                "call_octet_stream" => way.body = Body::OctetStream,
                "call" => {}
                _ => continue,
            }
            if way != Way::default() {
                found.insert(action.to_owned(), std::mem::take(&mut way));
            }
        }
    }
    found
}

/// The values of the constants in a module of error codes. Two of them end in a dot, which is a
/// slip: a code is words joined by dots.
fn codes(module: &str) -> BTreeSet<String> {
    module
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(|line| quoted(line.split_once(" = ")?.1))
        .map(|code| code.trim_end_matches('.').to_owned())
        .collect()
}

fn quoted(literal: &str) -> Option<&str> {
    literal.trim().strip_prefix('\'')?.strip_suffix('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_their_own_are_read_off_the_calls() {
        let client = r#"
            def Plain(self, request):
                body = self.call("Plain", params, headers=headers)
            def Chat(self, request):
                options = {"Endpoint": "%s://x.ai.tencentcloudapi.com" % self.profile.httpProfile.scheme}
                return self._call_and_deserialize("Chat", params, models.ChatResponse, options=options)
            def Upload(self, request):
                options = {'IsMultipart': True, 'BinaryParams': [u'File']}
                body = self.call("Upload", params, options=options, headers=headers)
            def Log(self, request, body):
                response = self.call_octet_stream("Log", params, body)
        "#;
        let ways = ways(client);
        let way = |streaming, body, host: Option<&str>| Way {
            streaming,
            body,
            host: host.map(str::to_owned),
        };
        assert_eq!(ways.get("Plain"), None);
        assert_eq!(
            ways["Chat"],
            way(true, Body::Json, Some("x.ai.tencentcloudapi.com"))
        );
        assert_eq!(ways["Upload"], way(false, Body::Multipart, None));
        assert_eq!(ways["Log"], way(false, Body::OctetStream, None));
    }
}

//! Which account and region of the endpoint are looked at.

use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_emulator::{KeptResource, ResourceKey};

use crate::call::escaped;
use crate::page::Reader;

/// The account and region that are looked at; empty for all of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    pub(super) account: String,
    pub(super) region: String,
}

impl Place {
    /// True for what is there. What all regions share is in each of them.
    pub(super) fn has(&self, account: &str, region: &str) -> bool {
        (self.account.is_empty() || self.account == account)
            && (self.region.is_empty() || region.is_empty() || self.region == region)
    }

    /// Returns a form that narrows the page at `path` down, unless there is no choice.
    pub(super) fn choose(&self, reader: &Reader, path: &str) -> Markup {
        let counts = reader.app.emulator.resources().counts();
        let distinct = |of: fn(&tencentcloud_emulator::ResourceCount) -> &String| {
            let mut all: Vec<String> = counts.iter().map(|place| of(place).clone()).collect();
            all.retain(|text| !text.is_empty());
            all.sort();
            all.dedup();
            all
        };
        let accounts = distinct(|place| &place.account);
        let regions = distinct(|place| &place.region);
        html! {
            @if accounts.len() > 1 || regions.len() > 1 || !self.account.is_empty() || !self.region.is_empty() {
                form class="choose" action=(path) data-part {
                    (choice(reader, "account", reader.t("Account", "账号"), &accounts, &self.account))
                    (choice(reader, "region", reader.t("Region", "地域"), &regions, &self.region))
                    button class="button" { (reader.t("Show", "查看")) }
                }
            }
        }
    }
}

fn choice(reader: &Reader, name: &str, label: &str, all: &[String], chosen: &str) -> Markup {
    html! {
        label class="field" {
            span class="hint" { (label) }
            select name=(name) {
                option value="" { (reader.t("All", "全部")) }
                @for one in all {
                    option value=(one) selected[one == chosen] { (one) }
                }
            }
        }
    }
}

/// Returns the address of a resource.
pub(super) fn address(resource: &KeptResource) -> String {
    format!(
        "/local/{}/{}?account={}&region={}&id={}",
        escaped(&resource.key.service),
        escaped(&resource.key.kind),
        escaped(&resource.account),
        escaped(&resource.region),
        escaped(&resource.key.id)
    )
}

/// Returns the one of `all` that `key` means for a resource in `account` and `region`: one of the same
/// region, or one that all regions share.
pub(super) fn meant<'r>(
    all: &'r [KeptResource],
    key: &ResourceKey,
    account: &str,
    region: &str,
) -> Option<&'r KeptResource> {
    all.iter().find(|other| {
        other.key == *key
            && other.account == account
            && (other.region == region || other.region.is_empty() || region.is_empty())
    })
}

/// Returns what a resource is called: its name, else its id.
pub(super) fn called(resource: &KeptResource) -> &str {
    resource.name.as_deref().unwrap_or(&resource.key.id)
}

/// Returns the parents of a resource, each a link if it is there.
pub(super) fn parents(all: &[KeptResource], one: &KeptResource) -> Markup {
    html! {
        @for (index, key) in one.parents.iter().enumerate() {
            @if index > 0 { ", " }
            @match meant(all, key, &one.account, &one.region) {
                Some(parent) => a class="mono" data-go href=(address(parent)) { (key.id) },
                None => span class="mono" { (key.id) },
            }
        }
    }
}

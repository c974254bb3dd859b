//! The profiles of this machine as accounts: those of the page, and those that the broker signs for.

use futures_util::future::BoxFuture;
use tencentcloud_broker::{Account, Accounts};
use tencentcloud_runtime::Client;

use crate::configure;
use crate::options::Options;
use crate::safety;
use crate::session::{self, Settings, variable};

/// The account of the key that the environment holds.
const ENVIRONMENT: &str = "environment";

/// The profiles of this machine, and the key of the environment if there is one.
#[derive(Debug)]
pub(crate) struct Profiles {
    options: Options,
}

impl Profiles {
    /// Returns those that `options` leave: one profile if they name it.
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
        }
    }

    /// The options of the account with that `name`.
    fn options(&self, name: &str) -> Options {
        let named = (name != ENVIRONMENT).then(|| name.to_owned());
        Options {
            profile: named,
            ..self.options.clone()
        }
    }
}

impl Accounts for Profiles {
    fn list(&self) -> Vec<Account> {
        let usual = Settings::of(&self.options).name().to_owned();
        let mut names: Vec<String> = match &self.options.profile {
            Some(name) => vec![name.clone()],
            // A file that cannot be read is said by the first call of a profile.
            None => configure::names().unwrap_or_default().into_iter().collect(),
        };
        names.sort_by_key(|name| *name != usual);
        if self.options.profile.is_none() && variable("TENCENTCLOUD_SECRET_ID").is_some() {
            names.insert(0, ENVIRONMENT.to_owned());
        }
        // What cannot be read forbids as well.
        let forbids = |settings: &Settings| safety::is_read_only(settings).unwrap_or(true);
        // What the environment forbids, no profile allows here.
        let is_all_read_only = forbids(&Settings::of(&self.options));
        let accounts = names.into_iter().map(|name| {
            let options = self.options(&name);
            let settings = Settings::of(&options);
            let read_only = forbids(&settings);
            let region = session::region(&options, &settings).ok().flatten();
            let mut account = Account::new(name).read_only(is_all_read_only || read_only);
            account.region = region;
            account.endpoint = session::endpoint_of_all(&options);
            account
        });
        accounts.collect()
    }

    fn client<'a>(
        &'a self,
        name: &'a str,
        service: &'a str,
    ) -> BoxFuture<'a, Result<Client, String>> {
        Box::pin(async move {
            let options = self.options(name);
            let settings = Settings::of(&options);
            let client = session::client(&options, &settings, service).await;
            client.map_err(|failure| failure.to_string())
        })
    }
}

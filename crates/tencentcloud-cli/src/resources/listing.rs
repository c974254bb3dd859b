//! `tcloud ls`: the items of a kind.

use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_calls::{Given, Prepared};
use tencentcloud_rows::{Column, REGION, Shape};
use tencentcloud_runtime::{Client, RawCall};
use tencentcloud_schema::resource::Scope;

use super::columns;
use super::given::Narrowed;
use crate::call::prepare;
use crate::error::Failure;
use crate::output::Output;
use crate::perform::{self, Keep, Plan};

/// A list of items that is ready to be read.
#[derive(Debug)]
pub(super) struct Listing {
    prepared: Prepared,
    narrowed: Narrowed,
    shape: Shape,
    scope: Scope,
}

impl Listing {
    /// Prepares the list of `kind`, narrowed by what is `given`.
    ///
    /// # Errors
    /// A kind that nobody lists, a name that is unknown, a parameter that is missing or wrong.
    pub(super) fn of(kind: &Kind, given: &[Given]) -> Result<Self, Failure> {
        let reading = Reading::list(kind)?;
        let narrowed = Narrowed::of(kind, &reading, given)?;
        let shape = columns::shape(kind, &reading);
        Ok(Self {
            prepared: prepare(reading.target, &narrowed.parameters, &Default::default())?,
            narrowed,
            shape,
            scope: kind.resource.scope,
        })
    }

    /// Plans to read all pages, of several regions if `options` say so.
    ///
    /// # Errors
    /// Options that exclude each other.
    pub(super) fn plan(
        &self,
        options: &perform::Options,
        output: Output,
    ) -> Result<Plan<'_>, Failure> {
        let mut options = perform::Options {
            all_pages: true,
            ..options.clone()
        };
        if self.scope == Scope::Account {
            // It would be the same list each time.
            options.regions.clear();
        }
        let target = &self.prepared.target;
        let plan = Plan::of(&target.service, target.known.as_ref(), &options, output)?;
        let keep = Keep::when(self.narrowed.wanted());
        let mut shape = self.shape.clone();
        if !options.regions.is_empty() {
            shape.columns.insert(0, Column::of(REGION));
        }
        Ok(plan.showing(shape, keep))
    }

    /// Returns the columns.
    #[cfg(test)]
    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Returns the call for the list by `client`.
    pub(super) fn call<'c>(&self, client: &'c Client) -> RawCall<'c> {
        self.prepared.call(client)
    }
}

//! Values built in one expression.

use super::Model;

/// Builds requests, responses and objects in one expression. Implemented for all of them.
///
/// ```
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(request, api = tencentcloud_runtime::Api::new("cvm", "2017-03-12"), action = "DescribeKeyPairs", response = DescribeKeyPairsResponse)]
/// # struct DescribeKeyPairsRequest { limit: Option<i64>, offset: Option<i64> }
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(response)]
/// # #[non_exhaustive]
/// # struct DescribeKeyPairsResponse { total_count: i64, request_id: String }
/// use tencentcloud_runtime::With;
///
/// // A response for a test.
/// let response = DescribeKeyPairsResponse::default().with(|r| r.total_count = 3);
/// assert_eq!(response.total_count, 3);
///
/// // A request with values that may be absent.
/// let (limit, offset) = (Some(20), None);
/// let request = DescribeKeyPairsRequest::new()
///     .maybe(limit, |request, limit| request.limit(limit))
///     .maybe(offset, |request, offset| request.offset(offset));
/// assert_eq!((request.limit, request.offset), (Some(20), None));
/// ```
pub trait With: Model + Sized {
    /// Changes the value with `change` and returns it.
    #[must_use]
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Calls `set` with the value in `option`, e.g. a setter; returns the value as it is if there is
    /// none.
    #[must_use]
    fn maybe<T>(self, option: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match option {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<M: Model> With for M {}

//! Where one call goes, and how much of its response is read.

use super::Call;
use crate::Action;

impl<A: Action> Call<'_, A> {
    /// Fails if the whole response is larger than `bytes`, overriding
    /// [`Config::response_limit`](crate::Config::response_limit).
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.options.network.response_limit = Some(bytes);
        self
    }
}

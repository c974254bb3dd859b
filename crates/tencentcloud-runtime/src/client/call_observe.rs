//! What is reported of one call, and the program's own code around it.

use super::Call;
use crate::Intercept;

impl<R> Call<'_, R> {
    /// Logs the parameters and the response of this call at level DEBUG if `log` is true, overriding
    /// [`Config::log_bodies`](crate::Config::log_bodies).
    pub fn log_bodies(mut self, log: bool) -> Self {
        self.options.observe.bodies = Some(log);
        self
    }

    /// Runs `interceptor` around each attempt of this call, after those of
    /// [`Config::intercept`](crate::Config::intercept).
    pub fn intercept(mut self, interceptor: impl Intercept + 'static) -> Self {
        self.options.observe.intercept(interceptor);
        self
    }
}

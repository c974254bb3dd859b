//! Where the broker is.

use std::fmt;
use std::pin::Pin;

use tencentcloud_broker::Desk;

/// Where the broker is. It is asked before each call, so that one that is started later is found.
pub trait Find: Send + Sync + fmt::Debug {
    /// Returns the broker that a call goes to now.
    fn find(&self) -> Pin<Box<dyn Future<Output = Desk> + Send + '_>>;
}

/// The same one always.
impl Find for Desk {
    fn find(&self) -> Pin<Box<dyn Future<Output = Desk> + Send + '_>> {
        Box::pin(std::future::ready(self.clone()))
    }
}

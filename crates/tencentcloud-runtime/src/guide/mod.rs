//! How to use the SDK, a page a topic. Every program here is compiled, and those without a network run.
//!
//! | page | answers |
//! | --- | --- |
//! | [`credentials`] | Where do keys come from, and how do they stay out of logs? |
//! | [`regions_and_endpoints`] | Which host does a call go to, and how do I change it? |
//! | [`responses`] | What is beside a response, and what if it is not as described? |
//! | [`errors_and_retries`] | What went wrong, what is sent again, and what can I do? |
//! | [`paging_and_waiting`] | How do I read a whole list, or wait for a state? |
//! | [`streaming_and_uploads`] | How do I receive events, and send a file? |
//! | [`observing`] | What happens in a call, how long does it take, and why is a signature refused? |
//! | [`testing`] | How do I test my code without a network and without an account? |
//! | [`own_actions`] | How do I call an action that no crate has? |
//! | [`coming_from_go`] | What is this called in the Go SDK? |
//! | [`coming_from_python`] | What is this called in the Python SDK? |
//!
//! The pages use `tencentcloud_cvm` for any service crate. Its `runtime` is this crate.

/// A module that is a page.
macro_rules! pages {
    ($($name:ident)*) => {$(
        #[doc = include_str!(concat!(stringify!($name), ".md"))]
        pub mod $name {}
    )*};
}

pages! {
    credentials
    regions_and_endpoints
    responses
    errors_and_retries
    paging_and_waiting
    streaming_and_uploads
    observing
    testing
    own_actions
    coming_from_go
    coming_from_python
}

//! The root domains of the API.

/// The domains below which every service has a host of its own name, the usual one first. The others
/// are its twins.
pub(crate) const ROOTS: [&str; 3] = [
    "tencentcloudapi.com",
    "tencentcloudapi.cn",
    "tencentcloudapi.com.cn",
];

//! No TLS: none of its features is on.

use std::io;

use super::Trust;
use crate::transport::socket::Duplex;

#[derive(Debug)]
pub(in crate::transport) struct Tls;

impl Tls {
    pub(in crate::transport) fn new(_: &Trust) -> Result<Self, String> {
        Err("HTTPS needs one of the features rustls, aws-lc and native-tls".to_owned())
    }

    pub(in crate::transport) async fn connect(
        &self,
        _: &str,
        stream: Box<dyn Duplex>,
        _: bool,
    ) -> io::Result<(Box<dyn Duplex>, bool)> {
        Ok((stream, false))
    }
}

use std::error::Error as StdError;
use std::fmt;

/// The error of a blob that cannot be read.
#[derive(Debug)]
pub struct Error {
    service: Option<&'static str>,
    source: Box<dyn StdError + Send + Sync>,
}

impl Error {
    pub(crate) fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            service: None,
            source: source.into(),
        }
    }

    /// Names the service whose blob it is.
    pub(crate) fn of(self, service: &'static str) -> Self {
        Self {
            service: Some(service),
            ..self
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.service {
            Some(service) => write!(f, "the blob of {service} is damaged"),
            None => f.write_str("not a blob of the catalogue"),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.source.as_ref();
        Some(source)
    }
}

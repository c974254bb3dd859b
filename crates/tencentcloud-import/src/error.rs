use std::error::Error as StdError;
use std::fmt::{self, Display};

/// Why an import failed: what was wrong, where, and what to do.
#[derive(Debug)]
pub struct Error {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The result of an import.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Creates an error with that message.
    pub fn new(message: impl Display) -> Self {
        Self {
            message: message.to_string(),
            source: None,
        }
    }

    /// Adds the error that caused this one.
    pub fn because(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.source.as_deref()?;
        Some(source)
    }
}

impl From<tencentcloud_schema::Error> for Error {
    fn from(error: tencentcloud_schema::Error) -> Self {
        Self::new(error)
    }
}

/// Says what was attempted when an error occurred.
pub(crate) trait Context<T> {
    /// Wraps the error in one with that message.
    fn context<D: Display>(self, message: impl FnOnce() -> D) -> Result<T>;
}

impl<T, E: Into<Box<dyn StdError + Send + Sync>>> Context<T> for Result<T, E> {
    fn context<D: Display>(self, message: impl FnOnce() -> D) -> Result<T> {
        self.map_err(|error| Error::new(message()).because(error))
    }
}

/// Leaves the function with an [`Error`] whose message is formatted.
macro_rules! bail {
    ($($message:tt)*) => {
        return Err($crate::Error::new(format_args!($($message)*)))
    };
}
pub(crate) use bail;

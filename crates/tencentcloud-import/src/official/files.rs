use crate::error::Result;

/// The largest file of a package that is read, in bytes: many times the largest of today.
pub const FILE_LIMIT: u64 = 64 << 20;

/// The files of an unpacked package, in the caller's hands.
pub trait Files {
    /// Returns the paths of the files that begin with `prefix`, with `/` between folders.
    ///
    /// # Errors
    /// The files cannot be listed.
    fn paths(&self, prefix: &str) -> Result<Vec<String>>;

    /// Returns the text of the file with that path.
    ///
    /// # Errors
    /// There is no such file, it is no text, or it is larger than [`FILE_LIMIT`].
    fn text(&self, path: &str) -> Result<String>;
}

//! Reading a description.

use super::locate::Places;
use crate::description::Description;
use crate::error::{Error, Problem};

impl Description {
    /// Reads a description and validates it. `origin` names the text in errors, e.g. a file's path.
    ///
    /// # Errors
    /// The text is not a description, or validation finds problems: each with its line and JSON path.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let description: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| Error::read(origin, &error))?;
        reader
            .end()
            .map_err(|error| Error::new(origin, vec![Problem::read("", &error)]))?;
        description.validate(origin).map_err(|error| {
            let mut places = Places::of(text);
            error.located(|path| places.line(path))
        })?;
        Ok(description)
    }
}

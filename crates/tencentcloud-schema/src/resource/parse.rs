//! Reading resources.

use super::{RESOURCE_FORMAT, Resources};
use crate::error::{Error, Problem};

impl Resources {
    /// Reads the resources of a service; `origin` names the text in errors, e.g. a file's path. What
    /// they say of actions is checked by [`Resources::validate`].
    ///
    /// # Errors
    /// The text has another form, with line and JSON path.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let resources: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| Error::read(origin, &error))?;
        reader
            .end()
            .map_err(|error| Error::new(origin, vec![Problem::read("", &error)]))?;
        if resources.format != RESOURCE_FORMAT {
            let message = format!(
                "this crate reads format {RESOURCE_FORMAT}, and this is {}",
                resources.format
            );
            return Err(Error::new(origin, vec![Problem::new("format", message)]));
        }
        Ok(resources)
    }
}

//! Saved requests: plain JSON files, for git and for `tcloud run`.

mod folder;
mod name;
mod page;
mod routes;

pub(crate) use folder::Folder;
pub(crate) use page::button;
pub(crate) use routes::routes;

#![doc = include_str!("../README.md")]

mod columns;
mod delimited;
mod fold;
mod query;
mod regions;
mod shape;

pub use columns::{Cell, Cells, columns, is_state};
pub use delimited::write_csv;
pub use fold::{clean, fold};
pub use query::{Query, QueryError};
pub use regions::{REGION, tagged};
pub use shape::{Column, Shape, at, is_nested, lists, plain_text, rows_and_columns};

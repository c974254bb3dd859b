//! Tests of `#[derive(Model)]` alone: programs that compile, and programs that do not and are told
//! what to write instead. They are in `tests/ui`.

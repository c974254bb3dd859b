//! What the program does if an agent runs it.

mod budget;
mod cloud;
mod guarded;
mod quiet;

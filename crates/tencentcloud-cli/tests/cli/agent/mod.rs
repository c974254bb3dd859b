//! What the program does if an agent runs it.

mod brokered;
mod budget;
mod cloud;
mod guarded;
mod quiet;

//! What becomes of a call whose attempts fail, over real sockets, with the exact number of requests
//! that the server saw.
//!
//! A read (`DescribeBread`) and a write (`CreateBread`) meet each fault twice: once, followed by a
//! response, and for good.

mod bakery;
mod connections;
mod events;
mod lasting;
mod once;
mod patience;
mod responses;
mod stalls;

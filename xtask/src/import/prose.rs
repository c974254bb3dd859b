//! Facts that stand in the prose of a documentation.

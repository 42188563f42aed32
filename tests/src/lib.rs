//! The tests themselves are in `tests/`, one file a surface.

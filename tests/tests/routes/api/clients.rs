//! Programs of others against the API.

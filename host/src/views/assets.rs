//! Style sheet and pictures of the host, embedded in the program.

/// Goes out as `text/css` under a name with its digest. Every page loads it by its nonce.
pub const STYLESHEET: &str =
    concat!(include_str!("../../assets/site.css"), "\n", include_str!("../../assets/elements/elements.css"));

/// The service worker.
pub const WORKER: &str = include_str!("../../assets/worker.js");

/// A light and people around it; legible from 16 px on.
pub const FAVICON: &str = include_str!("../../assets/favicon.svg");

/// Pictures for the examples of the page of components.
pub const SAMPLE_LANDSCAPE: &str = include_str!("../../assets/sample-landscape.svg");
pub const SAMPLE_PORTRAIT: &str = include_str!("../../assets/sample-portrait.svg");

/// The light and the name of the program.
pub const WORDMARK: &str = include_str!("../../assets/wordmark.svg");

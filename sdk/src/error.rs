/// Why a call did not succeed: what a service can react to.
///
/// Returned from [`Service::handle`](crate::Service::handle) it becomes the host's page for it: 404 for `NotFound`, 403
/// for `Denied`, 409 for `Conflict`, 422 for `Invalid`, 507 for `QuotaExceeded`, 429 for `RateLimited`, 503 for
/// `Unavailable`, 500 for `Other`.
///
/// ```
/// use veillee_sdk::{Call, Error};
///
/// /// A page that still makes sense when somebody was faster.
/// fn save(outcome: Result<(), Error>) -> Result<&'static str, Error> {
///     match outcome {
///         Err(Error::Conflict) => Ok("Somebody has just changed this."),
///         other => other.map(|()| "Saved."),
///     }
/// }
///
/// assert_eq!(save(Err(Error::Conflict)), Ok("Somebody has just changed this."));
/// assert_eq!(save(Err(Error::NotFound)), Err(Error::NotFound));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No such object, or the caller may not see it: the two are never told apart.
    #[error("there is no such object for this caller")]
    NotFound,
    /// The caller sees the object but may not do this; or a write while answering GET; or a capability that was not
    /// granted.
    #[error("the caller may not do this")]
    Denied,
    /// Somebody else was faster, or a unique index already holds these values.
    #[error("somebody else was faster")]
    Conflict,
    /// The input breaks a rule of the manifest or a limit. One sentence for a developer, at most 300 characters.
    #[error("{0}")]
    Invalid(String),
    /// The owner of the tree has no room left. Nothing was kept.
    #[error("there is no room left")]
    QuotaExceeded,
    /// Too many calls: come back after so many milliseconds.
    #[error("too many calls, come back in {0} ms")]
    RateLimited(u64),
    /// The host cannot answer for now. One sentence.
    #[error("{0}")]
    Unavailable(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

//! Plugins: read, judged, compiled, called.

mod answers;
pub mod call;
mod capability;
pub mod codecs;
mod compiler;
mod consent;
mod duties;
mod generation;
mod grants;
mod health;
mod install;
mod manifest;
mod manifest_codec;
mod media;
mod registry;
mod shapes;
mod shared;
mod signature;
mod standing;
mod work;

pub use answers::Answers;
pub use compiler::Compiler;
pub use consent::{Consent, Kept, Wanted};
pub use duties::{Duties, DutyError};
pub use generation::{Answered, Asking, Enabled, NoAnswer};
pub use grants::Grants;
pub use health::{Advice, Fault, Health, HealthReport};
pub use install::{InstallError, Package, PackageKind, inspect_package};
pub use manifest::{Manifest, ManifestError, Texts};
pub use media::{MediaType, SNIFF_BYTES, sniff};
pub use registry::{EnableError, Plugin, Plugins, Version};
pub use shapes::shapes;
pub use shared::Shared;
pub use signature::{SignatureError, new_signing_key, sign_package};
pub use standing::{Closed, Standing};
pub use work::{Pace, Runner, RunnerParts};

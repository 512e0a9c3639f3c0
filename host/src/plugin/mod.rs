//! Plugins: read, judged, compiled, called.

mod answers;
pub mod call;
mod capability;
pub mod codecs;
mod compiler;
mod duties;
mod grants;
mod install;
mod manifest;
mod manifest_codec;
mod media;
mod registry;
mod shapes;
mod shared;
mod work;

pub use answers::Answers;
pub use compiler::Compiler;
pub use duties::{Duties, DutyError};
pub use grants::Grants;
pub use install::{InstallError, Package, PackageKind, inspect_package};
pub use manifest::{Manifest, ManifestError, Texts};
pub use media::{MediaType, SNIFF_BYTES, sniff};
pub use registry::{EnableError, Enabled, Plugin, Plugins};
pub use shapes::shapes;
pub use shared::Shared;
pub use work::{Pace, Runner, RunnerParts};

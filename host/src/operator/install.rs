use super::{Operator, OperatorError};
use crate::plugin::{Consent, Package, PackageKind, inspect_package};
use crate::storage::services::PackageRecord;

/// A package that lies on the shelf from now on.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
pub struct Installed {
    pub consent: Consent,
}

impl Operator {
    /// Judges, keeps and compiles a package; no service changes, and a codec is in use from now on. The key of the first install of a name is remembered:
    /// a package with another one, or with none, is taken only to `adopt` it.
    pub async fn install(&self, bytes: &[u8], adopt: bool) -> Result<Installed, OperatorError> {
        let package = inspect_package(bytes)?;
        let name = package.manifest.name.clone();
        // One install of a name at a time: two first ones must not both name the publisher.
        let _turn = self.turn("", &name).await;
        let first = self.hosts.publisher(&name).await?;
        let same = first.as_ref().is_none_or(|first| *first == package.publisher);
        if !same && !adopt {
            let first = first.flatten();
            return Err(OperatorError::Publisher { name, first, now: package.publisher });
        }
        let consent = Consent::of_package(&package);
        let record = self.record_of(&package);
        match package.kind {
            PackageKind::Codec => self.use_codec(package, bytes).await?,
            PackageKind::Service => drop(self.plugins.install_package(package, bytes).await?),
        }
        if first.is_none() || !same {
            self.hosts.set_publisher(&name, record.publisher.as_deref(), record.installed_ms).await?;
        }
        self.hosts.keep_package(&record).await?;
        Ok(Installed { consent })
    }

    fn record_of(&self, package: &Package) -> PackageRecord {
        PackageRecord {
            digest: package.digest.clone(),
            name: package.manifest.name.clone(),
            version: package.manifest.version.clone(),
            publisher: package.publisher.clone(),
            installed_ms: self.clock.now_ms(),
        }
    }
}

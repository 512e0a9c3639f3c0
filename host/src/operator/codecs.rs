//! Codecs belong to no association: one of a name is in use for all services, from its install on.

use super::{Installed, Operator, OperatorError};
use crate::plugin::{Consent, InstallError, Package};
use crate::storage::sql::DatabaseError;

impl Operator {
    /// Loads a codec and has it asked from now on, in place of the one of its name before it.
    pub(super) async fn use_codec(&self, package: Package, bytes: &[u8]) -> Result<(), OperatorError> {
        let (name, digest) = (package.manifest.name.clone(), package.digest.clone());
        self.codecs.install_package(package, bytes).await?;
        self.hosts.set_codec(&name, &digest).await?;
        Ok(())
    }

    /// Loads the codecs in use. Pictures wait for one that cannot be loaded.
    pub(super) async fn start_codecs(&self) -> Result<(), DatabaseError> {
        for (name, digest) in self.hosts.codecs().await? {
            if let Err(error) = self.codecs.load(&digest).await {
                let error: InstallError = error;
                tracing::error!(codec = name, digest, %error, "a codec cannot be started");
            }
        }
        Ok(())
    }

    /// A codec of the plugins folder. What an operator put in its place or removed stays so, until the folder holds
    /// another package.
    pub(super) async fn offer_codec(&self, package: Package, bytes: &[u8]) -> Result<Installed, OperatorError> {
        let (name, digest) = (package.manifest.name.clone(), package.digest.clone());
        let news = self.hosts.offered(&name).await?.as_ref() != Some(&digest);
        let is_lost = self.codec_in_use(&name).await?.as_ref() == Some(&digest) && !self.codecs.has(&digest);
        if !news && !is_lost {
            return Ok(Installed { consent: Consent::of_package(&package) });
        }
        let installed = self.install(bytes, false).await?;
        self.hosts.set_offered(&name, &digest).await?;
        Ok(installed)
    }

    /// Takes a codec out of use, and says whether it was in use. What it made stays; new pictures wait for another.
    pub async fn remove_codec(&self, name: &str) -> Result<bool, OperatorError> {
        let _turn = self.turn("", name).await;
        if !self.hosts.codecs().await?.iter().any(|(known, _)| known == name) {
            return Ok(false);
        }
        self.hosts.forget_codec(name).await?;
        self.codecs.remove(name);
        Ok(true)
    }

    /// The digest of a codec in use.
    pub async fn codec_in_use(&self, name: &str) -> Result<Option<String>, OperatorError> {
        let codecs = self.hosts.codecs().await?;
        Ok(codecs.into_iter().find_map(|(known, digest)| (known == name).then_some(digest)))
    }
}

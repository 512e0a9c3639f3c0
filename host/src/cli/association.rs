use std::sync::Arc;

use clap::Subcommand;
use veillee_ambient::{SystemClock, SystemRandom};

use super::Place;
use super::serve::config;
use crate::boot::Host;

#[derive(Subcommand)]
pub enum AssociationCommand {
    /// Make an association that answers under one or more names.
    Create {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        name: String,
        /// A host name, such as `photos.example.org`; may be given several times.
        #[arg(long, required = true)]
        domain: Vec<String>,
    },
}

impl AssociationCommand {
    pub async fn run(self) -> Result<(), String> {
        let Self::Create { place, name, domain } = self;
        let random = Arc::new(SystemRandom);
        let booted = Host::boot(config(&place, None)?, Arc::new(SystemClock), random).await;
        let mut host = booted.map_err(|error| error.to_string())?;
        let made = host.create_association(&name, &domain).await;
        let association = made.map_err(|error| error.to_string())?;
        println!("{} answers under {}. Start the host to get its administrator link.", name, domain.join(", "));
        tracing::debug!(association = %association.id, "made");
        host.close().await;
        Ok(())
    }
}

use std::fmt::Write as _;

use clap::Args;

use super::Place;
use super::ask::{ask, print};
use crate::control::{Command, Problem, ScrubCard};

/// Read and authenticate all stored bytes now. A running host does the same by itself, slowly.
#[derive(Args)]
pub struct Scrub {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Scrub {
    pub async fn run(self) -> Result<(), Problem> {
        let card: ScrubCard = ask(&self.place, Command::Scrub).await?;
        print(self.json, &card, text)?;
        match card.damages.len() {
            0 => Ok(()),
            count => Err(Problem::failure(format!("{count} segments are lost: bring them back from a backup"))),
        }
    }
}

fn text(card: &ScrubCard) -> String {
    let mut text = format!("{} segments, {} MiB, {} lost", card.segments, card.bytes >> 20, card.damages.len());
    for damage in &card.damages {
        let (association, segment, kind) = (&damage.association, &damage.segment, &damage.kind);
        let (folder, objects) = (&segment[..2], damage.objects.join(", "));
        write!(text, "\n{association}/segments/{folder}/{segment}: {kind}, held by {objects}").ok();
    }
    text
}

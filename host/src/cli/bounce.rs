use std::io::Read as _;
use std::process::ExitCode;

use clap::Subcommand;

use super::Place;
use super::ask::ask;
use crate::control::{BounceCard, Command, MailCommand};
use crate::limits;
use crate::mail::{Returned, read_returned};

/// Of sysexits(3): what came in is not what is taken in here; whoever brought it need not come again.
const DATA_WRONG: u8 = 65;
/// Of sysexits(3): the same may go well later; a mail server keeps what it brought and comes again.
const TRY_LATER: u8 = 75;

#[derive(Subcommand)]
pub enum Mail {
    /// Read a mail that came back, from standard input, and mark the one that could not be delivered: for a mail server that
    /// hands on what arrives at the address of `--smtp-bounces`. Ends with 65 when it is no such mail, with 75 when it is to be
    /// tried again later.
    Bounce {
        #[command(flatten)]
        place: Place,
    },
}

impl Mail {
    pub async fn run(self) -> ExitCode {
        let Self::Bounce { place } = self;
        match bounce(&place).await {
            Ok(()) => ExitCode::SUCCESS,
            Err((code, sentence)) => {
                eprintln!("veillee: {sentence}");
                ExitCode::from(code)
            }
        }
    }
}

async fn bounce(place: &Place) -> Result<(), (u8, String)> {
    let wrong = |error: &dyn std::fmt::Display| (DATA_WRONG, error.to_string());
    let later = |error: &dyn std::fmt::Display| (TRY_LATER, error.to_string());
    let mut letter = Vec::new();
    let most = limits::MAIL_RETURNED_BYTES_MAX;
    std::io::stdin().lock().take(most + 1).read_to_end(&mut letter).map_err(|error| later(&error))?;
    if letter.len() as u64 > most {
        return Err(wrong(&format!("the mail is longer than {most} bytes: it is not read")));
    }
    // Read here and not by the host: what strangers write is parsed in a process that nobody waits for.
    let Some(Returned { mails, detail }) = read_returned(&letter).map_err(|error| wrong(&error))? else {
        // A server says that it is still trying, or that it went well.
        return Ok(());
    };
    let order = Command::Mail(MailCommand::Bounce { mails, detail });
    let card: Option<BounceCard> = ask(place, order).await.map_err(|problem| later(&problem))?;
    match card {
        None => Err(wrong(&"it is about no mail of this host, or about one from more than 30 days ago")),
        Some(card) if card.outcome == "not-sent-yet" => {
            Err(later(&format!("the mail {} is still on its way", card.mail)))
        }
        Some(_) => Ok(()),
    }
}

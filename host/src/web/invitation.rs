//! The letter that brings somebody to what is shared with them.

use veillee_access::{Permit, Role};

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::post;
use super::respond::day;
use crate::limits;
use crate::storage::guests::Sending;
use crate::storage::outbox::PostError;
use crate::storage::shares::{NEVER_MS, Share, ShareKind};
use crate::views::{Letter, LetterButton};
use crate::words::{Locale, Words, plain_line};

/// What became of an invitation.
pub enum Invited {
    /// On its way to this address.
    Sent(String),
    /// Not sent, and why.
    Not(Sending),
    /// There is no address to send it to.
    Nowhere,
}

/// Where somebody is written to, how they are called, in which language, and what they open.
struct Recipient {
    address: String,
    locale: Locale,
    path: String,
}

/// Sends the invitation to a share with a guest or an account, unless one went out just now or very many did.
pub async fn send(app: &App, arrival: &Arrival, permit: &Permit, share: &Share) -> Result<Invited, PageError> {
    let Some(recipient) = recipient(arrival, permit, share).await? else { return Ok(Invited::Nowhere) };
    let association = &arrival.site.association;
    let by = arrival.visit.caller.principal().map(|id| id.0.as_str()).ok_or(PageError::Denied)?;
    let key = match association.note_invitation(permit, &share.id, by).await? {
        Sending::Now { key } => key,
        not => return Ok(Invited::Not(not)),
    };
    let title = association.title_of(permit).await?;
    let sharer = arrival.visit.name.as_deref().unwrap_or(&arrival.site.name);
    let address = format!("{}{}", app.origin_of(&arrival.site), recipient.path);
    let letter = letter(Words::of(recipient.locale), share, (sharer, &title), address);
    let written = post::write(app, &arrival.site, recipient.locale, &letter);
    let until_ms = Some(share.ends_ms).filter(|ends_ms| *ends_ms < NEVER_MS);
    match association.post(&post::mail(&written, &recipient.address, &key, until_ms)).await {
        Ok(_) => Ok(Invited::Sent(recipient.address)),
        Err(PostError::Full) => Ok(Invited::Not(Sending::TooMany)),
        Err(PostError::Address) => Ok(Invited::Nowhere),
        Err(PostError::Database(error)) => Err(error.into()),
        Err(error @ PostError::Content) => Err(PageError::internal(error)),
    }
}

async fn recipient(arrival: &Arrival, permit: &Permit, share: &Share) -> Result<Option<Recipient>, PageError> {
    let association = &arrival.site.association;
    match share.kind {
        ShareKind::Guest => {
            let link = share.address.clone().zip(association.link_token(share));
            let of_guest =
                |(address, secret)| Recipient { address, locale: arrival.locale, path: format!("/-/s/{secret}") };
            Ok(link.map(of_guest))
        }
        ShareKind::Account => {
            let id = share.subject.strip_prefix("account:").unwrap_or_default();
            let Some(account) = association.account(id).await?.filter(|account| !account.suspended) else {
                return Ok(None);
            };
            let of_object = association.moment().shapes.of(permit.object()).cloned().ok_or(PageError::NotFound)?;
            Ok(Some(Recipient {
                locale: Locale::from_name(&account.locale).unwrap_or(arrival.locale),
                address: account.address,
                path: format!("/{}/{}", of_object.service(), permit.object()),
            }))
        }
        _ => Ok(None),
    }
}

fn letter(words: &Words, share: &Share, (sharer, title): (&str, &str), address: String) -> Letter {
    let sharer = plain_line(sharer, limits::INVITATION_NAME_CHARS_MAX);
    let title = plain_line(title, limits::INVITATION_NAME_CHARS_MAX);
    let title = if title.trim().is_empty() { words.say("invitation-untitled") } else { title };
    let both = [("sharer", (&sharer).into()), ("title", (&title).into())];
    let invited = match share.role {
        Role::Viewer => words.say_with("invitation-look", &both),
        Role::Depositor => words.say_with("invitation-add", &both),
        Role::Contributor | Role::Editor | Role::Owner => words.say_with("invitation-look-and-add", &both),
    };
    let how = match share.kind {
        ShareKind::Account => words.say("invitation-how-account"),
        _ => words.say("invitation-how"),
    };
    let ends = (share.ends_ms < NEVER_MS).then(|| day(share.ends_ms)).flatten().map(|date| {
        let day = words.day(date);
        words.say_with("invitation-ends", &[("day", (&day).into())])
    });
    let hello = words.say_with("invitation-hello", &[("name", share.label.as_str().into())]);
    Letter {
        subject: words.say_with("invitation-subject", &both),
        paragraphs: [hello, invited, how].into_iter().chain(ends).collect(),
        button: Some(LetterButton { words: words.say_with("invitation-button", &both[1..]), address }),
        footnote: Some(words.say_with("invitation-footnote", &both[..1])),
    }
}

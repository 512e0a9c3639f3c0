use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Administrator, administrator, told};
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::storage::outbox::{MailFault, MailRecord, MailState};
use crate::views::{ConsoleMail, ConsoleMailText, MailHindrance, MailRow, MailStanding, NoticeKind};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::respond::{host_page, see_other};

pub const PATH: &str = "/-/console/mail";
const ACTION: &str = "console-mail";

/// `GET /-/console/mail`
pub async fn show(State(app): State<Arc<App>>, Administrator(arrival): Administrator) -> Result<Response, PageError> {
    // One more is asked for than is shown: so it is known that there are more, and nothing is counted.
    let mut mails = arrival.site.association.mails(limits::CONSOLE_MAILS + 1).await?;
    let is_cut = mails.len() > limits::CONSOLE_MAILS;
    mails.truncate(limits::CONSOLE_MAILS);
    let rows: Vec<MailRow> = mails.into_iter().map(|mail| row(&app, &arrival, mail)).collect();
    let view = ConsoleMail { words: arrival.words(), rows: &rows, is_cut, sends_mail: app.sends_mail };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/console/mail/<mail>`: what it says, where nothing is sent and somebody has to hand it on; whoever it is for reads in
/// their own activity that it was read. With a server nobody but the recipient reads a mail: it holds links that let somebody
/// in.
pub async fn read(
    State(app): State<Arc<App>>,
    Administrator(arrival): Administrator,
    Path(mail): Path<String>,
) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    if app.sends_mail || arrival.is_head {
        return Ok(see_other(PATH));
    }
    let (Some(mail), Some(text)) = (association.mail(&mail).await?, association.mail_text(&mail).await?) else {
        return Ok(told(&arrival, PATH, NoticeKind::Problem, arrival.words().say("console-mail-told-gone")));
    };
    let person = association.account_by_address(&mail.to).await?.map(|account| account.id).unwrap_or_default();
    // Before it is shown: nobody reads without it.
    arrival.note(Note::of(Happening::MailRead).person(&person).about(&mail.id)).await?;
    let view = ConsoleMailText {
        words: arrival.words(),
        subject: &mail.subject,
        to: &mail.to,
        created_ms: mail.created_ms,
        text: &text,
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/console/mail/<mail>`: tried again, or thrown away.
pub async fn submit(arrival: Arrival, Path(mail): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, &mail, body).await?;
    if let Some(elsewhere) = administrator(&arrival)? {
        return Ok(elsewhere);
    }
    let (association, words) = (&arrival.site.association, arrival.words());
    let (is_done, sentence) = match field(&form, "deed") {
        "retry" => (association.retry_mail(&mail).await?, words.say("console-mail-told-retried")),
        "discard" => (association.discard_mail(&mail).await?, words.say("console-mail-told-discarded")),
        _ => return Err(PageError::BadRequest),
    };
    if is_done {
        return Ok(told(&arrival, PATH, NoticeKind::Good, sentence));
    }
    Ok(told(&arrival, PATH, NoticeKind::Problem, words.say("console-mail-told-gone")))
}

fn row(app: &App, arrival: &Arrival, mail: MailRecord) -> MailRow {
    let standing = match mail.state {
        MailState::Waiting => MailStanding::Waiting { next_ms: mail.next_ms.unwrap_or(mail.created_ms) },
        MailState::Sending => MailStanding::Sending,
        MailState::Sent => MailStanding::Sent { at_ms: mail.sent_ms.unwrap_or(mail.created_ms) },
        MailState::Failed => MailStanding::Failed,
        MailState::Refused => MailStanding::Refused,
    };
    MailRow {
        standing,
        hindrance: mail.fault.map(hindrance),
        may_be_read: mail.has_text && !app.sends_mail,
        form_token: form_token::make(arrival, ACTION, &mail.id),
        id: mail.id,
        to: mail.to,
        subject: mail.subject,
        created_ms: mail.created_ms,
        tries: mail.tries,
        detail: mail.detail,
        may_retry: mail.may_retry,
    }
}

fn hindrance(fault: MailFault) -> MailHindrance {
    match fault {
        MailFault::Connection => MailHindrance::Connection,
        MailFault::Encryption => MailHindrance::Encryption,
        MailFault::SignIn => MailHindrance::SignIn,
        MailFault::Sender => MailHindrance::Sender,
        MailFault::Recipient => MailHindrance::Recipient,
        MailFault::Content => MailHindrance::Content,
        MailFault::Unwritable => MailHindrance::Unwritable,
        MailFault::Stopped => MailHindrance::Stopped,
        MailFault::Returned => MailHindrance::Returned,
    }
}

//! The last byte came: the file goes to its object, or waits for a form.

use std::collections::{BTreeMap, BTreeSet};

use veillee_engine::types::Change;

use super::answer::{Answer, Refusal};
use super::append::wrong_type;
use super::may;
use crate::identity::{SESSION_COOKIE, Visit, cookie};
use crate::limits;
use crate::plugin::{SNIFF_BYTES, sniff};
use crate::storage::ids::{new_object_id, new_token, token_digest};
use crate::storage::objects::{ArrivedFile, Writer};
use crate::storage::uploads::{Allowed, Arrived, Finish, Receiving};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::upload_target::holders;

/// A finished upload, as its answer tells it.
pub(super) struct Done {
    size_bytes: u64,
    sha_256: [u8; 32],
    expires_ms: i64,
    attached: Option<Attached>,
}

struct Attached {
    object: String,
    /// Makes a visitor without session the guest who wrote.
    cookie: Option<String>,
}

impl Done {
    pub(super) fn describe(self, answer: Answer) -> Answer {
        let answer = answer.offset(self.size_bytes).expires(self.expires_ms).digest(&self.sha_256);
        match self.attached {
            None => answer,
            Some(Attached { object, cookie }) => {
                let answer = answer.object(&object);
                cookie.into_iter().fold(answer, Answer::cookie)
            }
        }
    }
}

/// Makes the content durable and hands it over in one transaction. Without that the upload stays as it was before the
/// request, and may be tried again.
pub(super) async fn finish(app: &App, arrival: &Arrival, receiving: Receiving) -> Result<Done, Refusal> {
    let association = &arrival.site.association;
    let arrived = receiving.finish().await?;
    match hand_over(app, arrival, &arrived).await {
        Ok(attached) => {
            let expires_ms = association.clock.now_ms().saturating_add(limits::UPLOAD_LIFE_MS);
            let content = &arrived.content;
            Ok(Done { size_bytes: content.size_bytes(), sha_256: *content.sha_256(), expires_ms, attached })
        }
        Err(refusal) => {
            // A commit may have happened although its answer was lost: then the segments are not ours to remove.
            if !matches!(&refusal, Refusal::Page(PageError::Internal(_) | PageError::Unavailable)) {
                arrived.undo(association).await;
            }
            Err(refusal)
        }
    }
}

async fn hand_over(app: &App, arrival: &Arrival, arrived: &Arrived) -> Result<Option<Attached>, Refusal> {
    let association = &arrival.site.association;
    let upload = &arrived.upload;
    let visit = arrival.site.sessions.visit(arrival.token.as_deref()).await?;
    if !holders(arrival, &visit).contains(&upload.holder) {
        return Err(PageError::NotFound.into());
    }
    let allowed = may(app, arrival, &upload.target).await?;
    let media_type = match &upload.media_type {
        Some(known) => known.clone(),
        None => sniff(&association.start_of(&arrived.content, SNIFF_BYTES as u64).await?).0.to_owned(),
    };
    if !allowed.blob.takes(&media_type) {
        if upload.is_stored() {
            association.end_upload(upload).await?;
        }
        return Err(wrong_type(arrival, upload));
    }
    match upload.finish {
        Finish::Form => {
            arrived.wait_for_form(association, &media_type).await?;
            Ok(None)
        }
        Finish::Attach => attach(arrival, &visit, &allowed, arrived, media_type).await.map(Some),
    }
}

/// One change-set in the caller's name. It asks for the right again, in its own transaction.
async fn attach(
    arrival: &Arrival,
    visit: &Visit,
    allowed: &Allowed,
    arrived: &Arrived,
    media_type: String,
) -> Result<Attached, Refusal> {
    let association = &arrival.site.association;
    let target = &arrived.upload.target;
    let object =
        if allowed.renews { target.into.clone() } else { new_object_id(allowed.shape.number, &*association.random) };
    let mut changes = Vec::new();
    if !allowed.renews {
        let parent = (!target.into.is_empty()).then(|| target.into.clone());
        let (id, collection) = (object.clone(), target.collection.clone());
        changes.push(Change::Create { id, collection, parent, fields: Vec::new() });
    }
    changes.push(Change::Attach { id: object.clone(), blob: target.blob.clone(), choice: 0, index: 0 });
    let file = ArrivedFile { name: arrived.upload.file_name.clone(), media_type, content: arrived.content.clone() };
    let (files, taken) = (BTreeMap::from([((0, 0), file)]), BTreeSet::new());
    let offered = visit.session.is_none().then(|| new_token(&*association.random));
    let guest_name = arrival.words().say("guest-name");
    let writer = Writer {
        association,
        moment: association.moment(),
        caller: visit.caller.clone(),
        service: &target.service,
        session: visit.session.clone().or_else(|| offered.as_deref().map(token_digest)),
        guest_name: &guest_name,
        files: &files,
        taken: &taken,
    };
    let committed = writer.commit(changes).await?;
    let mut given = None;
    if committed.new_guest.is_some() {
        arrival.site.sessions.forget(visit);
        let life_s = limits::VISITOR_SESSION_LIFE_MS / 1000;
        given = offered.map(|token| cookie(SESSION_COOKIE, token, Some(life_s)));
    }
    Ok(Attached { object, cookie: given })
}

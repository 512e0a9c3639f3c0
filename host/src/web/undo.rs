//! What a person put into the trash, they are told where to take back. The link leads to a page of the host: the shell around a
//! plugin's page holds no form.

use axum::response::Response;

use super::arrival::Arrival;
use super::notice;
use crate::views::NoticeLink;

/// Leaves a sentence for the next page if this caller may take back what was removed.
pub async fn offer(arrival: &Arrival, response: &mut Response, trashed: &[String]) {
    let words = arrival.words();
    let (sentence, path) = match trashed {
        [] => return,
        [one] => (words.say("trash-told-one"), format!("/-/trash/{one}")),
        many => {
            let count = [("count", many.len().into())];
            (words.say_with("trash-told-many", &count), "/-/trash".to_owned())
        }
    };
    let association = &arrival.site.association;
    // Nothing is lost when this fails: the trash has its own page.
    if association.trashed_object(&arrival.visit.caller, &trashed[0]).await.is_ok() {
        let link = NoticeLink { path, words: words.say("trash-undo") };
        notice::leave_good(arrival, response, sentence, Some(&link));
    }
}

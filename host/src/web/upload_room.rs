//! How much room is left, said beside an upload control before anything is sent.

use super::arrival::Arrival;
use super::error::PageError;
use crate::storage::quota;

/// The bytes that the caller may still keep, for a page with an upload control into something of theirs; none without a limit.
/// What others have left is nobody's business. Costs two queries on such a page, and nothing on others.
pub async fn left_bytes(arrival: &Arrival, html: &str) -> Result<Option<u64>, PageError> {
    let (Some(account), Some(into)) = (&arrival.visit.account, target(html)) else { return Ok(None) };
    let association = &arrival.site.association;
    let Some(shape) = association.moment().shapes.of(into).cloned() else { return Ok(None) };
    let owner = quota::owner_of(&mut association.database(), &shape, into).await?;
    if owner.as_deref() != Some(account.id.as_str()) {
        return Ok(None);
    }
    Ok(association.room(&account.id).await?.map(|room| room.left_bytes))
}

/// What the first upload control of a page brings files into: an id, or what a plugin wrote in its place.
fn target(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<veillee-upload")?;
    let (tag, _) = rest.split_once('>')?;
    let (_, value) = tag.split_once("into=\"")?;
    value.split_once('"').map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn the_target_of_the_first_control_is_found_or_none() {
        let page =
            "<p>a</p><veillee-upload name=\"f\" into=\"4f1c\" multiple></veillee-upload><veillee-upload into=\"b\">";
        assert_eq!(target(page), Some("4f1c"));
        for page in ["", "<veillee-upload", "<veillee-upload into=>", "<p into=\"a\">", "<veillee-upload into=\"a"] {
            assert_eq!(target(page), None, "{page}");
        }
    }
}

//! What changed about how one signs in is told to one's address too: whoever did it in an open session cannot keep it quiet.

use super::account_mail::{Done, Warning};
use super::app::App;
use super::arrival::Arrival;
use super::post;
use super::site::Site;
use crate::storage::outbox::PostError;
use crate::storage::people::Account;
use crate::views::{FactorNews, factors_reset_letter};
use crate::words::{Locale, Words};

/// Posts the news to an account's address, with a link for when it was not its person. What was changed stays changed when it
/// cannot be posted.
pub async fn tell(app: &App, arrival: &Arrival, account: &str, news: FactorNews) {
    if let Err(error) = post_news(app, arrival, account, news).await {
        let reference = &arrival.reference;
        tracing::warn!(reference, %error, "somebody is not told by mail what was done to their account");
    }
}

async fn post_news(app: &App, arrival: &Arrival, account: &str, news: FactorNews) -> Result<(), PostError> {
    let association = &arrival.site.association;
    let Some(account) = association.account(account).await? else { return Ok(()) };
    let warning = Warning::new(app, arrival, &account, Done::Factors(news));
    association.mail_link(&warning.mail()).await
}

/// Tells an account that the operator took its second factors away.
pub async fn tell_reset(app: &App, site: &Site, account: &Account) {
    let locale = Locale::from_name(&account.locale).unwrap_or(site.locale);
    let written = post::write(app, site, locale, &factors_reset_letter(Words::of(locale), &site.name));
    let association = &site.association;
    if let Err(error) = association.post(&post::mail(&written, &account.address, "", None)).await {
        tracing::warn!(association = %association.id, %error, "somebody is not told by mail what was done to their account");
    }
}

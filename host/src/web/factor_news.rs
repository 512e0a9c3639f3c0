//! What changed about how one signs in is told to one's address too: whoever did it in an open session cannot keep it quiet.

use crate::storage::Association;
use crate::storage::people::Account;
use crate::views::FactorNews;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::post;
use crate::web::site::Site;
use crate::words::Locale;

/// Posts the news to an account's address, in its language. What was changed stays changed when it cannot be posted.
pub async fn tell(app: &App, arrival: &Arrival, account: &str, news: FactorNews) {
    let account = match arrival.site.association.account(account).await {
        Ok(Some(account)) => account,
        Ok(None) => return,
        Err(error) => {
            tracing::error!(reference = arrival.reference, %error, "news about an account could not be posted");
            return;
        }
    };
    tell_account(app, &arrival.site, &account, news).await;
}

/// As [`tell`], without a request.
pub async fn tell_account(app: &App, site: &Site, account: &Account, news: FactorNews) {
    let locale = Locale::from_name(&account.locale).unwrap_or(site.locale);
    let letter = news.letter(locale, &format!("{}/-/account/security", app.origin_of(site)));
    let written = post::write(app, site, locale, &letter);
    let association: &Association = &site.association;
    if let Err(error) = association.post(&post::mail(&written, &account.address, "", None)).await {
        tracing::error!(%error, association = %association.id, "news about an account could not be posted");
    }
}

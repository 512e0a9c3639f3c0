use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, ChallengeType, Error, Identifier, NewOrder, Order, OrderStatus, RetryPolicy,
};

use super::challenges::{Challenges, Posted};
use crate::limits;

/// What an authority gave for a name, in PEM.
pub struct Issued {
    pub chain: String,
    pub key: String,
}

/// Orders a certificate for one name (RFC 8555, 7.4), proved by an answer over plain HTTP (http-01, 8.3). Takes seconds, and
/// gives up within [`limits::ACME_POLL_MS`] at each of its two waits.
pub async fn order(account: &Account, name: &str, challenges: &Challenges) -> Result<Issued, Error> {
    let identifiers = [Identifier::Dns(name.to_owned())];
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    let posted = prove(&mut order, challenges).await?;
    let patience = RetryPolicy::default().timeout(Duration::from_millis(limits::ACME_POLL_MS));
    let status = order.poll_ready(&patience).await;
    drop(posted);
    if !matches!(status?, OrderStatus::Ready) {
        return Err(reason(&mut order).await);
    }
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&patience).await?;
    Ok(Issued { chain, key })
}

/// Puts the answers up and lets the authority look at them.
async fn prove(order: &mut Order, challenges: &Challenges) -> Result<Vec<Posted>, Error> {
    let mut posted = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let wanted = authorization.challenge(ChallengeType::Http01);
        let mut challenge = wanted.ok_or(Error::Str("the authority offers no proof over plain HTTP"))?;
        posted.push(challenges.post(&challenge.token, challenge.key_authorization().as_str()));
        challenge.set_ready().await?;
    }
    Ok(posted)
}

/// Why the authority was not convinced.
async fn reason(order: &mut Order) -> Error {
    let mut authorizations = order.authorizations();
    while let Some(Ok(mut authorization)) = authorizations.next().await {
        let Ok(state) = authorization.refresh().await else { continue };
        if let Some(problem) = state.challenges.iter().find_map(|challenge| challenge.error.as_ref()) {
            return Error::Api(problem.clone());
        }
    }
    Error::Str("the authority refused the order and gave no reason")
}

//! Visits of programs, which come with an API token of an account.

use veillee_access::{Caller, Generation, Identity, PrincipalId, Reach};

use super::visit::{AccountCard, Belongings, Visit};
use crate::storage::people::{API_TOKEN_PREFIX, TokenRecord};

/// Whether a secret is that of an API token; sessions and tokens never look like each other.
pub fn is_api_token(secret: &str) -> bool {
    secret.starts_with(API_TOKEN_PREFIX)
}

/// The account of the token as far as the token reaches. Of links that its person opened it knows nothing: those are of their
/// browser.
pub(super) fn visit_of_token(record: TokenRecord, digest: &[u8], generation: Generation) -> Visit {
    let TokenRecord { principal, person, role, locale, suspended, service, writes, ends_ms, used_ms, .. } = record;
    let TokenRecord { groups, roles, .. } = record;
    let session = Some(digest.to_vec());
    if suspended {
        return Visit { session, ends_ms, seen_ms: used_ms, ..Visit::nobody(generation) };
    }
    let identity = Identity::Account { id: PrincipalId(principal.clone()), member: true };
    let reach = Reach { service, reads_only: !writes };
    let caller = Caller { reach, ..Belongings { groups, roles }.caller(identity, Vec::new()) };
    let account = Some(AccountCard { id: principal, name: person.clone(), role, locale });
    Visit { session, name: Some(person), account, seen_ms: used_ms, ..Visit::of(caller, generation, ends_ms) }
}

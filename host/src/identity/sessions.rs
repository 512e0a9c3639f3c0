use std::sync::Arc;

use quick_cache::sync::Cache;
use veillee_access::{Identity, PrincipalId};
use veillee_ambient::Millis;

use super::device::Device;
use super::tokens::{is_api_token, visit_of_token};
use super::visit::{AccountCard, Belongings, Visit};
use crate::limits;
use crate::storage::Association;
use crate::storage::audit::Doer;
use crate::storage::ids::token_digest;
use crate::storage::people::{NewSession, Proof, Proofs, SessionRecord};
use crate::storage::shares::OpenedLink;
use crate::storage::sql::DatabaseError;

/// Sessions of one association: opaque in the cookie, hashed in the database, remembered here under the sharing
/// generation and never beyond their end.
pub struct Sessions {
    association: Arc<Association>,
    known: Cache<Vec<u8>, Arc<Visit>>,
}

impl Sessions {
    pub fn new(association: Arc<Association>) -> Self {
        Self { association, known: Cache::new(limits::SESSIONS_REMEMBERED) }
    }

    /// Who comes with this secret: of a cookie, or an API token where one is taken. An unknown or ended one is a visitor's.
    pub async fn visit(&self, token: Option<&str>) -> Result<Arc<Visit>, DatabaseError> {
        let generation = self.association.generation();
        let Some(token) = token.filter(|token| token.len() <= limits::TOKEN_CHARS_MAX) else {
            return Ok(Arc::new(Visit::nobody(generation)));
        };
        let digest = token_digest(token);
        let now_ms = self.association.clock.now_ms();
        if let Some(visit) = self.known.get(&digest)
            && visit.generation == generation
            && visit.ends_ms > now_ms
            && !needs_touch(&visit, now_ms)
        {
            return Ok(visit);
        }
        // Rarely taken: boxed, so that what every request moves about stays small.
        if is_api_token(token) {
            return Box::pin(self.read_token(digest, generation, now_ms)).await;
        }
        Box::pin(self.read(digest, generation, now_ms)).await
    }

    async fn read_token(
        &self,
        digest: Vec<u8>,
        generation: veillee_access::Generation,
        now_ms: Millis,
    ) -> Result<Arc<Visit>, DatabaseError> {
        let Some(record) = self.association.token(&digest).await? else {
            return Ok(Arc::new(Visit::nobody(generation)));
        };
        let mut visit = visit_of_token(record, &digest, generation);
        if needs_touch(&visit, now_ms) {
            match self.association.touch_token(&digest).await {
                Ok(()) => visit.seen_ms = now_ms,
                Err(error) => tracing::debug!(%error, "the use of a token could not be noted"),
            }
        }
        let visit = Arc::new(visit);
        self.known.insert(digest, visit.clone());
        Ok(visit)
    }

    async fn read(
        &self,
        digest: Vec<u8>,
        generation: veillee_access::Generation,
        now_ms: Millis,
    ) -> Result<Arc<Visit>, DatabaseError> {
        let Some(record) = self.association.session(&digest).await? else {
            return Ok(Arc::new(Visit::nobody(generation)));
        };
        // An invited guest whose last share ended is nobody from then on.
        let speaks_until_ms = Some(record.speaks_until_ms).filter(|until_ms| *until_ms > now_ms).unwrap_or(Millis::MAX);
        let mut visit = visit_of(record, &digest, (generation, now_ms));
        if needs_touch(&visit, now_ms)
            && let Err(error) = self.touch(&mut visit, &digest, now_ms).await
        {
            // A full disk stops no reading; the next request tries again.
            tracing::debug!(%error, "the use of a session could not be noted");
        }
        visit.ends_ms = visit.ends_ms.min(speaks_until_ms);
        let visit = Arc::new(visit);
        self.known.insert(digest, visit.clone());
        Ok(visit)
    }

    /// Starts a session, taking the place of the visit's own if it has one, and returns its token. A person who comes in
    /// has just proved who they are by a password.
    pub async fn start(
        &self,
        visit: &Visit,
        principal: Option<&str>,
        device: &Device,
    ) -> Result<String, DatabaseError> {
        let now_ms = self.association.clock.now_ms();
        let proofs = Proofs { proved_ms: if principal.is_some() { now_ms } else { 0 }, factor_ms: 0 };
        self.begin(visit, principal, device, proofs).await
    }

    /// As [`Self::start`], for a person who showed a second factor too.
    pub async fn start_with_factor(
        &self,
        visit: &Visit,
        principal: &str,
        device: &Device,
    ) -> Result<String, DatabaseError> {
        let now_ms = self.association.clock.now_ms();
        self.begin(visit, Some(principal), device, Proofs { proved_ms: now_ms, factor_ms: now_ms }).await
    }

    async fn begin(
        &self,
        visit: &Visit,
        principal: Option<&str>,
        device: &Device,
        proofs: Proofs,
    ) -> Result<String, DatabaseError> {
        let life_ms = if principal.is_some() { limits::SESSION_LIFE_MS } else { limits::VISITOR_SESSION_LIFE_MS };
        let kept = device.kept();
        let new = NewSession { principal, replaces: visit.session.as_deref(), life_ms, device: &kept, proofs };
        let token = self.association.create_session(new).await?;
        self.forget(visit);
        Ok(token)
    }

    /// Opens a share for the bearer of a token; false when its password is another now.
    pub async fn open_share(&self, token: &str, link: &OpenedLink) -> Result<bool, DatabaseError> {
        let digest = token_digest(token);
        let is_open = self.association.open_share(&digest, link).await?;
        self.known.remove(&digest);
        Ok(is_open)
    }

    /// Somebody signs out.
    pub async fn end(&self, visit: &Visit, by: Doer<'_>) -> Result<(), DatabaseError> {
        if let Some(digest) = &visit.session {
            self.association.end_session(digest, by).await?;
        }
        self.forget(visit);
        Ok(())
    }

    /// Gives the session of this visit another token, after its person proved who they are once more, or is allowed other
    /// things than before. Whoever has the old token is nobody from then on. None when the session ended meanwhile.
    pub async fn rotate(&self, visit: &Visit, proof: Option<Proof>) -> Result<Option<String>, DatabaseError> {
        let (Some(digest), Some(account)) = (&visit.session, &visit.account) else { return Ok(None) };
        let token = self.association.rotate_session(digest, &account.id, proof).await?;
        self.forget(visit);
        Ok(token)
    }

    /// Reads the session anew at its next request: after a visitor became a guest.
    pub fn forget(&self, visit: &Visit) {
        if let Some(digest) = &visit.session {
            self.known.remove(digest);
        }
    }

    async fn touch(&self, visit: &mut Visit, digest: &[u8], now_ms: Millis) -> Result<(), DatabaseError> {
        let (life_ms, longest_ms) = match visit.account {
            Some(_) => (limits::SESSION_LIFE_MS, limits::SESSION_LONGEST_MS),
            None => (limits::VISITOR_SESSION_LIFE_MS, Millis::MAX),
        };
        let ends_ms = now_ms.saturating_add(life_ms).min(visit.created_ms.saturating_add(longest_ms));
        self.association.touch_session(digest, ends_ms).await?;
        visit.ends_ms = ends_ms;
        visit.seen_ms = now_ms;
        Ok(())
    }
}

fn needs_touch(visit: &Visit, now_ms: Millis) -> bool {
    visit.session.is_some() && now_ms.saturating_sub(visit.seen_ms) > limits::SESSION_TOUCH_MS
}

fn visit_of(record: SessionRecord, digest: &[u8], (generation, now_ms): (veillee_access::Generation, Millis)) -> Visit {
    let SessionRecord { principal, name, account, suspended, created_ms, seen_ms, ends_ms, speaks_until_ms, .. } =
        record;
    let SessionRecord { proofs, root, shares, limited, groups, roles, .. } = record;
    let principal = principal.filter(|_| speaks_until_ms > now_ms);
    // A suspended account is nobody; what its links opened is worth nothing with it.
    let (principal, account, shares) = if suspended { (None, None, Vec::new()) } else { (principal, account, shares) };
    let name = name.filter(|_| principal.is_some());
    let belongs = if account.is_some() { Belongings { groups, roles } } else { Belongings::default() };
    let identity = match (&principal, &account) {
        (Some(id), Some(_)) => Identity::Account { id: PrincipalId(id.clone()), member: true },
        (Some(id), None) => Identity::Guest(PrincipalId(id.clone())),
        (None, _) => Identity::Visitor,
    };
    let account = principal.zip(account).map(|(id, (role, locale))| AccountCard {
        id,
        name: name.clone().unwrap_or_default(),
        role,
        locale,
    });
    let caller = belongs.caller(identity, shares);
    let session = Some(digest.to_vec());
    Visit {
        session,
        root,
        name,
        account,
        limited,
        proofs,
        created_ms,
        seen_ms,
        ..Visit::of(caller, generation, ends_ms)
    }
}

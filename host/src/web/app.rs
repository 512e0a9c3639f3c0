use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use veillee_ambient::{Clock, Random};
use veillee_vault::ContentId;

use super::holdings::Holdings;
use super::reach::Reach;
use super::site::Site;
use super::sites::Sites;
use crate::identity::{Passwords, Throttle};
use crate::jobs::ProgressBoard;
use crate::limits;
use crate::observe::ledger::Ledger;
use crate::operator::Operator;
use crate::plugin::Plugins;
use crate::plugin::codecs::Codecs;
use crate::storage::hosts::Hosts;

/// Everything a request may need.
pub struct App {
    pub hosts: Hosts,
    pub plugins: Arc<Plugins>,
    pub operator: Arc<Operator>,
    /// How far running jobs are.
    pub board: Arc<ProgressBoard>,
    pub codecs: Arc<Codecs>,
    pub passwords: Passwords,
    /// Of all associations together.
    pub throttle: Throttle,
    /// Whether mails go out; else administrators read them on their console.
    pub sends_mail: bool,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub ledger: Arc<Ledger>,
    pub sites: Sites,
    /// Set once the host listens.
    pub reach: OnceLock<Reach>,
    pub(super) holdings: Holdings,
    /// Clear bytes of small blobs, looked up only after a decision.
    pub(super) small_blobs: Cache<ContentId, Bytes, BytesWeight>,
}

pub struct AppParts {
    pub hosts: Hosts,
    pub plugins: Arc<Plugins>,
    pub operator: Arc<Operator>,
    /// How far running jobs are.
    pub board: Arc<ProgressBoard>,
    pub codecs: Arc<Codecs>,
    pub passwords: Passwords,
    /// Whether mails go out; else administrators read them on their console.
    pub sends_mail: bool,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub ledger: Arc<Ledger>,
}

#[derive(Clone)]
pub(super) struct BytesWeight;

impl Weighter<ContentId, Bytes> for BytesWeight {
    fn weight(&self, _: &ContentId, bytes: &Bytes) -> u64 {
        bytes.len() as u64 + 200
    }
}

impl App {
    pub fn new(parts: AppParts) -> Self {
        let AppParts { hosts, plugins, operator, board, codecs, passwords, sends_mail, clock, random, ledger } = parts;
        let small_blobs =
            Cache::with_weighter(limits::SMALL_BLOBS_REMEMBERED, limits::SMALL_BLOBS_REMEMBERED_BYTES, BytesWeight);
        let (sites, reach, holdings) = Default::default();
        let throttle = Throttle::new(clock.clone());
        Self {
            hosts,
            plugins,
            operator,
            board,
            codecs,
            passwords,
            throttle,
            sends_mail,
            clock,
            random,
            ledger,
            sites,
            reach,
            holdings,
            small_blobs,
        }
    }

    /// The association of a `Host` header (RFC 9110, 7.2), whatever its port.
    pub fn site(&self, host: &str) -> Option<Arc<Site>> {
        self.sites.under(&host_name(host)?)
    }

    /// Where people find an association, for addresses that stand outside of its pages, in a mail: `https://name`. Known
    /// without a request, so that nobody can put an address of their own into a mail to somebody else.
    pub fn origin_of(&self, site: &Site) -> String {
        let names = self.sites.names_of(&site.association.id);
        self.reach.get().copied().unwrap_or_default().origin_of(&names)
    }

    /// The names that associations answer under.
    pub fn names(&self) -> Vec<String> {
        self.sites.names()
    }
}

/// The name or address in a `Host` header, in lower case, without port and brackets.
pub(super) fn host_name(host: &str) -> Option<String> {
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next()?,
        None => host.split(':').next()?,
    };
    Some(name.to_lowercase())
}

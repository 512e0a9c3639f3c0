use std::path::PathBuf;

use instant_acme::{Account, AccountBuilder, Error, NewAccount};

use super::store::Store;

/// Whom to order from, and in whose name.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Mail address to which the authority writes when something is wrong.
    pub contact: String,
    /// Address of its directory (RFC 8555, 7.1.1), over HTTPS.
    pub directory: String,
    /// Certificate in PEM that vouches for the authority's own HTTPS; without it, those that the system trusts.
    pub root: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    Acme(#[from] Error),
    #[error("the account cannot be kept in the data folder: {0}")]
    Store(#[from] std::io::Error),
    #[error("the account in the data folder cannot be read: {0}; without its file another is made")]
    Unreadable(#[from] serde_json::Error),
}

/// The account that is kept; made when there is none.
pub async fn open(authority: &Authority, store: &Store) -> Result<Account, AccountError> {
    if let Some(kept) = store.account()? {
        let credentials = serde_json::from_str(&kept)?;
        return Ok(builder(authority)?.from_credentials(credentials).await?);
    }
    let contact = format!("mailto:{}", authority.contact);
    let new = NewAccount { contact: &[&contact], terms_of_service_agreed: true, only_return_existing: false };
    let (account, credentials) = builder(authority)?.create(&new, authority.directory.clone(), None).await?;
    store.keep_account(&serde_json::to_string(&credentials)?)?;
    Ok(account)
}

fn builder(authority: &Authority) -> Result<AccountBuilder, Error> {
    match &authority.root {
        Some(root) => Account::builder_with_root(root),
        None => Account::builder(),
    }
}

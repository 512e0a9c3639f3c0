use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use data_encoding::BASE64_NOPAD;
use tokio::sync::Semaphore;
use veillee_ambient::Random;

use super::strength::{Weakness, weakness};
use crate::limits;

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("a password has at least {} characters", limits::PASSWORD_CHARS_MIN)]
    TooShort,
    #[error("a password has at most {} bytes", limits::PASSWORD_BYTES_MAX)]
    TooLong,
    /// More people sign in at this moment than the machine can check.
    #[error("too many sign-ins at this moment")]
    Busy,
    #[error("the password could not be hashed: {0}")]
    Internal(String),
}

/// Hashes with argon2id (RFC 9106), off the async threads, few at a time: pages go on while people sign in.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    random: Arc<dyn Random>,
    /// Checked when there is no account, so that both answers take the same time.
    nobody: Arc<str>,
}

impl Passwords {
    /// `places`: hashes at a time.
    pub fn new(places: usize, random: Arc<dyn Random>) -> Self {
        let places = places.max(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            queue: Arc::new(Semaphore::new(places * limits::PASSWORD_QUEUE_PER_PLACE)),
            nobody: nobody(&*random).into(),
            random,
        }
    }

    /// The string to keep: parameters, salt and hash (PHC format).
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        if password.chars().count() < limits::PASSWORD_CHARS_MIN {
            return Err(PasswordError::TooShort);
        }
        if password.len() > limits::PASSWORD_BYTES_MAX {
            return Err(PasswordError::TooLong);
        }
        let (password, random) = (password.to_owned(), self.random.clone());
        self.run(move || hash(&password, &*random)).await?
    }

    /// The same for the password of a link, which may be shorter: it is told by word of mouth, and tries at it have to wait. The
    /// caller has looked at its length.
    pub async fn hash_of_link(&self, password: &str) -> Result<String, PasswordError> {
        if password.len() > limits::PASSWORD_BYTES_MAX {
            return Err(PasswordError::TooLong);
        }
        let (password, random) = (password.to_owned(), self.random.clone());
        self.run(move || hash(&password, &*random)).await?
    }

    /// Whether the password fits what was kept; without an account it takes as long and says no.
    pub async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool, PasswordError> {
        if password.len() > limits::PASSWORD_BYTES_MAX {
            return Ok(false);
        }
        // Where no password is let in, there is no hash.
        let kept = kept.filter(|kept| kept.starts_with('$'));
        let known = kept.is_some();
        let (password, kept) = (password.to_owned(), kept.unwrap_or(&self.nobody).to_owned());
        let fits = self.run(move || verify(&password, &kept)).await??;
        Ok(fits && known)
    }

    /// Whether others would guess a password that somebody chooses. `own`: their name, their address, the association's name.
    pub async fn judge(&self, password: &str, own: &[&str]) -> Result<Option<Weakness>, PasswordError> {
        let password = password.to_owned();
        let own: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
        self.run(move || {
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            weakness(&password, &own)
        })
        .await
    }

    /// The same password by the limits of today, where it was hashed by lower ones. None: nothing to do, or no time for it.
    pub async fn raised(&self, password: &str, kept: &str) -> Option<String> {
        if !is_below_limits(kept) {
            return None;
        }
        let (password, random) = (password.to_owned(), self.random.clone());
        self.run(move || hash(&password, &*random)).await.ok()?.ok()
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let waiting = self.queue.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| PasswordError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((waiting, place));
            done
        });
        done.await.map_err(|error| PasswordError::Internal(error.to_string()))
    }
}

/// As `hash` writes it, with a hash that was drawn: a start does not wait for one to be worked out.
fn nobody(random: &dyn Random) -> String {
    let (memory_kib, passes) = (limits::ARGON2_MEMORY_KIB, limits::ARGON2_PASSES);
    let drawn = |bytes: &[u8]| BASE64_NOPAD.encode(bytes);
    let (salt, hash) = (drawn(&random.bytes::<16>()), drawn(&random.bytes::<32>()));
    format!("$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${hash}")
}

fn is_below_limits(kept: &str) -> bool {
    let Some(params) = PasswordHash::new(kept).ok().and_then(|parsed| Params::try_from(&parsed).ok()) else {
        return false;
    };
    params.m_cost() < limits::ARGON2_MEMORY_KIB || params.t_cost() < limits::ARGON2_PASSES
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(limits::ARGON2_MEMORY_KIB, limits::ARGON2_PASSES, 1, None)
        .map_err(|error| PasswordError::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, random: &dyn Random) -> Result<String, PasswordError> {
    let salt = random.bytes::<16>();
    let hash = hasher()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| PasswordError::Internal(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(password: &str, kept: &str) -> Result<bool, PasswordError> {
    let parsed = PasswordHash::new(kept).map_err(|error| PasswordError::Internal(error.to_string()))?;
    Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
    use tokio::runtime::Runtime;

    use super::{Passwords, hash, is_below_limits, nobody, verify};
    use crate::limits;
    use std::sync::Arc;

    const PASSWORD: &str = "quatre mots simples ici";

    fn hashed_with(memory_kib: u32) -> String {
        let params = Params::new(memory_kib, 1, 1, None).unwrap();
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        hasher.hash_password_with_salt(PASSWORD.as_bytes(), b"0123456789abcdef").unwrap().to_string()
    }

    #[test]
    fn a_hash_by_lower_limits_still_fits_and_is_raised() {
        let passwords = Passwords::new(1, Arc::new(SeededRandom::new(1)));
        let old = hashed_with(64);
        Runtime::new().unwrap().block_on(async {
            assert!(passwords.verify(PASSWORD, Some(&old)).await.unwrap());
            assert!(!passwords.verify("autre chose ici", Some(&old)).await.unwrap());
            let raised = passwords.raised(PASSWORD, &old).await.unwrap();
            assert!(raised.contains(&format!("m={}", limits::ARGON2_MEMORY_KIB)) && !is_below_limits(&raised));
            assert!(passwords.verify(PASSWORD, Some(&raised)).await.unwrap());
            assert_eq!(passwords.raised(PASSWORD, &raised).await, None);
            // Where the limits were higher once, they stay.
            assert_eq!(passwords.raised(PASSWORD, &hashed_with(2 * limits::ARGON2_MEMORY_KIB)).await, None);
            assert!(!passwords.verify("!", Some("!")).await.unwrap(), "an account that was shut lets nobody in");
        });
    }

    #[test]
    fn whoever_finds_no_place_and_no_room_to_wait_is_told_at_once() {
        let passwords = Passwords::new(1, Arc::new(SeededRandom::new(1)));
        let old = hashed_with(64);
        Runtime::new().unwrap().block_on(async {
            let place = passwords.places.clone().acquire_owned().await.unwrap();
            let waiting = passwords.queue.clone().acquire_many_owned(20).await.unwrap();
            assert!(matches!(passwords.verify(PASSWORD, Some(&old)).await, Err(super::PasswordError::Busy)));
            drop((waiting, place));
            assert!(passwords.verify(PASSWORD, Some(&old)).await.unwrap());
        });
    }

    #[test]
    fn what_nobody_has_looks_like_a_hash_and_fits_no_password() {
        let random = SeededRandom::new(1);
        let (nobodys, somebodys) = (nobody(&random), hash("quatre mots", &random).unwrap());
        let start = |text: &str| text.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!((nobodys.len(), start(&nobodys)), (somebodys.len(), start(&somebodys)));
        assert!(verify("quatre mots", &somebodys).unwrap());
        assert!(!verify("quatre mots", &nobodys).unwrap());
    }
}

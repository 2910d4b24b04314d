//! Hashing passwords, and how often one may be tried.

use std::net::IpAddr;
use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, SaltString};
use convene_model::{Password, PasswordHash};
use convene_protocol::{ErrorBody, ErrorCode};
use tokio::sync::Semaphore;

use crate::address_limit::AddressLimiter;

/// Passwords an address may try in a minute.
const TRIES_PER_MINUTE: u32 = 10;

/// Each hash takes a core and 19 MiB for some 20 ms; more at once would only take them from others.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords with Argon2id (RFC 9106), away from the tasks that serve connections.
pub(super) struct Passwords {
    places: Arc<Semaphore>,
    tries: AddressLimiter,
}

impl Passwords {
    pub(super) fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            tries: AddressLimiter::per_minute(TRIES_PER_MINUTE),
        }
    }

    pub(super) fn sweep(&self) {
        self.tries.purge();
    }

    pub(super) async fn hash(&self, password: Password) -> Result<PasswordHash, ErrorBody> {
        let hash = self
            .work(move || {
                let salt = SaltString::generate(&mut OsRng);
                let hash = Argon2::default().hash_password(password.reveal().as_bytes(), &salt);
                hash.map(|hash| PasswordHash::new(hash.to_string()))
            })
            .await?;
        hash.map_err(|error| {
            tracing::error!(%error, "cannot hash a password");
            internal()
        })
    }

    /// Whether the password is the one that was hashed, for somebody at that address.
    pub(super) async fn verify(
        &self,
        from: IpAddr,
        password: Password,
        hash: PasswordHash,
    ) -> Result<(), ErrorBody> {
        self.tries.check(from).map_err(ErrorBody::rate_limited)?;
        let right = self
            .work(move || {
                argon2::PasswordHash::new(hash.as_str()).is_ok_and(|hash| {
                    Argon2::default().verify_password(password.reveal().as_bytes(), &hash).is_ok()
                })
            })
            .await?;
        if right {
            Ok(())
        } else {
            let message = "that is not the meeting's password";
            Err(ErrorBody::new(ErrorCode::WrongPassword, message))
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ErrorBody> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| internal())?;
        let work = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        work.await.map_err(|_| internal())
    }
}

fn internal() -> ErrorBody {
    ErrorBody::new(ErrorCode::Internal, "the server failed to handle this")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        text.to_owned().try_into().unwrap()
    }

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[tokio::test]
    async fn only_the_password_itself_passes() {
        let passwords = Passwords::new();
        let hash = passwords.hash(password("öpen sesame")).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$"), "{}", hash.as_str());
        passwords.verify(HERE, password("öpen sesame"), hash.clone()).await.unwrap();
        let wrong = passwords.verify(HERE, password("open sesame"), hash).await.unwrap_err();
        assert_eq!(wrong.code, ErrorCode::WrongPassword);
    }

    #[tokio::test]
    async fn one_password_has_many_hashes() {
        let passwords = Passwords::new();
        let first = passwords.hash(password("x")).await.unwrap();
        assert_ne!(passwords.hash(password("x")).await.unwrap(), first);
    }

    #[tokio::test]
    async fn an_address_that_tries_too_often_is_told_when_to_come_back() {
        let passwords = Passwords::new();
        let damaged = PasswordHash::new("damaged".to_owned());
        for _ in 0..TRIES_PER_MINUTE {
            let error = passwords.verify(HERE, password("x"), damaged.clone()).await.unwrap_err();
            assert_eq!(error.code, ErrorCode::WrongPassword);
        }
        let error = passwords.verify(HERE, password("x"), damaged).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::RateLimited);
        assert!(error.retry_after_ms.is_some_and(|wait| wait > 0));
    }
}

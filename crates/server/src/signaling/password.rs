//! Hashes passwords, and limits attempts.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{self, Output, ParamsString, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use convene_model::{Password, PasswordHash};
use convene_protocol::{ErrorBody, ErrorCode};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::address_limit::AddressLimiter;
use crate::blocking::{BlockingError, BlockingPool};

/// Passwords that an address may try per minute.
const TRIES_PER_MINUTE: u32 = 10;

/// Passwords that an address may set per minute.
const CHANGES_PER_MINUTE: u32 = 20;

/// Passwords that one connection may set per minute.
const OWN_CHANGES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Hashes and verifies passwords with Argon2id (RFC 9106) on the blocking pool: each hash takes a
/// core and 19 MiB for about 20 ms.
pub(super) struct Passwords {
    blocking: BlockingPool,
    memory: Memory,
    tries: AddressLimiter,
    changes: AddressLimiter,
}

/// Reusable memory for hashes: as many blocks as hashes have run at the same time. Without reuse,
/// each thread that ever hashed would keep 19 MiB in its allocator arena.
#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Vec<Vec<Block>>>>);

/// Rate limiter for passwords set by one connection; allocated on first use.
#[derive(Default)]
pub(super) struct OwnChanges(Option<Box<DefaultDirectRateLimiter>>);

impl Passwords {
    pub(super) fn new(blocking: BlockingPool) -> Self {
        Self {
            blocking,
            memory: Memory::default(),
            tries: AddressLimiter::per_minute(TRIES_PER_MINUTE),
            changes: AddressLimiter::per_minute(CHANGES_PER_MINUTE),
        }
    }

    /// Counts a password change. If the connection or its address exceeds its limit, the error says
    /// how long to wait. The limit exists because clients can trigger the costly hashing at will.
    pub(super) fn may_change(&self, own: &mut OwnChanges, from: IpAddr) -> Result<(), ErrorBody> {
        let limiter = own.0.get_or_insert_with(|| {
            Box::new(RateLimiter::direct(Quota::per_minute(OWN_CHANGES_PER_MINUTE)))
        });
        if let Err(over) = limiter.check() {
            let wait = over.wait_time_from(DefaultClock::default().now());
            return Err(ErrorBody::rate_limited(wait));
        }
        self.changes.check(from).map_err(ErrorBody::rate_limited)
    }

    pub(super) fn sweep(&self) {
        self.tries.purge();
        self.changes.purge();
    }

    /// Hashes a new password; the work counts against the share of the address.
    pub(super) async fn hash(
        &self,
        from: IpAddr,
        password: Password,
    ) -> Result<PasswordHash, ErrorBody> {
        let memory = self.memory.clone();
        let hash = self.work(from, move || memory.hash(&password)).await?;
        hash.map_err(|error| {
            tracing::error!(%error, "cannot hash a password");
            internal()
        })
    }

    /// Verifies a password against its hash; the attempt counts against the limits of the address.
    pub(super) async fn verify(
        &self,
        from: IpAddr,
        password: Password,
        hash: PasswordHash,
    ) -> Result<(), ErrorBody> {
        self.tries.check(from).map_err(ErrorBody::rate_limited)?;
        let memory = self.memory.clone();
        let verify = move || memory.verify(&password, hash.as_str()).unwrap_or(false);
        if self.work(from, verify).await? {
            Ok(())
        } else {
            let message = "that is not the meeting's password";
            Err(ErrorBody::new(ErrorCode::WrongPassword, message))
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        from: IpAddr,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ErrorBody> {
        self.blocking.run(from, work).await.map_err(|error| match error {
            BlockingError::Overloaded { retry_after } => ErrorBody::rate_limited(retry_after),
            BlockingError::Failed => internal(),
        })
    }
}

impl Memory {
    fn hash(&self, password: &Password) -> password_hash::Result<PasswordHash> {
        let argon2 = Argon2::default();
        let salt = SaltString::generate(&mut OsRng);
        let output = self.output(&argon2, password, salt.as_salt(), Params::DEFAULT_OUTPUT_LEN)?;
        let hash = password_hash::PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::default().into()),
            params: ParamsString::try_from(argon2.params())?,
            salt: Some(salt.as_salt()),
            hash: Some(output),
        };
        Ok(PasswordHash::new(hash.to_string()))
    }

    fn verify(&self, password: &Password, hash: &str) -> password_hash::Result<bool> {
        let hash = password_hash::PasswordHash::new(hash)?;
        let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return Ok(false) };
        let algorithm = Algorithm::try_from(hash.algorithm)?;
        let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&hash)?);
        // `Output` compares in constant time.
        Ok(self.output(&argon2, password, salt, expected.len())? == expected)
    }

    fn output(
        &self,
        argon2: &Argon2<'_>,
        password: &Password,
        salt: Salt<'_>,
        length: usize,
    ) -> password_hash::Result<Output> {
        let mut salt_bytes = [0; Salt::MAX_LENGTH];
        let salt = salt.decode_b64(&mut salt_bytes)?;
        let mut blocks = self.free().pop().unwrap_or_default();
        blocks.resize(argon2.params().block_count(), Block::default());
        let output = Output::init_with(length, |out| {
            let password = password.reveal().as_bytes();
            Ok(argon2.hash_password_into_with_memory(password, salt, out, &mut blocks)?)
        });
        self.free().push(blocks);
        output
    }

    fn free(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        let passwords = Passwords::new(BlockingPool::for_this_machine());
        let hash = passwords.hash(HERE, password("öpen sesame")).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$"), "{}", hash.as_str());
        passwords.verify(HERE, password("öpen sesame"), hash.clone()).await.unwrap();
        let wrong = passwords.verify(HERE, password("open sesame"), hash).await.unwrap_err();
        assert_eq!(wrong.code, ErrorCode::WrongPassword);
    }

    #[tokio::test]
    async fn one_password_has_many_hashes() {
        let passwords = Passwords::new(BlockingPool::for_this_machine());
        let first = passwords.hash(HERE, password("x")).await.unwrap();
        assert_ne!(passwords.hash(HERE, password("x")).await.unwrap(), first);
    }

    #[tokio::test]
    async fn hashes_one_after_the_other_use_the_same_memory() {
        let passwords = Passwords::new(BlockingPool::for_this_machine());
        let hash = passwords.hash(HERE, password("x")).await.unwrap();
        passwords.verify(HERE, password("x"), hash).await.unwrap();
        passwords.hash(HERE, password("y")).await.unwrap();
        assert_eq!(passwords.memory.free().len(), 1);
    }

    #[test]
    fn hashes_are_those_of_the_library() {
        use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
        let memory = Memory::default();
        let salt = SaltString::generate(&mut OsRng);
        let theirs = Argon2::default().hash_password(b"x", &salt);
        assert!(memory.verify(&password("x"), &theirs.unwrap().to_string()).unwrap());
        let ours = memory.hash(&password("x")).unwrap();
        let ours = password_hash::PasswordHash::new(ours.as_str()).unwrap();
        Argon2::default().verify_password(b"x", &ours).unwrap();
    }

    #[tokio::test]
    async fn a_connection_and_an_address_set_only_so_many_passwords() {
        let passwords = Passwords::new(BlockingPool::for_this_machine());
        let mut own = OwnChanges::default();
        for _ in 0..OWN_CHANGES_PER_MINUTE.get() {
            passwords.may_change(&mut own, HERE).unwrap();
        }
        let error = passwords.may_change(&mut own, HERE).unwrap_err();
        assert_eq!(error.code, ErrorCode::RateLimited);
        assert!(error.retry_after_ms.is_some_and(|wait| wait > 0));
        let others = (0..CHANGES_PER_MINUTE)
            .filter(|_| passwords.may_change(&mut OwnChanges::default(), HERE).is_err());
        assert_eq!(others.count(), 5, "other connections of the address have what is left");
        let elsewhere = IpAddr::from([192, 0, 2, 1]);
        assert!(passwords.may_change(&mut OwnChanges::default(), elsewhere).is_ok());
    }

    #[tokio::test]
    async fn an_address_that_tries_too_often_is_told_when_to_come_back() {
        let passwords = Passwords::new(BlockingPool::for_this_machine());
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

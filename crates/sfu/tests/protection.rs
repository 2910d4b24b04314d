//! The protection profile of SRTP that the handshake chooses (RFC 5764, RFC 7714).

mod support;

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use str0m::crypto::{
    CryptoProvider, SrtpProvider, SupportedAeadAes128Gcm, SupportedAeadAes256Gcm,
    SupportedAes128CmSha1_80,
};
use support::World;

/// Counts for which profile ciphers were made.
#[derive(Debug)]
struct Counting {
    inner: &'static dyn SrtpProvider,
    aes_128_cm: AtomicU64,
    aes_128_gcm: AtomicU64,
    aes_256_gcm: AtomicU64,
}

static COUNTING: LazyLock<Counting> = LazyLock::new(|| Counting {
    inner: str0m::crypto::from_feature_flags().srtp_provider,
    aes_128_cm: AtomicU64::new(0),
    aes_128_gcm: AtomicU64::new(0),
    aes_256_gcm: AtomicU64::new(0),
});

impl SrtpProvider for Counting {
    fn aes_128_cm_sha1_80(&self) -> &'static dyn SupportedAes128CmSha1_80 {
        self.aes_128_cm.fetch_add(1, Ordering::Relaxed);
        self.inner.aes_128_cm_sha1_80()
    }

    fn aead_aes_128_gcm(&self) -> &'static dyn SupportedAeadAes128Gcm {
        self.aes_128_gcm.fetch_add(1, Ordering::Relaxed);
        self.inner.aead_aes_128_gcm()
    }

    fn aead_aes_256_gcm(&self) -> &'static dyn SupportedAeadAes256Gcm {
        self.aes_256_gcm.fetch_add(1, Ordering::Relaxed);
        self.inner.aead_aes_256_gcm()
    }

    fn srtp_aes_128_ecb_round(&self, key: &[u8], input: &[u8], output: &mut [u8]) {
        self.inner.srtp_aes_128_ecb_round(key, input, output);
    }

    fn srtp_aes_256_ecb_round(&self, key: &[u8], input: &[u8], output: &mut [u8]) {
        self.inner.srtp_aes_256_ecb_round(key, input, output);
    }
}

/// The clients offer AES-256-GCM first, as browsers do.
#[test]
fn aes_128_gcm_is_chosen_before_aes_256() {
    let mut world = World::new(1);
    world.crypto = CryptoProvider { srtp_provider: &*COUNTING, ..world.crypto };
    world.join(1, 0, 0);
    world.join(2, 1, 1);
    world.subscribe(2, vec![world.slot(2, 0, 1, 720)]);
    world.until_connected();
    world.run(Duration::from_secs(1));
    assert!(!world.shown(2, 0).is_empty(), "media flows with it");
    let made = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let counts =
        (made(&COUNTING.aes_128_gcm), made(&COUNTING.aes_256_gcm), made(&COUNTING.aes_128_cm));
    // Of three connections, each with ciphers for both directions.
    assert!(counts.0 >= 6 && counts.1 == 0 && counts.2 == 0, "{counts:?}");
}

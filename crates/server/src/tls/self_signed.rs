//! A certificate that this server creates and stores, for a LAN: browsers allow camera access over
//! HTTPS only, and no CA certifies the addresses of a LAN.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::server_config;
use crate::config::Config;
use crate::data_dir;
use crate::shutdown::Shutdown;

/// Lifetime of the certificate. Apple's systems refuse certificates that are valid for more than
/// 398 days.
const VALID: Duration = Duration::days(397);
/// The certificate is renewed when less than this is left.
const RENEW: Duration = Duration::days(30);
/// How often to check whether the addresses changed: a laptop moves between networks.
const LOOK: StdDuration = StdDuration::from_secs(60);

/// Contents of the certificate, stored next to it so that it need not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    names: BTreeSet<String>,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    fingerprint: String,
}

impl About {
    /// True if the certificate is still sufficient. Additional names are no reason to replace it,
    /// because each new certificate causes a new warning in every browser.
    fn covers(&self, names: &BTreeSet<String>, now: OffsetDateTime) -> bool {
        self.names.is_superset(names) && self.expires_at - now > RENEW
    }
}

/// Loads or creates the certificate, prints how to open the server, and renews the certificate.
pub(super) fn start(
    config: &Config,
    listening: SocketAddr,
    shutdown: &Shutdown,
) -> anyhow::Result<RustlsConfig> {
    let dir = config.data_dir.join("tls");
    let host = config.public_url.as_ref().map(|url| url.host().to_owned());
    let (server, about) = load_or_make(&dir, &names(host.as_deref()), OffsetDateTime::now_utc())?;
    say(listening, &about);
    let rustls = RustlsConfig::from_config(server);
    let (live, mut current) = (rustls.clone(), about);
    shutdown.every(LOOK, move || {
        let (names, now) = (names(host.as_deref()), OffsetDateTime::now_utc());
        if current.covers(&names, now) {
            return;
        }
        match load_or_make(&dir, &names, now) {
            Ok((server, about)) => {
                live.reload_from_config(server);
                say(listening, &about);
                current = about;
            }
            Err(error) => tracing::error!("no new self-signed certificate: {error:#}"),
        }
    });
    Ok(rustls)
}

/// The names and addresses of this machine.
fn names(public_host: Option<&str>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        ["localhost", "127.0.0.1", "::1"].into_iter().map(str::to_owned).collect();
    names.extend(public_host.map(str::to_owned));
    if let Some(host) = host_name() {
        // Most systems resolve this name by multicast DNS.
        names.insert(format!("{host}.local"));
        names.insert(host);
    }
    names.extend(lan_addresses().iter().map(ToString::to_string));
    names
}

/// The machine's name, if it is valid in a certificate and a URL.
fn host_name() -> Option<String> {
    let name = gethostname::gethostname().into_string().ok()?.to_ascii_lowercase();
    let name = name.strip_suffix(".local").unwrap_or(&name);
    let valid = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    let fits = !name.is_empty() && name.len() < 64 && name.bytes().all(valid);
    (fits && name != "localhost").then(|| name.to_owned())
}

/// The addresses that others can use. Link-local IPv6 addresses cannot be typed into a browser's
/// address bar.
fn lan_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let address = |interface: &if_addrs::Interface| interface.ip();
    let mut addresses: Vec<IpAddr> = interfaces
        .iter()
        .filter(|interface| !interface.is_loopback())
        .map(address)
        .filter(|ip| !matches!(ip, IpAddr::V6(v6) if v6.is_unicast_link_local()))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

fn load_or_make(
    dir: &Path,
    names: &BTreeSet<String>,
    now: OffsetDateTime,
) -> anyhow::Result<(Arc<ServerConfig>, About)> {
    data_dir::create(dir)?;
    if let Some(found) = load(dir, names, now) {
        return Ok(found);
    }
    make(dir, names, now)?;
    load(dir, names, now).context("the new self-signed certificate cannot be read back")
}

/// The stored certificate, if it is intact and still sufficient. If anything is wrong with it, a
/// new one is created.
fn load(
    dir: &Path,
    names: &BTreeSet<String>,
    now: OffsetDateTime,
) -> Option<(Arc<ServerConfig>, About)> {
    let about: About = serde_json::from_slice(&std::fs::read(dir.join("about.json")).ok()?).ok()?;
    let cert = CertificateDer::from_pem_slice(&std::fs::read(dir.join("cert.pem")).ok()?).ok()?;
    let key = data_dir::read_private(&dir.join("key.pem")).ok()?;
    let key = PrivateKeyDer::from_pem_slice(&key).ok()?;
    if !about.covers(names, now) || about.fingerprint != fingerprint(&cert) {
        return None;
    }
    Some((server_config(vec![cert], key).ok()?, about))
}

fn make(dir: &Path, names: &BTreeSet<String>, now: OffsetDateTime) -> anyhow::Result<()> {
    let key = KeyPair::generate().context("cannot make a key")?;
    let list: Vec<String> = names.iter().cloned().collect();
    let mut params = CertificateParams::new(list).context("cannot make a certificate")?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Convene (self-signed)");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // The clocks of two machines on a LAN may differ.
    params.not_before = now - Duration::DAY;
    params.not_after = now + VALID;
    let cert = params.self_signed(&key).context("cannot make a certificate")?;
    let about = About {
        names: names.clone(),
        expires_at: params.not_after,
        fingerprint: fingerprint(cert.der()),
    };
    // `about.json` is written last: if it is missing or has another fingerprint, the other files
    // are ignored.
    data_dir::write_private(&dir.join("key.pem"), key.serialize_pem().as_bytes())?;
    data_dir::write_private(&dir.join("cert.pem"), cert.pem().as_bytes())?;
    data_dir::write_private(&dir.join("about.json"), &serde_json::to_vec_pretty(&about)?)?;
    Ok(())
}

/// The SHA-256 fingerprint, formatted as browsers show it.
fn fingerprint(cert: &CertificateDer<'_>) -> String {
    let bytes: Vec<String> =
        Sha256::digest(cert).iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
}

/// Prints the addresses of the server, and the fingerprint that browsers will show.
fn say(listening: SocketAddr, about: &About) {
    let port = listening.port();
    let mut urls: Vec<String> = if listening.ip().is_unspecified() {
        let reached = |ip: &IpAddr| listening.is_ipv6() || ip.is_ipv4();
        lan_addresses().into_iter().filter(reached).map(|ip| url(&ip.to_string(), port)).collect()
    } else {
        vec![url(&listening.ip().to_string(), port)]
    };
    urls.extend(
        about.names.iter().filter(|name| name.ends_with(".local")).map(|name| url(name, port)),
    );
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "Others on this network open one of:\n  {}\n\
         Their browser warns, as no authority knows this server. To go on:\n  \
         Chrome, Edge: Advanced, then Proceed. Firefox: Advanced, then Accept the Risk. \
         Safari: Show Details, then visit this website.\n\
         Only if it shows this SHA-256 fingerprint is it this server:\n  {}",
        urls.join("\n  "),
        about.fingerprint,
    );
}

fn url(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("https://[{host}]:{port}")
    } else {
        format!("https://{host}:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::{install_provider, testing};

    fn names(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    fn made(dir: &Path, list: &[&str], now: OffsetDateTime) -> About {
        install_provider();
        load_or_make(dir, &names(list), now).unwrap().1
    }

    #[tokio::test]
    async fn a_client_that_accepted_it_gets_through_by_name_and_by_address() {
        install_provider();
        let dir = tempfile::tempdir().unwrap();
        let wanted = super::names(Some("meet.example.org"));
        let now = OffsetDateTime::now_utc();
        let (server, about) = load_or_make(dir.path(), &wanted, now).unwrap();
        let pem = std::fs::read(dir.path().join("cert.pem")).unwrap();
        let cert = CertificateDer::from_pem_slice(&pem).unwrap();
        assert_eq!(fingerprint(&cert), about.fingerprint);
        let server = RustlsConfig::from_config(server);
        for name in &wanted {
            testing::handshake(server.clone(), name, &cert).await.unwrap();
        }
        assert!(testing::handshake(server, "evil.example", &cert).await.is_err());
    }

    #[test]
    fn it_is_kept_while_it_does() {
        let dir = tempfile::tempdir().unwrap();
        let now = OffsetDateTime::now_utc();
        let first = made(dir.path(), &["localhost", "10.0.0.1"], now);
        assert_eq!(made(dir.path(), &["localhost", "10.0.0.1"], now), first);
        assert_eq!(made(dir.path(), &["localhost"], now + Duration::days(360)), first);
    }

    #[test]
    fn a_new_name_or_the_end_being_near_makes_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let now = OffsetDateTime::now_utc();
        let first = made(dir.path(), &["localhost"], now);
        let second = made(dir.path(), &["localhost", "10.0.0.2"], now);
        assert_ne!(second.fingerprint, first.fingerprint);
        let later = now + Duration::days(368);
        let third = made(dir.path(), &["localhost", "10.0.0.2"], later);
        assert_ne!(third.fingerprint, second.fingerprint);
        assert!(third.expires_at > later + Duration::days(390));
    }

    #[test]
    fn a_damaged_one_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let now = OffsetDateTime::now_utc();
        let first = made(dir.path(), &["localhost"], now);
        std::fs::write(dir.path().join("cert.pem"), "rubbish").unwrap();
        assert_ne!(made(dir.path(), &["localhost"], now).fingerprint, first.fingerprint);
    }

    #[cfg(unix)]
    #[test]
    fn its_key_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        made(dir.path(), &["localhost"], OffsetDateTime::now_utc());
        let mode = std::fs::metadata(dir.path().join("key.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

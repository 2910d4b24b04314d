//! HTTPS of the binary, with a client that checks the certificate.
#![cfg(unix)]

mod support;

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use support::{Answer, Server, dir, exchange, run, stderr};

/// Requests a path as a client that trusts only the certificate in this file.
fn get(server: &Server, trusted: &Path, name: &str, path: &str) -> std::io::Result<Answer> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(trusted).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut tcp = TcpStream::connect(server.address)?;
    client.complete_io(&mut tcp)?;
    Ok(exchange(&mut StreamOwned::new(client, tcp), "GET", path, &[], ""))
}

fn write_certificate(dir: &Path) {
    let made = rcgen::generate_simple_self_signed(vec!["meet.example.org".to_owned()]).unwrap();
    std::fs::write(dir.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(dir.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

const FILES: [&str; 6] = ["--tls", "files", "--tls-cert", "cert.pem", "--tls-key", "key.pem"];

#[test]
fn a_self_signed_certificate_is_made_kept_and_explained() {
    let dir = dir();
    let server = Server::start(dir.path(), &["--tls", "self-signed"]);
    let cert = dir.path().join("convene-data/tls/cert.pem");
    for name in ["localhost", "127.0.0.1"] {
        assert_eq!(get(&server, &cert, name, "/health").unwrap().status, 200);
    }
    assert!(server.said.contains("https://127.0.0.1:"), "{}", server.said);
    assert!(server.said.contains("SHA-256"), "{}", server.said);
    let before = std::fs::read(&cert).unwrap();
    server.stop();
    Server::start(dir.path(), &["--tls", "self-signed"]).stop();
    assert_eq!(std::fs::read(&cert).unwrap(), before);
}

#[test]
fn a_certificate_from_files_is_served_and_read_again_on_sighup() {
    let dir = dir();
    write_certificate(dir.path());
    let server = Server::start(dir.path(), &FILES);
    let cert = dir.path().join("cert.pem");
    let answer = get(&server, &cert, "meet.example.org", "/health").unwrap();
    assert_eq!(answer.status, 200);
    assert!(!answer.header("strict-transport-security").is_empty());

    write_certificate(dir.path());
    assert!(get(&server, &cert, "meet.example.org", "/health").is_err());
    server.signal("HUP");
    let started = Instant::now();
    while get(&server, &cert, "meet.example.org", "/health").is_err() {
        assert!(started.elapsed() < Duration::from_secs(5), "it was not read again");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn files_that_are_of_no_use_are_named() {
    let dir = dir();
    write_certificate(dir.path());
    let key = std::fs::read(dir.path().join("key.pem")).unwrap();
    write_certificate(dir.path());
    std::fs::write(dir.path().join("key.pem"), key).unwrap();
    let flags = [&FILES[..], &["--listen", "127.0.0.1:0"]].concat();
    let output = support::command(dir.path(), &flags, &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("does not belong"), "{}", stderr(&output));
    let output = run(&flags, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cert.pem (--tls-cert)"), "{}", stderr(&output));
}

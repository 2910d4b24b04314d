//! Secrets are created once, are readable by this user only, and are never printed.
#![cfg(unix)]

mod support;

use std::os::unix::fs::PermissionsExt;

use support::{Server, command, dir, files, stderr};

#[test]
fn they_stay_the_same_and_nobody_else_reads_them() {
    let dir = dir();
    let data = dir.path().join("convene-data");
    Server::start(dir.path(), &[]).stop();
    let token = std::fs::read(data.join("secrets/token")).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in files(&data) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    Server::start(dir.path(), &[]).stop();
    assert_eq!(std::fs::read(data.join("secrets/token")).unwrap(), token);
}

#[test]
fn they_are_not_in_the_output_even_when_everything_is_logged() {
    let dir = dir();
    let server = Server::start(dir.path(), &["--log-level", "trace"]);
    server.get("/stats");
    let wrote = server.stop();
    for name in ["token", "turn"] {
        let secret = std::fs::read(dir.path().join("convene-data/secrets").join(name)).unwrap();
        let hex: String = secret[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let list = secret[..8].iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let base64 = data_encoding::BASE64.encode(&secret[..9]);
        for form in [hex, list, base64] {
            assert!(!wrote.contains(&form), "{name} was printed");
        }
    }
}

#[test]
fn one_that_others_could_read_is_closed_to_them_with_a_warning() {
    let dir = dir();
    Server::start(dir.path(), &[]).stop();
    let path = dir.path().join("convene-data/secrets/turn");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let wrote = Server::start(dir.path(), &[]).stop();
    assert!(wrote.contains("WARN") && wrote.contains("secrets/turn"), "{wrote}");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_one_is_refused_by_name() {
    let dir = dir();
    Server::start(dir.path(), &[]).stop();
    std::fs::write(dir.path().join("convene-data/secrets/turn"), "short").unwrap();
    let output = command(dir.path(), &["--listen", "127.0.0.1:0"], &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("secrets/turn"), "{}", stderr(&output));
}

#[test]
fn without_its_secrets_a_used_database_is_not_served_until_that_is_accepted() {
    let dir = dir();
    let secrets = dir.path().join("convene-data/secrets");
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.send("POST", "/api/v1/meetings", &[], "").status, 201);
    server.stop();
    std::fs::rename(&secrets, dir.path().join("away")).unwrap();
    let flags = ["--listen", "127.0.0.1:0", "--turn-listen", "off"];
    let refused = command(dir.path(), &flags, &[]).output().unwrap();
    let error = stderr(&refused);
    assert_eq!(refused.status.code(), Some(1), "{error}");
    for part in ["links is missing", "convene restore", "--accept-new-secrets"] {
        assert!(error.contains(part), "{part} is not in: {error}");
    }
    // The server starts once the directory is restored, and also if the operator accepts new
    // secrets.
    let _ = std::fs::remove_dir(&secrets);
    std::fs::rename(dir.path().join("away"), &secrets).unwrap();
    Server::start(dir.path(), &[]).stop();
    std::fs::write(secrets.join("links"), [1; 32]).unwrap();
    let refused = command(dir.path(), &flags, &[]).output().unwrap();
    assert!(stderr(&refused).contains("links is another one"), "{}", stderr(&refused));
    Server::start(dir.path(), &["--accept-new-secrets"]).stop();
    Server::start(dir.path(), &[]).stop();
}

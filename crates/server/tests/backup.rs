//! Tests of `convene backup` and `convene restore`, run as an operator runs them.
#![cfg(unix)]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use support::{Server, command, dir, files, stderr};

fn run(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments, &[]).output().unwrap()
}

fn done(dir: &Path, arguments: &[&str]) -> String {
    let output = run(dir, arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn make_meeting(server: &Server) -> String {
    let made = server.send("POST", "/api/v1/meetings", &[], "");
    assert_eq!(made.status, 201);
    made.header("location").to_owned()
}

fn backups(dir: &Path) -> Vec<PathBuf> {
    files(dir).into_iter().filter(|path| path.extension().is_some_and(|e| e == "backup")).collect()
}

#[test]
fn a_backup_of_a_running_server_restores_data_and_secrets_and_keeps_what_was_there() {
    let dir = dir();
    let data = dir.path().join("convene-data");
    let server = Server::start(dir.path(), &[]);
    let before = make_meeting(&server);
    let host = std::fs::read(data.join("secrets/host")).unwrap();
    let said = done(dir.path(), &["backup", "copy.backup"]);
    assert!(said.contains("copy.backup"), "{said}");
    let copy = dir.path().join("copy.backup");
    assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!dir.path().join("copy.backup.partial").exists());
    let after = make_meeting(&server);

    // While the server runs, its data cannot be replaced.
    let refused = run(dir.path(), &["restore", "copy.backup"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("stop the server"), "{}", stderr(&refused));
    assert_eq!(server.get(&after).status, 200);
    server.stop();

    std::fs::write(data.join("secrets/host"), [7; 32]).unwrap();
    let said = done(dir.path(), &["restore", "copy.backup"]);
    assert_eq!(std::fs::read(data.join("secrets/host")).unwrap(), host);
    for file in files(&data) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.get(&before).status, 200);
    assert_eq!(server.get(&after).status, 404);
    server.stop();

    // The old data is complete in the directory it was moved to.
    let kept = said.lines().find_map(|line| line.split_once("is kept in ")).unwrap().1.trim();
    let kept = dir.path().join(kept);
    assert_eq!(std::fs::read(kept.join("secrets/host")).unwrap(), [7; 32]);
    std::fs::write(kept.join("secrets/host"), host).unwrap();
    let server = Server::start(dir.path(), &["--data-dir", kept.to_str().unwrap()]);
    assert_eq!(server.get(&after).status, 200);
    server.stop();
}

#[test]
fn a_backup_restores_into_a_new_directory_and_holds_no_secret_in_the_database() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let meeting = make_meeting(&server);
    std::fs::create_dir(dir.path().join("copies")).unwrap();
    done(dir.path(), &["backup", "copies"]);
    server.stop();
    let [copy] = backups(&dir.path().join("copies")).try_into().unwrap();
    done(dir.path(), &["restore", copy.to_str().unwrap(), "--data-dir", "new"]);
    let secret = std::fs::read(dir.path().join("new/secrets/host")).unwrap();
    let database = std::fs::read(dir.path().join("new/convene.db")).unwrap();
    assert!(!database.windows(32).any(|bytes| bytes == secret));
    let server = Server::start(dir.path(), &["--data-dir", "new"]);
    assert_eq!(server.get(&meeting).status, 200);
    server.stop();
}

#[test]
fn a_stopped_server_is_backed_up_too_and_no_file_is_overwritten() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    make_meeting(&server);
    server.signal("KILL");
    server.ended();
    done(dir.path(), &["backup", "copy.backup"]);
    let copy = std::fs::read(dir.path().join("copy.backup")).unwrap();
    let refused = run(dir.path(), &["backup", "copy.backup"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("exists already"), "{}", stderr(&refused));
    assert_eq!(std::fs::read(dir.path().join("copy.backup")).unwrap(), copy);
    let nowhere = run(dir.path(), &["backup", "other.backup", "--data-dir", "nowhere"]);
    assert!(stderr(&nowhere).contains("no database"), "{}", stderr(&nowhere));
}

#[test]
fn a_damaged_or_foreign_file_is_not_restored_and_changes_nothing() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let meeting = make_meeting(&server);
    done(dir.path(), &["backup", "copy.backup"]);
    server.stop();
    let whole = std::fs::read(dir.path().join("copy.backup")).unwrap();
    let mut damaged = whole.clone();
    for byte in damaged.iter_mut().skip(5_000).step_by(97) {
        *byte ^= 0x55;
    }
    let data = dir.path().join("convene-data");
    let before = files(&data).len();
    for bytes in [damaged, whole[..whole.len() / 2].to_vec(), b"no database".repeat(999), vec![]] {
        std::fs::write(dir.path().join("bad.backup"), bytes).unwrap();
        let refused = run(dir.path(), &["restore", "bad.backup"]);
        assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
        assert!(stderr(&refused).contains("bad.backup"), "{}", stderr(&refused));
    }
    assert_eq!(files(&data).len(), before);
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.get(&meeting).status, 200);
    server.stop();
}

#[test]
fn a_restore_that_did_not_finish_starts_no_server() {
    let dir = dir();
    Server::start(dir.path(), &[]).stop();
    done(dir.path(), &["backup", "copy.backup"]);
    std::fs::write(dir.path().join("convene-data/restore-unfinished"), "").unwrap();
    let refused = run(dir.path(), &["--listen", "127.0.0.1:0", "--turn-listen", "off"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("did not finish"), "{}", stderr(&refused));
    done(dir.path(), &["restore", "copy.backup"]);
    Server::start(dir.path(), &[]).stop();
}

#[test]
fn the_data_directory_may_be_named_by_a_variable_or_the_file() {
    let dir = dir();
    Server::start(dir.path(), &["--data-dir", "here"]).stop();
    let variables = [("CONVENE_DATA_DIR", "here"), ("CONVENE_TLS", "self-signed")];
    let output = command(dir.path(), &["backup", "one.backup"], &variables).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    std::fs::write(dir.path().join("c.toml"), "data-dir = 'here'\nmax-participants = 5").unwrap();
    done(dir.path(), &["backup", "two.backup", "--config", "c.toml"]);
}

//! Meetings outlive the process, however it ends; their data belongs to one process at a time.
#![cfg(unix)]

mod support;

use support::{Server, command, dir, stderr};

#[test]
fn a_meetings_link_works_after_a_restart_and_after_a_kill() {
    let dir = dir();
    let mut locations: Vec<String> = Vec::new();
    for signal in ["TERM", "KILL", "TERM"] {
        let server = Server::start(dir.path(), &[]);
        for location in &locations {
            assert_eq!(server.get(location).status, 200, "{location}");
        }
        let made = server.send("POST", "/api/v1/meetings", &[], "");
        assert_eq!(made.status, 201);
        locations.push(made.header("location").to_owned());
        server.signal(signal);
        server.ended();
    }
}

#[test]
fn a_second_server_over_the_same_data_is_refused() {
    let dir = dir();
    let first = Server::start(dir.path(), &[]);
    let flags = ["--listen", "127.0.0.1:0", "--turn-listen", "off"];
    let output = command(dir.path(), &flags, &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("in use by another instance"), "{}", stderr(&output));
    assert_eq!(first.get("/ready").status, 200);
}

#[test]
fn a_data_directory_that_cannot_be_made_is_named() {
    let dir = dir();
    std::fs::write(dir.path().join("file"), "").unwrap();
    let flags = ["--listen", "127.0.0.1:0", "--data-dir", "file/data"];
    let output = command(dir.path(), &flags, &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("file/data"), "{}", stderr(&output));
}

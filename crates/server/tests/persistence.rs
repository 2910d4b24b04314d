//! Meetings outlive the process, however it ends. A data directory belongs to one process at a
//! time.
#![cfg(unix)]

mod support;

use std::process::Command;

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

#[test]
#[cfg(target_os = "linux")]
fn where_nothing_can_be_written_not_even_the_log_it_goes_on_and_says_so() {
    let dir = dir();
    let mut logged = Command::new("sh");
    logged.args(["-c", r#"exec "$0" "$@" 2>log"#, env!("CARGO_BIN_EXE_convene")]);
    logged.args(["--listen", "127.0.0.1:0", "--turn-listen", "off"]).current_dir(dir.path());
    let server = Server::spawn(logged);
    let make = || server.send("POST", "/api/v1/meetings", &[], "");
    assert_eq!(make().status, 201);
    server.limit_files(Some(0));
    for _ in 0..3 {
        let refused = make();
        assert_eq!(refused.status, 503);
        assert!(refused.body.contains("try again later"), "{}", refused.body);
    }
    let told = server.get("/ready");
    assert_eq!(told.status, 503, "{}", told.body);
    assert!(told.body.contains("the database is unavailable"), "{}", told.body);
    server.limit_files(None);
    let made = make();
    assert_eq!(made.status, 201);
    assert_eq!(server.get("/ready").status, 200);
    assert_eq!(server.get(made.header("location")).status, 200);
    server.stop();
}

#[test]
fn with_its_data_directory_deleted_it_says_so_and_acknowledges_nothing() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.send("POST", "/api/v1/meetings", &[], "").status, 201);
    assert_eq!(server.get("/ready").status, 200);
    let data = dir.path().join("convene-data");
    std::fs::rename(&data, dir.path().join("elsewhere")).unwrap();
    for _ in 0..2 {
        let told = server.get("/ready");
        assert_eq!(told.status, 503);
        assert!(told.body.contains("deleted or replaced"), "{}", told.body);
        assert_eq!(server.send("POST", "/api/v1/meetings", &[], "").status, 503);
        // A new directory with the same name does not count as the old one.
        std::fs::create_dir_all(&data).unwrap();
    }
    std::fs::remove_dir(&data).unwrap();
    std::fs::rename(dir.path().join("elsewhere"), &data).unwrap();
    assert_eq!(server.send("POST", "/api/v1/meetings", &[], "").status, 201);
    assert_eq!(server.get("/ready").status, 200);
    server.stop();
}

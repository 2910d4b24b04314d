//! An invalid configuration is refused at start with an explanation; a valid one takes effect.

mod support;

use std::net::TcpListener;

use support::{Server, command, dir, run, stderr};

#[test]
fn a_wrong_value_is_refused_by_name_with_what_it_takes() {
    for (flags, variables, parts) in [
        (&["--listen", "nowhere"][..], &[][..], ["--listen", "nowhere", "127.0.0.1:3000"]),
        (&["serve", "--tls", "yes"], &[], ["--tls", "yes", "self-signed"]),
        (&[], &[("CONVENE_RELAY_PORTS", "1-2")], ["CONVENE_RELAY_PORTS", "1-2", "49160-57351"]),
        (&[], &[("PORT", "http")], ["PORT", "http", "0 to 65535"]),
        (
            &["--public-url", "https://a.b/c"],
            &[],
            ["--public-url", "https://a.b/c", "without a path"],
        ),
        (&["--tls", "acme"], &[], ["--acme-domain", "missing", "DNS names"]),
    ] {
        let output = run(flags, variables);
        let error = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(!error.contains("panicked"), "{error}");
        for part in parts {
            assert!(error.contains(part), "{part} is not in: {error}");
        }
    }
}

#[test]
fn a_wrong_key_in_the_file_is_refused_by_name() {
    let dir = dir();
    std::fs::write(dir.path().join("c.toml"), "lisen = '127.0.0.1:1'").unwrap();
    let output = command(dir.path(), &["--config", "c.toml"], &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("lisen"), "{}", stderr(&output));
}

#[test]
fn help_explains_every_setting_and_is_no_failure() {
    for flags in [&["--help"][..], &["serve", "--help"]] {
        let output = run(flags, &[]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success());
        for setting in ["--listen", "--data-dir", "--public-url", "--tls", "--turn-listen"] {
            assert!(text.contains(setting), "{setting}");
        }
    }
    let version = run(&["--version"], &[]).stdout;
    assert_eq!(
        String::from_utf8(version).unwrap().trim(),
        concat!("convene ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn an_unknown_command_is_refused() {
    assert_eq!(run(&["server"], &[]).status.code(), Some(2));
    assert_eq!(run(&["--lisen", "x"], &[]).status.code(), Some(2));
}

#[test]
fn a_hosting_platform_says_the_port() {
    let dir = dir();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let port = free.to_string();
    let variables = [("PORT", port.as_str()), ("CONVENE_TURN_LISTEN", "off")];
    let server = Server::spawn(command(dir.path(), &[], &variables));
    assert_eq!(server.address.port(), free);
    assert_eq!(server.get("/health").status, 200);
    assert!(server.stop().contains("0.0.0.0"));
}

#[test]
fn the_file_in_the_data_directory_is_read() {
    let dir = dir();
    std::fs::create_dir(dir.path().join("convene-data")).unwrap();
    let file = dir.path().join("convene-data/convene.toml");
    std::fs::write(file, "public-url = 'http://meet.example.org:80'\nlog-format = 'json'").unwrap();
    let flags = ["--listen", "127.0.0.1:0", "--turn-listen", "off"];
    let mut child = command(dir.path(), &flags, &[("CONVENE_TYPO", "x")])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(
        &mut std::io::BufReader::new(child.stdout.take().unwrap()),
        &mut line,
    )
    .unwrap();
    assert_eq!(line.trim(), "Convene is running: http://meet.example.org");
    child.kill().unwrap();
    let log = stderr(&child.wait_with_output().unwrap());
    assert!(log.lines().all(|line| line.starts_with('{')), "{log}");
    assert!(log.contains("CONVENE_TYPO"), "{log}");
}

#[test]
fn an_address_that_is_taken_is_named_with_its_setting() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["--listen", &address], &[]);
    let error = stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains(&address) && error.contains("--listen"), "{error}");
}

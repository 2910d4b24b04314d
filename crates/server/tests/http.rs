//! The binary's answers over a real socket: problem documents, headers, the operator's endpoints.
#![cfg(unix)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;

use support::{Server, dir};

#[test]
fn errors_are_problem_documents() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let json = "content-type: application/json";
    for (method, path, headers, body, status) in [
        ("GET", "/api/v1/nothing", &[][..], "", 404),
        ("GET", "/api/v1/meetings/zzz-zzzz-zzz", &[], "", 404),
        ("PUT", "/api/v1/meetings", &[], "", 405),
        ("POST", "/api/v1/meetings", &[json], "{", 400),
        ("POST", "/api/v1/meetings", &[], "{}", 415),
        ("POST", "/api/v1/meetings", &[json], &"x".repeat(100_000), 413),
        ("POST", "/api/v1/meetings", &["origin: https://evil.example"], "", 403),
        ("GET", "/socket.io/?EIO=4&transport=polling", &["origin: https://evil.example"], "", 403),
    ] {
        let answer = server.send(method, path, headers, body);
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"), "{path}");
    }
}

#[test]
fn too_many_meetings_are_refused_with_the_time_to_wait() {
    let dir = dir();
    let server = Server::start(dir.path(), &["--meetings-per-minute", "1"]);
    let make = |headers: &[&str]| server.send("POST", "/api/v1/meetings", headers, "");
    assert_eq!(make(&[]).status, 201);
    // No proxy is trusted, so a client gets no other quota by claiming another address.
    let answer = make(&["x-forwarded-for: 198.51.100.7"]);
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 60);
}

#[test]
fn a_trusted_proxy_says_who_asks_and_under_which_origin() {
    let dir = dir();
    let origin = "https://meet.example.org";
    let flags = [
        "--meetings-per-minute",
        "1",
        "--trusted-proxies",
        "127.0.0.0/8",
        "--allowed-origins",
        origin,
    ];
    let server = Server::start(dir.path(), &flags);
    for client in ["198.51.100.1", "198.51.100.2"] {
        let forwarded = format!("x-forwarded-for: {client}");
        let headers = [
            "origin: https://meet.example.org",
            "x-forwarded-proto: https",
            "x-forwarded-host: meet.example.org",
            &forwarded,
        ];
        let answer = server.send("POST", "/api/v1/meetings", &headers, "");
        assert_eq!(answer.status, 201, "{}", answer.body);
        let url = answer.json()["url"].as_str().unwrap().to_owned();
        assert!(url.starts_with("https://meet.example.org/m/"), "{url}");
    }
}

#[test]
fn the_operators_endpoints_answer() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.get("/health").status, 200);
    assert_eq!(server.get("/ready").status, 200);
    let stats = server.get("/stats").json();
    assert_eq!(stats["rooms"], 0);
    assert_eq!(stats["version"], env!("CARGO_PKG_VERSION"));
    for path in ["/a-path-nobody-serves", "/api/v1/meetings/abc-defg-hij"] {
        server.get(path);
    }
    let metrics = server.get("/metrics").body;
    assert!(metrics.contains("path=\"/api/v1/meetings/{id}\""), "{metrics}");
    assert!(metrics.contains("http_request_duration_seconds_bucket"), "{metrics}");
    for secret in ["a-path-nobody-serves", "abc-defg-hij"] {
        assert!(!metrics.contains(secret), "{secret} became a label");
    }
}

#[test]
fn the_log_has_no_meeting_and_no_address_unless_debugging() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let made = server.send("POST", "/api/v1/meetings", &[], "");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    server.get(&format!("/api/v1/meetings/{id}"));
    server.get(&format!("/m/{id}"));
    assert!(!server.stop().contains(&id));
}

#[test]
fn every_answer_has_the_security_headers() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    for path in ["/", "/m/abc-defg-hij", "/nothing", "/api/openapi.json", "/metrics"] {
        let answer = server.get(path);
        let csp = answer.header("content-security-policy");
        assert!(csp.contains("default-src 'none'") && !csp.contains("unsafe"), "{path}: {csp}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("permissions-policy").is_empty());
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[test]
fn what_is_no_http_does_not_bring_it_down() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    for rubbish in
        ["\x16\x03\x01\x02\x00", "GET / HTTP/9\r\n\r\n", "\0\0\0\0", "GET /%zz HTTP/1.1\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(rubbish.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(server.get("/health").status, 200);
}

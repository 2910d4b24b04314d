//! A stop is quick and exits with 0, whatever clients do.
#![cfg(unix)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use support::{Server, dir};

#[test]
fn it_ends_with_0_on_either_signal() {
    for signal in ["TERM", "INT"] {
        let dir = dir();
        let server = Server::start(dir.path(), &[]);
        server.signal(signal);
        let (status, took, wrote) = server.ended();
        assert_eq!(status.code(), Some(0), "{wrote}");
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[test]
fn clients_that_hang_on_do_not_hold_it_up() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let send = |bytes: &str| {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(bytes.as_bytes()).unwrap();
        stream
    };
    let mut kept_alive = send("GET /health HTTP/1.1\r\nhost: x\r\n\r\n");
    assert!(kept_alive.read(&mut [0; 64]).unwrap() > 0);
    let _silent = send("");
    let _half_a_head = send("GET /health HT");
    let _half_a_body =
        send("POST /api/v1/meetings HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    let (status, took, wrote) = server.ended();
    assert_eq!(status.code(), Some(0), "{wrote}");
    assert!(took < Duration::from_secs(9), "{took:?}");
}

#[test]
fn a_request_under_way_is_answered() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = "POST /api/v1/meetings HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        content-length: 2\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    stream.write_all(b"}").unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(server.ended().0.code(), Some(0));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let dir = dir();
    let server = Server::start(dir.path(), &[]);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .write_all(b"POST /api/v1/meetings HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")
        .unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    server.signal("TERM");
    let (status, took, _) = server.ended();
    assert_eq!(status.code(), Some(1));
    assert!(took < Duration::from_secs(1), "{took:?}");
}

//! Test support: the real binary, started as an operator starts it, and a minimal HTTP client.

// Each test file uses only a part of this module.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    reason = "shared by several test binaries"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The binary with only the given settings, run in the directory `dir`.
pub fn command(dir: &Path, flags: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convene"));
    command.args(flags).env_clear().current_dir(dir).stdin(Stdio::null());
    command.envs(variables.iter().copied());
    command
}

/// Runs the binary until it ends, for commands that do not start a server.
pub fn run(flags: &[&str], variables: &[(&str, &str)]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    command(dir.path(), flags, variables).output().unwrap()
}

/// The output's standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// The address of the announced URL.
    pub address: SocketAddr,
    /// Standard output up to and including the announcement.
    pub said: String,
    out: Option<JoinHandle<String>>,
    log: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts a server on a free port, with its data in `dir`.
    pub fn start(dir: &Path, flags: &[&str]) -> Self {
        let base = ["--listen", "127.0.0.1:0", "--turn-listen", "off"];
        Self::spawn(command(dir, &[&base[..], flags].concat(), &[]))
    }

    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        let url = loop {
            let start = said.len();
            if stdout.read_line(&mut said).unwrap() == 0 {
                let _ = child.wait();
                panic!("it did not start: {said}{}", log.join().unwrap());
            }
            if let Some(url) = said[start..].trim().strip_prefix("Convene is running: ") {
                break url.to_owned();
            }
        };
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        let out = thread::spawn(move || {
            let mut text = String::new();
            let _ = stdout.read_to_string(&mut text);
            text
        });
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Self { child, address, said, out: Some(out), log: Some(log) }
    }

    /// Sends a signal, such as "TERM".
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    }

    /// Limits the size of the server's files, as a full disk or a quota does; `None` removes the
    /// limit.
    #[cfg(target_os = "linux")]
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = (bytes.unwrap_or(rlimit::INFINITY), rlimit::INFINITY);
        let pid = self.child.id().try_into().unwrap();
        rlimit::prlimit(pid, rlimit::Resource::FSIZE, Some(limit), None).unwrap();
    }

    /// Waits for the server to end; returns its status, how long that took, and all its output.
    pub fn ended(mut self) -> (ExitStatus, Duration, String) {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "it does not end");
            thread::sleep(Duration::from_millis(10));
        };
        let mut wrote = std::mem::take(&mut self.said);
        wrote.push_str(&self.out.take().unwrap().join().unwrap());
        wrote.push_str(&self.log.take().unwrap().join().unwrap());
        (status, started.elapsed(), wrote)
    }

    /// Stops the server as an operator does.
    pub fn stop(self) -> String {
        self.signal("TERM");
        let (status, _, wrote) = self.ended();
        assert!(status.success(), "{status}: {wrote}");
        wrote
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        exchange(&mut stream, method, path, headers, body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends one request over any stream and reads the answer.
pub fn exchange(
    stream: &mut (impl Read + Write),
    method: &str,
    path: &str,
    headers: &[&str],
    body: &str,
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("host:")) {
        request.push_str("host: localhost\r\n");
    }
    for header in headers {
        request.push_str(&format!("{header}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Answer::parse(&String::from_utf8_lossy(&answer))
}

/// An HTTP response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.unwrap_or_else(|| panic!("no HTTP answer: {text:?}"));
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// The first value of a header; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

/// All files in the data directory.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// A temporary directory to run in.
pub fn dir() -> TempDir {
    tempfile::tempdir().unwrap()
}

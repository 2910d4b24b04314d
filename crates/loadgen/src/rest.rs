//! JSON over HTTP/1.1 on one keep-alive connection.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::dial;

/// A keep-alive connection for REST requests.
pub(crate) struct Rest {
    stream: TcpStream,
    host: SocketAddr,
}

impl Rest {
    pub(crate) async fn connect(server: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self { stream: dial(server, Ipv4Addr::LOCALHOST).await?, host: server })
    }

    pub(crate) async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        json(&self.request("GET", path, "", b"").await?)
    }

    pub(crate) async fn post(&mut self, path: &str, body: &str) -> anyhow::Result<Value> {
        let headers = "Content-Type: application/json\r\n";
        json(&self.request("POST", path, headers, body.as_bytes()).await?)
    }

    /// Sends a request and reads the response. Each extra header must end with a line break. A
    /// status other than success is an error.
    pub(crate) async fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> anyhow::Result<Vec<u8>> {
        let (host, length) = (self.host, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        self.stream.write_all(&[head.as_bytes(), body].concat()).await?;
        let mut bytes = Vec::with_capacity(1024);
        let (status, body) = loop {
            if let Some(answer) = parse_answer(&bytes) {
                break answer;
            }
            if self.stream.read_buf(&mut bytes).await? == 0 {
                bail!("{method} {path}: closed");
            }
        };
        if !(200..300).contains(&status) {
            bail!("{method} {path}: {status} {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

fn json(body: &[u8]) -> anyhow::Result<Value> {
    let body = if body.is_empty() { b"null" } else { body };
    serde_json::from_slice(body).context("an answer that is no JSON")
}

/// Status and body; `None` until the response is complete.
fn parse_answer(bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (std::str::from_utf8(bytes.get(..end)?).ok()?, bytes.get(end + 4..)?);
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let header = |wanted: &str| {
        let mut fields = head.lines().filter_map(|line| line.split_once(':'));
        let found = fields.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.trim())
    };
    let body = if header("transfer-encoding") == Some("chunked") {
        chunks(body)?
    } else {
        let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        body.get(..length)?.to_vec()
    };
    Some((status, body))
}

/// The chunks of a body (RFC 9112, section 7.1); `None` until the last one is there.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?, 16).ok()?;
        rest = rest.get(end + 2..)?;
        body.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length + 2..)?;
        if length == 0 {
            return Some(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_once_it_is_complete() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-length: 5\r\n\r\nhello";
        assert_eq!(parse_answer(answer), Some((201, b"hello".to_vec())));
        for end in 0..answer.len() {
            assert_eq!(parse_answer(&answer[..end]), None);
        }
        assert_eq!(parse_answer(b"HTTP/1.1 204 No Content\r\n\r\n"), Some((204, Vec::new())));
    }

    #[test]
    fn a_chunked_answer_is_read_once_it_is_complete() {
        let answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
                       4\r\nhell\r\nA\r\no, this is\r\n0\r\n\r\n";
        assert_eq!(parse_answer(answer), Some((200, b"hello, this is".to_vec())));
        for end in 0..answer.len() {
            assert_eq!(parse_answer(&answer[..end]), None);
        }
    }
}

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
        let (status, start, length) = loop {
            if self.stream.read_buf(&mut bytes).await? == 0 {
                bail!("{method} {path}: closed");
            }
            if let Some(head) = parse_head(&bytes) {
                break head;
            }
        };
        while bytes.len() < start + length {
            if self.stream.read_buf(&mut bytes).await? == 0 {
                bail!("{method} {path}: closed");
            }
        }
        let body = bytes.get(start..start + length).unwrap_or_default().to_vec();
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

/// Status, start of the body and length of the body; `None` until the response's head is complete.
fn parse_head(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some((status, end + 4, length.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_once_it_is_complete() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-length: 5\r\n\r\nhello";
        assert_eq!(parse_head(answer), Some((201, 43, 5)));
        assert_eq!(parse_head(&answer[..42]), None);
        assert_eq!(parse_head(b"HTTP/1.1 204 No Content\r\n\r\n"), Some((204, 27, 0)));
    }
}

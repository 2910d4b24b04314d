//! Plain HTTP on the port of HTTPS, as browsers send it when people type the address without
//! `https://`. The server redirects them instead of breaking the connection.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::origin::Origin;

/// Maximum bytes read to find the address to redirect to.
const MAX_HEAD: usize = 8 * 1024;

/// Answers a connection that speaks plain HTTP, and closes it.
pub(crate) async fn redirect(mut stream: TcpStream) -> io::Result<()> {
    let head = read_head(&mut stream).await?;
    let answer = match location(&head) {
        Some(location) => format!(
            "HTTP/1.1 308 Permanent Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
        None => {
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()
        }
    };
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

async fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::with_capacity(1024);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < MAX_HEAD {
        if stream.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// The requested address with HTTPS. It is built from parsed parts only, so that a client cannot inject
/// text into the response.
fn location(head: &str) -> Option<String> {
    let mut lines = head.split("\r\n");
    let target: http::Uri = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then_some(value.trim())
    })?;
    let path = target.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    Some(format!("{}{path}", Origin::of_host(true, host)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_the_same() {
        let head =
            "GET /m/abc-defg-hij?x=1 HTTP/1.1\r\nAccept: */*\r\nHost: 192.168.1.7:3000\r\n\r\n";
        let there = location(head).unwrap();
        assert_eq!(there, "https://192.168.1.7:3000/m/abc-defg-hij?x=1");
    }

    #[test]
    fn what_is_no_request_leads_nowhere() {
        for head in [
            "",
            "GET",
            "GET /",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: \r\n\r\n",
            "GET / HTTP/1.1\r\nhost: a b\r\n\r\n",
            "\u{1}\u{2}\u{3}",
        ] {
            assert_eq!(location(head), None, "{head:?}");
        }
    }
}

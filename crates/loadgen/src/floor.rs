//! The floor: a minimal relay of the same packets, as the baseline for Convene's cost. One thread,
//! one epoll, no checks, no JSON after the join, one write per socket and turn.

use std::collections::HashMap;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use serde_json::Value;
use sha1::{Digest as _, Sha1};
use slab::Slab;

use crate::wire::{Opcode, parse_frame, server_frame};

const LISTENER: Token = Token(usize::MAX);
const WEBSOCKET_GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const SIGNAL: &[u8] = b"42[\"signal\",{\"to\":\"";
const SET_MEDIA: &[u8] = b"42[\"set_media\",";

/// Length of a participant's id, which is its connection's index padded to the length of Convene's
/// ids.
const ID_LENGTH: usize = 22;

struct Connection {
    stream: TcpStream,
    upgraded: bool,
    /// Bytes of an incomplete frame.
    partial: Vec<u8>,
    /// Frames to write at the end of the turn.
    out: Vec<u8>,
    room: Option<usize>,
}

struct Floor {
    connections: Slab<Connection>,
    rooms: Vec<Vec<usize>>,
    by_name: HashMap<String, usize>,
    /// Connections with frames to write.
    dirty: Vec<usize>,
    changed: Vec<u8>,
}

/// Serves until the process is killed.
pub(crate) fn run(listen: SocketAddr) -> anyhow::Result<()> {
    let mut listener = TcpListener::bind(listen).context("listen")?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut events = Events::with_capacity(1024);
    let mut buffer = vec![0; 64 * 1024];
    let mut floor = Floor {
        connections: Slab::new(),
        rooms: Vec::new(),
        by_name: HashMap::new(),
        dirty: Vec::new(),
        changed: changed_event(),
    };
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() == LISTENER {
                while let Ok((mut stream, _)) = listener.accept() {
                    stream.set_nodelay(true)?;
                    let entry = floor.connections.vacant_entry();
                    poll.registry().register(
                        &mut stream,
                        Token(entry.key()),
                        Interest::READABLE | Interest::WRITABLE,
                    )?;
                    entry.insert(Connection {
                        stream,
                        upgraded: false,
                        partial: Vec::new(),
                        out: Vec::new(),
                        room: None,
                    });
                }
                continue;
            }
            let key = event.token().0;
            if event.is_writable() {
                floor.dirty.push(key);
            }
            if event.is_readable() && !floor.read(key, &mut buffer) {
                floor.close(key);
            }
        }
        floor.flush();
    }
}

/// The event that reports a change to a whole room: 285 bytes, like Convene's.
fn changed_event() -> Vec<u8> {
    let mut event = b"42[\"participant_changed\",{\"participant\":\"".to_vec();
    event.resize(279, b'x');
    event.extend_from_slice(b"\"},1]");
    event
}

impl Floor {
    /// Reads the available bytes. Returns false once the connection is closed.
    fn read(&mut self, key: usize, buffer: &mut [u8]) -> bool {
        loop {
            let Some(connection) = self.connections.get_mut(key) else { return true };
            let kept = connection.partial.len();
            if kept > buffer.len() / 2 {
                return false;
            }
            if let Some(start) = buffer.get_mut(..kept) {
                start.copy_from_slice(&connection.partial);
                connection.partial.clear();
            }
            let Some(space) = buffer.get_mut(kept..) else { return false };
            let room = space.len();
            let read = match connection.stream.read(space) {
                Ok(0) => return false,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    connection.partial.extend_from_slice(buffer.get(..kept).unwrap_or_default());
                    return true;
                }
                Err(_) => return false,
            };
            let Some(bytes) = buffer.get_mut(..kept + read) else { return false };
            if !self.take(key, bytes) {
                return false;
            }
            if read < room {
                return true;
            }
        }
    }

    fn take(&mut self, key: usize, bytes: &mut [u8]) -> bool {
        let mut consumed = 0;
        loop {
            let Some(rest) = bytes.get_mut(consumed..) else { return false };
            if rest.is_empty() {
                return true;
            }
            let Some(connection) = self.connections.get_mut(key) else { return false };
            if !connection.upgraded {
                let Some(end) = rest.windows(4).position(|window| window == b"\r\n\r\n") else {
                    connection.partial.extend_from_slice(rest);
                    return true;
                };
                consumed += end + 4;
                connection.upgraded = true;
                let head = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
                connection.out.extend_from_slice(upgrade(&head).as_bytes());
                let open = "0{\"sid\":\"floor\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}";
                server_frame(&mut connection.out, &[open.as_bytes()]);
                self.dirty.push(key);
                continue;
            }
            match parse_frame(rest) {
                Ok(None) => {
                    connection.partial.extend_from_slice(rest);
                    return true;
                }
                Ok(Some((Opcode::Text, payload, next))) => {
                    consumed += next;
                    let text = rest.get(payload).unwrap_or_default();
                    self.message(key, text);
                }
                Ok(Some((Opcode::Close, ..))) | Err(_) => return false,
                Ok(Some((.., next))) => consumed += next,
            }
        }
    }

    fn message(&mut self, key: usize, text: &[u8]) {
        if let Some(rest) = text.strip_prefix(SIGNAL) {
            self.signal(key, rest);
        } else if text.starts_with(SET_MEDIA) {
            self.broadcast(key);
        } else if text == b"40" {
            self.push(key, &[b"40{\"sid\":\"floor\"}"]);
        } else if let Some(rest) = text.strip_prefix(b"42") {
            self.join(key, rest);
        }
    }

    fn signal(&mut self, from: usize, rest: &[u8]) {
        let Some((to, rest)) = rest.split_at_checked(ID_LENGTH) else { return };
        let to = std::str::from_utf8(to).ok().and_then(|to| to.parse().ok());
        let (Some(to), Some(rest)) = (to, rest.strip_suffix(b"]")) else { return };
        let id = participant_id(from);
        self.push(to, &[b"42[\"signal\",{\"from\":\"", id.as_bytes(), rest, b",1]"]);
    }

    fn broadcast(&mut self, from: usize) {
        let Some(room) = self.connections.get(from).and_then(|connection| connection.room) else {
            return;
        };
        for &to in self.rooms.get(room).into_iter().flatten() {
            let Some(connection) = self.connections.get_mut(to) else { continue };
            if connection.out.is_empty() {
                self.dirty.push(to);
            }
            server_frame(&mut connection.out, &[&self.changed]);
        }
    }

    /// Answers a join, `NUMBER["join",{"meeting_id":…}]`.
    fn join(&mut self, key: usize, rest: &[u8]) {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, json) = rest.split_at(digits);
        let request: Value = serde_json::from_slice(json).unwrap_or_default();
        let meeting = request.pointer("/1/meeting_id").and_then(Value::as_str).unwrap_or_default();
        let rooms = &mut self.rooms;
        let room = *self.by_name.entry(meeting.to_owned()).or_insert_with(|| {
            rooms.push(Vec::new());
            rooms.len() - 1
        });
        if let Some(members) = self.rooms.get_mut(room) {
            members.push(key);
        }
        if let Some(connection) = self.connections.get_mut(key) {
            connection.room = Some(room);
        }
        let id = participant_id(key);
        self.push(
            key,
            &[b"43", number, b"[{\"ok\":{\"participant_id\":\"", id.as_bytes(), b"\"}}]"],
        );
    }

    fn push(&mut self, to: usize, parts: &[&[u8]]) {
        let Some(connection) = self.connections.get_mut(to) else { return };
        if connection.out.is_empty() {
            self.dirty.push(to);
        }
        server_frame(&mut connection.out, parts);
    }

    fn flush(&mut self) {
        for key in std::mem::take(&mut self.dirty) {
            let Some(connection) = self.connections.get_mut(key) else { continue };
            if connection.out.is_empty() {
                continue;
            }
            // Bytes that the kernel does not accept wait until the socket is writable.
            if let Ok(written) = connection.stream.write(&connection.out) {
                connection.out.drain(..written);
            }
            if connection.out.is_empty() {
                connection.out = Vec::new();
            }
        }
    }

    fn close(&mut self, key: usize) {
        if let Some(connection) = self.connections.try_remove(key)
            && let Some(members) = connection.room.and_then(|room| self.rooms.get_mut(room))
        {
            members.retain(|member| *member != key);
        }
    }
}

fn participant_id(key: usize) -> String {
    format!("{key:022}")
}

/// The response to a WebSocket handshake.
fn upgrade(head: &str) -> String {
    let key = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim())
    });
    let digest = Sha1::digest(format!("{}{WEBSOCKET_GUID}", key.unwrap_or_default()));
    let accept = STANDARD.encode(digest);
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handshake_is_answered_as_rfc_6455_has_it() {
        let answer = upgrade("GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assert!(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    }

    #[test]
    fn ids_and_the_event_of_a_change_are_as_long_as_those_of_convene() {
        assert_eq!(participant_id(7).len(), ID_LENGTH);
        assert_eq!(changed_event().len(), 284);
    }
}

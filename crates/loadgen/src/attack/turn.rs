//! TCP clients of the relay that do not read (RFC 8656).

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context as _, bail};
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use serde_json::{Value, json};
use sha1::Sha1;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::Held;
use crate::client::{Client, dial};
use crate::server::Server;

const COOKIE: [u8; 4] = 0x2112_a442_u32.to_be_bytes();

const ALLOCATE: u16 = 0x003;
const CREATE_PERMISSION: u16 = 0x008;
const SEND_INDICATION: u16 = 0x016;

const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const XOR_PEER_ADDRESS: u16 = 0x0012;
const DATA: u16 = 0x0013;
const REALM: u16 = 0x0014;
const NONCE: u16 = 0x0015;
const XOR_RELAYED_ADDRESS: u16 = 0x0016;
const REQUESTED_TRANSPORT: u16 = 0x0019;

/// Pairs of one allocation that does not read and one that sends to it.
const PAIRS: usize = 4;

/// Duration of the sending.
const DURATION: Duration = Duration::from_secs(5);

pub(super) async fn unread(server: &Server) -> anyhow::Result<Held> {
    let mut held: Held = Vec::new();
    let mut tasks = Vec::new();
    let end = Instant::now() + DURATION;
    for meeting in server.meetings(PAIRS).await? {
        let mut client = Client::connect(server.address(), Ipv4Addr::LOCALHOST).await?;
        client.join(&meeting, "Ana", None).await?;
        let ice = client.request("ice_servers", &json!({})).await?;
        let mut receiver = Allocation::make(server.turn, &ice).await?;
        let mut sender = Allocation::make(server.turn, &ice).await?;
        receiver.permit(sender.relayed).await?;
        sender.permit(receiver.relayed).await?;
        let packet = sender.packet_to(receiver.relayed, 1_200);
        held.push(Box::new((client, receiver)));
        tasks.push(tokio::task::spawn_local(async move {
            let packets = packet.repeat(50);
            while Instant::now() < end {
                let write = sender.stream.write_all(&packets);
                if !matches!(timeout(DURATION, write).await, Ok(Ok(()))) {
                    break;
                }
            }
        }));
    }
    for task in tasks {
        let _ = task.await;
    }
    Ok(held)
}

/// An allocation over TCP.
struct Allocation {
    stream: TcpStream,
    credentials: Credentials,
    relayed: SocketAddr,
}

struct Credentials {
    username: String,
    realm: Vec<u8>,
    nonce: Vec<u8>,
    key: [u8; 16],
}

impl Allocation {
    async fn make(turn: SocketAddr, ice: &Value) -> anyhow::Result<Self> {
        let servers = ice.get("servers").and_then(Value::as_array).context("ice servers")?;
        let server = servers.iter().find(|server| server.get("credential").is_some());
        let text = |name| server.and_then(|server| server.get(name)).and_then(Value::as_str);
        let username = text("username").context("a user name")?.to_owned();
        let password = text("credential").context("a credential")?;
        let mut stream = dial(turn, Ipv4Addr::LOCALHOST).await?;
        let udp: &[u8] = &[17, 0, 0, 0];
        let refused =
            ask(&mut stream, &request(ALLOCATE, &[(REQUESTED_TRANSPORT, udp)], None)).await?;
        let realm = attribute(&refused, REALM).context("a realm")?.to_vec();
        let nonce = attribute(&refused, NONCE).context("a nonce")?.to_vec();
        let mut key = Md5::new();
        key.update(format!("{username}:").as_bytes());
        key.update(&realm);
        key.update(format!(":{password}").as_bytes());
        let credentials = Credentials { username, realm, nonce, key: key.finalize().into() };
        let allocate = request(ALLOCATE, &[(REQUESTED_TRANSPORT, udp)], Some(&credentials));
        let answer = ask(&mut stream, &allocate).await?;
        let relayed = attribute(&answer, XOR_RELAYED_ADDRESS).context("no allocation")?;
        let relayed = xor_address(relayed).context("a relayed address")?;
        Ok(Self { stream, credentials, relayed })
    }

    async fn permit(&mut self, peer: SocketAddr) -> anyhow::Result<()> {
        let peer = xored(peer);
        let permit =
            request(CREATE_PERMISSION, &[(XOR_PEER_ADDRESS, &peer)], Some(&self.credentials));
        let answer = ask(&mut self.stream, &permit).await?;
        // Tests for the class of a success response.
        if answer.first() != Some(&1) || answer.get(1).is_some_and(|low| low & 0x10 != 0) {
            bail!("no permission");
        }
        Ok(())
    }

    fn packet_to(&self, peer: SocketAddr, bytes: usize) -> Vec<u8> {
        let (peer, data) = (xored(peer), vec![7; bytes]);
        request(SEND_INDICATION, &[(XOR_PEER_ADDRESS, &peer), (DATA, &data)], None)
    }
}

/// Builds a STUN message, with MESSAGE-INTEGRITY if there are credentials.
fn request(kind: u16, attributes: &[(u16, &[u8])], credentials: Option<&Credentials>) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, value) in attributes {
        put(&mut body, *kind, value);
    }
    if let Some(credentials) = credentials {
        put(&mut body, USERNAME, credentials.username.as_bytes());
        put(&mut body, REALM, &credentials.realm);
        put(&mut body, NONCE, &credentials.nonce);
        let covered = message(kind, &body, body.len() + 24);
        let mut block = [0; 64];
        if let Some(start) = block.get_mut(..16) {
            start.copy_from_slice(&credentials.key);
        }
        let mut mac = Hmac::<Sha1>::new(&block.into());
        mac.update(&covered);
        put(&mut body, MESSAGE_INTEGRITY, &mac.finalize().into_bytes());
    }
    message(kind, &body, body.len())
}

fn message(kind: u16, body: &[u8], length: usize) -> Vec<u8> {
    let mut message = kind.to_be_bytes().to_vec();
    message.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
    message.extend(COOKIE);
    message.extend(*b"transaction!");
    message.extend(body);
    message
}

fn put(body: &mut Vec<u8>, kind: u16, value: &[u8]) {
    body.extend(kind.to_be_bytes());
    body.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    body.extend(value);
    body.resize(body.len().next_multiple_of(4), 0);
}

/// Sends a request and reads one message.
async fn ask(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<Vec<u8>> {
    stream.write_all(request).await?;
    let mut answer = vec![0; 20];
    stream.read_exact(&mut answer).await?;
    let length = answer.get(2..4).and_then(|length| length.try_into().ok());
    let length = usize::from(length.map_or(0, u16::from_be_bytes));
    answer.resize(20 + length, 0);
    stream.read_exact(answer.get_mut(20..).unwrap_or_default()).await?;
    Ok(answer)
}

fn attribute(message: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut rest = message.get(20..)?;
    loop {
        let kind = u16::from_be_bytes(rest.get(..2)?.try_into().ok()?);
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        if kind == wanted {
            return rest.get(4..4 + length);
        }
        rest = rest.get(4 + length.next_multiple_of(4)..)?;
    }
}

/// Encodes an IPv4 address for XOR-PEER-ADDRESS.
fn xored(address: SocketAddr) -> Vec<u8> {
    let mut value = vec![0, 1];
    let [high, low, ..] = COOKIE;
    let [port_high, port_low] = address.port().to_be_bytes();
    value.extend([port_high ^ high, port_low ^ low]);
    if let SocketAddr::V4(address) = address {
        value.extend(address.ip().octets().iter().zip(COOKIE).map(|(byte, key)| byte ^ key));
    }
    value
}

fn xor_address(value: &[u8]) -> Option<SocketAddr> {
    let [high, low, ..] = COOKIE;
    let port = u16::from_be_bytes([value.get(2)? ^ high, value.get(3)? ^ low]);
    let mut address: [u8; 4] = value.get(4..8)?.try_into().ok()?;
    address.iter_mut().zip(COOKIE).for_each(|(byte, key)| *byte ^= key);
    Some(SocketAddr::from((address, port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_they_were_sent() {
        let address: SocketAddr = "192.0.2.7:49160".parse().unwrap();
        assert_eq!(xor_address(&xored(address)), Some(address));
    }

    #[test]
    fn attributes_are_found_behind_padded_ones() {
        let bytes = request(ALLOCATE, &[(REALM, &b"a b c"[..]), (NONCE, &b"n"[..])], None);
        assert_eq!(attribute(&bytes, NONCE), Some(&b"n"[..]));
        assert_eq!(attribute(&bytes, DATA), None);
    }
}

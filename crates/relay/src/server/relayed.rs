//! Packets to relay: destination, header and payload.

use std::net::SocketAddr;

use crate::{
    Client, Transport,
    wire::{
        CHANNEL_HEADER_LEN, ChannelData, ChannelNumber, Class, HEADER_LEN, MAGIC_COOKIE,
        TransactionId, attribute, frame_padding, message_type, method,
    },
};

/// Maximum number of bytes before a payload: the header of a Data indication, an IPv6
/// XOR-PEER-ADDRESS and the header of DATA.
const MAX_HEAD: usize = HEADER_LEN + 4 + attribute::MAX_ADDRESS_LEN + 4;

/// The destination of a relayed packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// A client, along its 5-tuple.
    Client(Client),
    /// A peer, from the relay socket with this port.
    Peer {
        /// The port of the relayed address.
        relay_port: u16,
        /// The peer.
        peer: SocketAddr,
    },
}

/// A packet to send: `head`, `payload`, then `padding` zero bytes, as one datagram or
/// consecutively on a stream.
#[derive(Debug, Clone, Copy)]
pub struct Relayed<'a> {
    /// The destination.
    pub to: Destination,
    /// The application data, borrowed from the received packet.
    pub payload: &'a [u8],
    /// Number of zero bytes after the payload.
    pub padding: usize,
    head: [u8; MAX_HEAD],
    head_len: usize,
}

impl<'a> Relayed<'a> {
    pub(super) const fn to_peer(relay_port: u16, peer: SocketAddr, payload: &'a [u8]) -> Self {
        let to = Destination::Peer { relay_port, peer };
        Self { to, payload, padding: 0, head: [0; MAX_HEAD], head_len: 0 }
    }

    /// A ChannelData message; `None` if the payload is too long for the length field.
    pub(super) fn on_channel(
        client: Client,
        number: ChannelNumber,
        payload: &'a [u8],
    ) -> Option<Self> {
        let header = ChannelData::header(number, u16::try_from(payload.len()).ok()?);
        let padding = match client.transport {
            Transport::Udp => 0,
            Transport::Tcp => frame_padding(payload.len()),
        };
        let mut head = [0; MAX_HEAD];
        *head.first_chunk_mut::<CHANNEL_HEADER_LEN>()? = header;
        let to = Destination::Client(client);
        Some(Self { to, payload, padding, head, head_len: CHANNEL_HEADER_LEN })
    }

    /// A Data indication (RFC 8656 §11.3); `None` if the payload is too long for one.
    pub(super) fn in_indication(
        client: Client,
        transaction: TransactionId,
        peer: SocketAddr,
        payload: &'a [u8],
    ) -> Option<Self> {
        let (address, address_len) = attribute::encode_xor_address(peer, transaction);
        let head_len = HEADER_LEN + 4 + address_len + 4;
        let padding = frame_padding(payload.len());
        let length = u16::try_from(head_len - HEADER_LEN + payload.len() + padding).ok()?;
        let data_len = u16::try_from(payload.len()).ok()?;
        let mut head = [0; MAX_HEAD];
        let bytes = message_type(Class::Indication, method::DATA)
            .to_be_bytes()
            .into_iter()
            .chain(length.to_be_bytes())
            .chain(MAGIC_COOKIE.to_be_bytes())
            .chain(transaction.0)
            .chain(attribute::XOR_PEER_ADDRESS.to_be_bytes())
            .chain([0, address_len as u8])
            .chain(address.into_iter().take(address_len))
            .chain(attribute::DATA.to_be_bytes())
            .chain(data_len.to_be_bytes());
        for (to, from) in head.iter_mut().zip(bytes) {
            *to = from;
        }
        Some(Self { to: Destination::Client(client), payload, padding, head, head_len })
    }

    /// The header in front of the payload.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        self.head.get(..self.head_len).unwrap_or_default()
    }

    /// Total length of the packet in bytes.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "how many bytes there are to send")]
    pub const fn len(&self) -> usize {
        self.head_len + self.payload.len() + self.padding
    }

    /// Appends the packet to a buffer.
    pub fn write_to(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self.head());
        buffer.extend_from_slice(self.payload);
        buffer.resize(buffer.len() + self.padding, 0);
    }
}

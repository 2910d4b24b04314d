//! The bytes: STUN messages (RFC 8489 §5, §14), ChannelData (RFC 8656 §12.4) and how both are
//! framed on a stream. Nothing here keeps state except the stream decoder's buffer.

pub mod attribute;
mod builder;
mod channel_data;
mod crypto;
mod framing;
mod message;

pub use builder::MessageBuilder;
pub(crate) use builder::message_type;
pub use channel_data::{ChannelData, ChannelNumber};
pub use crypto::{IntegrityAlgorithm, IntegrityKey};
pub(crate) use crypto::{hmac_sha1, hmac_sha256};
pub use framing::{FramingError, StreamDecoder, frame_padding};
pub use message::{Class, Message, ParseError, TransactionId};

/// RFC 8489 §5: the fixed value in every message since RFC 5389.
pub const MAGIC_COOKIE: u32 = 0x2112_A442;
/// Bytes of a STUN header.
pub const HEADER_LEN: usize = 20;
/// Bytes of a ChannelData header.
pub const CHANNEL_HEADER_LEN: usize = 4;

/// Methods, RFC 8489 §18.2 and RFC 8656 §17.
pub mod method {
    /// Binding, RFC 8489 §2.
    pub const BINDING: u16 = 0x001;
    /// Allocate, RFC 8656 §7.
    pub const ALLOCATE: u16 = 0x003;
    /// Refresh, RFC 8656 §8.
    pub const REFRESH: u16 = 0x004;
    /// Send indication, RFC 8656 §11.1.
    pub const SEND: u16 = 0x006;
    /// Data indication, RFC 8656 §11.3.
    pub const DATA: u16 = 0x007;
    /// CreatePermission, RFC 8656 §10.
    pub const CREATE_PERMISSION: u16 = 0x008;
    /// ChannelBind, RFC 8656 §12.
    pub const CHANNEL_BIND: u16 = 0x009;
}

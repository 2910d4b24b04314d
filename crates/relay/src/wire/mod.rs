//! Wire formats: STUN messages (RFC 8489 §5, §14), ChannelData (RFC 8656 §12.4), and the framing of
//! both on a stream. Only the stream decoder has state: its buffer.

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

/// The fixed value in every STUN message since RFC 5389 (RFC 8489 §5).
pub const MAGIC_COOKIE: u32 = 0x2112_A442;
/// Length of a STUN header in bytes.
pub const HEADER_LEN: usize = 20;
/// Length of a ChannelData header in bytes.
pub const CHANNEL_HEADER_LEN: usize = 4;

/// Methods (RFC 8489 §18.2, RFC 8656 §17).
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

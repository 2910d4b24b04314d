//! ICE servers and their credentials.

use crate::secret::debug_without_secrets;
use convene_model::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry of `RTCConfiguration.iceServers` (W3C).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IceServer {
    /// STUN (RFC 7064) or TURN (RFC 7065) URIs.
    pub urls: Vec<String>,
    /// TURN user name. That of the server's own relay contains the time at which it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub username: Option<String>,
    /// TURN password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub credential: Option<String>,
}

debug_without_secrets!(IceServer { urls } hides { username, credential });

/// ICE servers for one participant, and the expiry of their credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IceServers {
    /// Value for `RTCConfiguration.iceServers`.
    pub servers: Vec<IceServer>,
    /// Expiry time of the credentials.
    pub expires_at: Timestamp,
}

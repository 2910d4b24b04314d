//! ICE servers and the credentials for them.

use convene_model::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry of a W3C `RTCConfiguration.iceServers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IceServer {
    /// STUN (RFC 7064) or TURN (RFC 7065) URIs.
    pub urls: Vec<String>,
    /// The TURN user name, which carries its own expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub username: Option<String>,
    /// The TURN password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub credential: Option<String>,
}

/// The ICE servers for one participant, and how long their credentials hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct IceServers {
    /// For `RTCConfiguration.iceServers`.
    pub servers: Vec<IceServer>,
    /// Until when the credentials hold.
    pub expires_at: Timestamp,
}

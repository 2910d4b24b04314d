//! What two participants tell each other to set up a transport.

use serde::{Deserialize, Serialize};

/// One step of a negotiation (RFC 9429, JSEP). The server forwards it and never reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Signal {
    /// A session description of type `offer`.
    Offer {
        /// The description (RFC 8866).
        sdp: String,
    },
    /// A session description of type `answer`.
    Answer {
        /// The description (RFC 8866).
        sdp: String,
    },
    /// A trickled ICE candidate (RFC 8838); an empty `candidate` ends them.
    Candidate {
        /// The candidate attribute (RFC 8839), without `a=`.
        candidate: String,
        /// The media stream identification tag it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        sdp_mid: Option<String>,
        /// The index of the m-line it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        sdp_m_line_index: Option<u16>,
        /// The ICE user name fragment of the generation it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        username_fragment: Option<String>,
    },
}

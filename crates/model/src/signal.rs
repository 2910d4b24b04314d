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
    /// What only clients that speak one dialect make sense of: passed between them as it is. The native
    /// protocol has no word for it.
    #[serde(skip)]
    #[ts(skip)]
    Opaque {
        /// What it is called where it comes from.
        kind: SignalKind,
        /// It.
        data: serde_json::Value,
    },
}

impl Signal {
    /// About how much text it holds, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Offer { sdp } | Self::Answer { sdp } => sdp.len(),
            Self::Candidate { candidate, sdp_mid, .. } => {
                candidate.len() + sdp_mid.as_ref().map_or(0, String::len)
            }
            Self::Opaque { data, .. } => data.to_string().len(),
        }
    }
}

/// What a step of a negotiation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalKind {
    /// A description of type `offer`.
    Offer,
    /// A description of type `answer`.
    Answer,
    /// A candidate.
    Candidate,
    /// Something else that two clients of a kind agree on.
    Other,
}

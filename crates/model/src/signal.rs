//! Signals: the messages with which two participants negotiate a transport.

use serde::{Deserialize, Serialize};

use crate::SignalText;
use crate::weight::json_bytes;

/// One step of a negotiation (RFC 9429, JSEP). The server forwards it unread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Fields")]
pub enum Signal {
    /// A session description of type `offer`.
    Offer {
        /// The description (RFC 8866).
        #[ts(type = "string")]
        sdp: SignalText,
    },
    /// A session description of type `answer`.
    Answer {
        /// The description (RFC 8866).
        #[ts(type = "string")]
        sdp: SignalText,
    },
    /// A trickled ICE candidate (RFC 8838). An empty `candidate` means that no more follow.
    Candidate {
        /// The candidate attribute (RFC 8839), without `a=`.
        #[ts(type = "string")]
        candidate: SignalText,
        /// Media stream identification tag of the candidate's m-line.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "string")]
        sdp_mid: Option<SignalText>,
        /// Index of the candidate's m-line.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        sdp_m_line_index: Option<u16>,
        /// ICE user name fragment of the candidate's generation.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "string")]
        username_fragment: Option<SignalText>,
    },
    /// An opaque signal: only clients that speak the same dialect understand it. The server passes
    /// it on unchanged; the native protocol cannot express it.
    #[serde(skip)]
    #[ts(skip)]
    Opaque {
        /// Kind of the signal in its dialect.
        kind: SignalKind,
        /// The signal.
        data: serde_json::Value,
    },
}

/// The fields of all signals of the native protocol. serde copies the fields of a tagged enum before
/// it parses them, and a copy has no JSON form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    r#type: Type,
    sdp: Option<SignalText>,
    candidate: Option<SignalText>,
    sdp_mid: Option<SignalText>,
    sdp_m_line_index: Option<u16>,
    username_fragment: Option<SignalText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Type {
    Offer,
    Answer,
    Candidate,
}

impl TryFrom<Fields> for Signal {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let Fields { r#type, sdp, candidate, sdp_mid, sdp_m_line_index, username_fragment } =
            fields;
        if let Type::Candidate = r#type {
            let candidate = candidate.ok_or("missing field `candidate`")?;
            return match sdp {
                Some(_) => Err("a candidate has no field `sdp`"),
                None => {
                    Ok(Self::Candidate { candidate, sdp_mid, sdp_m_line_index, username_fragment })
                }
            };
        }
        let sdp = sdp.ok_or("missing field `sdp`")?;
        let others = [candidate, sdp_mid, username_fragment];
        if sdp_m_line_index.is_some() || others.iter().any(Option::is_some) {
            return Err("a description has no field but `sdp`");
        }
        Ok(if let Type::Offer = r#type { Self::Offer { sdp } } else { Self::Answer { sdp } })
    }
}

impl Signal {
    /// Lower bound of the bytes of text in the signal, with which queues limit their memory.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Offer { sdp } | Self::Answer { sdp } => sdp.json().len(),
            Self::Candidate { candidate, sdp_mid, sdp_m_line_index: _, username_fragment } => {
                let texts = [Some(candidate), sdp_mid.as_ref(), username_fragment.as_ref()];
                texts.into_iter().flatten().map(|text| text.json().len()).sum()
            }
            Self::Opaque { kind: _, data } => json_bytes(data),
        }
    }
}

/// Kind of an opaque signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalKind {
    /// A description of type `offer`.
    Offer,
    /// A description of type `answer`.
    Answer,
    /// A candidate.
    Candidate,
    /// Any other signal of the dialect.
    Other,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::weight::text_bytes;

    fn signals() -> impl Strategy<Value = Signal> {
        let text = || any::<String>().prop_map(|text| text.parse::<SignalText>().unwrap());
        let optional = || prop::option::of(text());
        prop_oneof![
            text().prop_map(|sdp| Signal::Offer { sdp }),
            text().prop_map(|sdp| Signal::Answer { sdp }),
            (text(), optional(), any::<Option<u16>>(), optional()).prop_map(
                |(candidate, sdp_mid, sdp_m_line_index, username_fragment)| Signal::Candidate {
                    candidate,
                    sdp_mid,
                    sdp_m_line_index,
                    username_fragment,
                }
            ),
        ]
    }

    #[test]
    fn a_signal_has_the_fields_of_its_type() {
        let parse = serde_json::from_str::<Signal>;
        for json in [
            r#"{"type":"offer","sdp":"v=0\r\n"}"#,
            r#"{"type":"answer","sdp":""}"#,
            r#"{"type":"candidate","candidate":"","sdp_mid":"0","sdp_m_line_index":1,"username_fragment":"x"}"#,
            r#"{"type":"candidate","candidate":"c"}"#,
        ] {
            assert_eq!(serde_json::to_string(&parse(json).unwrap()).unwrap(), json);
        }
        let null = parse(r#"{"type":"candidate","candidate":"c","sdp_mid":null}"#).unwrap();
        assert_eq!(null, parse(r#"{"type":"candidate","candidate":"c"}"#).unwrap());
        for json in [
            r#"{"sdp":"v=0"}"#,
            r#"{"type":"opaque","data":1}"#,
            r#"{"type":"offer"}"#,
            r#"{"type":"offer","sdp":null}"#,
            r#"{"type":"offer","sdp":1}"#,
            r#"{"type":"offer","sdp":"v=0","candidate":"c"}"#,
            r#"{"type":"answer","sdp":"v=0","sdp_m_line_index":0}"#,
            r#"{"type":"candidate"}"#,
            r#"{"type":"candidate","candidate":"c","sdp":"v=0"}"#,
            r#"{"type":"candidate","candidate":"c","more":1}"#,
            r#"{"type":"candidate","candidate":"c","candidate":"d"}"#,
        ] {
            assert!(parse(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn a_signal_comes_back_as_it_was(signal in signals()) {
            let json = serde_json::to_string(&signal).unwrap();
            prop_assert_eq!(serde_json::from_str::<Signal>(&json).unwrap(), signal);
        }

        #[test]
        fn a_signal_weighs_at_least_its_texts(signal in signals()) {
            let mut texts = text_bytes(&serde_json::to_value(&signal).unwrap());
            // The server adds the tag, so it does not count.
            texts -= match &signal {
                Signal::Offer { .. } => "offer".len(),
                Signal::Answer { .. } => "answer".len(),
                _ => "candidate".len(),
            };
            prop_assert!(signal.weight() >= texts);
        }

        #[test]
        fn a_signal_of_a_dialect_weighs_at_least_its_texts(texts in prop::collection::vec(any::<String>(), 0..5)) {
            let data = Value::from(texts.clone());
            let signal = Signal::Opaque { kind: SignalKind::Other, data: data.clone() };
            prop_assert!(signal.weight() >= text_bytes(&data));
        }
    }
}

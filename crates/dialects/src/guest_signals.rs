//! Signals between a guest of `/direct-call` and a page of the product, translated both ways.
//!
//! Clients of the original system send and take one description with all candidates in it. A page
//! sends its candidates one by one, so [`Gathering`] collects them while the call rings.

use std::time::Duration;

use convene_model::{Signal, SignalText, Timestamp};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::direct_call::GuestSignal;
use crate::negotiation::{data_of_any_kind, signal_of_any_kind};

/// How long after the last candidate a description counts as complete.
const QUIET: Duration = Duration::from_millis(400);
/// How long a description waits for candidates at most.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Limit of candidates in one description; no browser gathers that many.
const MAX_CANDIDATES: usize = 64;

/// The guest's signal as pages understand it. `None` for steps that only clients of the original
/// system know, such as requests to renegotiate.
#[must_use]
pub fn to_page(signal: &GuestSignal) -> Option<Signal> {
    let data: Value = serde_json::from_str(signal.json.get()).ok()?;
    match signal_of_any_kind(data) {
        Signal::Opaque { .. } => None,
        signal => Some(signal),
    }
}

/// True if a guest's offer has its candidates in it: such a client takes whole descriptions only.
#[must_use]
pub fn is_whole(offer: &Signal) -> bool {
    matches!(offer, Signal::Offer { sdp } if sdp.json().contains("a=candidate:"))
}

/// The page's signal as guests understand it. `None` for the end of the candidates.
#[must_use]
pub fn to_guest(signal: &Signal) -> Option<Box<RawValue>> {
    to_raw_value(&data_of_any_kind(signal)?).ok()
}

/// A page's offer or answer and the candidates that follow it, until they are one description.
#[derive(Debug, Default)]
pub struct Gathering {
    begun: Option<Begun>,
    candidates: Vec<Found>,
    last_at: Option<Timestamp>,
}

#[derive(Debug)]
struct Begun {
    kind: &'static str,
    sdp: String,
    at: Timestamp,
}

#[derive(Debug)]
struct Found {
    mid: Option<String>,
    index: Option<u16>,
    text: String,
}

impl Gathering {
    /// Takes in a signal of the page.
    pub fn handle_signal(&mut self, signal: &Signal, now: Timestamp) {
        match signal {
            Signal::Offer { sdp } => self.begin("offer", sdp, now),
            Signal::Answer { sdp } => self.begin("answer", sdp, now),
            Signal::Candidate { candidate, sdp_mid, sdp_m_line_index, .. } => {
                let text = decoded(candidate);
                if text.is_empty() || self.candidates.len() >= MAX_CANDIDATES {
                    return;
                }
                let mid = sdp_mid.as_ref().map(decoded);
                self.candidates.push(Found { mid, index: *sdp_m_line_index, text });
                self.last_at = Some(now);
            }
            Signal::Opaque { .. } => {}
        }
    }

    /// A repeated description describes the same transport anew.
    fn begin(&mut self, kind: &'static str, sdp: &SignalText, now: Timestamp) {
        self.begun = Some(Begun { kind, sdp: decoded(sdp), at: now });
        self.candidates.clear();
        self.last_at = Some(now);
    }

    /// Time at which the description counts as complete; `None` before there is one.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let begun_at = self.begun.as_ref()?.at;
        Some((self.last_at? + QUIET).min(begun_at + PATIENCE))
    }

    /// The description with all candidates so far; `None` before there is one.
    #[must_use]
    pub fn description(&self) -> Option<Box<RawValue>> {
        let Begun { kind, sdp, .. } = self.begun.as_ref()?;
        let sdp = with_candidates(sdp, &self.candidates);
        to_raw_value(&json!({ "type": kind, "sdp": sdp })).ok()
    }
}

/// The description with the candidates at the end of their m-sections (RFC 8839).
fn with_candidates(sdp: &str, candidates: &[Found]) -> String {
    let mut sections: Vec<String> = Vec::new();
    for line in sdp.lines() {
        if line.starts_with("m=") || sections.is_empty() {
            sections.push(String::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push_str(line);
            section.push_str("\r\n");
        }
    }
    // The first section is that of the session.
    let (session, media) = match sections.split_first_mut() {
        Some((session, media)) if !session.starts_with("m=") => (session.clone(), media),
        _ => return sdp.to_owned(),
    };
    for Found { mid, index, text } in candidates {
        let by_mid = mid.as_ref().and_then(|mid| {
            let line = format!("a=mid:{mid}");
            media.iter().position(|section| section.lines().any(|it| it == line))
        });
        let at = by_mid.or(index.map(usize::from)).unwrap_or(0);
        if let Some(section) = media.get_mut(at) {
            section.push_str("a=");
            section.push_str(text);
            section.push_str("\r\n");
        }
    }
    session + &media.concat()
}

/// The text without its JSON form; valid by construction.
fn decoded(text: &SignalText) -> String {
    serde_json::from_str(text.json()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDP: &str = "v=0\r\ns=-\r\nm=audio 9 X 111\r\na=mid:0\r\nm=video 9 X 96\r\na=mid:1\r\n";

    fn guest(json: &str) -> GuestSignal {
        GuestSignal { json: RawValue::from_string(json.to_owned()).unwrap(), opens: true }
    }

    fn offer(sdp: &str) -> Signal {
        Signal::Offer { sdp: sdp.parse().unwrap() }
    }

    fn candidate(text: &str, mid: Option<&str>, index: Option<u16>) -> Signal {
        Signal::Candidate {
            candidate: text.parse().unwrap(),
            sdp_mid: mid.map(|mid| mid.parse().unwrap()),
            sdp_m_line_index: index,
            username_fragment: None,
        }
    }

    fn sdp_of(gathering: &Gathering) -> String {
        let json: Value = serde_json::from_str(gathering.description().unwrap().get()).unwrap();
        assert_eq!(json["type"], "offer");
        json["sdp"].as_str().unwrap().to_owned()
    }

    #[test]
    fn guests_descriptions_and_candidates_reach_a_page() {
        let sent = to_page(&guest(r#"{"type":"offer","sdp":"v=0"}"#));
        assert_eq!(sent, Some(offer("v=0")));
        let sent = to_page(&guest(r#"{"type":"answer","sdp":"v=0"}"#));
        assert_eq!(sent, Some(Signal::Answer { sdp: "v=0".parse().unwrap() }));
        let trickled =
            r#"{"type":"candidate","candidate":{"candidate":"candidate:1","sdpMid":"0"}}"#;
        assert_eq!(to_page(&guest(trickled)), Some(candidate("candidate:1", Some("0"), None)));
    }

    #[test]
    fn what_a_page_cannot_understand_does_not_reach_it() {
        for json in
            [r#"{"renegotiate":true}"#, r#"{"type":"offer","sdp":1}"#, "7", r#""x""#, "null"]
        {
            assert_eq!(to_page(&guest(json)), None, "{json}");
        }
    }

    #[test]
    fn a_pages_answer_and_candidates_reach_a_guest() {
        let answer = Signal::Answer { sdp: "v=0".parse().unwrap() };
        assert_eq!(to_guest(&answer).unwrap().get(), r#"{"sdp":"v=0","type":"answer"}"#);
        let sent = to_guest(&candidate("candidate:1", Some("0"), Some(0))).unwrap();
        let expected =
            r#"{"candidate":{"candidate":"candidate:1","sdpMLineIndex":0,"sdpMid":"0"}}"#;
        assert_eq!(sent.get(), expected);
        assert!(to_guest(&candidate("", None, None)).is_none(), "the end of the candidates");
    }

    #[test]
    fn an_offer_becomes_one_description_with_its_candidates_in_their_sections() {
        let mut gathering = Gathering::default();
        assert_eq!(gathering.poll_timeout(), None);
        gathering.handle_signal(&offer(SDP), Timestamp(1_000));
        gathering.handle_signal(&candidate("candidate:1", Some("1"), None), Timestamp(1_100));
        gathering.handle_signal(&candidate("candidate:2", None, Some(0)), Timestamp(1_100));
        gathering.handle_signal(&candidate("candidate:3", Some("9"), Some(9)), Timestamp(1_100));
        gathering.handle_signal(&candidate("", None, None), Timestamp(1_200));
        let expected = "v=0\r\ns=-\r\nm=audio 9 X 111\r\na=mid:0\r\na=candidate:2\r\n\
            m=video 9 X 96\r\na=mid:1\r\na=candidate:1\r\n";
        assert_eq!(sdp_of(&gathering), expected);
    }

    #[test]
    fn an_answer_is_gathered_like_an_offer() {
        let mut gathering = Gathering::default();
        let answer = Signal::Answer { sdp: SDP.parse().unwrap() };
        gathering.handle_signal(&answer, Timestamp(1_000));
        gathering.handle_signal(&candidate("candidate:1", Some("1"), None), Timestamp(1_100));
        let json = gathering.description().unwrap();
        let expected = format!("{SDP}a=candidate:1\r\n");
        let whole: Value = serde_json::from_str(json.get()).unwrap();
        assert_eq!(whole, json!({ "type": "answer", "sdp": expected }));
    }

    #[test]
    fn a_client_that_sends_whole_descriptions_is_known_by_its_offer() {
        assert!(is_whole(&offer("v=0\r\nm=audio\r\na=candidate:1 1 udp\r\n")));
        assert!(!is_whole(&offer(SDP)));
        assert!(!is_whole(&candidate("a=candidate:1", None, None)));
    }

    #[test]
    fn a_description_is_complete_after_a_quiet_moment_and_waits_only_so_long() {
        let mut gathering = Gathering::default();
        gathering.handle_signal(&offer(SDP), Timestamp(1_000));
        assert_eq!(gathering.poll_timeout(), Some(Timestamp(1_400)));
        gathering.handle_signal(&candidate("candidate:1", Some("0"), None), Timestamp(1_300));
        assert_eq!(gathering.poll_timeout(), Some(Timestamp(1_700)));
        gathering.handle_signal(&candidate("candidate:2", Some("0"), None), Timestamp(2_400));
        assert_eq!(gathering.poll_timeout(), Some(Timestamp(2_500)), "no longer");
    }

    #[test]
    fn a_repeated_offer_begins_anew_and_candidates_have_a_limit() {
        let mut gathering = Gathering::default();
        gathering.handle_signal(&offer(SDP), Timestamp(0));
        for number in 0..100 {
            let text = format!("candidate:{number}");
            gathering.handle_signal(&candidate(&text, Some("0"), None), Timestamp(1));
        }
        assert_eq!(sdp_of(&gathering).matches("a=candidate").count(), MAX_CANDIDATES);
        gathering.handle_signal(&offer(SDP), Timestamp(2));
        assert_eq!(sdp_of(&gathering), SDP);
        gathering.handle_signal(&offer("no sections"), Timestamp(3));
        gathering.handle_signal(&candidate("candidate:1", Some("0"), None), Timestamp(3));
        assert_eq!(sdp_of(&gathering), "no sections\r\n");
    }
}

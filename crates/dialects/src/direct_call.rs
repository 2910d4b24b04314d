//! `/direct-call`: two people exchange their ids and call each other. This file only translates;
//! the rules belong to the guests' switchboard.
//!
//! Clients send their offer with the call and their answer with the acceptance. A caller therefore
//! sends only `callUser` and a callee only `answerCall`: the first one rings or answers, later ones
//! carry trickled candidates.

use std::borrow::Borrow;

use convene_model::{CallEnd, ChatText, ChatTextError, DisplayName, Signal, SignalKind};
use convene_protocol::MAX_MESSAGE_BYTES;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::message::{Text, display_name};
use crate::table::{Row, asks, tells};

/// All events of this vocabulary.
pub const EVENTS: &[Row] = &[
    asks(
        "callUser",
        "{userToCall, signalData, name?}",
        "Call a guest, or pass on one more signal of that call.",
    ),
    asks("answerCall", "{signal, to?}", "Answer, or pass on one more signal of that call."),
    asks("declineCall", "{to?}", "Decline."),
    asks("endCall", "{to?}", "Hang up."),
    asks("sendMessage", "{to, message}", "Write to a guest, or to the people of the present call."),
    tells("me", "a guest's id", "The client's own id, once it is connected."),
    tells("callUser", "{signal, from, name}", "A guest calls, or passes on one more signal."),
    tells("callAccepted", "a signal", "The callee answers, or passes on one more signal."),
    tells("callDeclined", "", "The callee declined."),
    tells(
        "callFailed",
        "{reason}",
        "The call did not come about: `busy`, `unavailable` or `no-answer`.",
    ),
    tells("callEnded", "", "The call is over."),
    tells("receiveMessage", "{message, from}", "A guest wrote, or a person of the present call."),
];

/// A guest's id, valid as long as the guest's connection and never reused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GuestId(String);

impl GuestId {
    /// Makes an id from a client's text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for GuestId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A negotiation step between two guests. Only their clients know what the JSON means.
#[derive(Debug, Clone)]
pub struct GuestSignal {
    /// The JSON text as received: parsing it could round numbers and reorder keys.
    pub json: Box<RawValue>,
    /// True if a call may begin with this signal. A late step of an ended negotiation must not
    /// ring.
    pub opens: bool,
}

impl From<GuestSignal> for Signal {
    fn from(signal: GuestSignal) -> Self {
        let kind = if signal.opens { SignalKind::Offer } else { SignalKind::Other };
        Self::Opaque { kind, data: Value::String(String::from(Box::<str>::from(signal.json))) }
    }
}

/// A guest's request. A missing guest id means the only possible other guest.
#[derive(Debug)]
pub enum GuestRequest {
    /// Calls another guest; passes on one more signal if the call exists already.
    Call {
        /// The callee.
        to: GuestId,
        /// The caller's name.
        name: DisplayName,
        /// The caller's side of the negotiation.
        signal: GuestSignal,
    },
    /// Answers a call; passes on one more signal if the call is answered already.
    Answer {
        /// The caller.
        to: Option<GuestId>,
        /// The callee's side of the negotiation.
        signal: GuestSignal,
    },
    /// Declines a ringing call.
    Decline {
        /// The caller.
        to: Option<GuestId>,
    },
    /// Ends a call.
    End {
        /// The other guest.
        to: Option<GuestId>,
    },
    /// Sends a message.
    Write {
        /// The receiver.
        to: GuestId,
        /// The message.
        text: ChatText,
    },
}

/// An event for a guest.
#[derive(Debug)]
pub enum GuestEvent {
    /// Another guest called, or sent one more signal of their call.
    Called {
        /// The caller.
        from: GuestId,
        /// The caller's name.
        name: DisplayName,
        /// The caller's side of the negotiation.
        signal: Box<RawValue>,
    },
    /// The callee answered this guest's call, or sent one more signal.
    Answered {
        /// The callee's side of the negotiation.
        signal: Box<RawValue>,
    },
    /// A call ended, and not by this guest's request.
    Ended {
        /// The reason.
        end: CallEnd,
        /// True if this guest placed the call.
        placed: bool,
    },
    /// Another guest sent a message.
    Message {
        /// The sender.
        from: GuestId,
        /// The message.
        text: ChatText,
    },
}

/// Payload of `callUser`. The client's own `from` is ignored: the server knows the sender.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CallUser {
    user_to_call: String,
    signal_data: Option<Box<RawValue>>,
    #[serde(default)]
    name: Option<Text>,
}

#[derive(Deserialize)]
struct AnswerCall {
    signal: Option<Box<RawValue>>,
    #[serde(default)]
    to: Option<String>,
}

/// Payload of `declineCall` and `endCall`.
#[derive(Deserialize)]
struct Other {
    #[serde(default)]
    to: Option<String>,
}

#[derive(Deserialize)]
struct SendMessage {
    to: String,
    message: String,
}

/// Parses the JSON array of an event packet.
///
/// # Errors
/// The reason for a refusal, for the client's developer.
pub fn parse(packet: &str) -> Result<GuestRequest, String> {
    if packet.len() > MAX_MESSAGE_BYTES {
        return Err(format!("a message has at most {MAX_MESSAGE_BYTES} bytes"));
    }
    let parts: Vec<&RawValue> =
        serde_json::from_str(packet).map_err(|_| "not an event packet".to_owned())?;
    let name: Option<String> = parts.first().and_then(|it| serde_json::from_str(it.get()).ok());
    let name = name.ok_or_else(|| "an event packet starts with the event's name".to_owned())?;
    let payload = parts.get(1).copied();
    match name.as_str() {
        "callUser" => payload_of(&name, payload).and_then(|it: CallUser| {
            let signal = signal(&name, "signalData", it.signal_data)?;
            let name = display_name(it.name.as_ref(), DisplayName::MAX_CHARS);
            Ok(GuestRequest::Call { to: GuestId::new(it.user_to_call), name, signal })
        }),
        "answerCall" => payload_of(&name, payload).and_then(|it: AnswerCall| {
            let signal = signal(&name, "signal", it.signal)?;
            Ok(GuestRequest::Answer { to: it.to.map(GuestId::new), signal })
        }),
        "declineCall" => payload_of(&name, payload)
            .map(|it: Other| GuestRequest::Decline { to: it.to.map(GuestId::new) }),
        "endCall" => payload_of(&name, payload)
            .map(|it: Other| GuestRequest::End { to: it.to.map(GuestId::new) }),
        "sendMessage" => payload_of(&name, payload).and_then(|it: SendMessage| {
            let text: String = it.message.chars().take(ChatText::MAX_CHARS).collect();
            let text =
                text.parse().map_err(|error: ChatTextError| format!("sendMessage: {error}"))?;
            Ok(GuestRequest::Write { to: GuestId::new(it.to), text })
        }),
        other => {
            let other: String = other.chars().take(64).collect();
            Err(format!("no event is named {other:?}"))
        }
    }
}

/// Deserialises a payload. A missing payload counts as an empty object; JavaScript's `undefined`
/// arrives as null.
fn payload_of<T: DeserializeOwned>(event: &str, payload: Option<&RawValue>) -> Result<T, String> {
    let text = payload.map(RawValue::get).filter(|text| *text != "null").unwrap_or("{}");
    // serde would accept an array as the object's fields in order.
    if !text.starts_with('{') {
        return Err(format!("{event}: takes an object"));
    }
    serde_json::from_str(text).map_err(|error| {
        let error = error.to_string();
        let said = error.rsplit_once(" at line ").map_or(error.as_str(), |(said, _)| said);
        format!("{event}: {said}")
    })
}

fn signal(event: &str, field: &str, json: Option<Box<RawValue>>) -> Result<GuestSignal, String> {
    let json = json.ok_or_else(|| format!("{event}: missing field `{field}`"))?;
    let opens = opens(&json);
    Ok(GuestSignal { json, opens })
}

/// True if a negotiation may begin with this signal: it is none of the later steps that simple-peer
/// sends.
fn opens(json: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Step {
        #[serde(default, rename = "type")]
        kind: Option<String>,
        #[serde(default)]
        candidate: Option<serde::de::IgnoredAny>,
    }
    let later = ["answer", "candidate", "renegotiate", "transceiverRequest"];
    serde_json::from_str::<Step>(json.get()).map_or(true, |step| {
        step.candidate.is_none() && !step.kind.is_some_and(|it| later.contains(&it.as_str()))
    })
}

/// An event in the words of this dialect.
#[derive(Debug)]
pub struct GuestEmit {
    /// The event's name.
    pub event: &'static str,
    /// The event's argument.
    pub payload: Option<Payload>,
}

/// The argument of an event.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Payload {
    /// Payload of `callUser`.
    Called {
        /// The caller's side of the negotiation.
        signal: Box<RawValue>,
        /// The caller's id.
        from: String,
        /// The caller's name.
        name: DisplayName,
    },
    /// Payload of `callAccepted`.
    Signal(Box<RawValue>),
    /// Payload of `callFailed`.
    Reason {
        /// Reason why the call failed.
        reason: &'static str,
    },
    /// Payload of `receiveMessage`.
    Message {
        /// The message.
        message: ChatText,
        /// The sender's id.
        from: String,
    },
}

/// Translates an event to the words of this dialect.
#[must_use]
pub fn translate(event: GuestEvent) -> GuestEmit {
    let plain = |event| GuestEmit { event, payload: None };
    let failed =
        |reason| GuestEmit { event: "callFailed", payload: Some(Payload::Reason { reason }) };
    match event {
        GuestEvent::Called { from, name, signal } => {
            let from = from.as_str().to_owned();
            GuestEmit { event: "callUser", payload: Some(Payload::Called { signal, from, name }) }
        }
        GuestEvent::Answered { signal } => {
            GuestEmit { event: "callAccepted", payload: Some(Payload::Signal(signal)) }
        }
        GuestEvent::Ended { end: CallEnd::Declined, placed: true } => plain("callDeclined"),
        GuestEvent::Ended { end: CallEnd::Busy, placed: true } => failed("busy"),
        GuestEvent::Ended { end: CallEnd::Unavailable, placed: true } => failed("unavailable"),
        GuestEvent::Ended { end: CallEnd::NoAnswer, placed: true } => failed("no-answer"),
        GuestEvent::Ended { .. } => plain("callEnded"),
        GuestEvent::Message { from, text } => {
            let from = from.as_str().to_owned();
            GuestEmit {
                event: "receiveMessage",
                payload: Some(Payload::Message { message: text, from }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::table::Sender;

    fn said(packet: &serde_json::Value) -> Result<GuestRequest, String> {
        parse(&packet.to_string())
    }

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn what_clients_say_is_understood() {
        let call = json!(["callUser", {"userToCall": "ben", "signalData": {"type": "offer"},
            "from": "somebody else", "name": "  Ana \n Lee ", "more": 1}]);
        let Ok(GuestRequest::Call { to, name, signal }) = said(&call) else { panic!() };
        assert_eq!((to.as_str(), name.as_str()), ("ben", "Ana Lee"));
        assert_eq!((signal.json.get(), signal.opens), (r#"{"type":"offer"}"#, true));
        let answer = json!(["answerCall", {"signal": "any", "to": "ana"}]);
        let Ok(GuestRequest::Answer { to, signal }) = said(&answer) else { panic!() };
        assert_eq!((to.unwrap().as_str(), signal.json.get()), ("ana", "\"any\""));
        let decline = said(&json!(["declineCall", {"to": "ana"}]));
        assert!(matches!(decline, Ok(GuestRequest::Decline { to: Some(_) })));
        for end in [json!(["endCall"]), json!(["endCall", null]), json!(["endCall", {}])] {
            assert!(matches!(said(&end), Ok(GuestRequest::End { to: None })), "{end}");
        }
        let write = json!(["sendMessage", {"to": "ben", "message": "x".repeat(5000), "from": 1}]);
        let Ok(GuestRequest::Write { to, text }) = said(&write) else { panic!() };
        assert_eq!((to.as_str(), text.as_str().len()), ("ben", 4000));
    }

    #[test]
    fn a_signal_is_passed_on_as_it_came() {
        let json = r#"{ "b":1.0, "a":12345678901234567890.10, "b":null }"#;
        let packet = format!(r#"["callUser",{{"userToCall":"x","signalData":{json}}}]"#);
        let Ok(GuestRequest::Call { signal, .. }) = parse(&packet) else { panic!() };
        assert_eq!(signal.json.get(), json);
    }

    #[test]
    fn garbage_is_refused_and_says_of_what() {
        let long = "x".repeat(70_000);
        for packet in [
            json!([]),
            json!([1]),
            json!(["callUser"]),
            json!(["callUser", "ben"]),
            json!(["callUser", ["ben", {}]]),
            json!(["callUser", {"userToCall": "ben"}]),
            json!(["callUser", {"userToCall": "ben", "signalData": null}]),
            json!(["callUser", {"signalData": {}}]),
            json!(["callUser", {"userToCall": 1, "signalData": {}}]),
            json!(["callUser", {"userToCall": "ben", "signalData": {}, "name": {}}]),
            json!(["callUser", {"userToCall": "ben", "signalData": long}]),
            json!(["answerCall", {"to": "ana"}]),
            json!(["answerCall", {"to": {}, "signal": {}}]),
            json!(["declineCall", "ana"]),
            json!(["endCall", 7]),
            json!(["endCall", {"to": ["ana"]}]),
            json!(["sendMessage", {"to": "ben"}]),
            json!(["sendMessage", {"message": "hello"}]),
            json!(["sendMessage", {"to": "ben", "message": "  "}]),
            json!(["sendMessage", {"to": "ben", "message": {}}]),
            json!(["toString", {}]),
        ] {
            let refusal = said(&packet).unwrap_err();
            assert!((1..200).contains(&refusal.len()), "{refusal}");
        }
        assert!(parse("{}").is_err());
        let refusal = said(&json!(["callUser", {"userToCall": 1, "signalData": {}}])).unwrap_err();
        assert!(refusal.starts_with("callUser: invalid type: integer"), "{refusal}");
    }

    #[test]
    fn the_table_has_the_events_that_are_known() {
        for row in EVENTS {
            let error = said(&json!([row.event, {}])).err().unwrap_or_default();
            let known = !error.starts_with("no event is named");
            let asked = |it: &&Row| it.sender == Sender::Client && it.event == row.event;
            assert_eq!(known, EVENTS.iter().any(|it| asked(&it)), "{row:?}");
        }
    }

    #[test]
    fn only_a_first_signal_begins_a_call() {
        for json in [r#"{"type":"offer","sdp":""}"#, r#"{"sdp":""}"#, "\"x\"", "[]", "7", "{}"] {
            assert!(opens(&raw(json)), "{json}");
        }
        for json in [
            r#"{"type":"candidate","candidate":{"candidate":""}}"#,
            r#"{"candidate":{}}"#,
            r#"{"type":"answer","sdp":""}"#,
            r#"{"type":"renegotiate","renegotiate":true}"#,
            r#"{"type":"transceiverRequest","transceiverRequest":{"kind":"audio"}}"#,
        ] {
            assert!(!opens(&raw(json)), "{json}");
        }
    }

    #[test]
    fn each_event_has_its_word() {
        let ana = || GuestId::new("ana");
        let ended = |end, placed| GuestEvent::Ended { end, placed };
        let called =
            GuestEvent::Called { from: ana(), name: "Ana".parse().unwrap(), signal: raw("[1]") };
        let message = GuestEvent::Message { from: ana(), text: "hello".parse().unwrap() };
        let reason = |reason: &str| json!({ "reason": reason });
        for (event, word, payload) in [
            (called, "callUser", json!({"signal": [1], "from": "ana", "name": "Ana"})),
            (GuestEvent::Answered { signal: raw("[1]") }, "callAccepted", json!([1])),
            (message, "receiveMessage", json!({"message": "hello", "from": "ana"})),
            (ended(CallEnd::Declined, true), "callDeclined", json!(null)),
            (ended(CallEnd::Busy, true), "callFailed", reason("busy")),
            (ended(CallEnd::Unavailable, true), "callFailed", reason("unavailable")),
            (ended(CallEnd::NoAnswer, true), "callFailed", reason("no-answer")),
            (ended(CallEnd::NoAnswer, false), "callEnded", json!(null)),
            (ended(CallEnd::Cancelled, false), "callEnded", json!(null)),
            (ended(CallEnd::HungUp, true), "callEnded", json!(null)),
            (ended(CallEnd::HungUp, false), "callEnded", json!(null)),
        ] {
            let told = translate(event);
            assert_eq!(told.event, word);
            assert!(EVENTS.iter().any(|it| it.sender == Sender::Server && it.event == word));
            assert_eq!(serde_json::to_value(&told.payload).unwrap(), payload, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_request_or_is_refused(
            event in prop::sample::select(
                vec!["callUser", "answerCall", "declineCall", "endCall", "sendMessage"]
            ),
            payload in r#"[{}\[\]":,a-z0-9 ]{0,40}|\{"(to|userToCall|signal)":.{0,20}\}"#,
        ) {
            for packet in [format!(r#"["{event}",{payload}]"#), payload] {
                if let Err(message) = parse(&packet) {
                    prop_assert!((1..400).contains(&message.len()), "{}", message);
                }
            }
        }
    }
}

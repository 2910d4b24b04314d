//! `/direct-call`: two people who tell each other their ids and call. What its clients say is translated to what the
//! switchboard of guests takes, and back; all rules are there.
//!
//! Clients offer as they call and answer as they answer, so all that a caller sends is a `callUser` and all that a
//! callee sends an `answerCall`: the first rings or answers, the others (trickled candidates) go along.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use convene_model::{CallEnd, ChatText, ChatTextError, DisplayName};
use convene_protocol::MAX_MESSAGE_BYTES;
use convene_room::ConnectionId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use socketioxide::extract::SocketRef;
use tokio::sync::{mpsc, oneshot};
use tracing::Instrument as _;

use super::message::{Text, display_name};
use crate::calls::{
    GuestError, GuestEvent, GuestId, GuestInput, GuestRequest, GuestSignal, start_guests,
};
use crate::signaling::Shared;
use crate::signaling::inbound::{Content, Listener, Packet, Queue};
use crate::signaling::outbound::{Broken, emit_plain};

/// How many events a client may be behind.
const QUEUE: usize = 1024;

/// What serves its connections: one switchboard for all of them.
pub(super) fn serve(
    shared: &Arc<Shared>,
) -> impl Fn(&Arc<Shared>, SocketRef) + Clone + Send + Sync + 'static {
    let guests = start_guests(shared.parts.clock, shared.stopping.clone(), &shared.tasks);
    move |shared, socket| spawn(shared, guests.clone(), socket)
}

/// Starts the task of a connection that has been admitted.
fn spawn(shared: &Arc<Shared>, guests: mpsc::Sender<GuestInput>, socket: SocketRef) {
    let Some(listener) = socket.extensions.get::<Listener>() else { return };
    let Some(Queue { packets, place }) = listener.take() else { return };
    let span = tracing::info_span!("connection", id = listener.id.0, dialect = "direct-call");
    let connection = Connection { id: listener.id, guests, socket };
    let open = Arc::clone(shared);
    let run = async move {
        let _place = place;
        open.open.fetch_add(1, Ordering::Relaxed);
        connection.run(&open, packets, listener).await;
        open.open.fetch_sub(1, Ordering::Relaxed);
    };
    shared.tasks.spawn(run.instrument(span));
}

/// One guest's connection: the only code that acts for it and writes to its socket.
struct Connection {
    id: ConnectionId,
    guests: mpsc::Sender<GuestInput>,
    socket: SocketRef,
}

impl Connection {
    async fn run(self, shared: &Shared, mut packets: mpsc::Receiver<Packet>, listener: Listener) {
        let name = DisplayName::guest();
        let (outbound, mut events) = mpsc::channel(QUEUE);
        let id = GuestId::new(self.socket.id.as_str());
        let arrive = GuestInput::Arrive { connection: self.id, id, name, outbound };
        let mut step = match self.guests.send(arrive).await {
            Ok(()) => emit_plain(&self.socket, "me", Some(&self.socket.id.as_str())).await,
            Err(_) => Err(Broken),
        };
        while step.is_ok() {
            step = tokio::select! {
                biased;
                () = shared.stopping.cancelled() => break,
                event = events.recv() => match event {
                    Some(event) => self.tell(event).await,
                    // It did not keep up.
                    None => Err(Broken),
                },
                Some(packet) = packets.recv() => self.handle_packet(packet).await,
                () = listener.closed.cancelled() => break,
            };
        }
        // A socket that is closed has perhaps a successor over the same transport, with the same id: that is left alone.
        let is_over = shared.stopping.is_cancelled() || listener.closed.is_cancelled();
        if step.is_err() && !is_over {
            let _ = self.socket.clone().disconnect();
        }
        let _ = self.guests.send(GuestInput::Leave { connection: self.id }).await;
    }

    async fn handle_packet(&self, Packet { content, answer }: Packet) -> Result<(), Broken> {
        let asked = match content {
            Content::Text(text) => parse(&text),
            Content::Binary => Err("binary data is not accepted".to_owned()),
            Content::TooSoon(wait) => {
                Err(format!("too many events: try again in {} ms", wait.as_millis().max(1)))
            }
        };
        let done = match asked {
            Ok(request) => self.ask(request).await.map_err(|error| error.to_string()),
            Err(message) => Err(message),
        };
        answer.plain(&self.socket, done.err().as_deref()).await
    }

    async fn ask(&self, request: GuestRequest) -> Result<(), GuestError> {
        let (reply, done) = oneshot::channel();
        let ask = GuestInput::Ask { connection: self.id, request, reply };
        self.guests.send(ask).await.map_err(|_| GuestError::Gone)?;
        done.await.unwrap_or(Err(GuestError::Gone))
    }

    async fn tell(&self, event: GuestEvent) -> Result<(), Broken> {
        let Told { event, payload } = told(event);
        emit_plain(&self.socket, event, payload.as_ref()).await
    }
}

/// `callUser`. Whom a client says it is from is not read.
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

/// `declineCall`, `endCall`.
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

/// What a client sends, or why it is refused.
fn parse(packet: &str) -> Result<GuestRequest, String> {
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

/// An event without a payload is one with an empty object; what JavaScript has undefined arrives as null.
fn payload_of<T: DeserializeOwned>(event: &str, payload: Option<&RawValue>) -> Result<T, String> {
    let text = payload.map(RawValue::get).filter(|text| *text != "null").unwrap_or("{}");
    // An array would do for serde, with its fields in order.
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

/// Whether a negotiation may begin with this: with anything but what simple-peer sends later.
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

/// An event as a client knows it.
#[derive(Debug)]
struct Told {
    event: &'static str,
    payload: Option<Payload>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Payload {
    Called { signal: Box<RawValue>, from: String, name: DisplayName },
    Signal(Box<RawValue>),
    Reason { reason: &'static str },
    Message { message: ChatText, from: String },
}

/// What a client is told.
fn told(event: GuestEvent) -> Told {
    let plain = |event| Told { event, payload: None };
    let failed = |reason| Told { event: "callFailed", payload: Some(Payload::Reason { reason }) };
    match event {
        GuestEvent::Called { from, name, signal } => {
            let from = from.as_str().to_owned();
            Told { event: "callUser", payload: Some(Payload::Called { signal, from, name }) }
        }
        GuestEvent::Answered { signal } => {
            Told { event: "callAccepted", payload: Some(Payload::Signal(signal)) }
        }
        GuestEvent::Ended { end: CallEnd::Declined, placed: true } => plain("callDeclined"),
        GuestEvent::Ended { end: CallEnd::Busy, placed: true } => failed("busy"),
        GuestEvent::Ended { end: CallEnd::Unavailable, placed: true } => failed("unavailable"),
        GuestEvent::Ended { end: CallEnd::NoAnswer, placed: true } => failed("no-answer"),
        GuestEvent::Ended { .. } => plain("callEnded"),
        GuestEvent::Message { from, text } => {
            let from = from.as_str().to_owned();
            Told {
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
            let told = told(event);
            assert_eq!(told.event, word);
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

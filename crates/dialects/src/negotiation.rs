//! Translates session descriptions and candidates between the browser's JSON and the room's
//! signals. JSON of any other shape passes through unchanged.

use convene_model::{ParticipantId, Signal, SignalKind, SignalText};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::message::Message;
use super::vocabulary::Emit;

/// Session description as `RTCSessionDescription.toJSON()` returns it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    r#type: String,
    sdp: SignalText,
}

/// Candidate as `RTCIceCandidate.toJSON()` returns it (W3C WebRTC section 4.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Candidate {
    candidate: SignalText,
    sdp_mid: Option<SignalText>,
    sdp_m_line_index: Option<u16>,
    username_fragment: Option<SignalText>,
}

/// Makes a signal of the given kind; an opaque signal if the data does not have the browser's
/// shape.
pub(crate) fn signal(kind: SignalKind, data: Value) -> Signal {
    let parsed = match kind {
        SignalKind::Offer | SignalKind::Answer => description(kind, &data),
        SignalKind::Candidate => candidate(&data),
        SignalKind::Other => None,
    };
    parsed.unwrap_or(Signal::Opaque { kind, data })
}

/// Reads the signal from the field named after its kind. A `null` candidate marks the end of the
/// candidates.
pub(crate) fn carried(kind: SignalKind, message: &Message) -> Result<Signal, String> {
    let field = match kind {
        SignalKind::Offer => "offer",
        SignalKind::Answer => "answer",
        SignalKind::Candidate | SignalKind::Other => "candidate",
    };
    let data = message.field(field)?;
    if data.is_null() && kind != SignalKind::Candidate {
        return Err(format!("{}: `{field}` is null", message.event));
    }
    Ok(signal(kind, data))
}

/// Makes a signal and infers its kind from the data, because libraries such as simple-peer send all
/// kinds in one event.
pub(crate) fn signal_of_any_kind(data: Value) -> Signal {
    let kind = match data.get("type").and_then(Value::as_str) {
        Some("offer") => SignalKind::Offer,
        Some("answer") => SignalKind::Answer,
        _ if data.get("candidate").is_some_and(Value::is_string) => SignalKind::Candidate,
        _ => SignalKind::Other,
    };
    signal(kind, data)
}

/// The kind of a signal, and its data in the browser's JSON.
pub(crate) fn data(signal: &Signal) -> (SignalKind, Value) {
    match signal {
        Signal::Offer { sdp } => (SignalKind::Offer, json!({ "type": "offer", "sdp": sdp })),
        Signal::Answer { sdp } => (SignalKind::Answer, json!({ "type": "answer", "sdp": sdp })),
        Signal::Candidate { candidate, sdp_mid, sdp_m_line_index, username_fragment } => {
            let mut data = Map::new();
            data.insert("candidate".to_owned(), json!(candidate));
            let fields = [
                ("sdpMid", sdp_mid.as_ref().map(|mid| json!(mid))),
                ("sdpMLineIndex", sdp_m_line_index.map(Value::from)),
                ("usernameFragment", username_fragment.as_ref().map(|fragment| json!(fragment))),
            ];
            for (name, value) in fields {
                data.extend(value.map(|value| (name.to_owned(), value)));
            }
            (SignalKind::Candidate, Value::Object(data))
        }
        Signal::Opaque { kind, data } => (*kind, data.clone()),
    }
}

/// The event named after a signal's kind, with the sender in `from_field`; `None` for kinds without
/// such an event.
pub(crate) fn plain_event(from_field: &str, from: &ParticipantId, signal: &Signal) -> Option<Emit> {
    let (kind, data) = data(signal);
    let (event, field) = match kind {
        SignalKind::Offer => ("offer", "offer"),
        SignalKind::Answer => ("answer", "answer"),
        SignalKind::Candidate => ("ice-candidate", "candidate"),
        SignalKind::Other => return None,
    };
    Some(Emit::new(event, json!({ field: data, from_field: from })))
}

fn description(kind: SignalKind, data: &Value) -> Option<Signal> {
    let Description { r#type, sdp } = Description::deserialize(data).ok()?;
    match (kind, r#type.as_str()) {
        (SignalKind::Offer, "offer") => Some(Signal::Offer { sdp }),
        (SignalKind::Answer, "answer") => Some(Signal::Answer { sdp }),
        _ => None,
    }
}

fn candidate(data: &Value) -> Option<Signal> {
    // A `null` field is dropped; browsers treat a missing field the same way.
    let Candidate { candidate, sdp_mid, sdp_m_line_index, username_fragment } =
        Candidate::deserialize(data).ok()?;
    Some(Signal::Candidate { candidate, sdp_mid, sdp_m_line_index, username_fragment })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_goes_out_the_same() {
        use SignalKind as K;
        for (kind, form) in [
            (K::Offer, json!({"type": "offer", "sdp": "v=0"})),
            (K::Answer, json!({"type": "answer", "sdp": "v=0"})),
            (K::Candidate, json!({"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0})),
            (K::Candidate, json!({"candidate": "", "usernameFragment": "x"})),
            (K::Offer, json!("just a text")),
            (K::Offer, json!({"type": "offer", "sdp": "v=0", "more": 1})),
            (K::Offer, json!({"type": "answer", "sdp": "v=0"})),
            (K::Candidate, json!({"candidate": {"candidate": "c", "sdpMid": "0"}})),
        ] {
            assert_eq!(data(&signal(kind, form.clone())), (kind, form));
        }
    }

    #[test]
    fn the_kind_shows_in_the_form() {
        for (form, kind) in [
            (json!({"type": "offer", "sdp": "x"}), SignalKind::Offer),
            (json!({"type": "answer", "sdp": "x"}), SignalKind::Answer),
            (json!({"candidate": "c", "sdpMid": "0"}), SignalKind::Candidate),
            (json!({"type": "candidate", "candidate": {"candidate": "c"}}), SignalKind::Other),
            (json!({"renegotiate": true}), SignalKind::Other),
            (json!(null), SignalKind::Other),
        ] {
            assert_eq!(data(&signal_of_any_kind(form.clone())), (kind, form));
        }
    }

    #[test]
    fn an_event_carries_its_signal_in_the_field_named_for_it() {
        let carried = |kind, packet: &str| carried(kind, &Message::parse(packet).unwrap());
        let offer = carried(SignalKind::Offer, r#"["o",{"offer":1,"answer":2,"data":3}]"#);
        assert_eq!(data(&offer.unwrap()), (SignalKind::Offer, json!(1)));
        let last = carried(SignalKind::Candidate, r#"["c",{"candidate":null}]"#);
        assert_eq!(data(&last.unwrap()), (SignalKind::Candidate, json!(null)));
        for packet in
            [r#"["o"]"#, r#"["o","x"]"#, r#"["o",{"answer":1}]"#, r#"["o",{"offer":null}]"#]
        {
            assert!(carried(SignalKind::Offer, packet).is_err(), "{packet}");
        }
        assert!(carried(SignalKind::Candidate, r#"["c",{}]"#).is_err());
    }

    #[test]
    fn the_usual_forms_are_understood_by_all() {
        let offer = signal_of_any_kind(json!({"type": "offer", "sdp": "v=0"}));
        assert_eq!(offer, Signal::Offer { sdp: "v=0".parse().unwrap() });
        let form = json!({"candidate": "c", "sdpMid": null, "sdpMLineIndex": 1});
        assert!(matches!(signal_of_any_kind(form), Signal::Candidate { .. }));
    }
}

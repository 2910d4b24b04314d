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

/// Candidate as `RTCIceCandidate.toJSON()` returns it (W3C WebRTC section 4.8.1). Other fields are
/// dropped: no browser reads them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
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

/// Makes a signal and infers its kind from the data, for vocabularies that send all kinds in one
/// event. A candidate is nested in the field `candidate`, whether or not the client adds a type as
/// simple-peer does; the bare form of the browser counts too.
pub(crate) fn signal_of_any_kind(mut data: Value) -> Signal {
    match data.get("type").and_then(Value::as_str) {
        Some("offer") => return signal(SignalKind::Offer, data),
        Some("answer") => return signal(SignalKind::Answer, data),
        _ => {}
    }
    match data.get_mut("candidate") {
        Some(nested @ (Value::Object(_) | Value::Null)) => {
            signal(SignalKind::Candidate, nested.take())
        }
        Some(Value::String(_)) => signal(SignalKind::Candidate, data),
        _ => signal(SignalKind::Other, data),
    }
}

/// The data of a signal for vocabularies that send all kinds in one event: as the browser's JSON,
/// but a candidate nested in the field `candidate`. `None` for the end of the candidates, which
/// such clients would take for a description.
pub(crate) fn data_of_any_kind(signal: &Signal) -> Option<Value> {
    match data(signal) {
        (SignalKind::Candidate, Value::Null) => None,
        (SignalKind::Candidate, candidate) => Some(json!({ "candidate": candidate })),
        (_, data) => Some(data),
    }
}

/// The kind of a signal, and its data in the browser's JSON. The end of the candidates is `null`.
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
            let ends = data.len() == 1 && candidate.json() == "\"\"";
            (SignalKind::Candidate, if ends { Value::Null } else { Value::Object(data) })
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
    if data.is_null() {
        // The end of all candidates is an empty candidate of no m-line.
        return candidate(&json!({ "candidate": "" }));
    }
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
            (K::Candidate, json!(null)),
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
            (json!({"candidate": {"candidate": "c", "sdpMid": "0"}}), SignalKind::Candidate),
            (json!({"candidate": {"unknown": 1}}), SignalKind::Candidate),
            (json!({"renegotiate": true}), SignalKind::Other),
            (json!({"candidate": 1}), SignalKind::Other),
            (json!("x"), SignalKind::Other),
            (json!(null), SignalKind::Other),
        ] {
            let signal = signal_of_any_kind(form.clone());
            assert_eq!(data(&signal).0, kind, "{form}");
            assert_eq!(data_of_any_kind(&signal), Some(form));
        }
    }

    #[test]
    fn a_candidate_is_nested_whatever_form_it_came_in() {
        let bare = json!({
            "candidate": "candidate:1 1 udp 1 192.0.2.1 1 typ host",
            "sdpMid": "0",
            "sdpMLineIndex": 0,
            "usernameFragment": "x",
        });
        let known = signal(SignalKind::Candidate, bare.clone());
        assert!(matches!(known, Signal::Candidate { .. }));
        let mut long = bare.clone();
        long["foundation"] = json!("1");
        long["usernameFragment"] = json!("x");
        for form in [
            json!({ "candidate": bare }),
            json!({ "type": "candidate", "candidate": bare }),
            json!({ "candidate": long }),
            bare.clone(),
        ] {
            let signal = signal_of_any_kind(form);
            assert_eq!(signal, known);
            assert_eq!(data_of_any_kind(&signal), Some(json!({ "candidate": bare })));
        }
    }

    #[test]
    fn the_end_of_the_candidates_is_an_empty_one_and_no_signal_of_any_kind() {
        let end = signal(SignalKind::Candidate, json!(null));
        assert!(matches!(&end, Signal::Candidate { candidate, .. } if candidate.json() == "\"\""));
        assert_eq!(signal_of_any_kind(json!({ "candidate": null })), end);
        assert_eq!(data_of_any_kind(&end), None);
        // The end of one generation's candidates names its m-line, so every browser takes it.
        let last = json!({"candidate": "", "sdpMid": "0", "sdpMLineIndex": 0});
        let nested = data_of_any_kind(&signal(SignalKind::Candidate, last.clone()));
        assert_eq!(nested, Some(json!({ "candidate": last })));
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

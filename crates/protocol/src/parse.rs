//! Parses the text of a Socket.IO event packet into a typed request.

use std::collections::BTreeMap;

use convene_model::InterviewCommand;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::{CallsRequest, ErrorBody, ErrorCode, Request};

/// Maximum size of a request in bytes, its name included. Session descriptions are the largest
/// requests and stay well below.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// Maximum size of an `interview` request in bytes. It is larger because it may carry a whole plan.
pub const MAX_INTERVIEW_BYTES: usize = 512 * 1024;

/// Parses the JSON array of an event packet, `["name", payload]`.
///
/// # Errors
/// The fault of the packet, as the error to send to the client.
pub fn parse_request(packet: &str) -> Result<Request, ErrorBody> {
    let max =
        if packet.starts_with("[\"interview\",") { MAX_INTERVIEW_BYTES } else { MAX_MESSAGE_BYTES };
    if packet.len() > max {
        return Err(ErrorBody::new(
            ErrorCode::TooLarge,
            format!("a message has at most {max} bytes, this one {}", packet.len()),
        ));
    }
    if let Some((name, payload)) = split(packet)
        && let Some(Ok(request)) = request(name, Some(payload))
    {
        return Ok(request);
    }
    // Anything unusual is parsed part by part, which finds the fault.
    let mut parts: Vec<&RawValue> = serde_json::from_str(packet)
        .map_err(|error| invalid(format!("not an event packet: {error}")))?;
    if parts.len() > 2 {
        return Err(invalid("a request takes one payload".to_owned()));
    }
    let payload = if parts.len() == 2 { parts.pop() } else { None };
    let name: String = parts
        .pop()
        .and_then(|name| serde_json::from_str(name.get()).ok())
        .ok_or_else(|| invalid("an event packet starts with the event's name".to_owned()))?;

    request(&name, payload.map(RawValue::get)).unwrap_or_else(|| {
        let name: String = name.chars().take(64).collect();
        Err(ErrorBody::new(ErrorCode::UnknownEvent, format!("no request is named {name:?}")))
    })
}

/// Splits `["name",payload]` without reading the payload.
fn split(packet: &str) -> Option<(&str, &str)> {
    let (name, rest) = packet.strip_prefix("[\"")?.split_once('"')?;
    let payload = rest.strip_prefix(',')?.strip_suffix(']')?;
    Some((name, payload))
}

/// Parses the payload of the request with this name; `None` if there is no such request.
fn request(name: &str, payload: Option<&str>) -> Option<Result<Request, ErrorBody>> {
    if name == "interview" {
        return Some(command_of(payload).map(Request::Interview));
    }
    let calls = |request| Request::Calls(Box::new(request));
    Request::parse(name, payload).or_else(|| Some(CallsRequest::parse(name, payload)?.map(calls)))
}

/// Parses a payload. An absent payload counts as `{}`, so that clients can send `leave` without
/// one; so does `null`, which JavaScript clients send for `undefined`.
pub(crate) fn payload_of<T: DeserializeOwned>(payload: Option<&str>) -> Result<T, ErrorBody> {
    let text = payload.filter(|text| *text != "null").unwrap_or("{}");
    serde_json::from_str(text).map_err(|error| invalid(error.to_string()))
}

/// Parses an interview command. serde reports such an error at the end of the object, because the
/// enum is tagged; this function names the field at fault instead.
fn command_of(payload: Option<&str>) -> Result<InterviewCommand, ErrorBody> {
    payload_of::<InterviewCommand>(payload).map_err(|error| {
        let message = without_place(&error.message);
        match payload.and_then(|payload| wrong_field(payload, message)) {
            Some(field) => invalid(format!("{field}: {message}")),
            None => error,
        }
    })
}

fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}

/// Finds the field of a command that caused this error message. Returns `None` if the message names
/// the field itself.
fn wrong_field(payload: &str, message: &str) -> Option<String> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(payload).ok()?;
    let kind = fields.get("kind")?;
    let named = |field: &&String| message.contains(&format!("`{field}`"));
    if message.starts_with("missing field") || fields.keys().any(|field| named(&field)) {
        return None;
    }
    fields.iter().filter(|(field, _)| *field != "kind").find_map(|(field, value)| {
        let alone: BTreeMap<&str, &RawValue> =
            BTreeMap::from([("kind", *kind), (field.as_str(), *value)]);
        let alone = serde_json::to_string(&alone).ok()?;
        let said = serde_json::from_str::<InterviewCommand>(&alone).err()?.to_string();
        (without_place(&said) == message).then(|| field.clone())
    })
}

fn invalid(message: String) -> ErrorBody {
    ErrorBody::new(ErrorCode::InvalidPayload, message)
}

#[cfg(test)]
mod tests {
    use convene_model::Signal;
    use proptest::prelude::*;

    use super::*;

    fn code_of(packet: &str) -> ErrorCode {
        parse_request(packet).unwrap_err().code
    }

    #[test]
    fn a_join_is_parsed() {
        let packet = r#"["join",{"meeting_id":"abc-defg-hij","name":" Ana "}]"#;
        let Ok(Request::Join(join)) = parse_request(packet) else { panic!("not a join") };
        assert_eq!(join.meeting_id.as_str(), "abc-defg-hij");
        assert_eq!(join.name.as_str(), "Ana");
        assert_eq!(join.token, None);
    }

    #[test]
    fn a_signal_is_parsed() {
        let packet = r#"["signal",{"to":"aaaaaaaaaaaaaaaa","transport_id":"t-1",
            "signal":{"type":"candidate","candidate":"","sdp_mid":"0"}}]"#;
        let Ok(Request::Signal(request)) = parse_request(packet) else { panic!("not a signal") };
        assert!(matches!(request.signal, Signal::Candidate { .. }));
    }

    #[test]
    fn a_request_without_payload_is_one_with_an_empty_object() {
        for packet in [r#"["leave"]"#, r#"["leave",null]"#] {
            assert_eq!(parse_request(packet), parse_request(r#"["leave",{}]"#));
        }
    }

    #[test]
    fn spaces_and_escapes_make_no_difference() {
        let react = parse_request(r#"["react",{"reaction":"👍"}]"#);
        assert!(react.is_ok());
        for packet in [
            r#" [ "react" , {"reaction":"👍"} ] "#,
            r#"["r\u0065act",{"reaction":"\ud83d\udc4d"}]"#,
        ] {
            assert_eq!(parse_request(packet), react, "{packet}");
        }
        for packet in [r#"["react",{"reaction":"👍"}"#, r#"["react",{"reaction":"👍"}]]"#] {
            assert_eq!(code_of(packet), ErrorCode::InvalidPayload, "{packet}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(code_of(r#"["fly",{}]"#), ErrorCode::UnknownEvent);
        assert_eq!(
            code_of(r#"["join",{"meeting_id":"x","name":"Ana"}]"#),
            ErrorCode::InvalidPayload
        );
        assert_eq!(code_of(r#"["join",{"meeting_id":"abc-defg-hij"}]"#), ErrorCode::InvalidPayload);
        assert_eq!(code_of(r#"["leave",{"extra":1}]"#), ErrorCode::InvalidPayload);
        assert_eq!(code_of(r#"["leave",{},{}]"#), ErrorCode::InvalidPayload);
        assert_eq!(code_of("[]"), ErrorCode::InvalidPayload);
        assert_eq!(code_of("[1,2]"), ErrorCode::InvalidPayload);
        assert_eq!(
            code_of(&format!(r#"["leave","{}"]"#, "x".repeat(MAX_MESSAGE_BYTES))),
            ErrorCode::TooLarge
        );
        let error =
            parse_request(r#"["join",{"meeting_id":"abc-defg-hij","name":""}]"#).unwrap_err();
        assert!(error.message.contains("at least one visible character"), "{}", error.message);
    }

    #[test]
    fn what_is_wrong_with_a_command_is_named_with_its_field() {
        let said = |payload: &str| {
            let error = parse_request(&format!(r#"["interview",{payload}]"#)).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidPayload);
            error.message
        };
        for (payload, expected) in [
            (r#"{"kind":"score_answer","question":1,"points":"x"}"#, "points: invalid type"),
            (r#"{"kind":"score_answer","question":-1,"points":1}"#, "question: invalid value"),
            (r#"{"kind":"score_answer","points":"x","question":"x"}"#, "points: invalid type"),
            (r#"{"kind":"score_answer","question":1}"#, "missing field `points`"),
            (r#"{"kind":"start","x":1}"#, "unknown field `x`"),
            (r#"{"kind":"dance"}"#, "unknown variant `dance`"),
            (r#"{"question":1}"#, "missing field `kind`"),
            (r#"{"kind":"set_plan","plan":{"title":" "}}"#, "plan: a text has at least one"),
            (
                r#"{"kind":"ask","question":{"text":"x","points":[""]}}"#,
                "question: an expected point has 1 to 200 characters",
            ),
            ("[]", "missing field `kind`"),
        ] {
            let message = said(payload);
            assert!(message.starts_with(expected), "{payload}: {message}");
        }
        let long = "x".repeat(10_001);
        let note = said(&format!(r#"{{"kind":"write_note","text":"{long}"}}"#));
        assert!(note.starts_with("text: a text has at most 10000 characters"), "{note}");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_request_or_an_error(text in any::<String>()) {
            let _ = parse_request(&text);
        }

        #[test]
        fn any_payload_gives_a_request_or_an_error(
            name in concat!(
                "join|leave|signal|set_media|ice_servers|set_room|set_password|remove|",
                "sign_in|call|hang_up|call_history|send_direct|set_profile|[a-z]{1,5}"
            ),
            payload in "\\PC{0,200}",
        ) {
            let _ = parse_request(&format!(r#"["{name}",{payload}]"#));
        }
    }
}

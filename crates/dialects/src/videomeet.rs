//! `/videomeet`: a meeting by link, with chat.

use convene_model::{
    Attributes, ChatMessage, ChatText, MediaState, Participant, SignalKind, Timestamp,
};
use convene_room::{Command, Foreign};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::message::{BareOr, Message, Text, display_name, room_name};
use super::negotiation;
use super::room_view::{News, RoomView};
use super::table::{Row, asks, tells};
use super::vocabulary::{Asked, Context, Emit, Entry, UNTOLD, Vocabulary};

/// All events of this vocabulary.
pub(crate) const EVENTS: &[Row] = &[
    asks("join-meeting", "{roomId, username?, userId?}", "Enter a room; `userId` is passed on."),
    asks("send-offer", "{to, offer}", "Pass an offer to one participant."),
    asks("send-answer", "{to, answer}", "Pass an answer to one participant."),
    asks(
        "send-ice-candidate",
        "{to, candidate}",
        "Pass a candidate, or `null`, to one participant.",
    ),
    asks("chat-message", "{message} or a text", "Write to everybody."),
    asks("media-state", "{camera, microphone}", "Tell what is on."),
    asks("leave-meeting", "{}", "Leave."),
    tells(
        "existing-users",
        "[{socketId, username, userId}]",
        "The answer to `join-meeting`: the other users.",
    ),
    tells("user-joined", "{socketId, username, userId}", "A participant came in."),
    tells("user-left", "{socketId, username}", "A participant left."),
    tells("media-state", "{socketId, camera, microphone}", "What a participant has on."),
    tells(
        "receive-message",
        "{username, message, timestamp, socketId}",
        "A chat message; the time is ISO 8601 text.",
    ),
    tells("receive-offer", "{from, offer, username}", "An offer from a participant."),
    tells("receive-answer", "{from, answer}", "An answer from a participant."),
    tells("receive-ice-candidate", "{from, candidate}", "A candidate from a participant."),
    tells("error", "{message}", "The server closes the connection after it."),
];

/// The vocabulary of `/videomeet`.
#[derive(Debug)]
pub struct Videomeet;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Join {
    room_id: Text,
    username: Option<Text>,
    /// The application's id of its user. The server passes it on and does not read it.
    #[serde(default)]
    user_id: Value,
}

#[derive(Deserialize)]
struct Targeted {
    to: String,
}

#[derive(Deserialize)]
struct Chat {
    message: Text,
}

#[derive(Deserialize)]
struct Media {
    camera: bool,
    microphone: bool,
}

impl Vocabulary for Videomeet {
    const EVENTS: &'static [Row] = EVENTS;

    const JOIN: &'static str = "join-meeting";

    const TEXTS: &'static [&'static str] = &["chat-message"];

    fn ask(
        message: &Message,
        room: Option<&RoomView>,
        _context: Context<'_>,
    ) -> Result<Asked, String> {
        match message.event.as_str() {
            "join-meeting" => entry(message.payload()?).map(Asked::Join),
            "send-offer" => signal(message, SignalKind::Offer),
            "send-answer" => signal(message, SignalKind::Answer),
            "send-ice-candidate" => signal(message, SignalKind::Candidate),
            "chat-message" => {
                let (BareOr::Bare(text) | BareOr::Object(Chat { message: Text(text) })) =
                    message.payload()?;
                let text = text.parse::<ChatText>().map_err(|error| error.to_string())?;
                Ok(Asked::Chat(text))
            }
            "media-state" => {
                let Media { camera, microphone } = message.payload()?;
                let before = room.and_then(RoomView::me).map(|me| me.media).unwrap_or_default();
                let media = MediaState { camera, microphone, ..before };
                Ok(Asked::command(Command::SetMedia(media)))
            }
            "leave-meeting" => Ok(Asked::Leave),
            _ => message.unknown(),
        }
    }

    fn entered(room: &RoomView) -> Vec<Emit> {
        vec![Emit::new("existing-users", room.others().map(user).collect())]
    }

    fn translate(room: &RoomView, news: &News<'_>, _now: Timestamp) -> Vec<Emit> {
        match news {
            News::Joined(who) => vec![Emit::new("user-joined", user(who))],
            News::Left(who) => {
                let payload = json!({ "socketId": who.id, "username": who.name });
                vec![Emit::new("user-left", payload)]
            }
            News::Changed { before, now } if !room.is_me(&now.id) => changed(before, now),
            News::Chat(message) => vec![chat(message)],
            News::Signal { from, signal } => {
                let (kind, data) = negotiation::data(signal);
                let payload = match kind {
                    SignalKind::Offer => {
                        let name = room.participant(from).map(|from| &from.name);
                        return vec![Emit::new(
                            "receive-offer",
                            json!({ "from": from, "offer": data, "username": name }),
                        )];
                    }
                    SignalKind::Answer => {
                        ("receive-answer", json!({ "from": from, "answer": data }))
                    }
                    SignalKind::Candidate => {
                        ("receive-ice-candidate", json!({ "from": from, "candidate": data }))
                    }
                    SignalKind::Other => return Vec::new(),
                };
                vec![Emit::new(payload.0, payload.1)]
            }
            _ => Vec::new(),
        }
    }
}

fn entry(join: Join) -> Result<Entry, String> {
    let Join { room_id, username, user_id } = join;
    let said = Map::from_iter([("userId".to_owned(), user_id)]);
    let attributes = Attributes::try_from(said).map_err(|error| error.to_string())?;
    Ok(Entry {
        room: room_name(&room_id.0)?,
        name: display_name(username.as_ref(), 64),
        media: UNTOLD,
        foreign: Foreign { user_id: None, attributes, told_media: false },
        plays: false,
    })
}

fn signal(message: &Message, kind: SignalKind) -> Result<Asked, String> {
    let Targeted { to } = message.payload()?;
    let signal = negotiation::carried(kind, message)?;
    let to = to.parse().map_err(|_| "no such user in this meeting".to_owned())?;
    Ok(Asked::command(Command::Signal { to, transport_id: None, signal }))
}

fn user(who: &Participant) -> Value {
    let user_id = who.attributes.as_map().get("userId").cloned();
    let user_id = user_id.or_else(|| who.user_id.as_ref().map(|id| id.as_str().into()));
    json!({ "socketId": who.id, "username": who.name, "userId": user_id })
}

fn changed(before: &Participant, now: &Participant) -> Vec<Emit> {
    let of = |media: MediaState| (media.camera, media.microphone);
    // Skip changes of other fields. `before == now` is a repeated media state, which is reported
    // too.
    if of(before.media) == of(now.media) && before != now {
        return Vec::new();
    }
    let (camera, microphone) = of(now.media);
    let payload = json!({ "socketId": now.id, "camera": camera, "microphone": microphone });
    vec![Emit::new("media-state", payload)]
}

fn chat(message: &ChatMessage) -> Emit {
    let payload = json!({
        "username": message.from_name,
        "message": message.text,
        "timestamp": iso(message.sent_at),
        "socketId": message.from,
    });
    Emit::new("receive-message", payload)
}

/// ISO 8601 as `Date.prototype.toJSON()` writes it, in UTC and with milliseconds. `None` after the
/// year 9999.
fn iso(at: Timestamp) -> Option<String> {
    const FORMAT: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000).ok()?;
    at.format(FORMAT).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_javascript_writes_it() {
        for (millis, text) in [
            (0, Some("1970-01-01T00:00:00.000Z")),
            (1_709_251_199_007, Some("2024-02-29T23:59:59.007Z")),
            (1_800_000_000_120, Some("2027-01-15T08:00:00.120Z")),
            (253_402_300_799_999, Some("9999-12-31T23:59:59.999Z")),
            (u64::MAX, None),
        ] {
            assert_eq!(iso(Timestamp(millis)).as_deref(), text);
        }
    }
}

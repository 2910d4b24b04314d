//! `/rooms`: a small team's room with cameras, microphones and shared screens.

use convene_model::{Attributes, MediaState, Participant, RoomName, SignalKind, Timestamp};
use convene_room::{Command, Foreign};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::message::{Message, Text, display_name, room_name};
use super::negotiation;
use super::room_view::{News, RoomView};
use super::table::{Row, asks, tells};
use super::vocabulary::{Asked, Context, Emit, Entry, Vocabulary};

/// All events of this vocabulary.
pub(crate) const EVENTS: &[Row] = &[
    asks(
        "join-room",
        "{roomId, userInfo?: {userName?, hasCamera?, hasMic?, …}}",
        "Enter a room; more of `userInfo` is passed on.",
    ),
    asks("offer", "{targetSocketId, offer}", "Pass an offer to one participant."),
    asks("answer", "{targetSocketId, answer}", "Pass an answer to one participant."),
    asks(
        "ice-candidate",
        "{targetSocketId, candidate}",
        "Pass a candidate, or `null`, to one participant.",
    ),
    asks("toggle-camera", "{hasCamera}", "Tell whether the camera is on."),
    asks("toggle-mic", "{hasMic}", "Tell whether the microphone is on."),
    asks("start-screen-share", "{}", "Tell that a screen is shared."),
    asks("start-screen", "{}", "The same."),
    asks("stop-screen-share", "{}", "Tell that no screen is shared any more."),
    asks("stop-screen", "{}", "The same."),
    asks("leave-room", "{}", "Leave."),
    tells(
        "room-joined",
        "{roomId, socketId, users}",
        "The answer to `join-room`: the other users.",
    ),
    tells("user-joined", "{user, users}", "A participant came in; `users` are all."),
    tells("user-left", "{socketId, users}", "A participant left; `users` are those still here."),
    tells("user-camera-toggled", "{socketId, hasCamera}", "A camera is on or off."),
    tells("user-mic-toggled", "{socketId, hasMic}", "A microphone is on or off."),
    tells("user-screen-share-started", "{socketId, userName}", "A screen is shared."),
    tells("user-screen-share-stopped", "{socketId}", "A screen is not shared any more."),
    tells("offer", "{offer, fromSocketId}", "An offer from a participant."),
    tells("answer", "{answer, fromSocketId}", "An answer from a participant."),
    tells("ice-candidate", "{candidate, fromSocketId}", "A candidate from a participant."),
    tells("error", "{message}", "The server closes the connection after it."),
];

/// The vocabulary of `/rooms`.
#[derive(Debug)]
pub struct Rooms;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Join {
    room_id: Text,
    user_info: Option<UserInfo>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    user_name: Option<Text>,
    has_camera: Option<bool>,
    has_mic: Option<bool>,
    /// All other fields. The server passes them to the other clients of this dialect.
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Targeted {
    target_socket_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Camera {
    has_camera: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Microphone {
    has_mic: bool,
}

impl Vocabulary for Rooms {
    const EVENTS: &'static [Row] = EVENTS;

    const JOIN: &'static str = "join-room";

    fn ask(
        message: &Message,
        room: Option<&RoomView>,
        _context: Context<'_>,
    ) -> Result<Asked, String> {
        let media = || room.and_then(RoomView::me).map(|me| me.media).unwrap_or_default();
        let set = |media: MediaState| Ok(Asked::command(Command::SetMedia(media)));
        match message.event.as_str() {
            "join-room" => {
                let Join { room_id, user_info } = message.payload()?;
                entry(room_name(&room_id.0)?, user_info.unwrap_or_default()).map(Asked::Join)
            }
            "offer" => signal(message, SignalKind::Offer),
            "answer" => signal(message, SignalKind::Answer),
            "ice-candidate" => signal(message, SignalKind::Candidate),
            "toggle-camera" => {
                let Camera { has_camera } = message.payload()?;
                set(MediaState { camera: has_camera, ..media() })
            }
            "toggle-mic" => {
                let Microphone { has_mic } = message.payload()?;
                set(MediaState { microphone: has_mic, ..media() })
            }
            "start-screen-share" | "start-screen" => {
                set(MediaState { screen_share: true, ..media() })
            }
            "stop-screen-share" | "stop-screen" => {
                set(MediaState { screen_share: false, screen_share_audio: false, ..media() })
            }
            "leave-room" => Ok(Asked::Leave),
            _ => message.unknown(),
        }
    }

    fn entered(room: &RoomView) -> Vec<Emit> {
        let me = room.me().map(|me| me.id.as_str());
        let others: Vec<Value> = room.others().map(user).collect();
        let payload = json!({ "roomId": room.name, "socketId": me, "users": others });
        vec![Emit::new("room-joined", payload)]
    }

    fn translate(room: &RoomView, news: &News<'_>, _now: Timestamp) -> Vec<Emit> {
        match news {
            News::Joined(who) => {
                let payload = json!({ "user": user(who), "users": users(room) });
                vec![Emit::new("user-joined", payload)]
            }
            News::Left(who) => {
                let payload = json!({ "socketId": who.id, "users": users(room) });
                vec![Emit::new("user-left", payload)]
            }
            News::Changed { before, now } if !room.is_me(&now.id) => changed(before, now),
            News::Signal { from, signal } => {
                Vec::from_iter(negotiation::plain_event("fromSocketId", from, signal))
            }
            _ => Vec::new(),
        }
    }
}

fn entry(room: RoomName, user_info: UserInfo) -> Result<Entry, String> {
    let UserInfo { user_name, has_camera, has_mic, more } = user_info;
    let attributes = Attributes::try_from(more).map_err(|error| error.to_string())?;
    Ok(Entry {
        room,
        name: display_name(user_name.as_ref(), 64),
        media: MediaState {
            camera: has_camera.unwrap_or_default(),
            microphone: has_mic.unwrap_or_default(),
            ..MediaState::default()
        },
        foreign: Foreign { user_id: None, attributes, told_media: true },
        plays: false,
    })
}

fn signal(message: &Message, kind: SignalKind) -> Result<Asked, String> {
    let Targeted { target_socket_id } = message.payload()?;
    let signal = negotiation::carried(kind, message)?;
    let to = target_socket_id.parse().map_err(|_| "no such user in this room".to_owned())?;
    Ok(Asked::command(Command::Signal { to, transport_id: None, signal }))
}

fn user(who: &Participant) -> Value {
    // The server's fields come last and overwrite the application's, so that those cannot forge
    // them.
    let mut user = who.attributes.as_map().clone();
    let said = json!({
        "socketId": who.id,
        "userName": who.name,
        "hasCamera": who.media.camera,
        "hasMic": who.media.microphone,
        "hasScreen": who.media.screen_share,
    });
    if let Value::Object(said) = said {
        user.extend(said);
    }
    Value::Object(user)
}

fn users(room: &RoomView) -> Vec<Value> {
    room.participants.iter().map(user).collect()
}

fn changed(before: &Participant, now: &Participant) -> Vec<Emit> {
    let id = &now.id;
    let (was, is) = (before.media, now.media);
    let mut emits = Vec::new();
    // A repeated media state does not say which device it is about, so report both.
    let again = before == now;
    if again || was.camera != is.camera {
        let payload = json!({ "socketId": id, "hasCamera": is.camera });
        emits.push(Emit::new("user-camera-toggled", payload));
    }
    if again || was.microphone != is.microphone {
        let payload = json!({ "socketId": id, "hasMic": is.microphone });
        emits.push(Emit::new("user-mic-toggled", payload));
    }
    if was.screen_share != is.screen_share {
        emits.push(if is.screen_share {
            let payload = json!({ "socketId": id, "userName": now.name });
            Emit::new("user-screen-share-started", payload)
        } else {
            Emit::new("user-screen-share-stopped", json!({ "socketId": id }))
        });
    }
    emits
}

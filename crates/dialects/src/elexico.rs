//! `/elexico`: a meeting with chat, reactions, raised hands and a host.

use std::num::NonZeroU32;
use std::time::Duration;

use convene_model::{
    Attributes, ChatText, Participant, ParticipantId, Reaction, Role, Source, Timestamp, UserId,
};
use convene_room::{Command, Dismissal, Foreign, RoomChange};
use serde::Deserialize;
use serde_json::{Value, json};

use super::message::{BareOr, Message, Text, display_name, room_name};
use super::negotiation;
use super::room_view::{News, RoomView};
use super::table::{Row, asks, tells};
use super::vocabulary::{Asked, Context, Emit, Entry, Limit, UNTOLD, Vocabulary, dismissal};

/// All events of this vocabulary.
pub(crate) const EVENTS: &[Row] = &[
    asks("join-room", "{roomId, userId, userName?}", "Enter a room."),
    asks(
        "signal-send",
        "{targetUserId, signal}",
        "Pass a signal to one participant: a description, or `{candidate}` with a candidate in it.",
    ),
    asks("chat-message", "{message} or a text", "Write to everybody; cut at 500 characters."),
    asks("emoji-reaction", "{emoji} or a text", "React."),
    asks("toggle-hand", "{isRaised}", "Raise the hand, or lower it."),
    asks("host:mute-all", "{}", "As the host: stop all microphones."),
    asks("host:remove-participant", "{peerId}", "As the host: remove a participant."),
    asks("host:lock-meeting", "{}", "As the host: let nobody new in."),
    asks("host:unlock-meeting", "{}", "As the host: let people in again."),
    asks("leave-room", "{}", "Leave."),
    asks("ping-check", "{}", "Ask for the server's time."),
    tells(
        "room-participants",
        "[{userId, userName, socketId}]",
        "The answer to `join-room`: the other users.",
    ),
    tells("user-joined", "{userId, userName, socketId}", "A participant came in."),
    tells("user-left", "{userId, userName, socketId}", "A participant left."),
    tells("hand-raised", "{userId, isRaised}", "A hand went up or down."),
    tells("meeting-locked", "{locked, byHost}", "The room is locked, or not any more."),
    tells("chat-message-received", "{message, userId, userName, timestamp}", "A chat message."),
    tells("emoji-received", "{emoji, userId, userName, timestamp}", "A reaction."),
    tells("force-mute", "{fromHost, timestamp}", "A host stopped this client's microphone."),
    tells("signal-receive", "{userId, signal}", "A signal from a participant."),
    tells("pong-check", "{serverTs, instanceId}", "The answer to `ping-check`."),
    tells("rate-limited", "{event, retryAfterMs}", "The event was one too many."),
    tells("removed-by-host", "{reason}", "The server closes the connection after it."),
    tells("error", "{message}", "The server closes the connection after it."),
];

/// Maximum characters of a name and of a chat message; longer texts are cut.
const NAME: usize = 32;
const CHAT: usize = 500;

/// The vocabulary of `/elexico`.
#[derive(Debug)]
pub struct Elexico;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Join {
    room_id: Text,
    user_id: Text,
    user_name: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignalSend {
    target_user_id: Text,
    signal: Value,
}

#[derive(Deserialize)]
struct Chat {
    message: Text,
}

#[derive(Deserialize)]
struct EmojiReaction {
    emoji: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hand {
    is_raised: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RemoveParticipant {
    peer_id: Text,
}

const fn per_second(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

fn rate_limited(event: &str, wait: Duration) -> Emit {
    let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
    Emit::new("rate-limited", json!({ "event": event, "retryAfterMs": wait }))
}

impl Vocabulary for Elexico {
    const EVENTS: &'static [Row] = EVENTS;

    const JOIN: &'static str = "join-room";

    const TEXTS: &'static [&'static str] = &["chat-message", "emoji-reaction", "ping-check"];

    const LIMITS: &'static [Limit] = &[
        Limit { events: &["signal-send"], per_second: per_second(20), above: None },
        Limit { events: &["chat-message"], per_second: per_second(2), above: Some(rate_limited) },
        Limit { events: &["emoji-reaction"], per_second: per_second(5), above: None },
    ];

    fn ask(
        message: &Message,
        room: Option<&RoomView>,
        context: Context<'_>,
    ) -> Result<Asked, String> {
        let me = room.and_then(RoomView::me);
        let lock = |locked| {
            // The room sends no news if nothing changes, so the host gets an answer here.
            if let Some(room) = room.filter(|room| room.locked == locked)
                && me.is_some_and(|me| me.role == Role::Host)
            {
                return Ok(Asked::Tell(vec![meeting_locked(room, locked)]));
            }
            let change = RoomChange { locked: Some(locked), ..RoomChange::default() };
            Ok(Asked::command(Command::SetRoom(change)))
        };
        match message.event.as_str() {
            "join-room" => entry(message.payload()?).map(Asked::Join),
            "signal-send" => {
                let SignalSend { target_user_id, signal } = message.payload()?;
                let to = find(room, &target_user_id.0)?;
                let signal = negotiation::signal_of_any_kind(signal);
                Ok(Asked::command(Command::Signal { to, transport_id: None, signal }))
            }
            "chat-message" => {
                let (BareOr::Bare(text) | BareOr::Object(Chat { message: Text(text) })) =
                    message.payload()?;
                let cut: String = text.trim().chars().take(CHAT).collect();
                Ok(Asked::Chat(cut.parse::<ChatText>().map_err(|error| error.to_string())?))
            }
            "emoji-reaction" => {
                let (BareOr::Bare(emoji) | BareOr::Object(EmojiReaction { emoji })) =
                    message.payload()?;
                let reaction = Reaction::try_from(emoji).map_err(|error| error.to_string())?;
                Ok(Asked::command(Command::React(reaction)))
            }
            "toggle-hand" => {
                let Hand { is_raised } = message.payload()?;
                if let Some(me) = me.filter(|me| me.hand_raised_at.is_some() == is_raised) {
                    return Ok(Asked::Tell(vec![hand_raised(me)]));
                }
                Ok(Asked::command(Command::RaiseHand(is_raised)))
            }
            "host:mute-all" => Ok(Asked::command(Command::MuteAll)),
            "host:remove-participant" => {
                let RemoveParticipant { peer_id } = message.payload()?;
                let who = find(room, &peer_id.0)?;
                Ok(Asked::command(Command::Remove { who, may_return: true }))
            }
            "host:lock-meeting" => lock(true),
            "host:unlock-meeting" => lock(false),
            "leave-room" => Ok(Asked::Leave),
            "ping-check" => {
                let Context { now, instance } = context;
                let payload = json!({ "serverTs": now, "instanceId": instance });
                Ok(Asked::Tell(vec![Emit::new("pong-check", payload)]))
            }
            _ => message.unknown(),
        }
    }

    fn entered(room: &RoomView) -> Vec<Emit> {
        vec![Emit::new("room-participants", room.others().map(user).collect())]
    }

    fn translate(room: &RoomView, news: &News<'_>, now: Timestamp) -> Vec<Emit> {
        let user_id = |id: &ParticipantId| match room.participant(id) {
            Some(who) => id_of(who).to_owned(),
            None => id.to_string(),
        };
        let emit = match news {
            News::Joined(who) => Emit::new("user-joined", user(who)),
            News::Left(who) => Emit::new("user-left", user(who)),
            News::Changed { before, now }
                if before.hand_raised_at.is_some() != now.hand_raised_at.is_some() =>
            {
                hand_raised(now)
            }
            News::Locked(locked) => meeting_locked(room, *locked),
            News::Chat(message) => {
                let payload = json!({
                    "message": message.text,
                    "userId": user_id(&message.from),
                    "userName": message.from_name,
                    "timestamp": message.sent_at,
                });
                Emit::new("chat-message-received", payload)
            }
            News::Reaction { from, reaction, at } => {
                let name = room.participant(from).map(|from| &from.name);
                let payload = json!({
                    "emoji": reaction, "userId": user_id(from), "userName": name, "timestamp": at,
                });
                Emit::new("emoji-received", payload)
            }
            News::Stopped { by, source: Source::Microphone } => {
                let payload = json!({ "fromHost": user_id(by), "timestamp": now });
                Emit::new("force-mute", payload)
            }
            News::Signal { from, signal } => {
                let Some(data) = negotiation::data_of_any_kind(signal) else { return Vec::new() };
                let payload = json!({ "userId": user_id(from), "signal": data });
                Emit::new("signal-receive", payload)
            }
            _ => return Vec::new(),
        };
        vec![emit]
    }

    fn dismissed(why: Dismissal) -> Emit {
        match why {
            Dismissal::Removed { .. } => {
                Emit::new("removed-by-host", json!({ "reason": dismissal(why) }))
            }
            Dismissal::Denied | Dismissal::Ended => {
                Emit::new("error", json!({ "message": dismissal(why) }))
            }
        }
    }
}

fn entry(join: Join) -> Result<Entry, String> {
    let Join { room_id, user_id, user_name } = join;
    let user_id = user_id.0.parse::<UserId>().map_err(|error| error.to_string())?;
    let attributes = Attributes::default();
    Ok(Entry {
        room: room_name(&room_id.0)?,
        name: display_name(user_name.as_ref(), NAME),
        media: UNTOLD,
        foreign: Foreign { user_id: Some(user_id), attributes, told_media: false },
        plays: false,
    })
}

/// The application's id of a participant. Participants without one, such as those of the native
/// client, have only the server's id.
fn id_of(who: &Participant) -> &str {
    who.user_id.as_ref().map_or(who.id.as_str(), UserId::as_str)
}

fn hand_raised(who: &Participant) -> Emit {
    let is_raised = who.hand_raised_at.is_some();
    Emit::new("hand-raised", json!({ "userId": id_of(who), "isRaised": is_raised }))
}

fn meeting_locked(room: &RoomView, locked: bool) -> Emit {
    let host = room.host().map(id_of);
    Emit::new("meeting-locked", json!({ "locked": locked, "byHost": host }))
}

fn user(who: &Participant) -> Value {
    json!({ "userId": id_of(who), "userName": who.name, "socketId": who.id })
}

/// Finds a participant by the application's id or by the server's.
fn find(room: Option<&RoomView>, id: &str) -> Result<ParticipantId, String> {
    let room = room.ok_or("join a room first")?;
    let by = |known: fn(&Participant) -> &str| {
        room.participants.iter().find(|who| known(who) == id).map(|who| who.id.clone())
    };
    let found = by(id_of).or_else(|| by(|who| who.id.as_str()));
    found.ok_or_else(|| "no such participant in this room".to_owned())
}

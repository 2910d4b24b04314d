//! A room of two in which packets are spoken.

use std::time::Duration;

use convene_dialects::{Asked, Context, Message, RoomView, Vocabulary};
use convene_model::{MediaState, NetworkTag, ParticipantId, Timestamp};
use convene_room::{ConnectionId, Effect, Foreign, Join, JoinOutcome, Room, RoomPolicy};

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const POLICY: RoomPolicy = RoomPolicy {
    max_participants: 5, max_publishers: 1000, mesh_max: None,
    max_waiting: 5,
    grace: Duration::from_secs(30),
    host_patience: Duration::from_secs(30),
};

fn join(letter: &str) -> Option<Join> {
    Some(Join {
        id: letter.repeat(16).parse::<ParticipantId>().ok()?,
        name: letter.parse().ok()?,
        media: MediaState::default(),
        returning: None,
        host: false,
        password: None,
        network: NetworkTag(letter.to_owned()),
        link: None,
        foreign: Some(Foreign::default()),
        can_forward: false,
    })
}

/// Has two people speak, the host where a packet says so, and translates all that the other hears.
pub fn speak<V: Vocabulary>(packets: &[(bool, String)]) {
    let (Some(host), Some(other)) = (join("a"), join("b")) else { return };
    let Ok(name) = "room".parse() else { return };
    let mut room = Room::named(POLICY, name, NOW);
    let id = other.id.clone();
    if room.handle_join(ConnectionId(1), host, NOW).is_err() {
        return;
    }
    let Ok(JoinOutcome::Joined { snapshot, .. }) = room.handle_join(ConnectionId(2), other, NOW)
    else {
        return;
    };
    let Ok(name) = "here".parse() else { return };
    let mut view = RoomView::new(name, id, snapshot);
    let _ = V::entered(&view);
    for (by_host, packet) in packets {
        let Ok(message) = Message::parse(packet) else { continue };
        let context = Context { now: NOW, instance: "fuzz" };
        let _ = message.room(!V::TEXTS.contains(&message.event.as_str()));
        let asked = match V::ask(&message, Some(&view), context) {
            Ok(asked) => asked,
            Err(reason) => {
                assert!(!reason.is_empty());
                continue;
            }
        };
        let Asked::Commands { commands, refused, .. } = asked else { continue };
        let _ = refused.map(|refused| refused.event("refused"));
        let connection = ConnectionId(if *by_host { 1 } else { 2 });
        for command in commands {
            let _ = room.handle_command(connection, command, NOW);
        }
        while let Some(effect) = room.poll_effect() {
            let Effect::Deliver { connection: ConnectionId(2), event, .. } = effect else {
                continue;
            };
            if let Some(news) = view.take_in(&event) {
                let _ = V::translate(&view, &news, NOW);
            }
        }
        let _ = V::due(&view, NOW);
        let _ = V::tick(&view, NOW);
    }
}

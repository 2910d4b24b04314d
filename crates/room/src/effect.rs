//! Effects: what a room asks its owner to do.

use std::sync::Arc;

use convene_model::{
    Answer, AskedQuestion, ChatMessage, Evaluation, HeardSlot, InterviewChange, InterviewItem,
    Layer, LeaveReason, LongText, MediaPath, MediaState, MeetingTitle, Mid, Participant,
    ParticipantId, Publication, QuestionSpec, Reaction, RoomName, RoomRecord, RoomSettings, Signal,
    SlotState, Source, Timestamp, TransportDirection, TransportId, VideoSlot, WaitingParticipant,
    json_bytes,
};

use crate::{ChatTicket, CommandId, Durability, Match, RoomError, Snapshot};

/// Id of a signaling connection. The server never reuses a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// Something the owner of the room must do, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send an event to a connection.
    Deliver {
        /// Receiving connection.
        connection: ConnectionId,
        /// Number in the receiver's sequence; it rises by one from event to event.
        seq: u64,
        /// The event; shared, because most events go to all participants.
        event: Arc<Event>,
    },
    /// Tell a connection that another one has taken up its participant, then forget it.
    Supersede {
        /// The connection that lost its participant.
        connection: ConnectionId,
    },
    /// Tell a connection that waited in the lobby that it was admitted.
    Admit {
        /// The connection.
        connection: ConnectionId,
        /// Snapshot for the newcomer.
        snapshot: Box<Snapshot>,
        /// Number of the last event the snapshot includes.
        seq: u64,
    },
    /// Have an answer matched, away from the room's task, and pass the result to
    /// [`crate::Room::handle_matched`].
    Match {
        /// The command that waits for the result.
        command: CommandId,
        /// Connection that the command came from; `None` if its participant is reconnecting.
        connection: Option<ConnectionId>,
        /// The answer and its points.
        input: Box<Match>,
    },
    /// Have an answer assessed, if assessments are configured; the owner passes the result to
    /// [`crate::Room::handle_evaluation`].
    Assess(Box<Assess>),
    /// Write the record, then the items, and report by [`crate::Room::handle_kept`] whether all
    /// of it is on the disk. The room asks for no other write until then.
    Keep {
        /// The record of the room, if it changed.
        record: Option<Box<RoomRecord>>,
        /// Interview items; each replaces the item with its key.
        items: Vec<InterviewItem>,
    },
    /// Answer a command that was [`crate::Progress::Pending`].
    Settled {
        /// The command.
        command: CommandId,
        /// Outcome of the command. After an error nothing has changed.
        result: Result<Durability, RoomError>,
    },
    /// Answer the sender of a chat message that is on the disk. After success, all its receivers
    /// were told. After an error, no receiver was told and the owner must delete the message.
    ChatSettled {
        /// The message.
        ticket: ChatTicket,
        /// An error if the sender may no longer write.
        result: Result<(), RoomError>,
    },
    /// Change what the forwarding server does for this room.
    Media(MediaEffect),
    /// Tell a connection why it is no longer in the room or the lobby, then forget it.
    Dismiss {
        /// The connection.
        connection: ConnectionId,
        /// Reason of the dismissal.
        why: Dismissal,
    },
}

/// A change of what the forwarding server does for a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaEffect {
    /// The media of the room goes through the server from now on.
    Open,
    /// The media of the room does not go through the server any more.
    Close,
    /// A participant may connect. None of its sources is forwarded before [`MediaEffect::Permit`].
    Admit {
        /// The participant.
        participant: ParticipantId,
    },
    /// The sources of a participant that are forwarded; replaces the previous set.
    Permit {
        /// The participant.
        participant: ParticipantId,
        /// The whole set.
        sources: MediaState,
    },
    /// A participant is gone, with its transports and publications.
    Remove {
        /// The participant.
        participant: ParticipantId,
    },
    /// Everything a participant wants to see; replaces the previous list.
    Subscribe {
        /// The participant.
        participant: ParticipantId,
        /// The whole list. It names only participants who are admitted.
        slots: Vec<VideoSlot>,
    },
}

/// An answer to be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assess {
    /// Evaluation that the assessment becomes part of.
    pub evaluation: Evaluation,
    /// The question and what an answer is expected to mention.
    pub question: QuestionSpec,
    /// The answer.
    pub answer: LongText,
}

/// Reason why a connection is no longer in the room or the lobby.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// A host denied the newcomer.
    Denied,
    /// A host removed the participant.
    Removed {
        /// True if the participant may come back like any newcomer.
        may_return: bool,
    },
    /// A host ended the meeting.
    Ended,
}

/// An event that the room sends to its participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A participant joined.
    ParticipantJoined(Participant),
    /// A participant changed, such as its name, role, media state or presence: the new state.
    ParticipantChanged(Participant),
    /// A participant left for good.
    ParticipantLeft {
        /// The participant.
        id: ParticipantId,
        /// Reason for leaving.
        reason: LeaveReason,
    },
    /// The room itself changed.
    RoomChanged {
        /// Start of the meeting.
        started_at: Timestamp,
        /// Title of the meeting.
        title: Option<MeetingTitle>,
        /// Name that leads to the meeting.
        name: Option<RoomName>,
        /// Settings chosen by hosts.
        settings: RoomSettings,
        /// True if newcomers need a password.
        has_password: bool,
    },
    /// The lobby changed; sent to participants who may admit.
    LobbyChanged(Vec<WaitingParticipant>),
    /// A host stopped a source of the receiver.
    SourceStopped {
        /// Host who stopped it.
        by: ParticipantId,
        /// The source.
        source: Source,
    },
    /// A host asks the receiver to unmute.
    UnmuteAsked {
        /// Host who asks.
        by: ParticipantId,
    },
    /// A chat message was written, changed or deleted; the change is already kept.
    ChatMessage(ChatMessage),
    /// A participant reacted.
    Reaction {
        /// The participant.
        from: ParticipantId,
        /// The emoji.
        reaction: Reaction,
        /// Time of the reaction.
        at: Timestamp,
    },
    /// A change in the interview, as far as the receiver may see it.
    Interview(InterviewChange),
    /// True if all of the hosts' decisions are on the disk; sent to those who may change settings.
    Kept(bool),
    /// A question that was asked aloud is recorded.
    AskedAloud(Box<AskedQuestion>),
    /// An answer was handed in for evaluation.
    HandedIn(Answer),
    /// The number of viewers changed. Sent at a bounded rate.
    ViewersChanged(usize),
    /// Viewers with a raised hand, the earliest first, to those who may lower hands. Sent at a bounded
    /// rate.
    HandsChanged(Vec<Participant>),
    /// The media of the room takes another path. Publications and subscriptions end with the path.
    MediaPathChanged(MediaPath),
    /// A source arrives at the forwarding server, or its layers changed.
    Published(Publication),
    /// A source is no longer forwarded.
    Unpublished {
        /// The publisher.
        participant: ParticipantId,
        /// The source.
        source: Source,
    },
    /// State of one of the receiver's video slots.
    SlotChanged {
        /// The slot.
        mid: Mid,
        /// The new state.
        state: SlotState,
    },
    /// Audio slots of the receiver: all of them.
    Heard(Vec<HeardSlot>),
    /// Participants who speak, the dominant speaker first.
    Speakers(Vec<ParticipantId>),
    /// The largest height at which anybody shows a source of the receiver.
    Wanted {
        /// The source.
        source: Source,
        /// Pixels; 0 while nobody shows it.
        height: u16,
    },
    /// A transport of the receiver with the forwarding server connected or ended.
    TransportChanged {
        /// The transport.
        direction: TransportDirection,
        /// False once it ended.
        connected: bool,
    },
    /// A signal from another participant.
    Signal {
        /// Sender.
        from: ParticipantId,
        /// Transport that the signal belongs to.
        transport_id: Option<TransportId>,
        /// The signal.
        signal: Signal,
    },
}

impl Event {
    /// Bytes that the event holds, including all its texts; the outbox limits their sum.
    pub(crate) fn weight(&self) -> usize {
        let id = |id: &ParticipantId| id.as_str().len();
        let text = match self {
            Self::ParticipantJoined(participant) | Self::ParticipantChanged(participant) => {
                participant.weight()
            }
            Self::ParticipantLeft { id: who, reason: _ } => id(who),
            Self::RoomChanged { title, name, .. } => {
                title.as_ref().map_or(0, |it| it.as_str().len())
                    + name.as_ref().map_or(0, |it| it.as_str().len())
            }
            Self::Kept(_) => 0,
            Self::LobbyChanged(waiting) => waiting
                .iter()
                .map(|it| size_of::<WaitingParticipant>() + id(&it.id) + it.name.as_str().len())
                .sum(),
            Self::SourceStopped { by, source: _ } | Self::UnmuteAsked { by } => id(by),
            Self::ChatMessage(message) => message.weight(),
            Self::Reaction { from, reaction, at: _ } => id(from) + reaction.as_str().len(),
            Self::Interview(change) => change.weight(),
            Self::AskedAloud(question) => json_bytes(question),
            Self::HandedIn(answer) => json_bytes(answer),
            Self::ViewersChanged(_)
            | Self::MediaPathChanged(_)
            | Self::SlotChanged { .. }
            | Self::Wanted { .. }
            | Self::TransportChanged { .. } => 0,
            Self::HandsChanged(hands) => {
                hands.iter().map(|it| size_of::<Participant>() + it.weight()).sum()
            }
            Self::Published(publication) => {
                let rid = |layer: &Layer| layer.rid.as_ref().map_or(0, String::len);
                let layers = publication.layers.iter();
                id(&publication.participant_id)
                    + layers.map(|layer| size_of::<Layer>() + rid(layer)).sum::<usize>()
            }
            Self::Unpublished { participant, source: _ } => id(participant),
            Self::Heard(slots) => slots
                .iter()
                .map(|slot| {
                    let who = slot.participant_id.as_ref().map_or(0, id);
                    size_of::<HeardSlot>() + slot.mid.len() + who
                })
                .sum(),
            Self::Speakers(speakers) => {
                speakers.iter().map(|who| size_of::<ParticipantId>() + id(who)).sum()
            }
            Self::Signal { from, transport_id, signal } => {
                let transport_id = transport_id.as_ref().map_or(0, |it| it.as_str().len());
                id(from) + transport_id + signal.weight()
            }
        };
        text + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use convene_model::{Attributes, ChatMessageId, DisplayName, Presence, Role, UserId};
    use proptest::prelude::*;

    use super::*;

    fn name() -> impl Strategy<Value = DisplayName> {
        "[a-zä]{1,64}".prop_map(|name| name.parse().unwrap())
    }

    /// An event, and the bytes of its user-chosen texts.
    fn events() -> impl Strategy<Value = (Event, usize)> {
        let id: ParticipantId = "a".repeat(16).parse().unwrap();
        let (from, by, who, candidate) = (id.clone(), id.clone(), id.clone(), id.clone());
        prop_oneof![
            (name(), "[a-zä]{1,64}", ".{0,500}").prop_map(move |(name, user_id, more)| {
                let said = serde_json::json!({ "more": more });
                let said = said.as_object().unwrap().clone();
                let texts = name.as_str().len() + user_id.len() + more.len();
                let participant = Participant {
                    id: id.clone(),
                    name,
                    role: Role::Guest,
                    interview_role: None,
                    media: MediaState::default(),
                    presence: Presence::Connected,
                    joined_at: Timestamp(1),
                    hand_raised_at: None,
                    recording: None,
                    foreign: true,
                    user_id: user_id.parse::<UserId>().ok(),
                    attributes: Attributes::try_from(said).unwrap(),
                };
                (Event::ParticipantChanged(participant), texts)
            }),
            (name(), name(), "[a-zä ]{1,300}x").prop_map(move |(from_name, to_name, text)| {
                let text: convene_model::ChatText = text.parse().unwrap();
                let texts = from_name.as_str().len() + to_name.as_str().len() + text.as_str().len();
                let message = ChatMessage {
                    id: ChatMessageId(1),
                    client_id: serde_json::from_str("\"x\"").unwrap(),
                    from: from.clone(),
                    from_name,
                    to: Some(from.clone()),
                    to_name: Some(to_name),
                    text: Some(text),
                    sent_at: Timestamp(1),
                    edited_at: None,
                };
                (Event::ChatMessage(message), texts)
            }),
            (".{0,300}", ".{0,300}", ".{0,300}").prop_map(move |(text, mid, fragment)| {
                let texts = text.len() + mid.len() + fragment.len();
                let signal = Signal::Candidate {
                    candidate: text.parse().unwrap(),
                    sdp_mid: Some(mid.parse().unwrap()),
                    sdp_m_line_index: None,
                    username_fragment: Some(fragment.parse().unwrap()),
                };
                let transport_id: TransportId = "t".repeat(64).parse().unwrap();
                let event = Event::Signal {
                    from: candidate.clone(),
                    transport_id: Some(transport_id),
                    signal,
                };
                (event, texts + 64)
            }),
            prop::collection::vec(name(), 0..20).prop_map(move |names| {
                let texts = names.iter().map(|name| name.as_str().len()).sum();
                let waiting = names.into_iter().map(|name| WaitingParticipant {
                    id: who.clone(),
                    name,
                    waiting_since: Timestamp(1),
                    suspect: false,
                });
                (Event::LobbyChanged(waiting.collect()), texts)
            }),
            name().prop_map(|title| {
                let texts = title.as_str().len() * 2;
                let event = Event::RoomChanged {
                    started_at: Timestamp(1),
                    title: MeetingTitle::shortened(title.as_str()),
                    name: title.as_str().parse().ok(),
                    settings: RoomSettings::default(),
                    has_password: false,
                };
                (event, texts)
            }),
            Just((Event::UnmuteAsked { by }, 16)),
        ]
    }

    proptest! {
        #[test]
        fn an_event_weighs_at_least_its_texts((event, texts) in events()) {
            prop_assert!(event.weight() >= texts + size_of::<Event>());
        }
    }
}

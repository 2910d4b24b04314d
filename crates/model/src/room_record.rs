//! The record of a room, which outlives it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    DisplayName, MeetingTitle, ParticipantId, PasswordHash, Role, RoomSettings, Timestamp,
};

/// Kept state of a room, for the next time the room is live, such as after a server restart. Each
/// list is bounded; the room drops the oldest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomRecord {
    /// Settings chosen by hosts.
    pub settings: RoomSettings,
    /// Title of the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<MeetingTitle>,
    /// Hash of the password that newcomers need.
    pub password: Option<PasswordHash>,
    /// True once a host has joined; only then may a participant become acting host.
    pub host_seen: bool,
    /// Participants named co-host.
    pub co_hosts: VecDeque<ParticipantId>,
    /// Participants on the stage of a webinar: who was there before it became one, and viewers whom a
    /// host brought up.
    #[serde(skip_serializing_if = "VecDeque::is_empty")]
    pub stage: VecDeque<ParticipantId>,
    /// The acting host.
    pub acting_host: Option<ActingHost>,
    /// Participants renamed by a host.
    pub renamed: VecDeque<Renamed>,
    /// Removed participants: their tokens are no longer valid.
    pub removed: VecDeque<ParticipantId>,
    /// Networks of participants removed for good: newcomers from there wait in the lobby.
    pub suspect_networks: VecDeque<NetworkTag>,
    /// True while the forwarding server carries the media. After a restart of the server the room begins there,
    /// so that its participants need not connect to each other first.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forwards: bool,
    /// Time at which a host ended the meeting for everyone.
    pub ended_at: Option<Timestamp>,
}

/// An acting host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingHost {
    /// The participant.
    pub id: ParticipantId,
    /// Role before, which the participant gets back when a host returns.
    pub was: Role,
}

/// A participant renamed by a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// The participant.
    pub id: ParticipantId,
    /// The new name.
    pub name: DisplayName,
}

/// Tag for the network of a connection: equal for equal networks of one meeting, and reveals
/// nothing else about the network.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NetworkTag(pub String);

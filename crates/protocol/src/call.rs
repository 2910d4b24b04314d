//! Calls: people sign in, ring each other and write direct messages. Media flows through the room
//! of the call, which the two people enter with the call's tickets.

use convene_model::{
    Availability, CallId, CallRecord, ChatMessageId, ChatText, ClientMessageId, DisplayName,
    MeetingId, ParticipantId, Party, PersonId, Signal, Timestamp, TransportId, WhoMayCall,
};
use serde::{Deserialize, Serialize};

use crate::IceServers;
use crate::secret::debug_without_secrets;

/// Maximum number of calls in one page of the call history.
pub const MAX_CALLS_IN_PAGE: u32 = 100;

/// Signs a person in, so that they can place and receive calls. Without a token the server creates
/// a new person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SignInRequest {
    /// Token from an earlier `sign_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Display name. If absent, the person keeps their previous name; a new person is named by
    /// their id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

debug_without_secrets!(SignInRequest { name } hides { token });

/// Requests the current contents of the `sign_in` reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct MyselfRequest {}

/// Result of `sign_in` and `myself`. After `sign_in`, the server sends one `call_changed` for each
/// call of this person that has not ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SignedIn {
    /// The signed-in person.
    pub person: Party,
    /// Proves this person's identity in a later `sign_in`. Store it permanently and keep it secret.
    pub token: String,
    /// Which people may call this person.
    pub who_may_call: WhoMayCall,
    /// People whom this person has blocked.
    pub blocked: Vec<Party>,
    /// Acquaintances of this person, the latest call first.
    pub contacts: Vec<Contact>,
    /// Number of missed calls since the last `clear_missed`.
    pub missed: u32,
    /// Unread messages, counted for each sender.
    pub unread: Vec<Unread>,
    /// STUN servers; includes the relay only while a call of this person has not ended.
    pub ice: IceServers,
    /// The server's current time.
    pub server_time: Timestamp,
}

debug_without_secrets!(SignedIn { person, who_may_call, blocked, contacts, missed, unread, server_time } hides { token, ice });

/// An acquaintance: somebody with whom this person has had an answered call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Contact {
    /// Id and name of the acquaintance.
    pub party: Party,
    /// Their current availability.
    pub availability: Availability,
    /// Time of the latest call between the two, if this person's call history still has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_call_at: Option<Timestamp>,
}

/// Unread messages from one sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Unread {
    /// The sender.
    pub party: Party,
    /// Number of unread messages.
    pub count: u32,
}

/// Changes the person's profile. Absent fields keep their value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetProfileRequest {
    /// The new display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// Which people may call this person and write to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_call: Option<WhoMayCall>,
}

/// Reports whether the person is looking at this page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetAwayRequest {
    /// True if the person is not looking at this page.
    pub away: bool,
}

/// Names one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct PersonRef {
    /// The person's id.
    pub person_id: PersonId,
}

/// Places a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceCallRequest {
    /// The callee.
    pub to: PersonId,
    /// True for a video call, false for an audio call.
    pub video: bool,
    /// An answered call that the caller is in: the callee joins the room of that call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub into: Option<CallId>,
}

/// Result of `call` and `resume_call`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallPlaced {
    /// The call. If the callee rang the caller at the same time, this is the callee's call, already
    /// answered.
    pub call: CallRecord,
    /// The room of the call.
    pub room: CallRoom,
    /// ICE servers for the transports that the client prepares while the call rings.
    pub ice: IceServers,
}

/// Result of `answer_call`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallAnswered {
    /// The room of the call.
    pub room: CallRoom,
}

/// The room of a call, with what one of the two people needs to enter it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallRoom {
    /// The `meeting_id` for `join`.
    pub meeting_id: MeetingId,
    /// The receiver's own participant id in the room.
    pub participant_id: ParticipantId,
    /// The other person's participant id in the room.
    pub other_participant_id: ParticipantId,
    /// The `token` for `join`. The room admits nobody without a ticket.
    pub ticket: String,
}

debug_without_secrets!(CallRoom { meeting_id, participant_id, other_participant_id } hides { ticket });

/// Names one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallRef {
    /// The call's id.
    pub call_id: CallId,
}

/// Ends a call: cancels it while it rings, or hangs up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct HangUpRequest {
    /// The call's id.
    pub call_id: CallId,
    /// Time of the hang-up by the server's clock, if the client was offline then and reports it
    /// late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub at: Option<Timestamp>,
}

/// One negotiation step between caller and callee before both are in the room. Clients send it as a
/// request and receive it as an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallSignal {
    /// The call's id.
    pub call_id: CallId,
    /// The transport that the signal belongs to.
    pub transport_id: TransportId,
    /// The signal itself.
    pub signal: Signal,
}

/// Requests one page of the person's call history, newest calls first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CallHistoryRequest {
    /// Return only calls before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CallMark>,
    /// Maximum number of calls to return: 1 to 100, 50 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A position in the call history. The call that it names may have been deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallMark {
    /// Time at which the call began to ring.
    pub called_at: Timestamp,
    /// The call's id.
    pub id: CallId,
}

/// One page of the person's call history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallPage {
    /// Calls of this page, newest first.
    pub calls: Vec<CallRecord>,
    /// True if the history has older calls.
    pub has_more: bool,
}

/// Marks all missed calls as seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct ClearMissedRequest {}

/// Sends a message to one person, who may be offline. The server acknowledges it once it is on the
/// disk. Sending it again with the same `client_id` returns the same acknowledgement and stores
/// nothing twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SendDirectRequest {
    /// The receiver.
    pub to: PersonId,
    /// Id chosen by the sender, unique for each message.
    pub client_id: ClientMessageId,
    /// The text of the message.
    pub text: ChatText,
}

/// Requests one page of the conversation with one person, newest page first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DirectHistoryRequest {
    /// The other person.
    pub with: PersonId,
    /// Return only messages before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<ChatMessageId>,
}

/// A message from one person to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectMessage {
    /// Number of the message within the conversation.
    pub id: ChatMessageId,
    /// Id that the sender chose.
    pub client_id: ClientMessageId,
    /// The sender.
    pub from: PersonId,
    /// The text of the message.
    pub text: ChatText,
    /// Time at which it was sent.
    pub sent_at: Timestamp,
}

/// One page of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectPage {
    /// Up to 50 messages, oldest first.
    pub messages: Vec<DirectMessage>,
    /// True if the conversation has older messages.
    pub has_more: bool,
}

/// Marks the other person's messages as read, up to and including one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct MarkReadRequest {
    /// The other person.
    pub with: PersonId,
    /// The last message that has been read.
    pub id: ChatMessageId,
}

/// A call of this person began to ring or changed, whichever side placed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallChanged {
    /// The complete current state of the call.
    pub call: CallRecord,
    /// True if this page is the one that takes part in the call.
    pub here: bool,
    /// The call whose room the callee joins, if this call brings them into another call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub into: Option<CallId>,
    /// ICE servers for the transports of this call; absent once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ice: Option<IceServers>,
}

/// An acquaintance's availability changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AvailabilityChanged {
    /// The acquaintance.
    pub person_id: PersonId,
    /// Their availability now.
    pub availability: Availability,
}

/// Some contents of the `sign_in` reply changed, by another page of this person or by other people:
/// a name, blocked people, a new contact, missed calls, unread messages. `myself` returns the
/// current contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct MyselfChanged {}

/// A message arrived, or the person sent one from another of their pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectMessageKept {
    /// The other person of the conversation.
    pub with: Party,
    /// The message itself.
    pub message: DirectMessage,
}

#[cfg(test)]
mod tests {
    use crate::{CallsRequest, ErrorBody, ErrorCode, Request, parse_request};

    fn parsed(packet: &str) -> Result<CallsRequest, ErrorBody> {
        match parse_request(packet)? {
            Request::Calls(request) => Ok(*request),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_id_is_taken_as_people_write_it() {
        let packet = r#"["call",{"to":"KALU mipo tesa","video":true}]"#;
        let Ok(CallsRequest::Place(request)) = parsed(packet) else { panic!("not a call") };
        assert_eq!(request.to.as_str(), "kalu-mipo-tesa");
        assert_eq!(request.into, None);
    }

    #[test]
    fn each_name_is_parsed_with_its_payload() {
        let call = r#"{"call_id":"aaaaaaaaaaaaaaaa"}"#;
        for name in ["answer_call", "decline_call", "hang_up", "call_connected", "call_failed"] {
            assert!(parsed(&format!(r#"["{name}",{call}]"#)).is_ok(), "{name}");
        }
        for name in ["sign_in", "myself", "set_profile", "clear_missed", "call_history"] {
            assert!(parsed(&format!(r#"["{name}"]"#)).is_ok(), "{name}");
        }
        let person = r#"{"person_id":"kalu-mipo-tesa"}"#;
        for name in ["block", "unblock", "delete_conversation"] {
            assert!(parsed(&format!(r#"["{name}",{person}]"#)).is_ok(), "{name}");
        }
        let packet = r#"["call_signal",{"call_id":"aaaaaaaaaaaaaaaa","transport_id":"t",
            "signal":{"type":"candidate","candidate":"x"}}]"#;
        assert!(matches!(parsed(packet), Ok(CallsRequest::Signal(_))));
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for packet in [
            r#"["call",{"to":"nobody","video":true}]"#,
            r#"["call",{"to":"kalu-mipo-tesa","video":true,"from":"kalu-mipo-tesa"}]"#,
            r#"["answer_call"]"#,
            r#"["answer_call",{"call_id":"x"}]"#,
            r#"["set_profile",{"who_may_call":"friends"}]"#,
            r#"["send_direct",{"to":"kalu-mipo-tesa","client_id":"a","text":""}]"#,
        ] {
            assert_eq!(parsed(packet).unwrap_err().code, ErrorCode::InvalidPayload, "{packet}");
        }
    }
}

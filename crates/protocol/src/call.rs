//! Calls: people who sign in, ring each other and write to each other. What two in a call see and hear of
//! each other is a room's, entered with the ticket of the call.

use convene_model::{
    Availability, CallId, CallRecord, ChatMessageId, ChatText, ClientMessageId, DisplayName,
    MeetingId, ParticipantId, Party, PersonId, Signal, Timestamp, TransportId, WhoMayCall,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::parse::payload_of;
use crate::{ErrorBody, IceServers};

/// The most calls in a page of one's history.
pub const MAX_CALLS_IN_PAGE: u32 = 100;

/// A request of calls, parsed: the event's name chose the variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallsRequest {
    /// `sign_in`
    SignIn(SignInRequest),
    /// `myself`
    Myself(MyselfRequest),
    /// `set_profile`
    SetProfile(SetProfileRequest),
    /// `set_away`
    SetAway(SetAwayRequest),
    /// `block`
    Block(PersonRef),
    /// `unblock`
    Unblock(PersonRef),
    /// `call`
    Place(PlaceCallRequest),
    /// `answer_call`
    Answer(CallRef),
    /// `decline_call`
    Decline(CallRef),
    /// `hang_up`
    HangUp(HangUpRequest),
    /// `call_connected`
    Connected(CallRef),
    /// `call_failed`
    Failed(CallRef),
    /// `call_signal`
    Signal(CallSignal),
    /// `resume_call`
    Resume(CallRef),
    /// `call_history`
    History(CallHistoryRequest),
    /// `delete_call`
    Delete(CallRef),
    /// `clear_missed`
    ClearMissed(ClearMissedRequest),
    /// `send_direct`
    SendDirect(SendDirectRequest),
    /// `direct_history`
    DirectHistory(DirectHistoryRequest),
    /// `mark_read`
    MarkRead(MarkReadRequest),
    /// `delete_conversation`
    DeleteConversation(PersonRef),
}

impl CallsRequest {
    /// The request with this name, if it is one of calls.
    pub(crate) fn parse(name: &str, payload: Option<&RawValue>) -> Option<Result<Self, ErrorBody>> {
        Some(match name {
            "sign_in" => payload_of(payload).map(Self::SignIn),
            "myself" => payload_of(payload).map(Self::Myself),
            "set_profile" => payload_of(payload).map(Self::SetProfile),
            "set_away" => payload_of(payload).map(Self::SetAway),
            "block" => payload_of(payload).map(Self::Block),
            "unblock" => payload_of(payload).map(Self::Unblock),
            "call" => payload_of(payload).map(Self::Place),
            "answer_call" => payload_of(payload).map(Self::Answer),
            "decline_call" => payload_of(payload).map(Self::Decline),
            "hang_up" => payload_of(payload).map(Self::HangUp),
            "call_connected" => payload_of(payload).map(Self::Connected),
            "call_failed" => payload_of(payload).map(Self::Failed),
            "call_signal" => payload_of(payload).map(Self::Signal),
            "resume_call" => payload_of(payload).map(Self::Resume),
            "call_history" => payload_of(payload).map(Self::History),
            "delete_call" => payload_of(payload).map(Self::Delete),
            "clear_missed" => payload_of(payload).map(Self::ClearMissed),
            "send_direct" => payload_of(payload).map(Self::SendDirect),
            "direct_history" => payload_of(payload).map(Self::DirectHistory),
            "mark_read" => payload_of(payload).map(Self::MarkRead),
            "delete_conversation" => payload_of(payload).map(Self::DeleteConversation),
            _ => return None,
        })
    }
}

/// Says who one is, to ring and be rung. Without a token one is somebody new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SignInRequest {
    /// The token of an earlier `sign_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The name to be known by; without it the one before, or for who is new the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

/// Asks again for what `sign_in` told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct MyselfRequest {}

/// What `sign_in` and `myself` are acknowledged with. After `sign_in`, calls of one's own that are not over follow as `call_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SignedIn {
    /// Who one is.
    pub person: Party,
    /// Proves it in a later `sign_in`; keep it secret, and for good.
    pub token: String,
    /// Who may ring one.
    pub who_may_call: WhoMayCall,
    /// Those one wants nothing of.
    pub blocked: Vec<Party>,
    /// Those one has talked with, the latest first.
    pub contacts: Vec<Contact>,
    /// How many calls one missed since `clear_missed`.
    pub missed: u32,
    /// From whom there are messages one has not read.
    pub unread: Vec<Unread>,
    /// For the transports that are prepared while it rings.
    pub ice: IceServers,
    /// The server's clock, now.
    pub server_time: Timestamp,
}

/// Somebody one has talked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Contact {
    /// Who.
    pub party: Party,
    /// Where they are.
    pub availability: Availability,
    /// When one of the two last rang the other, as far as one's history has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_call_at: Option<Timestamp>,
}

/// Messages that wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Unread {
    /// From whom.
    pub party: Party,
    /// How many.
    pub count: u32,
}

/// Changes what one says of oneself; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SetProfileRequest {
    /// The name to be known by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// Who may ring one and write to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_call: Option<WhoMayCall>,
}

/// Tells whether anybody looks at this page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SetAwayRequest {
    /// Whether nobody does.
    pub away: bool,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct PersonRef {
    /// Who.
    pub person_id: PersonId,
}

/// Rings somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceCallRequest {
    /// Whom.
    pub to: PersonId,
    /// Whether with video.
    pub video: bool,
    /// The call one is in, to bring them into its room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub into: Option<CallId>,
}

/// What `call` and `resume_call` are acknowledged with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallPlaced {
    /// The call; if the other rang at the same time, theirs, and answered.
    pub call: CallRecord,
    /// Where the two meet.
    pub room: CallRoom,
}

/// What `answer_call` is acknowledged with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallAnswered {
    /// Where the two meet.
    pub room: CallRoom,
}

/// The room of a call, as one of the two enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallRoom {
    /// For `join`.
    pub meeting_id: MeetingId,
    /// Who one is there.
    pub participant_id: ParticipantId,
    /// Who the other is there.
    pub other_participant_id: ParticipantId,
    /// The `token` for `join`; there is no other way in.
    pub ticket: String,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallRef {
    /// Which.
    pub call_id: CallId,
}

/// Ends a call: gives up while it rings there, or hangs up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct HangUpRequest {
    /// Which.
    pub call_id: CallId,
    /// When it happened by the server's clock, if it could not be told then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub at: Option<Timestamp>,
}

/// A step of the negotiation with the other, before both are in the room: sent as a request and told as an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallSignal {
    /// In which call.
    pub call_id: CallId,
    /// The transport it belongs to.
    pub transport_id: TransportId,
    /// The signal.
    pub signal: Signal,
}

/// Asks for a page of one's calls, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CallHistoryRequest {
    /// Only calls before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CallMark>,
    /// How many at most: 1 to 100; 50 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A place in the history: a call that need not be there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct CallMark {
    /// When it began to ring.
    pub called_at: Timestamp,
    /// Which.
    pub id: CallId,
}

/// A page of one's calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallPage {
    /// The newest first.
    pub calls: Vec<CallRecord>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// Says that one has seen which calls one missed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct ClearMissedRequest {}

/// Writes to somebody, who reads it now or when they are back. Acknowledged once it is kept; sent again with the
/// same `client_id` it is acknowledged again and not kept twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct SendDirectRequest {
    /// To whom.
    pub to: PersonId,
    /// Chosen by the sender, one for each message.
    pub client_id: ClientMessageId,
    /// What to say.
    pub text: ChatText,
}

/// Asks for a page of what two wrote to each other, newest page first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct DirectHistoryRequest {
    /// The other.
    pub with: PersonId,
    /// Only messages before this one; absent for the newest page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<ChatMessageId>,
}

/// What one person wrote to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectMessage {
    /// Its number among what the two wrote.
    pub id: ChatMessageId,
    /// The id its sender gave it.
    pub client_id: ClientMessageId,
    /// Who wrote it.
    pub from: PersonId,
    /// What it says.
    pub text: ChatText,
    /// When.
    pub sent_at: Timestamp,
}

/// A page of what two wrote to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectPage {
    /// Up to 50, oldest first.
    pub messages: Vec<DirectMessage>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// Says up to which message one has read what somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct MarkReadRequest {
    /// Who wrote.
    pub with: PersonId,
    /// The last message one has read.
    pub id: ChatMessageId,
}

/// A call of one's own began to ring, here or there, or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CallChanged {
    /// The call as it is now, whole.
    pub call: CallRecord,
    /// Whether it is this very page that takes part in it.
    pub here: bool,
    /// The call into whose room it brings somebody, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub into: Option<CallId>,
}

/// Somebody one has talked with came, went, or looked away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AvailabilityChanged {
    /// Who.
    pub person_id: PersonId,
    /// Where they are now.
    pub availability: Availability,
}

/// Something of what `sign_in` told changed, on another page or by others: a name, who is blocked, a new contact, what
/// was missed or is unread. `myself` tells what is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(type = "Record<string, never>")]
pub struct MyselfChanged {}

/// Somebody wrote to one, or one wrote on another page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DirectMessageKept {
    /// The other of the two.
    pub with: Party,
    /// The message.
    pub message: DirectMessage,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, Request, parse_request};

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

//! The TypeScript of this crate: one module with every type and with the event maps that type
//! `Socket<ServerToClientEvents, ClientToServerEvents>`.

use std::fmt::Write as _;

use convene_model as model;
use ts_rs::TS;

use crate::{
    Ack, AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, AvailabilityChanged, CallAnswered,
    CallChanged, CallHistoryRequest, CallMark, CallPage, CallPlaced, CallRef, CallRoom, CallSignal,
    CallsRequest, ChatHistoryRequest, ChatMessageKept, ChatPage, ClearMissedRequest, Contact,
    Decided, DeleteChatRequest, Denied, DenyRequest, DirectHistoryRequest, DirectMessage,
    DirectMessageKept, DirectPage, EditChatRequest, Empty, EndMeetingRequest, ErrorBody, ErrorCode,
    HandsChanged, HangUpRequest, Heard, IceServer, IceServers, IceServersRequest, InterviewChanged,
    JoinReply, JoinRequest, LeaveRequest, ListViewersRequest, LobbyChanged, LowerHandRequest,
    MarkReadRequest, MediaAnswer, MediaOfferRequest, MediaPathChanged, MediaTransportChanged,
    MeetingEnded, MuteAllRequest, MyselfChanged, MyselfRequest, OfferedTrack, ParticipantChanged,
    ParticipantJoined, ParticipantLeft, PersonRef, PlaceCallRequest, Published, RaiseHandRequest,
    ReactRequest, ReactionShown, RecordingChange, RemoveRequest, Removed, RenameRequest, Request,
    RequestFailed, RoomChanged, RoomKept, RoomSnapshot, SendChatRequest, SendDirectRequest,
    ServerClosing, SetAwayRequest, SetMediaRequest, SetNameRequest, SetPasswordRequest,
    SetProfileRequest, SetRecordingRequest, SetRoleRequest, SetRoomRequest, SetTitleRequest,
    SignInRequest, SignalReceived, SignalRequest, SignedIn, SlotChanged, SourceStopped, Speakers,
    StopSourceRequest, SubscribeRequest, Superseded, TimeReply, TimeRequest, UnmuteAsked,
    Unpublished, Unread, ViewerPage, ViewersChanged, Wanted, http,
};

/// Path of the module, relative to the workspace root.
pub const PATH: &str = "web/src/protocol/protocol.gen.ts";

/// The text of the module.
#[must_use]
pub fn module() -> String {
    let config = ts_rs::Config::default();
    let mut text = String::from(
        "// Generated from crates/protocol; do not edit. `make types` writes it, `make check` compares.\n\
         // As long as the protocol is: one module, so that what is generated is compared as a whole.\n\n",
    );
    macro_rules! declare {
        ($($type:ty),* $(,)?) => {
            $( let _ = writeln!(text, "export {}\n", <$type as TS>::decl(&config)); )*
        };
    }
    declare!(
        model::MeetingId,
        model::ParticipantId,
        model::TransportId,
        model::UserId,
        model::DisplayName,
        model::MeetingTitle,
        model::RoomName,
        model::ChosenName,
        model::Timestamp,
        model::MediaState,
        model::Source,
        model::Role,
        model::Audience,
        model::MediaPath,
        model::MediaPathSetting,
        model::RoomSettings,
        model::Password,
        model::InterviewRole,
        model::PersonId,
        model::CallId,
        model::WhoMayCall,
        model::Availability,
        model::CallEnd,
        model::CallState,
        model::Party,
        model::CallRecord,
        model::Presence,
        model::RecordingState,
        model::Participant,
        model::WaitingParticipant,
        model::TransportDirection,
        model::Mid,
        model::Layer,
        model::Publication,
        model::VideoSource,
        model::VideoSlot,
        model::SlotState,
        model::HeardSlot,
        model::LeaveReason,
        model::ChatMessageId,
        model::ClientMessageId,
        model::ChatText,
        model::ChatMessage,
        model::Reaction,
        model::Signal,
        model::LinkId,
        model::ShortText,
        model::QuestionText,
        model::LongText,
        model::ReasonText,
        model::ExpectedPoint,
        model::Excerpt,
        model::Remark,
        model::Remarks,
        model::AssessmentModel,
        model::MatchingScore,
        model::AssessmentScore,
        model::PointOutcome,
        model::PointResult,
        model::Matching,
        model::Assessment,
        model::AssessmentDraft,
        model::AssessmentFailure,
        model::AssessmentState,
        model::SectionId,
        model::Section,
        model::Difficulty,
        model::QuestionSpec,
        model::Criterion,
        model::InterviewPlan,
        model::InterviewState,
        model::InterviewClock,
        model::QuestionId,
        model::AskedQuestion,
        model::PublicQuestion,
        model::Answer,
        model::NoteId,
        model::Note,
        model::Evaluation,
        model::Score,
        model::Rating,
        model::Recommendation,
        model::Scorecard,
        model::PublicView,
        model::InterviewerView,
        model::InterviewView,
        model::InterviewChange,
        model::InterviewCommand,
        ErrorCode,
        ErrorBody,
        IceServer,
        IceServers,
        RoomSnapshot,
        JoinRequest,
        JoinReply,
        LeaveRequest,
        SignalRequest,
        SetMediaRequest,
        IceServersRequest,
        TimeRequest,
        TimeReply,
        Empty,
        SendChatRequest,
        EditChatRequest,
        DeleteChatRequest,
        ChatHistoryRequest,
        ChatPage,
        ReactRequest,
        RaiseHandRequest,
        RecordingChange,
        SetRecordingRequest,
        RenameRequest,
        AdmitRequest,
        AdmitAllRequest,
        DenyRequest,
        SetRoomRequest,
        SetPasswordRequest,
        StopSourceRequest,
        MuteAllRequest,
        AskToUnmuteRequest,
        LowerHandRequest,
        RemoveRequest,
        SetRoleRequest,
        SetTitleRequest,
        SetNameRequest,
        EndMeetingRequest,
        SignInRequest,
        Contact,
        Unread,
        SignedIn,
        MyselfRequest,
        MyselfChanged,
        SetProfileRequest,
        SetAwayRequest,
        PersonRef,
        PlaceCallRequest,
        CallRoom,
        CallPlaced,
        CallAnswered,
        CallRef,
        HangUpRequest,
        CallSignal,
        CallMark,
        CallHistoryRequest,
        CallPage,
        ClearMissedRequest,
        SendDirectRequest,
        DirectHistoryRequest,
        DirectMessage,
        DirectPage,
        MarkReadRequest,
        CallChanged,
        AvailabilityChanged,
        DirectMessageKept,
        Decided,
        Ack<Empty>,
        ChatMessageKept,
        ReactionShown,
        ParticipantJoined,
        ParticipantChanged,
        ParticipantLeft,
        RoomChanged,
        RoomKept,
        SignalReceived,
        LobbyChanged,
        InterviewChanged,
        SourceStopped,
        UnmuteAsked,
        OfferedTrack,
        MediaOfferRequest,
        MediaAnswer,
        SubscribeRequest,
        ListViewersRequest,
        ViewerPage,
        ViewersChanged,
        HandsChanged,
        MediaPathChanged,
        Published,
        Unpublished,
        SlotChanged,
        Heard,
        Speakers,
        Wanted,
        MediaTransportChanged,
        Denied,
        Removed,
        MeetingEnded,
        Superseded,
        ServerClosing,
        RequestFailed,
        http::CreateMeeting,
        http::Meeting,
        http::CreatedMeeting,
        model::Happening,
        model::Moment,
        model::ReportedPerson,
        model::ReportedQuestion,
        model::InterviewDetails,
        model::DecisionOutcome,
        model::Decision,
        model::InterviewReport,
        model::BankId,
        model::QuestionBank,
        http::CreateInterview,
        http::ChangeDetails,
        http::RecordDecision,
        http::CreateLink,
        http::InterviewLink,
        http::CreatedInterview,
        http::InterviewSummary,
        http::InterviewLinks,
        model::StreamScope,
        http::CreateStreamToken,
        http::StreamTokenInfo,
        http::StreamTokens,
        http::CreatedBank,
        http::ImportList,
        http::ImportFault,
        http::LineError,
        http::Problem,
    );
    text.push_str(
        "/** Requests: each is acknowledged. */\nexport interface ClientToServerEvents {\n",
    );
    Request::describe(&mut text);
    CallsRequest::describe(&mut text);
    text.push_str(
        "}

/** Events of the room: numbered, so that a connection that comes back can ask for what it missed. */
export interface RoomEvents {
  participant_joined: (payload: ParticipantJoined, seq: number) => void;
  participant_changed: (payload: ParticipantChanged, seq: number) => void;
  participant_left: (payload: ParticipantLeft, seq: number) => void;
  room_changed: (payload: RoomChanged, seq: number) => void;
  room_kept: (payload: RoomKept, seq: number) => void;
  signal: (payload: SignalReceived, seq: number) => void;
  chat_message: (payload: ChatMessageKept, seq: number) => void;
  reaction: (payload: ReactionShown, seq: number) => void;
  lobby_changed: (payload: LobbyChanged, seq: number) => void;
  interview_changed: (payload: InterviewChanged, seq: number) => void;
  source_stopped: (payload: SourceStopped, seq: number) => void;
  unmute_asked: (payload: UnmuteAsked, seq: number) => void;
  viewers_changed: (payload: ViewersChanged, seq: number) => void;
  hands_changed: (payload: HandsChanged, seq: number) => void;
  media_path_changed: (payload: MediaPathChanged, seq: number) => void;
  published: (payload: Published, seq: number) => void;
  unpublished: (payload: Unpublished, seq: number) => void;
  slot_changed: (payload: SlotChanged, seq: number) => void;
  heard: (payload: Heard, seq: number) => void;
  speakers: (payload: Speakers, seq: number) => void;
  wanted: (payload: Wanted, seq: number) => void;
  media_transport_changed: (payload: MediaTransportChanged, seq: number) => void;
}

/** Events of the connection itself. */
export interface ConnectionEvents {
  admitted: (payload: JoinReply) => void;
  denied: (payload: Denied) => void;
  removed: (payload: Removed) => void;
  meeting_ended: (payload: MeetingEnded) => void;
  superseded: (payload: Superseded) => void;
  server_closing: (payload: ServerClosing) => void;
  request_failed: (payload: RequestFailed) => void;
}

/** Events of calls, for whoever has signed in. */
export interface CallEvents {
  call_changed: (payload: CallChanged) => void;
  call_signal: (payload: CallSignal) => void;
  availability: (payload: AvailabilityChanged) => void;
  myself_changed: (payload: MyselfChanged) => void;
  direct_message: (payload: DirectMessageKept) => void;
}

export type ServerToClientEvents = RoomEvents & ConnectionEvents & CallEvents;
",
    );
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Set `CONVENE_WRITE_TYPES=1` (`make types`) to write the file instead of comparing it.
    #[test]
    fn the_committed_typescript_is_what_the_types_say() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(super::PATH);
        let module = super::module();
        if std::env::var_os("CONVENE_WRITE_TYPES").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &module).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == module, "{} is stale: run `make types`", super::PATH);
    }
}

//! The TypeScript of this crate: one module with every type and the two event maps that type
//! `Socket<ServerToClientEvents, ClientToServerEvents>`.

use std::fmt::Write as _;

use convene_model as model;
use ts_rs::TS;

use crate::{
    Ack, AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, ChatHistoryRequest, ChatMessageKept,
    ChatPage, DeleteChatRequest, Denied, DenyRequest, EditChatRequest, Empty, EndMeetingRequest,
    ErrorBody, ErrorCode, IceServer, IceServers, IceServersRequest, InterviewChanged, JoinReply,
    JoinRequest, LeaveRequest, LobbyChanged, LowerHandRequest, MeetingEnded, MuteAllRequest,
    ParticipantChanged, ParticipantJoined, ParticipantLeft, RaiseHandRequest, ReactRequest,
    ReactionShown, RecordingChange, RemoveRequest, Removed, RenameRequest, RequestFailed,
    RoomChanged, RoomSnapshot, SendChatRequest, ServerClosing, SetMediaRequest, SetPasswordRequest,
    SetRecordingRequest, SetRoleRequest, SetRoomRequest, SignalReceived, SignalRequest,
    SourceStopped, StopSourceRequest, Superseded, TimeReply, TimeRequest, UnmuteAsked, http,
};

/// Where the module is kept, from the workspace's root.
pub const PATH: &str = "web/src/rtc/protocol.gen.ts";

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
        model::DisplayName,
        model::Timestamp,
        model::MediaState,
        model::Source,
        model::Role,
        model::Audience,
        model::RoomSettings,
        model::Password,
        model::InterviewRole,
        model::Presence,
        model::RecordingState,
        model::Participant,
        model::WaitingParticipant,
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
        EndMeetingRequest,
        Ack<Empty>,
        ChatMessageKept,
        ReactionShown,
        ParticipantJoined,
        ParticipantChanged,
        ParticipantLeft,
        RoomChanged,
        SignalReceived,
        LobbyChanged,
        InterviewChanged,
        SourceStopped,
        UnmuteAsked,
        Denied,
        Removed,
        MeetingEnded,
        Superseded,
        ServerClosing,
        RequestFailed,
        http::Meeting,
        http::CreatedMeeting,
        model::Happening,
        model::Moment,
        model::ReportedPerson,
        model::ReportedQuestion,
        model::InterviewReport,
        model::BankId,
        model::QuestionBank,
        http::CreateInterview,
        http::CreateLink,
        http::InterviewLink,
        http::CreatedInterview,
        http::InterviewSummary,
        http::InterviewLinks,
        http::CreatedBank,
        http::LineError,
        http::Problem,
    );
    text.push_str(
        "/** Requests: each is acknowledged. */
export interface ClientToServerEvents {
  join: (payload: JoinRequest, ack: (reply: Ack<JoinReply>) => void) => void;
  leave: (payload: LeaveRequest, ack: (reply: Ack<Empty>) => void) => void;
  signal: (payload: SignalRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_media: (payload: SetMediaRequest, ack: (reply: Ack<Empty>) => void) => void;
  send_chat: (payload: SendChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  edit_chat: (payload: EditChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  delete_chat: (payload: DeleteChatRequest, ack: (reply: Ack<ChatMessage>) => void) => void;
  chat_history: (payload: ChatHistoryRequest, ack: (reply: Ack<ChatPage>) => void) => void;
  react: (payload: ReactRequest, ack: (reply: Ack<Empty>) => void) => void;
  raise_hand: (payload: RaiseHandRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_recording: (payload: SetRecordingRequest, ack: (reply: Ack<Empty>) => void) => void;
  rename: (payload: RenameRequest, ack: (reply: Ack<Empty>) => void) => void;
  admit: (payload: AdmitRequest, ack: (reply: Ack<Empty>) => void) => void;
  admit_all: (payload: AdmitAllRequest, ack: (reply: Ack<Empty>) => void) => void;
  deny: (payload: DenyRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_room: (payload: SetRoomRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_password: (payload: SetPasswordRequest, ack: (reply: Ack<Empty>) => void) => void;
  stop_source: (payload: StopSourceRequest, ack: (reply: Ack<Empty>) => void) => void;
  mute_all: (payload: MuteAllRequest, ack: (reply: Ack<Empty>) => void) => void;
  ask_to_unmute: (payload: AskToUnmuteRequest, ack: (reply: Ack<Empty>) => void) => void;
  lower_hand: (payload: LowerHandRequest, ack: (reply: Ack<Empty>) => void) => void;
  remove: (payload: RemoveRequest, ack: (reply: Ack<Empty>) => void) => void;
  set_role: (payload: SetRoleRequest, ack: (reply: Ack<Empty>) => void) => void;
  end_meeting: (payload: EndMeetingRequest, ack: (reply: Ack<Empty>) => void) => void;
  interview: (payload: InterviewCommand, ack: (reply: Ack<Empty>) => void) => void;
  time: (payload: TimeRequest, ack: (reply: Ack<TimeReply>) => void) => void;
  ice_servers: (payload: IceServersRequest, ack: (reply: Ack<IceServers>) => void) => void;
}

/** Events of the room: numbered, so that a connection that comes back can ask for what it missed. */
export interface RoomEvents {
  participant_joined: (payload: ParticipantJoined, seq: number) => void;
  participant_changed: (payload: ParticipantChanged, seq: number) => void;
  participant_left: (payload: ParticipantLeft, seq: number) => void;
  room_changed: (payload: RoomChanged, seq: number) => void;
  signal: (payload: SignalReceived, seq: number) => void;
  chat_message: (payload: ChatMessageKept, seq: number) => void;
  reaction: (payload: ReactionShown, seq: number) => void;
  lobby_changed: (payload: LobbyChanged, seq: number) => void;
  interview_changed: (payload: InterviewChanged, seq: number) => void;
  source_stopped: (payload: SourceStopped, seq: number) => void;
  unmute_asked: (payload: UnmuteAsked, seq: number) => void;
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

export type ServerToClientEvents = RoomEvents & ConnectionEvents;
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

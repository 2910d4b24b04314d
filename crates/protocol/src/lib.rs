//! Messages on the wire. This crate is the source of the TypeScript types and of the REST schema;
//! `docs/protocol.md` explains how clients use them.
//!
//! Parsing comes first: before any other code sees a message, this crate turns it into a typed
//! value or a typed error, within the size limits stated here.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod call;
mod client;
mod error;
mod hosts;
pub mod http;
mod ice;
pub mod import;
mod media;
mod parse;
mod recording;
mod requests;
mod secret;
mod server;
pub mod typescript;

pub use call::{
    AvailabilityChanged, CallAnswered, CallChanged, CallHistoryRequest, CallMark, CallPage,
    CallPlaced, CallRef, CallRoom, CallSignal, ClearMissedRequest, Contact, DirectHistoryRequest,
    DirectMessage, DirectMessageKept, DirectPage, HangUpRequest, MAX_CALLS_IN_PAGE,
    MarkReadRequest, MyselfChanged, MyselfRequest, PersonRef, PlaceCallRequest, SendDirectRequest,
    SetAwayRequest, SetProfileRequest, SignInRequest, SignedIn, Unread,
};
pub use client::{
    Ack, ChatHistoryRequest, ChatPage, Decided, DeleteChatRequest, EditChatRequest, Empty,
    IceServersRequest, JoinReply, JoinRequest, LeaveRequest, RaiseHandRequest, ReactRequest,
    RoomSnapshot, SendChatRequest, SetMediaRequest, SignalRequest, TimeReply, TimeRequest,
};
pub use error::{ErrorBody, ErrorCode};
pub use hosts::{
    AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, Denied, DenyRequest, EndMeetingRequest,
    LobbyChanged, LowerHandRequest, MeetingEnded, MuteAllRequest, RemoveRequest, Removed,
    RenameRequest, SetNameRequest, SetPasswordRequest, SetRoleRequest, SetRoomRequest,
    SetTitleRequest, SourceStopped, StopSourceRequest, UnmuteAsked,
};
pub use ice::{IceServer, IceServers};
pub use media::{
    HandsChanged, Heard, ListViewersRequest, MAX_SLOTS, MAX_TRACKS, MAX_VIEWERS_IN_PAGE,
    MediaAnswer, MediaOfferRequest, MediaPathChanged, MediaTransportChanged, OfferedTrack,
    Published, SlotChanged, Speakers, SubscribeRequest, Unpublished, ViewerPage, ViewersChanged,
    Wanted,
};
pub use parse::{MAX_INTERVIEW_BYTES, MAX_MESSAGE_BYTES, parse_request};
pub use recording::{RecordingChange, SetRecordingRequest};
pub use requests::{CallsRequest, Request};
pub use server::{
    ChatMessageKept, InterviewChanged, ParticipantChanged, ParticipantJoined, ParticipantLeft,
    ReactionShown, RequestFailed, RoomChanged, RoomKept, ServerClosing, ServerEvent,
    SignalReceived, Superseded,
};

//! Classifies requests by the component that handles them; most become commands for the room.

use convene_model::{ChosenName, Password};
use convene_protocol::{
    AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, CallsRequest, ChatHistoryRequest,
    DenyRequest, EndMeetingRequest, IceServersRequest, JoinRequest, LeaveRequest,
    ListViewersRequest, LowerHandRequest, MediaOfferRequest, MuteAllRequest, RaiseHandRequest,
    ReactRequest, RemoveRequest, RenameRequest, Request, SetMediaRequest, SetNameRequest,
    SetPasswordRequest, SetRecordingRequest, SetRoleRequest, SetRoomRequest, SetTitleRequest,
    SignalRequest, StopSourceRequest, SubscribeRequest, TimeRequest,
};
use convene_room::{Command, RoomChange};

use super::chat::ChatRequest;

/// A request, by the component that handles it.
pub(super) enum Asked {
    /// Handled by the room.
    Command(Command),
    /// Handled by the connection itself.
    Join(JoinRequest),
    /// Permitted by the room, then written to storage.
    Chat(ChatRequest),
    /// Read from storage.
    History(ChatHistoryRequest),
    /// Hashed, then passed to the room as a command.
    Password(Option<Password>),
    /// Stored, then passed to the room.
    Name(Option<ChosenName>),
    /// Read from the room.
    Viewers(ListViewersRequest),
    /// Passed to the forwarding server.
    MediaOffer(MediaOfferRequest),
    /// Credentials of the relay.
    IceServers,
    /// The server's time.
    Time,
    /// Handled by the owner of all calls, and storage.
    Calls(Box<CallsRequest>),
}

impl From<Request> for Asked {
    fn from(request: Request) -> Self {
        let command = match request {
            Request::Join(request) => return Self::Join(request),
            Request::SendChat(request) => return Self::Chat(ChatRequest::Send(request)),
            Request::EditChat(request) => return Self::Chat(ChatRequest::Edit(request)),
            Request::DeleteChat(request) => return Self::Chat(ChatRequest::Delete(request)),
            Request::ChatHistory(request) => return Self::History(request),
            Request::SetPassword(SetPasswordRequest { password }) => {
                return Self::Password(password);
            }
            Request::SetName(SetNameRequest { name }) => return Self::Name(name),
            Request::IceServers(IceServersRequest {}) => return Self::IceServers,
            Request::ListViewers(request) => return Self::Viewers(request),
            Request::MediaOffer(request) => return Self::MediaOffer(request),
            Request::Subscribe(SubscribeRequest { slots }) => Command::Subscribe(slots),
            Request::Time(TimeRequest {}) => return Self::Time,
            Request::Calls(request) => return Self::Calls(request),
            Request::Leave(LeaveRequest {}) => Command::Leave,
            Request::Signal(SignalRequest { to, transport_id, signal }) => {
                Command::Signal { to, transport_id, signal }
            }
            Request::SetMedia(SetMediaRequest { media }) => Command::SetMedia(media),
            Request::React(ReactRequest { reaction }) => Command::React(reaction),
            Request::RaiseHand(RaiseHandRequest { raised }) => Command::RaiseHand(raised),
            Request::SetRecording(SetRecordingRequest { state }) => {
                Command::SetRecording(state.into())
            }
            Request::Rename(RenameRequest { participant_id, name }) => {
                Command::Rename { who: participant_id, name }
            }
            Request::Admit(AdmitRequest { participant_id }) => Command::Admit(participant_id),
            Request::AdmitAll(AdmitAllRequest {}) => Command::AdmitAll,
            Request::Deny(DenyRequest { participant_id }) => Command::Deny(participant_id),
            Request::SetRoom(SetRoomRequest {
                locked,
                lobby,
                chat,
                share,
                record,
                link_preview,
                webinar,
                media_path,
            }) => Command::SetRoom(RoomChange {
                locked,
                lobby,
                chat,
                share,
                record,
                link_preview,
                webinar,
                media_path,
            }),
            Request::SetTitle(SetTitleRequest { title }) => Command::SetTitle(title),
            Request::StopSource(StopSourceRequest { participant_id, source }) => {
                Command::StopSource { who: participant_id, source }
            }
            Request::MuteAll(MuteAllRequest {}) => Command::MuteAll,
            Request::AskToUnmute(AskToUnmuteRequest { participant_id }) => {
                Command::AskToUnmute(participant_id)
            }
            Request::LowerHand(LowerHandRequest { participant_id }) => {
                Command::LowerHand(participant_id)
            }
            Request::Remove(RemoveRequest { participant_id, may_return }) => {
                Command::Remove { who: participant_id, may_return }
            }
            Request::SetRole(SetRoleRequest { participant_id, role }) => {
                Command::SetRole { who: participant_id, role }
            }
            Request::EndMeeting(EndMeetingRequest {}) => Command::EndMeeting,
            Request::Interview(command) => Command::Interview(command),
        };
        Self::Command(command)
    }
}

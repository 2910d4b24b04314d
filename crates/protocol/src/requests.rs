//! The list of requests. Each line gives the request's name, the type of its payload and the type
//! of its result. Macros generate the variants, the parser and the TypeScript from this list.

use std::fmt::Write as _;

use convene_model::InterviewCommand;

use crate::parse::payload_of;
use crate::{
    AdmitAllRequest, AdmitRequest, AskToUnmuteRequest, CallHistoryRequest, CallRef, CallSignal,
    ChatHistoryRequest, ClearMissedRequest, DeleteChatRequest, DenyRequest, DirectHistoryRequest,
    EditChatRequest, EndMeetingRequest, ErrorBody, HangUpRequest, IceServersRequest, JoinRequest,
    LeaveRequest, ListViewersRequest, LowerHandRequest, MarkReadRequest, MediaOfferRequest,
    MuteAllRequest, MyselfRequest, PersonRef, PlaceCallRequest, RaiseHandRequest, ReactRequest,
    RemoveRequest, RenameRequest, SendChatRequest, SendDirectRequest, SetAwayRequest,
    SetMediaRequest, SetNameRequest, SetPasswordRequest, SetProfileRequest, SetRecordingRequest,
    SetRoleRequest, SetRoomRequest, SetTitleRequest, SignInRequest, SignalRequest,
    StopSourceRequest, SubscribeRequest, TimeRequest,
};

macro_rules! requests {
    (
        $(#[$doc:meta])*
        pub enum $requests:ident {
            $($name:ident: $variant:ident($payload:ident) -> $result:ident,)+
            $(+ $(#[$other_doc:meta])* $other:ident($other_payload:ty),)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $requests {
            $(
                #[doc = concat!("`", stringify!($name), "`")]
                $variant($payload),
            )+
            $(
                $(#[$other_doc])*
                $other($other_payload),
            )?
        }

        impl $requests {
            /// The names of all requests on this list.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// Parses the request with this name; `None` if the list does not have it.
            pub(crate) fn parse(
                name: &str,
                payload: Option<&str>,
            ) -> Option<Result<Self, ErrorBody>> {
                Some(match name {
                    $(stringify!($name) => payload_of(payload).map(Self::$variant),)+
                    _ => return None,
                })
            }

            /// Adds the members of the TypeScript interface of requests.
            pub(crate) fn describe(typescript: &mut String) {
                $(
                    let _ = writeln!(
                        typescript,
                        "  {}: (payload: {}, ack: (reply: Ack<{}>) => void) => void;",
                        stringify!($name),
                        stringify!($payload),
                        stringify!($result),
                    );
                )+
            }
        }
    };
}

requests! {
    /// A parsed request. The event's name chose the variant.
    pub enum Request {
        join: Join(JoinRequest) -> JoinReply,
        leave: Leave(LeaveRequest) -> Empty,
        signal: Signal(SignalRequest) -> Empty,
        set_media: SetMedia(SetMediaRequest) -> Empty,
        send_chat: SendChat(SendChatRequest) -> ChatMessage,
        edit_chat: EditChat(EditChatRequest) -> ChatMessage,
        delete_chat: DeleteChat(DeleteChatRequest) -> ChatMessage,
        chat_history: ChatHistory(ChatHistoryRequest) -> ChatPage,
        react: React(ReactRequest) -> Empty,
        raise_hand: RaiseHand(RaiseHandRequest) -> Empty,
        set_recording: SetRecording(SetRecordingRequest) -> Empty,
        rename: Rename(RenameRequest) -> Empty,
        admit: Admit(AdmitRequest) -> Empty,
        admit_all: AdmitAll(AdmitAllRequest) -> Empty,
        deny: Deny(DenyRequest) -> Empty,
        set_room: SetRoom(SetRoomRequest) -> Decided,
        set_title: SetTitle(SetTitleRequest) -> Empty,
        set_name: SetName(SetNameRequest) -> Empty,
        set_password: SetPassword(SetPasswordRequest) -> Empty,
        stop_source: StopSource(StopSourceRequest) -> Empty,
        mute_all: MuteAll(MuteAllRequest) -> Empty,
        ask_to_unmute: AskToUnmute(AskToUnmuteRequest) -> Empty,
        lower_hand: LowerHand(LowerHandRequest) -> Empty,
        remove: Remove(RemoveRequest) -> Decided,
        set_role: SetRole(SetRoleRequest) -> Empty,
        end_meeting: EndMeeting(EndMeetingRequest) -> Decided,
        list_viewers: ListViewers(ListViewersRequest) -> ViewerPage,
        media_offer: MediaOffer(MediaOfferRequest) -> MediaAnswer,
        subscribe: Subscribe(SubscribeRequest) -> Empty,
        interview: Interview(InterviewCommand) -> Empty,
        time: Time(TimeRequest) -> TimeReply,
        ice_servers: IceServers(IceServersRequest) -> IceServers,
        +
            /// A request about calls.
            Calls(Box<CallsRequest>),
    }
}

requests! {
    /// A parsed request about calls. The event's name chose the variant.
    pub enum CallsRequest {
        sign_in: SignIn(SignInRequest) -> SignedIn,
        myself: Myself(MyselfRequest) -> SignedIn,
        set_profile: SetProfile(SetProfileRequest) -> Empty,
        set_away: SetAway(SetAwayRequest) -> Empty,
        block: Block(PersonRef) -> Party,
        unblock: Unblock(PersonRef) -> Empty,
        call: Place(PlaceCallRequest) -> CallPlaced,
        answer_call: Answer(CallRef) -> CallAnswered,
        decline_call: Decline(CallRef) -> Decided,
        hang_up: HangUp(HangUpRequest) -> Decided,
        call_connected: Connected(CallRef) -> Empty,
        call_failed: Failed(CallRef) -> Decided,
        call_signal: Signal(CallSignal) -> Empty,
        resume_call: Resume(CallRef) -> CallPlaced,
        call_history: History(CallHistoryRequest) -> CallPage,
        delete_call: Delete(CallRef) -> Empty,
        clear_missed: ClearMissed(ClearMissedRequest) -> Empty,
        send_direct: SendDirect(SendDirectRequest) -> DirectMessage,
        direct_history: DirectHistory(DirectHistoryRequest) -> DirectPage,
        mark_read: MarkRead(MarkReadRequest) -> Empty,
        delete_conversation: DeleteConversation(PersonRef) -> Empty,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{ErrorCode, parse_request};

    #[test]
    fn each_name_on_the_lists_is_known_and_stands_for_one_request() {
        let names = || Request::NAMES.iter().chain(CallsRequest::NAMES);
        for name in names() {
            let known = match parse_request(&format!(r#"["{name}",{{"no_such_field":1}}]"#)) {
                Ok(_) => true,
                Err(error) => error.code != ErrorCode::UnknownEvent,
            };
            assert!(known, "{name}");
        }
        let distinct: BTreeSet<_> = names().collect();
        assert_eq!(distinct.len(), names().count());
    }
}

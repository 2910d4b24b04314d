//! Permissions: the one table of roles and actions. `tests/permissions.rs` tests the
//! whole table, role by action.

use convene_model::{Audience, Role, RoomSettings};

/// Actions that need permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave.
    Leave,
    /// Set up media with another participant.
    Signal,
    /// Turn the participant's own microphone and camera on and off, and stop sharing.
    SetMedia,
    /// Send media to the forwarding server.
    Publish,
    /// Receive media from the forwarding server.
    Subscribe,
    /// Start to share a screen.
    ShareScreen,
    /// Send a reaction.
    React,
    /// Raise and lower the participant's own hand.
    RaiseHand,
    /// Write chat messages and edit the participant's own.
    Chat,
    /// Delete the participant's own chat messages.
    DeleteChat,
    /// Record the meeting.
    Record,
    /// Change the participant's own name.
    RenameSelf,
    /// See the lobby, admit and deny newcomers.
    Admit,
    /// Lock the room, turn the lobby on or off, choose who may chat, share and record, make the meeting
    /// a webinar, choose the path of the media.
    SetRoom,
    /// Set or remove the title of the meeting, and the name that leads to it.
    SetTitle,
    /// Set or remove the password.
    SetPassword,
    /// Stop a source of another participant.
    StopSource,
    /// Ask a participant to unmute.
    AskToUnmute,
    /// Lower another participant's hand.
    LowerHand,
    /// Rename another participant.
    Rename,
    /// Remove a participant.
    Remove,
    /// Page through the viewers.
    ListViewers,
    /// Bring viewers to the stage, and send guests back to the audience.
    SetStage,
    /// Name co-hosts.
    SetRole,
    /// End the meeting for all.
    EndMeeting,
}

impl Action {
    /// True if the action exists in interviews. There, links decide the roles, the plan has the
    /// title, and the interview's own clock ends it.
    #[must_use]
    pub const fn has_place_in_interviews(self) -> bool {
        !matches!(self, Self::SetRole | Self::SetTitle | Self::EndMeeting)
    }
}

/// True if the role permits the action under these settings.
#[must_use]
pub fn may(role: Role, action: Action, settings: &RoomSettings) -> bool {
    use Action as A;
    let least = match action {
        A::Leave | A::RaiseHand | A::DeleteChat | A::RenameSelf | A::Subscribe => Role::Viewer,
        // A reaction and a signal name their sender, and viewers are not listed.
        A::Signal | A::SetMedia | A::Publish | A::React => Role::Guest,
        A::Chat => least_of(settings.chat),
        A::ShareScreen => least_of(settings.share).max(Role::Guest),
        A::Record => least_of(settings.record).max(Role::Guest),
        A::Admit | A::SetRoom | A::SetTitle | A::SetPassword => Role::CoHost,
        A::ListViewers | A::SetStage => Role::CoHost,
        A::StopSource | A::AskToUnmute | A::LowerHand | A::Rename | A::Remove => Role::CoHost,
        A::SetRole | A::EndMeeting => Role::Host,
    };
    role >= least
}

/// True if a participant with `role` may act on a participant with the role `other`: an equal
/// or lower role. The action itself needs [`may`] as well.
#[must_use]
pub fn may_act_on(role: Role, other: Role) -> bool {
    role >= other
}

const fn least_of(audience: Audience) -> Role {
    match audience {
        Audience::Everyone => Role::Viewer,
        Audience::Hosts => Role::CoHost,
    }
}

//! Who may do what: the one place where a role turns into a right. `tests/permissions.rs` has the
//! whole table, role by action.

use convene_model::{Audience, Role, RoomSettings};

/// What a participant may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave.
    Leave,
    /// Set up media with another participant.
    Signal,
    /// Turn its own microphone and camera on and off, and stop sharing.
    SetMedia,
    /// Start to share a screen.
    ShareScreen,
    /// React.
    React,
    /// Raise and lower its own hand.
    RaiseHand,
    /// Write, and change what it wrote.
    Chat,
    /// Delete what it wrote.
    DeleteChat,
    /// Record.
    Record,
    /// Change its own name.
    RenameSelf,
    /// See who waits in the lobby, admit and deny.
    Admit,
    /// Lock the room, turn the lobby on, say who may chat, share and record.
    SetRoom,
    /// Set or remove the password.
    SetPassword,
    /// Stop a source of somebody else.
    StopSource,
    /// Ask somebody to unmute.
    AskToUnmute,
    /// Lower somebody else's hand.
    LowerHand,
    /// Give somebody else another name.
    Rename,
    /// Remove somebody.
    Remove,
    /// Name co-hosts.
    SetRole,
    /// End the meeting for all.
    EndMeeting,
}

impl Action {
    /// Whether it may be done in an interview at all: there, the links say who is what, and its own clock
    /// ends it.
    #[must_use]
    pub const fn has_place_in_interviews(self) -> bool {
        !matches!(self, Self::SetRole | Self::EndMeeting)
    }
}

/// Whether a role may do something.
#[must_use]
pub fn may(role: Role, action: Action, settings: &RoomSettings) -> bool {
    use Action as A;
    let least = match action {
        A::Leave | A::Signal | A::SetMedia | A::React | A::RaiseHand => Role::Guest,
        A::DeleteChat | A::RenameSelf => Role::Guest,
        A::Chat => least_of(settings.chat),
        A::ShareScreen => least_of(settings.share),
        A::Record => least_of(settings.record),
        A::Admit | A::SetRoom | A::SetPassword => Role::CoHost,
        A::StopSource | A::AskToUnmute | A::LowerHand | A::Rename | A::Remove => Role::CoHost,
        A::SetRole | A::EndMeeting => Role::Host,
    };
    role >= least
}

/// Whether a role may do to a participant of another role what it may do to others at all: nobody
/// acts on somebody above.
#[must_use]
pub fn may_act_on(role: Role, other: Role) -> bool {
    role >= other
}

const fn least_of(audience: Audience) -> Role {
    match audience {
        Audience::Everyone => Role::Guest,
        Audience::Hosts => Role::CoHost,
    }
}

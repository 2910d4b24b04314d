//! Rules in which meetings, interviews and named rooms differ.

use crate::Action;

/// Kind of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoomKind {
    /// Opened by the link of the meeting.
    Meeting,
    /// Opened by personal links. Each link carries the role and the rights of its holder.
    Interview,
    /// Opened by a name that clients of other systems chose; see `named.rs`.
    Named,
}

impl RoomKind {
    /// True if the first participant becomes host. A named room has no host token.
    pub(crate) fn makes_first_host(self) -> bool {
        self == Self::Named
    }

    /// True if the decisions of hosts are written to storage. Those of a named room are forgotten
    /// when the last participant leaves.
    pub(crate) fn keeps_decisions(self) -> bool {
        self != Self::Named
    }

    /// True if the host's rights pass to another participant while no host is present. In an
    /// interview only links carry rights.
    pub(crate) fn passes_host_on(self) -> bool {
        self != Self::Interview
    }

    /// True if hosts may make the meeting a webinar. Clients of other systems, which know named rooms,
    /// and the links of interviews know no viewers.
    pub(crate) fn has_webinars(self) -> bool {
        self == Self::Meeting
    }

    /// True if the action exists in this kind of room. Whether a participant may take it depends on
    /// the role as well.
    pub(crate) fn offers(self, action: Action) -> bool {
        match self {
            Self::Meeting => true,
            Self::Interview => action.has_place_in_interviews(),
            // Its title is its name, which clients of other systems know.
            Self::Named => action != Action::SetTitle,
        }
    }

    /// True if links decide the interview roles. In a named room, clients take their roles
    /// themselves.
    pub(crate) fn has_parts_by_link(self) -> bool {
        self != Self::Named
    }

    /// True if participants ask and answer without a plan.
    pub(crate) fn has_open_interview(self) -> bool {
        self == Self::Named
    }
}

//! Who reaches whom.

use convene_model::WhoMayCall;

use super::Profile;

/// What becomes of ringing somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It rings.
    Rings,
    /// No page of theirs is open; they find it among their missed calls.
    Offline,
    /// They do not want it, or do not exist. They hear nothing of it, now or later.
    Refused,
}

/// Whether a caller reaches a callee.
#[must_use]
pub fn reach(caller: &Profile, callee: Option<&Profile>, online: bool) -> Reach {
    let Some(callee) = callee else { return Reach::Refused };
    let known = callee.known.contains(&caller.party.id);
    let wanted = match callee.who_may_call {
        WhoMayCall::Anybody => true,
        WhoMayCall::Known => known,
        WhoMayCall::Nobody => false,
    };
    if !wanted || callee.blocked.contains(&caller.party.id) {
        Reach::Refused
    } else if online {
        Reach::Rings
    } else {
        Reach::Offline
    }
}

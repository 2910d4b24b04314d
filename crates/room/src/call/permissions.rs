//! Reachability: whether a caller's call rings at a callee.

use convene_model::WhoMayCall;

use super::Profile;

/// Outcome of ringing a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The call rings at the callee.
    Rings,
    /// No page of the callee is open; the call appears among their missed calls.
    Offline,
    /// The callee refuses such calls, and never learns of this one, or does not exist.
    Refused,
}

/// Decides whether a call reaches its callee; `None` means that the id does not exist.
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

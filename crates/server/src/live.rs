//! View of the live rooms for other parts of the server.

use convene_model::MeetingId;

use crate::rooms::LiveRoom;
use crate::signaling::Streams;

/// The rooms and connections of signaling. No method waits; `/stats` reads the numbers on every
/// request.
pub(crate) trait Live: Send + Sync {
    /// Number of live rooms.
    fn rooms(&self) -> usize;
    /// Participants in all rooms, including those in their grace period.
    fn participants(&self) -> usize;
    /// Signaling connections, joined or not.
    fn connections(&self) -> usize;
    /// Participants in the room of this meeting; 0 if it has no live room.
    fn participants_in(&self, meeting: &MeetingId) -> usize;
    /// True if this meeting has a live room.
    fn is_live(&self, meeting: &MeetingId) -> bool {
        self.room(meeting).is_some()
    }
    /// The live room of this meeting, if there is one.
    fn room(&self, meeting: &MeetingId) -> Option<LiveRoom>;
    /// The streams of programs; `None` if this server does not forward media.
    fn streams(&self) -> Option<Streams>;
}

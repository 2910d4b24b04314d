//! A live room. The tasks of its connections call it directly. A task of its own writes changes to
//! the disk, runs timers and waits for assessments.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use convene_model::{
    ChatMessage, LinkId, LinkMade, MeetingId, Participant, ParticipantId, Role, RoomName,
    ShortText, Timestamp, TransportDirection,
};
use convene_protocol::OfferedTrack;
use convene_room::{
    Action, ChatParties, ChatTicket, Command, ConnectionId, Durability, Join, JoinOutcome, Room,
    RoomError, Snapshot,
};
use convene_storage::{InterviewRepository as _, RoomRepository as _, Storage, StorageError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::assessments::Assessments;
use super::leases::RosterLeases;
use super::matches::Matches;
use super::media::{MediaLink, OfferAnswered};
use super::owner::{ChatAnswered, Encode, Outlet, Owner, Write};
use crate::clock::Timeline;
use crate::media::sfu::Forwarding;

/// How long a newly opened room waits for its first participant.
const FIRST_JOIN: Duration = Duration::from_secs(10);

/// The room has closed: look it up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed;

/// Handle to a live room. Cheap to clone.
#[derive(Clone)]
pub(crate) struct LiveRoom(Arc<Inner>);

struct Inner {
    meeting: MeetingId,
    by_ticket: bool,
    /// Locked for one call and its effects, never across an await.
    state: Mutex<State>,
    /// Wakes the room's task when it has work.
    work: Arc<Notify>,
    /// Number of participants in all rooms, including this one.
    total: Arc<AtomicUsize>,
    participants: AtomicUsize,
}

struct State {
    owner: Owner,
    closed: bool,
}

impl LiveRoom {
    pub(super) fn new(
        room: Room,
        (meeting, by_ticket): (MeetingId, bool),
        clock: Timeline,
        leases: RosterLeases,
        forwarding: Option<Forwarding>,
        encode: Encode,
        total: Arc<AtomicUsize>,
    ) -> Self {
        let work = Arc::new(Notify::new());
        let media = MediaLink::new(forwarding, Arc::clone(&work));
        let owner = Owner::new(room, clock, leases, media, encode);
        Self(Arc::new(Inner {
            meeting,
            by_ticket,
            state: Mutex::new(State { owner, closed: false }),
            work,
            total,
            participants: AtomicUsize::new(0),
        }))
    }

    /// The room's meeting.
    pub(crate) fn meeting(&self) -> &MeetingId {
        &self.0.meeting
    }

    /// True for the room of a call, which opens to tickets only.
    pub(crate) fn is_by_ticket(&self) -> bool {
        self.0.by_ticket
    }

    /// Number of participants.
    pub(crate) fn participants(&self) -> usize {
        self.0.participants.load(Ordering::Relaxed)
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Joins a participant. A native connection receives no event before [`LiveRoom::release`].
    pub(crate) fn join(
        &self,
        connection: ConnectionId,
        join: Join,
        outlet: Outlet,
    ) -> Result<Result<JoinOutcome, RoomError>, Closed> {
        self.call(|owner| owner.join(connection, join, outlet))
    }

    /// Delivers the events held since the join or the admission. Call it once the reply or the
    /// `admitted` event is queued.
    pub(crate) fn release(&self, connection: ConnectionId) {
        let _ = self.call(|owner| owner.release(connection));
    }

    /// Applies a command. `answered` is called at once or after the write to disk; not at all if
    /// the server stops.
    pub(crate) fn command(
        &self,
        connection: ConnectionId,
        command: Command,
        answered: impl FnOnce(Result<Durability, RoomError>) + Send + 'static,
    ) {
        let _ = self.call(|owner| owner.command(connection, command, answered));
    }

    /// Checks whether a connection may perform an action.
    pub(crate) fn may(&self, connection: ConnectionId, action: Action) -> Result<(), RoomError> {
        self.call(|owner| owner.may(connection, action)).unwrap_or(Err(RoomError::NotJoined))
    }

    /// Asks for permission to send, edit or delete a message, for everyone or for one participant.
    pub(crate) fn chat_request(
        &self,
        connection: ConnectionId,
        action: Action,
        to: Option<&ParticipantId>,
    ) -> Result<(ChatTicket, ChatParties), RoomError> {
        let request = |owner: &mut Owner| owner.chat_request(connection, action, to);
        self.call(request).unwrap_or(Err(RoomError::NotJoined))
    }

    /// Reports that a message is being written to the disk. [`LiveRoom::chat_kept`] must follow.
    pub(crate) fn chat_begun(&self, ticket: ChatTicket) {
        let _ = self.call(|owner| owner.chat_begun(ticket));
    }

    /// Reports that a message is on the disk, so that the room delivers it in its order. `None`
    /// means that there is nothing to deliver.
    pub(crate) fn chat_kept(
        &self,
        ticket: ChatTicket,
        action: Action,
        message: Option<ChatMessage>,
        answered: Option<ChatAnswered>,
    ) {
        let _ = self.call(|owner| owner.chat_kept(ticket, action, message, answered));
    }

    /// Reports a new link into the interview, made with another link and already stored.
    pub(crate) fn link_made(&self, made: LinkMade) {
        let _ = self.call(|owner| owner.link_made(made));
    }

    /// Reports a new title of the interview, already stored.
    pub(crate) fn retitled(&self, title: ShortText) {
        let _ = self.call(|owner| owner.retitled(title));
    }

    /// Reports the name that a host chose for the meeting, already stored.
    pub(crate) fn name_chosen(&self, name: Option<RoomName>) {
        let _ = self.call(|owner| owner.name_chosen(name));
    }

    /// What a newcomer sees of the room, apart from the lobby and the interview.
    pub(crate) fn snapshot(&self) -> Option<Snapshot> {
        self.call(|owner| owner.room().snapshot(Role::Guest)).ok()
    }

    /// A page of the viewers, and whether more follow.
    pub(crate) fn list_viewers(
        &self,
        connection: ConnectionId,
        after: Option<&ParticipantId>,
        limit: usize,
    ) -> Result<(Vec<Participant>, bool), RoomError> {
        let list = |owner: &mut Owner| owner.room().list_viewers(connection, after, limit);
        self.call(list).unwrap_or(Err(RoomError::NotJoined))
    }

    /// Passes an offer to the forwarding server. `answered` is called with its answer, or once there
    /// can be none.
    pub(crate) fn media_offer(
        &self,
        connection: ConnectionId,
        direction: TransportDirection,
        sdp: String,
        tracks: Vec<OfferedTrack>,
        answered: OfferAnswered,
    ) {
        let offer =
            |owner: &mut Owner| owner.media_offer(connection, direction, sdp, tracks, answered);
        let _ = self.call(offer);
    }

    /// Reports that a link into the interview was revoked.
    pub(crate) fn revoked(&self, link: &LinkId) {
        let _ = self.call(|owner| owner.revoked(link));
    }

    /// Reports that the interview was deleted.
    pub(crate) fn deleted(&self) {
        let _ = self.call(Owner::deleted);
    }

    /// Reports that a connection has closed.
    pub(crate) fn disconnect(&self, connection: ConnectionId) {
        let _ = self.call(|owner| owner.disconnect(connection));
    }

    /// Calls the owner, and wakes the room's task if the call left it work.
    fn call<T>(&self, call: impl FnOnce(&mut Owner) -> T) -> Result<T, Closed> {
        let mut state = self.state();
        if state.closed {
            return Err(Closed);
        }
        let before = state.owner.room().poll_timeout();
        let result = call(&mut state.owner);
        let owner = &state.owner;
        let sooner = |at: Timestamp| before.is_none_or(|before| at < before);
        let room = owner.room();
        let wakes = owner.has_work() || room.is_empty() || room.poll_timeout().is_some_and(sooner);
        self.count(room.len());
        drop(state);
        if wakes {
            self.0.work.notify_one();
        }
        Ok(result)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, now: usize) {
        let before = self.0.participants.swap(now, Ordering::Relaxed);
        // Wraps around on purpose: a negative difference is added to the total.
        self.0.total.fetch_add(now.wrapping_sub(before), Ordering::Relaxed);
    }

    /// The room's task: runs until the room is empty and all its changes are written, or the server
    /// stops.
    pub(super) async fn serve(
        &self,
        storage: &Storage,
        (mut assessments, mut matches): (Assessments, Matches),
        stopping: &CancellationToken,
    ) {
        // The connection that opened the room is about to join.
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(FIRST_JOIN) => {}
            () = self.0.work.notified() => {}
        }
        let mut writing = None;
        loop {
            let timeout = {
                let mut state = self.state();
                state.owner.handle_media_reports();
                for assess in state.owner.take_assess() {
                    assessments.start(assess);
                }
                for new in state.owner.take_matches() {
                    matches.start(new);
                }
                if let Some(write) = state.owner.take_write() {
                    writing = Some(Box::pin(keep(storage, &self.0.meeting, write)));
                }
                let quiet = writing.is_none() && assessments.is_idle() && matches.is_idle();
                if quiet && state.owner.is_idle() {
                    state.closed = true;
                    return;
                }
                state.owner.poll_timeout()
            };
            tokio::select! {
                biased;
                () = stopping.cancelled() => break,
                is_kept = async {
                    match &mut writing {
                        Some(writing) => writing.await,
                        None => std::future::pending().await,
                    }
                } => {
                    writing = None;
                    let _ = self.call(|owner| owner.handle_kept(is_kept));
                }
                (command, matched) = matches.next() => {
                    let _ = self.call(|owner| owner.handle_matched(command, matched));
                }
                evaluation = assessments.next() => {
                    let _ = self.call(|owner| owner.handle_evaluation(evaluation));
                }
                () = sleep_until(timeout) => {
                    let _ = self.call(Owner::handle_timeout);
                }
                () = self.0.work.notified() => {}
            }
        }
        self.state().owner.close();
        // Writes the pending changes, until none are left or a write fails.
        let mut serves = true;
        while serves {
            if let Some(writing) = writing.take() {
                serves = writing.await;
                self.state().owner.handle_kept(serves);
            }
            match self.state().owner.take_write() {
                Some(write) => writing = Some(Box::pin(keep(storage, &self.0.meeting, write))),
                None => break,
            }
        }
        self.state().closed = true;
        self.count(0);
    }
}

impl fmt::Debug for LiveRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveRoom").field("meeting", &self.0.meeting).finish_non_exhaustive()
    }
}

/// Writes the record, then the items. True if all of it is on the disk.
async fn keep(storage: &Storage, meeting: &MeetingId, write: Write) -> bool {
    let Write { record, items } = write;
    let result = async {
        if let Some(record) = &record {
            storage.keep_room_record(meeting, record).await?;
        }
        if !items.is_empty() {
            storage.keep_interview_items(meeting, &items).await?;
        }
        Ok(())
    };
    match result.await {
        Ok(()) => true,
        // The meeting was deleted, and the room is about to be told.
        Err(StorageError::NotFound) => {
            tracing::info!(%meeting, "nothing to keep it in");
            false
        }
        Err(error) => {
            tracing::error!(%error, %meeting, "cannot keep what was decided");
            false
        }
    }
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

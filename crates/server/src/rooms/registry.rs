//! Registry of rooms: finds the room of a meeting, opens it when needed and removes it when it
//! closes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use convene_model::MeetingId;
use convene_room::{Interview, Room, RoomPolicy};
use convene_storage::{
    InterviewRepository as _, MeetingName, MeetingRepository as _, NamedRoomRepository as _,
    RoomRepository as _, Storage, StorageError,
};
use tokio::sync::{OnceCell, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::assessments::Assessments;
use super::leases::RosterLeases;
use super::live::LiveRoom;
use super::matches::Matches;
use super::owner::Encode;
use crate::assessment::Assessor;
use crate::blocking::BlockingPool;
use crate::clock::Clock;
use crate::media::relay::Leases;
use crate::media::sfu::Forwarding;

/// Rooms that may be read from the disk at the same time. After a restart thousands of rooms are
/// opened within a second. They take turns, so that the disk can also serve writes.
const OPENING: usize = 16;

/// The live rooms. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Rooms {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    policy: RoomPolicy,
    clock: Clock,
    storage: Storage,
    assessor: Assessor,
    /// Pool for matchings.
    blocking: BlockingPool,
    leases: Leases,
    /// `None` without a forwarding server.
    forwarding: Option<Forwarding>,
    encode: Encode,
    /// Locked for look-ups only, never across an await or a call-out.
    entries: Mutex<HashMap<MeetingId, Entry>>,
    opening: Semaphore,
    participants: Arc<AtomicUsize>,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

/// A live room, or one being opened; all that wait for it share the cell.
type Entry = Arc<OnceCell<LiveRoom>>;

impl Rooms {
    #[expect(clippy::too_many_arguments, reason = "all that rooms share, given once at start")]
    pub(crate) fn new(
        policy: RoomPolicy,
        clock: Clock,
        storage: Storage,
        assessor: Assessor,
        blocking: BlockingPool,
        leases: Leases,
        forwarding: Option<Forwarding>,
        encode: Encode,
        shutdown: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let inner = Inner {
            policy,
            clock,
            storage,
            assessor,
            blocking,
            leases,
            forwarding,
            encode,
            entries: Mutex::default(),
            opening: Semaphore::new(OPENING),
            participants: Arc::default(),
            shutdown,
            tasks,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Returns the room of a meeting and opens it unless it is live; concurrent callers share one
    /// read. The room may close before it is called: then call this again.
    ///
    /// # Errors
    /// [`StorageError::NotFound`] if the meeting does not exist; any other error if the room cannot
    /// be read.
    pub(crate) async fn open(&self, meeting: &MeetingId) -> Result<LiveRoom, StorageError> {
        let entry = Arc::clone(self.entries().entry(meeting.clone()).or_default());
        let opened = entry.get_or_try_init(|| self.start(meeting)).await.cloned();
        if opened.is_err() && Arc::strong_count(&entry) <= 2 {
            // No other caller waits for it.
            self.forget(meeting, &entry);
        }
        opened
    }

    /// The room of a meeting, if it is live.
    pub(crate) fn live(&self, meeting: &MeetingId) -> Option<LiveRoom> {
        self.entries().get(meeting).and_then(|entry| entry.get().cloned())
    }

    /// Removes a closed room, unless a new one has already replaced it.
    pub(crate) fn forget_closed(&self, room: &LiveRoom) {
        let mut entries = self.entries();
        let found = entries.get(room.meeting()).and_then(|entry| entry.get());
        if found.is_some_and(|found| found.is_same(room)) {
            entries.remove(room.meeting());
        }
    }

    /// Number of live rooms.
    pub(crate) fn len(&self) -> usize {
        self.entries().values().filter(|entry| entry.initialized()).count()
    }

    /// Number of participants in all rooms.
    pub(crate) fn participants(&self) -> usize {
        self.inner.participants.load(Ordering::Relaxed)
    }

    /// Number of participants in the room of a meeting.
    pub(crate) fn participants_in(&self, meeting: &MeetingId) -> usize {
        self.live(meeting).map_or(0, |room| room.participants())
    }

    /// Reads a room and starts its task.
    async fn start(&self, meeting: &MeetingId) -> Result<LiveRoom, StorageError> {
        let _turn = self.inner.opening.acquire().await;
        let (room, by_ticket) = self.read(meeting).await?;
        let Inner { clock, leases, forwarding, encode, participants, .. } = &*self.inner;
        let leases = RosterLeases::new(leases.clone());
        let total = Arc::clone(participants);
        let live = LiveRoom::new(
            room,
            (meeting.clone(), by_ticket),
            clock.timeline(),
            leases,
            forwarding.clone(),
            *encode,
            total,
        );
        self.inner.tasks.spawn(self.clone().serve(live.clone()));
        Ok(live)
    }

    /// Runs a room until it is empty and all its changes are written, or the server stops.
    async fn serve(self, room: LiveRoom) {
        tracing::debug!(meeting = %room.meeting(), "room opened");
        let Inner { storage, assessor, blocking, shutdown, .. } = &*self.inner;
        let work = (Assessments::new(assessor.clone()), Matches::new(blocking.clone()));
        room.serve(storage, work, shutdown).await;
        self.forget_closed(&room);
        tracing::debug!(meeting = %room.meeting(), "room closed");
    }

    /// Reads the stored state of a room, and whether it opens to tickets only.
    async fn read(&self, meeting: &MeetingId) -> Result<(Room, bool), StorageError> {
        let Inner { policy, clock, storage, .. } = &*self.inner;
        let by_ticket = storage.meeting(meeting).await?.by_ticket;
        let name = storage.name_of(meeting).await?;
        if let Some(MeetingName { name, chosen: false }) = name {
            return Ok((Room::named(*policy, name, clock.now()), by_ticket));
        }
        let record = storage.room_record(meeting).await?;
        let room = Room::new(*policy, record, clock.now());
        let room = match name {
            Some(MeetingName { name, .. }) => room.with_name(name),
            None => room,
        };
        let interview = Interview::from_items(storage.interview_items(meeting).await?);
        let room = match interview {
            Some(interview) => room.with_interview(interview.reopened()),
            None => room,
        };
        Ok((room, by_ticket))
    }

    fn forget(&self, meeting: &MeetingId, entry: &Entry) {
        let mut entries = self.entries();
        let found = entries.get(meeting).is_some_and(|found| Arc::ptr_eq(found, entry));
        if found && !entry.initialized() {
            entries.remove(meeting);
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<MeetingId, Entry>> {
        self.inner.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use convene_model::{MediaState, NetworkTag, ParticipantId};
    use convene_room::{Command, ConnectionId, Join, JoinOutcome};
    use tokio::sync::mpsc;

    use super::super::live::Closed;
    use super::super::owner::{Outbound, Outlet};
    use super::*;

    const POLICY: RoomPolicy = RoomPolicy {
        max_participants: 16,
        max_publishers: 1000,
        mesh_max: None,
        max_waiting: 16,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };

    /// Keep the returned directory: dropping it deletes the database.
    async fn rooms_with(policy: RoomPolicy) -> (tempfile::TempDir, Rooms) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let clock = Clock::start();
        let rooms = Rooms::new(
            policy,
            clock,
            storage,
            Assessor::new(None, Clock::start()),
            BlockingPool::for_this_machine(),
            Leases::default(),
            None,
            |_| None,
            CancellationToken::new(),
            TaskTracker::new(),
        );
        (dir, rooms)
    }

    async fn rooms() -> (tempfile::TempDir, Rooms) {
        rooms_with(POLICY).await
    }

    async fn meeting(rooms: &Rooms) -> MeetingId {
        let meeting = MeetingId::random(&mut rand::rng());
        let now = time::OffsetDateTime::now_utc();
        rooms.inner.storage.create_meeting(&meeting, now).await.unwrap();
        meeting
    }

    /// Joins like a connection: if the room closes meanwhile, it retries.
    async fn join(
        rooms: &Rooms,
        meeting: &MeetingId,
        connection: u64,
    ) -> (LiveRoom, mpsc::Receiver<Outbound>) {
        let join = Join {
            id: ParticipantId::random(&mut rand::rng()),
            name: "Somebody".parse().unwrap(),
            media: MediaState::default(),
            returning: None,
            host: false,
            password: None,
            network: NetworkTag(String::new()),
            link: None,
            foreign: None,
            can_forward: false,
            stream: None,
        };
        loop {
            let (sender, outbound) = mpsc::channel(8192);
            let room = rooms.open(meeting).await.unwrap();
            let outlet = Outlet::translated(sender, [127, 0, 0, 1].into());
            match room.join(ConnectionId(connection), join.clone(), outlet) {
                Ok(result) => {
                    assert!(matches!(result, Ok(JoinOutcome::Joined { .. })), "{result:?}");
                    return (room, outbound);
                }
                Err(Closed) => rooms.forget_closed(&room),
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn ten_thousand_joins_and_leaves_leave_nothing_behind() {
        let (_dir, rooms) = rooms().await;
        let mut meetings = Vec::new();
        for _ in 0..5 {
            meetings.push(meeting(&rooms).await);
        }
        let mut people = Vec::new();
        for person in 0..8 {
            let (rooms, meetings) = (rooms.clone(), meetings.clone());
            people.push(tokio::spawn(async move {
                for cycle in 0..1_250 {
                    // Only a few meetings, so that joins meet rooms that are closing.
                    let meeting = meetings[usize::try_from(cycle % 5).unwrap()].clone();
                    let connection = person * 10_000 + cycle;
                    let (room, _outbound) = join(&rooms, &meeting, connection).await;
                    let left = Box::new(|result| assert!(Result::is_ok(&result)));
                    room.command(ConnectionId(connection), Command::Leave, left);
                }
            }));
        }
        for person in people {
            person.await.unwrap();
        }
        rooms.inner.tasks.close();
        rooms.inner.tasks.wait().await;
        assert_eq!((rooms.len(), rooms.participants()), (0, 0));
    }

    #[tokio::test]
    async fn a_room_is_collected_when_the_last_grace_period_ends() {
        let (_dir, rooms) =
            rooms_with(RoomPolicy { grace: Duration::from_millis(50), ..POLICY }).await;
        let meeting = meeting(&rooms).await;
        let (room, _outbound) = join(&rooms, &meeting, 1).await;
        assert_eq!((rooms.len(), rooms.participants_in(&meeting)), (1, 1));
        room.disconnect(ConnectionId(1));
        rooms.inner.tasks.close();
        rooms.inner.tasks.wait().await;
        assert_eq!((rooms.len(), rooms.participants_in(&meeting)), (0, 0));
    }

    #[tokio::test]
    async fn rooms_end_with_the_server() {
        let (_dir, rooms) = rooms().await;
        let meeting = meeting(&rooms).await;
        let (_room, mut outbound) = join(&rooms, &meeting, 1).await;
        rooms.inner.shutdown.cancel();
        assert!(outbound.recv().await.is_none(), "the connection learns of it");
        rooms.inner.tasks.close();
        rooms.inner.tasks.wait().await;
        assert_eq!(rooms.len(), 0);
    }

    #[tokio::test]
    async fn many_who_come_at_once_have_a_room_read_once_and_of_no_meeting_nothing_is_left() {
        let (_dir, rooms) = rooms().await;
        let meeting = meeting(&rooms).await;
        let opened = futures_util::future::join_all((0..50).map(|_| rooms.open(&meeting))).await;
        let first = opened[0].as_ref().unwrap();
        assert!(opened.iter().all(|room| room.as_ref().unwrap().is_same(first)));
        let nowhere = MeetingId::random(&mut rand::rng());
        let refused = futures_util::future::join_all((0..50).map(|_| rooms.open(&nowhere))).await;
        assert!(refused.iter().all(|it| matches!(it, Err(StorageError::NotFound))));
        assert_eq!(rooms.entries().len(), 1);
    }
}

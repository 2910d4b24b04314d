//! Finds the room of a meeting, starts it when needed and collects it when empty.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use convene_model::MeetingId;
use convene_room::{Interview, Room, RoomPolicy};
use convene_storage::{
    InterviewRepository as _, NamedRoomRepository as _, RoomRepository as _, Storage, StorageError,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::assessments::Assessments;
use super::keeper::Keeper;
use super::owner::{Outbound, Owner, Reply, RoomInput};
use crate::assessment::Assessor;
use crate::clock::Clock;

/// How many inputs may wait for a room before connections wait for it.
const QUEUE: usize = 1024;

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
    /// Held for look-ups only, never across an await or a call-out.
    entries: Mutex<HashMap<MeetingId, Entry>>,
    participants: AtomicUsize,
    shutdown: CancellationToken,
    tasks: TaskTracker,
}

#[derive(Debug, Clone)]
struct Entry {
    inputs: mpsc::Sender<RoomInput>,
    participants: Arc<AtomicUsize>,
}

impl Rooms {
    pub(crate) fn new(
        policy: RoomPolicy,
        clock: Clock,
        storage: Storage,
        assessor: Assessor,
        shutdown: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        let inner = Inner {
            policy,
            clock,
            storage,
            assessor,
            entries: Mutex::default(),
            participants: AtomicUsize::new(0),
            shutdown,
            tasks,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The way to the room of a meeting, which starts if it is not live. It may close before an
    /// input arrives; a join is then answered [`Reply::Closed`].
    pub(crate) fn enter(&self, meeting: &MeetingId) -> mpsc::Sender<RoomInput> {
        let mut entries = self.entries();
        if let Some(entry) = entries.get(meeting) {
            if !entry.inputs.is_closed() {
                return entry.inputs.clone();
            }
            // Its task removes a room before closing it: this one has died. Who tries until a room
            // takes the join would try for ever.
            tracing::error!("a room had died");
            self.count(&entry.participants, 0);
        }
        let (inputs, receiver) = mpsc::channel(QUEUE);
        let participants = Arc::new(AtomicUsize::new(0));
        let entry = Entry { inputs: inputs.clone(), participants: Arc::clone(&participants) };
        entries.insert(meeting.clone(), entry);
        let run = self.clone().run(meeting.clone(), receiver, participants);
        self.inner.tasks.spawn(run);
        inputs
    }

    /// The way to the room of a meeting, if it is live.
    pub(crate) fn live(&self, meeting: &MeetingId) -> Option<mpsc::Sender<RoomInput>> {
        self.entries().get(meeting).map(|entry| entry.inputs.clone())
    }

    /// How many rooms are live.
    pub(crate) fn len(&self) -> usize {
        self.entries().len()
    }

    /// How many participants are in all rooms together.
    pub(crate) fn participants(&self) -> usize {
        self.inner.participants.load(Ordering::Relaxed)
    }

    /// How many participants are in the room of a meeting.
    pub(crate) fn participants_in(&self, meeting: &MeetingId) -> usize {
        self.entries().get(meeting).map_or(0, |entry| entry.participants.load(Ordering::Relaxed))
    }

    /// The life of a room: from the first join until nobody is left or the server stops.
    async fn run(
        self,
        meeting: MeetingId,
        mut inputs: mpsc::Receiver<RoomInput>,
        participants: Arc<AtomicUsize>,
    ) {
        tracing::debug!(%meeting, "room opened");
        let keeper = match self.open(&meeting).await {
            Ok(room) => {
                let mut owner = Owner::new(
                    room,
                    self.inner.clock,
                    Assessments::new(self.inner.assessor.clone()),
                );
                let mut keeper = Keeper::new(self.inner.storage.clone(), meeting.clone());
                self.serve(&mut owner, &mut keeper, &mut inputs, &participants).await;
                Some(keeper)
            }
            Err(error) => {
                tracing::error!(%error, %meeting, "cannot open a room");
                None
            }
        };
        self.entries().remove(&meeting);
        self.count(&participants, 0);
        inputs.close();
        while let Some(input) = inputs.recv().await {
            if let RoomInput::Join { outbound, .. } = input {
                // The connection may be gone as well, and then needs no answer.
                let reply = if keeper.is_some() { Reply::Closed } else { Reply::Unavailable };
                let _ = outbound.try_send(Outbound::Reply(reply));
            }
        }
        if let Some(keeper) = keeper {
            keeper.finish().await;
        }
        tracing::debug!(%meeting, "room closed");
    }

    /// The room as it was kept.
    async fn open(&self, meeting: &MeetingId) -> Result<Room, StorageError> {
        let Inner { policy, clock, storage, .. } = &*self.inner;
        if storage.is_named_room(meeting).await? {
            return Ok(Room::named(*policy, clock.now()));
        }
        let record = storage.room_record(meeting).await?;
        let room = Room::new(*policy, record, clock.now());
        let interview = Interview::from_items(storage.interview_items(meeting).await?);
        Ok(match interview {
            Some(interview) => room.with_interview(interview.reopened()),
            None => room,
        })
    }

    /// Feeds a room until it may be dropped, with all it wanted kept, or the server stops.
    async fn serve(
        &self,
        owner: &mut Owner,
        keeper: &mut Keeper,
        inputs: &mut mpsc::Receiver<RoomInput>,
        participants: &AtomicUsize,
    ) {
        loop {
            let timeout = owner.room().poll_timeout().map(|at| self.inner.clock.instant(at));
            tokio::select! {
                biased;
                () = self.inner.shutdown.cancelled() => break,
                () = keeper.write() => {}
                Some(input) = inputs.recv() => owner.handle(input, keeper),
                evaluation = owner.assessment() => owner.handle_evaluation(evaluation, keeper),
                () = sleep_until(timeout) => owner.handle_timeout(keeper),
            }
            self.count(participants, owner.room().len());
            // `enter` hands out senders under the same lock, so after the entry is gone nobody new
            // can find this room.
            if owner.is_idle() && inputs.is_empty() && keeper.is_idle() {
                break;
            }
        }
    }

    fn count(&self, participants: &AtomicUsize, now: usize) {
        let before = participants.swap(now, Ordering::Relaxed);
        // Wraps by design: adding the difference to the total.
        self.inner.participants.fetch_add(now.wrapping_sub(before), Ordering::Relaxed);
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<MeetingId, Entry>> {
        self.inner.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use convene_model::{MediaState, NetworkTag, ParticipantId};
    use convene_room::{Command, ConnectionId, Join, JoinOutcome};

    use super::*;

    const POLICY: RoomPolicy = RoomPolicy {
        max_participants: 16,
        max_waiting: 16,
        grace: Duration::from_secs(30),
        host_patience: Duration::from_secs(30),
    };

    /// The directory lasts as long as the rooms need it.
    async fn rooms_with(policy: RoomPolicy) -> (tempfile::TempDir, Rooms) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let (shutdown, tasks) = (CancellationToken::new(), TaskTracker::new());
        (
            dir,
            Rooms::new(
                policy,
                Clock::start(),
                storage,
                Assessor::new(None, Clock::start()),
                shutdown,
                tasks,
            ),
        )
    }

    async fn rooms() -> (tempfile::TempDir, Rooms) {
        rooms_with(POLICY).await
    }

    /// Joins as a connection does: again, if the room closes just then.
    async fn join(
        rooms: &Rooms,
        meeting: &MeetingId,
        connection: u64,
    ) -> (mpsc::Sender<RoomInput>, mpsc::Receiver<Outbound>) {
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
        };
        loop {
            // Room for all that happens while this task waits for its turn.
            let (sender, mut outbound) = mpsc::channel(8192);
            let room = rooms.enter(meeting);
            let input = RoomInput::Join {
                connection: ConnectionId(connection),
                join: join.clone(),
                outbound: sender,
            };
            if room.send(input).await.is_err() {
                continue;
            }
            match outbound.recv().await {
                Some(Outbound::Reply(Reply::Joined(result))) => {
                    assert!(matches!(result, Ok(JoinOutcome::Joined { .. })), "{result:?}");
                    return (room, outbound);
                }
                Some(Outbound::Reply(Reply::Closed)) | None => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Leaves as a connection does, which listens until the room has answered.
    async fn leave(
        room: &mpsc::Sender<RoomInput>,
        outbound: &mut mpsc::Receiver<Outbound>,
        connection: u64,
    ) {
        let input =
            RoomInput::Command { connection: ConnectionId(connection), command: Command::Leave };
        room.send(input).await.unwrap();
        while !matches!(outbound.recv().await.unwrap(), Outbound::Reply(Reply::Done(Ok(None)))) {}
    }

    #[tokio::test]
    async fn a_room_that_died_is_replaced() {
        let (_dir, rooms) = rooms().await;
        let meeting = MeetingId::random(&mut rand::rng());
        let dead = Entry { inputs: mpsc::channel(1).0, participants: Arc::default() };
        rooms.count(&dead.participants, 3);
        rooms.entries().insert(meeting.clone(), dead);
        let (_room, _outbound) = join(&rooms, &meeting, 1).await;
        assert_eq!((rooms.len(), rooms.participants_in(&meeting), rooms.participants()), (1, 1, 1));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn ten_thousand_joins_and_leaves_leave_nothing_behind() {
        let (_dir, rooms) = rooms().await;
        let meetings: [MeetingId; 5] = std::array::from_fn(|_| MeetingId::random(&mut rand::rng()));
        let mut people = Vec::new();
        for person in 0..8 {
            let (rooms, meetings) = (rooms.clone(), meetings.clone());
            people.push(tokio::spawn(async move {
                for cycle in 0..1_250 {
                    // Few meetings, so that joins meet rooms that are just closing.
                    let meeting = meetings[usize::try_from(cycle % 5).unwrap()].clone();
                    let connection = person * 10_000 + cycle;
                    let (room, mut outbound) = join(&rooms, &meeting, connection).await;
                    leave(&room, &mut outbound, connection).await;
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
        let meeting: MeetingId = "abc-defg-hij".parse().unwrap();
        let (room, _outbound) = join(&rooms, &meeting, 1).await;
        assert_eq!((rooms.len(), rooms.participants_in(&meeting)), (1, 1));
        room.send(RoomInput::Disconnect { connection: ConnectionId(1) }).await.unwrap();
        rooms.inner.tasks.close();
        rooms.inner.tasks.wait().await;
        assert_eq!((rooms.len(), rooms.participants_in(&meeting)), (0, 0));
    }

    #[tokio::test]
    async fn rooms_end_with_the_server() {
        let (_dir, rooms) = rooms().await;
        let meeting: MeetingId = "abc-defg-hij".parse().unwrap();
        let (_room, mut outbound) = join(&rooms, &meeting, 1).await;
        rooms.inner.shutdown.cancel();
        assert!(outbound.recv().await.is_none(), "the connection learns of it");
        rooms.inner.tasks.close();
        rooms.inner.tasks.wait().await;
        assert_eq!(rooms.len(), 0);
    }
}

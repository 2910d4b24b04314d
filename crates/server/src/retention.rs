//! Retention: deletes data that has been unused for long, a little at a time, and only while the
//! clock can be trusted.

use std::sync::Arc;
use std::time::Duration;

use convene_model::Timestamp;
use convene_storage::{PersonRepository as _, Storage, StorageError, Unused};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config;
use crate::live::Live;

/// Interval between searches for unused data.
const EVERY: Duration = Duration::from_secs(60 * 60);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Persons are deleted who have not signed in for this long and have had no dealings with others.
const FORGET_PEOPLE: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Named rooms are deleted, with their chat, when they have been unused for this long.
const FORGET_NAMES: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How far ahead of the database's newest write the clock may be at the start.
const PLAUSIBLE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Decides whether the clock can be trusted to delete data by.
///
/// If the clock is far ahead of the newest write, either it is wrong or the server was off for
/// long. Then nothing is deleted until the clock is corrected, or the server has run for a day and
/// was used, or has run for a week. Writes by an untrusted clock do not count as the newest;
/// otherwise the next start would trust it.
#[derive(Debug)]
struct ClockCheck {
    newest_write: Option<Timestamp>,
    was_used: bool,
}

impl ClockCheck {
    fn trusts(&mut self, now: Timestamp, running: Duration, in_use: bool) -> bool {
        self.was_used |= in_use;
        let plausible = self.newest_write.is_none_or(|newest| now <= newest + PLAUSIBLE);
        if plausible || running >= PLAUSIBLE || (running >= DAY && self.was_used) {
            self.newest_write = self.newest_write.max(Some(now));
            return true;
        }
        false
    }
}

/// State of retention.
struct Retention<'a> {
    storage: &'a Storage,
    keep: config::Retention,
    live: &'a dyn Live,
    /// `None` until the newest write has been read from the database.
    check: Option<ClockCheck>,
}

/// Deletes unused data now and every hour, until the server stops.
pub(crate) async fn run(
    storage: Storage,
    clock: Clock,
    keep: config::Retention,
    live: Arc<dyn Live>,
    stopping: CancellationToken,
) {
    let started = Instant::now();
    let mut retention = Retention { storage: &storage, keep, live: &*live, check: None };
    let mut has_warned = false;
    let runs = async {
        loop {
            match retention.look(clock.now(), started.elapsed()).await {
                Ok(true) => {}
                Ok(false) if has_warned => {}
                Ok(false) => {
                    has_warned = true;
                    tracing::warn!(
                        "the clock is more than 7 days ahead of the last write: nothing is deleted until the server has been in use for a day"
                    );
                }
                Err(error) => tracing::warn!(%error, "cannot delete unused data"),
            }
            tokio::time::sleep(EVERY).await;
        }
    };
    stopping.run_until_cancelled(runs).await;
}

impl Retention<'_> {
    /// Deletes unused data if the clock is trusted; returns whether it is.
    async fn look(&mut self, now: Timestamp, running: Duration) -> Result<bool, StorageError> {
        let check = match &mut self.check {
            Some(check) => check,
            None => {
                let newest_write = self.storage.newest_write().await?;
                self.check.insert(ClockCheck { newest_write, was_used: false })
            }
        };
        let is_trusted = check.trusts(now, running, self.live.participants() > 0);
        if is_trusted {
            delete_unused(self.storage, self.keep, self.live, now).await?;
        }
        Ok(is_trusted)
    }
}

async fn delete_unused(
    storage: &Storage,
    keep: config::Retention,
    live: &dyn Live,
    now: Timestamp,
) -> Result<(), StorageError> {
    storage.note_newest_write(now).await?;
    let before = |age: Duration| Timestamp(now.0.saturating_sub((Timestamp(0) + age).0));
    storage.forget_idle_people(before(FORGET_PEOPLE)).await?;
    let mut count =
        delete_meetings(storage, Unused::NamedRooms, before(FORGET_NAMES), live, now).await?;
    if let Some(age) = keep.chat {
        count += delete_meetings(storage, Unused::Chat, before(age), live, now).await?;
    }
    if let Some(age) = keep.meetings {
        count += delete_meetings(storage, Unused::Meetings, before(age), live, now).await?;
        count += storage.delete_unused_banks(before(age)).await?;
    }
    if count > 0 {
        tracing::info!(count, "deleted what nobody used");
        storage.forget_deleted().await;
    }
    Ok(())
}

/// Deletes unused meetings, or only their chat, and returns how many. A meeting with a live room
/// counts as used now.
async fn delete_meetings(
    storage: &Storage,
    what: Unused,
    since: Timestamp,
    live: &dyn Live,
    now: Timestamp,
) -> Result<u64, StorageError> {
    let mut count = 0;
    let mut after = None;
    loop {
        let page = storage.unused(what, since, now, after.as_ref()).await?;
        for id in &page {
            if live.is_live(id) {
                storage.use_meeting(id, now).await?;
            } else if storage.delete_unused(what, id, since, now).await? {
                count += 1;
            }
        }
        match page.into_iter().next_back() {
            Some(last) => after = Some(last),
            None => return Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use convene_model::{
        BankId, CallEnd, CallRecord, CallState, InterviewItem, InterviewRole, MeetingId, Party,
        QuestionBank, QuestionId, RoomRecord, Score,
    };
    use convene_storage::{
        CallRepository as _, ChatRepository as _, InterviewLink, InterviewRepository as _,
        MeetingRepository as _, NamedRoomRepository as _, NewChatMessage, PersonRepository as _,
        QuestionBankRepository as _, StoredCall, StoredCallRoom,
    };
    use time::OffsetDateTime;

    use super::*;
    use crate::rooms::LiveRoom;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);
    const HOUR: Duration = Duration::from_secs(60 * 60);
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    const KEEP: config::Retention = config::Retention { chat: Some(YEAR), meetings: Some(YEAR) };

    /// Rooms that are live.
    #[derive(Default)]
    struct LiveRooms(BTreeSet<MeetingId>);

    impl Live for LiveRooms {
        fn rooms(&self) -> usize {
            self.0.len()
        }

        fn participants(&self) -> usize {
            self.0.len()
        }

        fn connections(&self) -> usize {
            self.0.len()
        }

        fn participants_in(&self, meeting: &MeetingId) -> usize {
            usize::from(self.0.contains(meeting))
        }

        fn is_live(&self, meeting: &MeetingId) -> bool {
            self.0.contains(meeting)
        }

        fn streams(&self) -> Option<crate::signaling::Streams> {
            None
        }

        fn room(&self, _: &MeetingId) -> Option<LiveRoom> {
            None
        }
    }

    #[test]
    fn a_clock_far_ahead_is_trusted_only_after_a_day_of_use_or_a_week() {
        let check = |newest: Option<u64>| ClockCheck {
            newest_write: newest.map(Timestamp),
            was_used: false,
        };
        let soon = Duration::from_secs(1);
        assert!(check(None).trusts(NOW, soon, false), "a new database");
        assert!(check(Some(NOW.0)).trusts(NOW + PLAUSIBLE, soon, false));
        assert!(
            check(Some(NOW.0)).trusts(Timestamp(0), soon, false),
            "a clock behind deletes less"
        );
        let ahead = NOW + DAY * 91;
        let mut check = check(Some(NOW.0));
        assert!(!check.trusts(ahead, soon, true));
        assert!(!check.trusts(ahead, DAY - soon, false));
        assert!(check.trusts(NOW + HOUR, DAY - soon, false), "the clock was corrected");
        assert!(check.trusts(ahead, DAY, false), "people used it at the start");
        let mut idle = ClockCheck { newest_write: Some(NOW), was_used: false };
        assert!(!idle.trusts(ahead, DAY * 6, false));
        assert!(idle.trusts(ahead, PLAUSIBLE, false));
    }

    async fn used(storage: &Storage, id: &str, at: Timestamp) -> MeetingId {
        let id: MeetingId = id.parse().unwrap();
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000).unwrap();
        storage.create_meeting(&id, at).await.unwrap();
        id
    }

    async fn write(storage: &Storage, meeting: &MeetingId, client_id: &str, at: Timestamp) -> u64 {
        let new = NewChatMessage {
            client_id: client_id.to_owned().try_into().unwrap(),
            from: "aaaaaaaaaaaaaaaa".parse().unwrap(),
            from_name: "Ana".parse().unwrap(),
            to: None,
            to_name: None,
            text: "hello".parse().unwrap(),
        };
        storage.append_chat(meeting, &new, at).await.unwrap().0.id.0
    }

    #[tokio::test]
    async fn unused_meetings_are_deleted_and_used_and_live_ones_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let gone = used(&storage, "aaa-aaaa-aaa", NOW).await;
        for n in 0..450 {
            write(&storage, &gone, &n.to_string(), NOW).await;
        }
        let written_in = used(&storage, "bbb-bbbb-bbb", NOW).await;
        let entered = used(&storage, "ccc-cccc-ccc", NOW).await;
        let live = used(&storage, "ddd-dddd-ddd", NOW).await;
        let later = NOW + YEAR + HOUR * 3;
        write(&storage, &written_in, "one", NOW + HOUR * 4).await;
        storage.use_meeting(&entered, NOW + HOUR * 4).await.unwrap();
        let rooms = LiveRooms([live.clone()].into());
        delete_unused(&storage, KEEP, &rooms, later).await.unwrap();
        assert!(matches!(storage.meeting(&gone).await, Err(StorageError::NotFound)));
        for kept in [&written_in, &entered, &live] {
            storage.meeting(kept).await.unwrap();
        }
        // A live room counts as used, so it is not deleted the moment the last person leaves.
        delete_unused(&storage, KEEP, &LiveRooms::default(), later + HOUR).await.unwrap();
        storage.meeting(&live).await.unwrap();
        // With retention forever, nothing is deleted.
        let forever = config::Retention { chat: None, meetings: None };
        delete_unused(&storage, forever, &LiveRooms::default(), later + YEAR * 50).await.unwrap();
        storage.meeting(&entered).await.unwrap();
    }

    #[tokio::test]
    async fn unused_chat_is_deleted_and_its_numbers_are_not_given_again() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let meeting = used(&storage, "aaa-aaaa-aaa", NOW).await;
        for n in 0..250 {
            write(&storage, &meeting, &n.to_string(), NOW).await;
        }
        let keep = config::Retention { chat: Some(DAY), meetings: Some(YEAR) };
        delete_unused(&storage, keep, &LiveRooms::default(), NOW + DAY * 2).await.unwrap();
        let reader = "bbbbbbbbbbbbbbbb".parse().unwrap();
        assert_eq!(storage.chat_page(&meeting, &reader, None, 9).await.unwrap().messages, []);
        assert_eq!(write(&storage, &meeting, "0", NOW + DAY * 2).await, 251);
    }

    #[tokio::test]
    async fn unused_interviews_calls_and_banks_are_deleted_with_what_belongs_to_them() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let id = |text: &str| text.parse::<MeetingId>().unwrap();
        let (interview, linked, call_room) =
            (id("aaa-aaaa-aaa"), id("bbb-bbbb-bbb"), id("ccc-cccc-ccc"));
        let link = InterviewLink {
            id: "aaaaaaaaaaaa".parse().unwrap(),
            role: InterviewRole::Candidate,
            label: None,
            created_at: NOW,
            expires_at: NOW + YEAR * 2,
            revoked_at: None,
        };
        let score = InterviewItem::Score(Score {
            question: QuestionId(1),
            by: "aaaaaaaaaaaa".parse().unwrap(),
            by_name: "Ana".parse().unwrap(),
            points: 7,
        });
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(NOW.0) * 1_000_000).unwrap();
        for (meeting, links) in [(&interview, &[][..]), (&linked, &[link])] {
            let items = [score.clone()];
            let record = RoomRecord::default();
            storage.create_interview(meeting, &record, links, &items, at).await.unwrap();
        }
        let party = |id: &str| Party { id: id.parse().unwrap(), name: id.parse().unwrap() };
        let call = StoredCall {
            record: CallRecord {
                id: "aaaaaaaaaaaaaaaa".parse().unwrap(),
                caller: party("baba-baba-baba"),
                callee: party("dede-dede-dede"),
                video: false,
                called_at: NOW,
                state: CallState::Ended { answered_at: None, ended_at: NOW, end: CallEnd::Busy },
            },
            room: StoredCallRoom {
                meeting: call_room.clone(),
                caller: "aaaaaaaaaaaaaaaa".parse().unwrap(),
                callee: "bbbbbbbbbbbbbbbb".parse().unwrap(),
            },
            into: None,
            for_callee: true,
            assumed: false,
        };
        storage.keep_call(&call, NOW).await.unwrap();
        let bank: BankId = BankId::random(&mut rand::rng());
        storage.create_question_bank(&bank, &QuestionBank::default(), NOW).await.unwrap();

        let rooms = LiveRooms::default();
        delete_unused(&storage, KEEP, &rooms, NOW + (YEAR - HOUR)).await.unwrap();
        for meeting in [&interview, &linked, &call_room] {
            storage.meeting(meeting).await.unwrap();
        }
        storage.question_bank(&bank).await.unwrap();

        delete_unused(&storage, KEEP, &rooms, NOW + YEAR + HOUR).await.unwrap();
        for meeting in [&interview, &call_room] {
            let gone = storage.meeting(meeting).await;
            assert!(matches!(gone, Err(StorageError::NotFound)), "{gone:?}");
        }
        assert!(!storage.is_interview(&interview).await.unwrap());
        assert_eq!(storage.interview_items(&interview).await.unwrap(), []);
        assert!(matches!(storage.call(&call.record.id).await, Err(StorageError::NotFound)));
        assert!(matches!(storage.question_bank(&bank).await, Err(StorageError::NotFound)));
        // A link that is still valid keeps its interview.
        assert_eq!(storage.interview_items(&linked).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn people_and_names_outlive_a_boot_with_a_clock_that_is_91_days_ahead() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let ana = Party { id: "ba".repeat(6).parse().unwrap(), name: "Ana".parse().unwrap() };
        storage.create_person(&ana, NOW).await.unwrap();
        let (name, id) = ("stand-up".parse().unwrap(), "aaa-aaaa-aaa".parse().unwrap());
        storage.create_named_room(&name, &id, NOW).await.unwrap();
        storage.note_newest_write(NOW).await.unwrap();
        let live = LiveRooms::default();
        let boot = || Retention { storage: &storage, keep: KEEP, live: &live, check: None };
        let ahead = NOW + DAY * 91;
        for _ in 0..2 {
            assert!(!boot().look(ahead, Duration::ZERO).await.unwrap());
            // Writes meanwhile do not make the clock trusted.
            write(&storage, &id, "one", ahead).await;
            storage.person(&ana.id).await.unwrap();
            storage.meeting(&id).await.unwrap();
        }
        assert!(boot().look(NOW + DAY, Duration::ZERO).await.unwrap(), "the right clock");
        storage.person(&ana.id).await.unwrap();
        // After a week of running the clock is trusted.
        assert!(boot().look(ahead, PLAUSIBLE).await.unwrap());
        assert!(matches!(storage.person(&ana.id).await, Err(StorageError::NotFound)));
        storage.meeting(&id).await.unwrap();
    }
}

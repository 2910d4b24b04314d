//! What every implementation of [`MeetingRepository`] does. Each has a test that runs [`meetings`].

use convene_model::MeetingId;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::{MeetingRepository, StorageError};

const NOW: OffsetDateTime = datetime!(2026-11-20 12:00:00.123456 UTC);

fn id(text: &str) -> MeetingId {
    text.parse().unwrap()
}

/// Runs the suite against a store that holds nothing yet.
///
/// # Panics
/// If the store breaks the contract.
pub async fn meetings(store: &impl MeetingRepository) {
    store.ping().await.unwrap();
    a_meeting_is_found_by_its_id(store).await;
    an_unknown_id_is_not_found(store).await;
    a_taken_id_is_a_conflict_and_changes_nothing(store).await;
    of_many_who_want_one_id_one_gets_it(store).await;
}

async fn a_meeting_is_found_by_its_id(store: &impl MeetingRepository) {
    let made = store.create_meeting(&id("aaa-aaaa-aaa"), NOW).await.unwrap();
    assert_eq!(made.created_at, NOW);
    assert_eq!(store.meeting(&made.id).await.unwrap(), made);
}

async fn an_unknown_id_is_not_found(store: &impl MeetingRepository) {
    match store.meeting(&id("zzz-zzzz-zzz")).await {
        Err(StorageError::NotFound) => {}
        other => panic!("{other:?}"),
    }
}

async fn a_taken_id_is_a_conflict_and_changes_nothing(store: &impl MeetingRepository) {
    let taken = id("bbb-bbbb-bbb");
    let first = store.create_meeting(&taken, NOW).await.unwrap();
    match store.create_meeting(&taken, NOW + time::Duration::HOUR).await {
        Err(StorageError::Conflict) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(store.meeting(&taken).await.unwrap(), first);
}

async fn of_many_who_want_one_id_one_gets_it(store: &impl MeetingRepository) {
    let wanted = id("ccc-cccc-ccc");
    let tries = (0..16).map(|_| store.create_meeting(&wanted, NOW));
    let results = futures_util::future::join_all(tries).await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    for result in results {
        assert!(matches!(result, Ok(_) | Err(StorageError::Conflict)), "{result:?}");
    }
}

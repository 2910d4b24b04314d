//! What every implementation of the repositories does. Each has a test that runs [`meetings`],
//! [`rooms`] and [`chat`].

use convene_model::{
    ActingHost, Audience, ChatMessage, ChatMessageId, MeetingId, NetworkTag, ParticipantId,
    PasswordHash, Renamed, Role, RoomRecord, RoomSettings, Timestamp,
};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::{ChatRepository, MeetingRepository, NewChatMessage, RoomRepository, StorageError};

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

/// Runs the suite against a store that holds no records of rooms yet.
///
/// # Panics
/// If the store breaks the contract.
pub async fn rooms(store: &(impl MeetingRepository + RoomRepository)) {
    let meeting = meeting(store, "room-aaa-aaa").await;
    let other = store.create_meeting(&id("room-bbb-bbb"), NOW).await.unwrap().id;
    assert_eq!(store.room_record(&meeting).await.unwrap(), RoomRecord::default());
    let ana = participant("a");
    let whole = RoomRecord {
        settings: RoomSettings { locked: true, chat: Audience::Hosts, ..RoomSettings::default() },
        password: Some(PasswordHash::new("$argon2id$...".to_owned())),
        host_seen: true,
        co_hosts: [ana.clone(), participant("b")].into(),
        acting_host: Some(ActingHost { id: ana.clone(), was: Role::CoHost }),
        renamed: [Renamed { id: ana.clone(), name: "\u{1F44B} '); --".parse().unwrap() }].into(),
        removed: [participant("c")].into(),
        suspect_networks: [NetworkTag("x".to_owned())].into(),
        ended_at: Some(Timestamp(7)),
    };
    for record in [whole, RoomRecord { host_seen: true, ..RoomRecord::default() }] {
        store.keep_room_record(&meeting, &record).await.unwrap();
        assert_eq!(store.room_record(&meeting).await.unwrap(), record);
    }
    assert_eq!(store.room_record(&other).await.unwrap(), RoomRecord::default());
    let nowhere = store.keep_room_record(&id("zzz-zzzz-zzz"), &RoomRecord::default()).await;
    assert!(nowhere.is_err(), "there is no such meeting");
}

/// Runs the suite against a store that holds no messages yet.
///
/// # Panics
/// If the store breaks the contract.
pub async fn chat(store: &(impl MeetingRepository + ChatRepository)) {
    messages_are_numbered_in_each_meeting(store).await;
    a_message_sent_again_is_kept_once(store).await;
    many_at_once_get_a_number_each(store).await;
    only_its_sender_changes_a_message(store).await;
    pages_go_back_to_the_first(store).await;
    a_private_message_is_seen_by_two(store).await;
}

fn participant(letter: &str) -> ParticipantId {
    letter.repeat(16).parse().unwrap()
}

fn message(from: &str, client_id: &str, to: Option<&str>) -> NewChatMessage {
    NewChatMessage {
        client_id: client_id.to_owned().try_into().unwrap(),
        from: participant(from),
        from_name: "Ana <b>".parse().unwrap(),
        to: to.map(participant),
        to_name: to.map(|_| "Ben".parse().unwrap()),
        text: "'; DROP TABLE chat_messages; -- \u{1F44B}".parse().unwrap(),
    }
}

async fn meeting(store: &impl MeetingRepository, text: &str) -> MeetingId {
    store.create_meeting(&id(text), NOW).await.unwrap().id
}

fn ids(messages: &[ChatMessage]) -> Vec<u64> {
    messages.iter().map(|message| message.id.0).collect()
}

async fn messages_are_numbered_in_each_meeting(store: &(impl MeetingRepository + ChatRepository)) {
    for meeting in [meeting(store, "chat-aaa-aaa").await, meeting(store, "chat-aaa-aab").await] {
        for n in 1..=3u64 {
            let new = message("a", &n.to_string(), None);
            let (kept, is_new) = store.append_chat(&meeting, &new, Timestamp(n)).await.unwrap();
            assert_eq!((kept.id, kept.sent_at, is_new), (ChatMessageId(n), Timestamp(n), true));
            assert_eq!((&kept.from, &kept.from_name), (&new.from, &new.from_name));
            assert_eq!((kept.text, kept.edited_at), (Some(new.text), None));
        }
    }
}

async fn a_message_sent_again_is_kept_once(store: &(impl MeetingRepository + ChatRepository)) {
    let meeting = meeting(store, "chat-bbb-bbb").await;
    let new = message("a", "one", None);
    let (first, _) = store.append_chat(&meeting, &new, Timestamp(1)).await.unwrap();
    let again = store.append_chat(&meeting, &new, Timestamp(2)).await.unwrap();
    assert_eq!(again, (first, false));
    // Another sender's ids are another's.
    let (other, is_new) =
        store.append_chat(&meeting, &message("b", "one", None), Timestamp(3)).await.unwrap();
    assert_eq!((other.id, is_new), (ChatMessageId(2), true));
}

async fn many_at_once_get_a_number_each(store: &(impl MeetingRepository + ChatRepository)) {
    let meeting = meeting(store, "chat-ccc-ccc").await;
    let new: Vec<_> = (0..20).map(|n| message("a", &n.to_string(), None)).collect();
    let kept = new.iter().map(|new| store.append_chat(&meeting, new, Timestamp(1)));
    let kept = futures_util::future::join_all(kept).await;
    let mut numbers: Vec<u64> = kept.into_iter().map(|kept| kept.unwrap().0.id.0).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
}

async fn only_its_sender_changes_a_message(store: &(impl MeetingRepository + ChatRepository)) {
    let meeting = meeting(store, "chat-ddd-ddd").await;
    let (kept, _) =
        store.append_chat(&meeting, &message("a", "one", None), Timestamp(1)).await.unwrap();
    let text = "changed".parse().unwrap();
    let by_other =
        store.edit_chat(&meeting, kept.id, &participant("b"), Some(&text), Timestamp(2)).await;
    assert!(matches!(by_other, Err(StorageError::NotFound)), "{by_other:?}");
    let ana = participant("a");
    let changed =
        store.edit_chat(&meeting, kept.id, &ana, Some(&text), Timestamp(3)).await.unwrap();
    assert_eq!((changed.text, changed.edited_at), (Some(text.clone()), Some(Timestamp(3))));
    let deleted = store.edit_chat(&meeting, kept.id, &ana, None, Timestamp(4)).await.unwrap();
    assert_eq!(deleted.text, None);
    let revived = store.edit_chat(&meeting, kept.id, &ana, Some(&text), Timestamp(5)).await;
    assert!(matches!(revived, Err(StorageError::NotFound)), "{revived:?}");
    let page = store.chat_page(&meeting, &ana, None, 10).await.unwrap();
    assert_eq!(page.messages, [deleted]);
}

async fn pages_go_back_to_the_first(store: &(impl MeetingRepository + ChatRepository)) {
    let meeting = meeting(store, "chat-eee-eee").await;
    for n in 1..=5 {
        store
            .append_chat(&meeting, &message("a", &n.to_string(), None), Timestamp(n))
            .await
            .unwrap();
    }
    let ben = participant("b");
    let newest = store.chat_page(&meeting, &ben, None, 2).await.unwrap();
    assert_eq!((ids(&newest.messages), newest.has_more), (vec![4, 5], true));
    let older = store.chat_page(&meeting, &ben, Some(ChatMessageId(4)), 3).await.unwrap();
    assert_eq!((ids(&older.messages), older.has_more), (vec![1, 2, 3], false));
    let none = store.chat_page(&meeting, &ben, Some(ChatMessageId(1)), 3).await.unwrap();
    assert_eq!((ids(&none.messages), none.has_more), (vec![], false));
}

async fn a_private_message_is_seen_by_two(store: &(impl MeetingRepository + ChatRepository)) {
    let meeting = meeting(store, "chat-fff-fff").await;
    store.append_chat(&meeting, &message("a", "one", Some("b")), Timestamp(1)).await.unwrap();
    store.append_chat(&meeting, &message("a", "two", None), Timestamp(2)).await.unwrap();
    for (viewer, sees) in [("a", vec![1, 2]), ("b", vec![1, 2]), ("c", vec![2])] {
        let page = store.chat_page(&meeting, &participant(viewer), None, 10).await.unwrap();
        assert_eq!(ids(&page.messages), sees, "{viewer}");
    }
}

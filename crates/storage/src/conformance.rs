//! Conformance suite for implementations of the repositories. Each implementation has a test that
//! runs [`meetings`], [`rooms`], [`named_rooms`], [`chat`], [`interviews`], [`question_banks`] and
//! [`people`].

mod people;

use convene_model::{
    ActingHost, Audience, BankId, ChatMessage, ChatMessageId, ChosenName, InterviewItem,
    InterviewPlan, InterviewRole, LinkId, LinkMade, MeetingId, Moment, NetworkTag, ParticipantId,
    PasswordHash, QuestionBank, Renamed, Role, RoomName, RoomRecord, RoomSettings, StreamScope,
    Timestamp,
};
pub use people::people;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::{
    ChatRepository, InterviewLink, InterviewRepository, MeetingName, MeetingRepository,
    NamedRoomRepository, NewChatMessage, QuestionBankRepository, RoomRepository, StorageError,
    StreamToken, StreamTokenRepository,
};

const NOW: OffsetDateTime = datetime!(2026-11-20 12:00:00.123456 UTC);

fn id(text: &str) -> MeetingId {
    text.parse().unwrap()
}

/// Runs the suite against an empty store.
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

/// Runs the suite against a store without room records.
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
        title: "\u{1F44B} '); --".parse().ok(),
        password: Some(PasswordHash::new("$argon2id$...".to_owned())),
        host_seen: true,
        co_hosts: [ana.clone(), participant("b")].into(),
        stage: [participant("d")].into(),
        acting_host: Some(ActingHost { id: ana.clone(), was: Role::CoHost }),
        renamed: [Renamed { id: ana.clone(), name: "\u{1F44B} '); --".parse().unwrap() }].into(),
        removed: [participant("c")].into(),
        forwards: true,
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

/// Runs the suite against a store without named rooms.
///
/// # Panics
/// If the store breaks the contract.
pub async fn named_rooms(store: &(impl MeetingRepository + NamedRoomRepository)) {
    let name = |text: &str| text.parse::<RoomName>().unwrap();
    // The store records use with a precision of one hour.
    let at = |hours: u64| Timestamp(hours * 60 * 60 * 1_000 + hours);
    let (first, second) = (id("nam-edaa-aaa"), id("nam-edbb-bbb"));
    let unknown = store.named_room(&name("stand-up"), Timestamp(1)).await;
    assert!(matches!(unknown, Err(StorageError::NotFound)), "{unknown:?}");
    store.create_named_room(&name("stand-up"), &first, at(1)).await.unwrap();
    // A name and an id can be taken only once, and a room's name is not its meeting's id.
    for (text, id) in [("stand-up", &second), ("other", &first)] {
        let taken = store.create_named_room(&name(text), id, Timestamp(1)).await;
        assert!(matches!(taken, Err(StorageError::Conflict)), "{text}: {taken:?}");
    }
    assert!(matches!(store.meeting(&second).await, Err(StorageError::NotFound)));
    store.create_named_room(&name(first.as_str()), &second, at(1)).await.unwrap();
    assert_eq!(store.named_room(&name("stand-up"), at(9)).await.unwrap(), first);
    assert_eq!(store.named_room(&name(first.as_str()), at(2)).await.unwrap(), second);
    for text in ["STAND-UP", "stand-up ", "stand-up\u{0}"] {
        assert!(store.named_room(&name(text), Timestamp(1)).await.is_err(), "{text:?}");
    }
    let ordinary = meeting(store, "nam-edcc-ccc").await;
    let named = MeetingName { name: name("stand-up"), chosen: false };
    assert_eq!(store.name_of(&first).await.unwrap(), Some(named.clone()));
    assert_eq!(store.name_of(&ordinary).await.unwrap(), None);

    // A host's choice: one name for each meeting, and none that is taken.
    let chosen = |text: &str| text.parse::<ChosenName>().unwrap();
    let choose = async |id: &MeetingId, text: Option<&str>| {
        store.choose_name(id, text.map(chosen).as_ref(), at(9)).await
    };
    choose(&ordinary, Some("team")).await.unwrap();
    choose(&ordinary, Some("team")).await.unwrap();
    assert_eq!(store.named_room(&name("team"), at(9)).await.unwrap(), ordinary);
    choose(&ordinary, Some("all-hands")).await.unwrap();
    assert!(matches!(store.named_room(&name("team"), at(9)).await, Err(StorageError::NotFound)));
    let other = meeting(store, "nam-eddd-ddd").await;
    for (id, taken) in [(&ordinary, "stand-up"), (&other, "all-hands"), (&first, "team")] {
        let refused = choose(id, Some(taken)).await;
        assert!(matches!(refused, Err(StorageError::Conflict)), "{taken}: {refused:?}");
    }
    let kept = MeetingName { name: name("all-hands"), chosen: true };
    assert_eq!(store.name_of(&ordinary).await.unwrap(), Some(kept));
    choose(&ordinary, None).await.unwrap();
    choose(&first, None).await.unwrap();
    assert_eq!(store.name_of(&ordinary).await.unwrap(), None);
    assert_eq!(store.name_of(&first).await.unwrap(), Some(named));
    assert!(choose(&id("zzz-zzzz-zzz"), Some("nowhere")).await.is_err());
    assert!(store.meeting(&first).await.is_ok());
    assert_eq!(store.named_room(&name("stand-up"), at(9)).await.unwrap(), first);
    assert!(store.meeting(&ordinary).await.is_ok());
}

/// Runs the suite against a store without messages.
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
    // Another sender may use the same client id.
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

fn plan(title: &str) -> InterviewItem {
    InterviewItem::Plan(Box::new(InterviewPlan {
        title: title.parse().unwrap(),
        sections: Vec::new(),
        questions: Vec::new(),
        criteria: Vec::new(),
    }))
}

fn moment(id: u32, at: u64) -> InterviewItem {
    let what = convene_model::Happening::Started {};
    InterviewItem::Moment(Moment { id, what, at: Timestamp(at), at_ms: 0 })
}

fn link(letter: &str, role: InterviewRole) -> InterviewLink {
    InterviewLink {
        id: link_id(letter),
        role,
        label: Some("for <Cleo> & co".parse().unwrap()),
        created_at: Timestamp(1_000),
        expires_at: Timestamp(2_000),
        revoked_at: None,
    }
}

fn link_id(letter: &str) -> LinkId {
    letter.repeat(12).parse().unwrap()
}

/// Runs the suite against a store without interviews.
///
/// # Panics
/// If the store breaks the contract.
pub async fn interviews(
    store: &(impl MeetingRepository + RoomRepository + ChatRepository + InterviewRepository),
) {
    let interview = id("int-aaaa-aaa");
    let meeting = meeting(store, "int-bbbb-bbb").await;
    let links = [link("a", InterviewRole::Interviewer), link("b", InterviewRole::Candidate)];
    let record = RoomRecord { host_seen: true, ..RoomRecord::default() };
    store.create_interview(&interview, &record, &links, &[plan("A")], NOW).await.unwrap();
    assert!(store.is_interview(&interview).await.unwrap());
    assert!(!store.is_interview(&meeting).await.unwrap());
    assert_eq!(store.room_record(&interview).await.unwrap(), record);
    assert_eq!(store.links(&interview).await.unwrap(), links);
    a_taken_id_makes_no_interview(store, &meeting).await;
    the_newest_item_of_a_key_counts(store, &interview).await;
    a_link_is_revoked_once(store, &interview).await;
    links_are_never_more_than_their_limit(store, &interview).await;
    what_is_deleted_is_gone(store, &interview).await;
}

async fn a_taken_id_makes_no_interview(store: &impl InterviewRepository, taken: &MeetingId) {
    let links = [link("a", InterviewRole::Interviewer)];
    let record = RoomRecord::default();
    match store.create_interview(taken, &record, &links, &[plan("A")], NOW).await {
        Err(StorageError::Conflict) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(store.links(taken).await.unwrap(), []);
    assert_eq!(store.interview_items(taken).await.unwrap(), []);
}

async fn the_newest_item_of_a_key_counts(store: &impl InterviewRepository, of: &MeetingId) {
    store.keep_interview_items(of, &[plan("B"), moment(1, 7), moment(2, 8)]).await.unwrap();
    store.keep_interview_items(of, &[moment(2, 9)]).await.unwrap();
    let mut items = store.interview_items(of).await.unwrap();
    items.sort_by_key(InterviewItem::key);
    assert_eq!(items, [moment(1, 7), moment(2, 9), plan("B")]);
    // The store refuses items for a meeting that is not an interview.
    let nowhere = id("int-zzzz-zzz");
    assert!(store.keep_interview_items(&nowhere, &[moment(1, 1)]).await.is_err());
}

async fn a_link_is_revoked_once(store: &impl InterviewRepository, of: &MeetingId) {
    let revoked = link_id("b");
    for at in [1_500, 1_600] {
        store.revoke_link(of, &revoked, Timestamp(at)).await.unwrap();
        let link = store.link(of, &revoked).await.unwrap();
        assert_eq!(link.revoked_at, Some(Timestamp(1_500)));
        assert!(!link.is_good(Timestamp(1_700)));
    }
    let good = store.link(of, &link_id("a")).await.unwrap();
    assert!(good.is_good(Timestamp(1_999)) && !good.is_good(Timestamp(2_000)));
    for result in [
        store.revoke_link(of, &link_id("c"), Timestamp(1)).await,
        store.link(of, &link_id("c")).await.map(drop),
    ] {
        assert!(matches!(result, Err(StorageError::NotFound)), "{result:?}");
    }
    let another = link("c", InterviewRole::Observer);
    store.create_link(of, &another, &[], 100).await.unwrap();
    assert_eq!(store.link(of, &another.id).await.unwrap(), another);
}

async fn links_are_never_more_than_their_limit(store: &impl InterviewRepository, of: &MeetingId) {
    let there = store.links(of).await.unwrap().len();
    let items = store.interview_items(of).await.unwrap().len();
    let made: Vec<InterviewLink> = ["e", "f", "g", "h", "i", "j", "k", "l"]
        .map(|letter| link(letter, InterviewRole::Observer))
        .into();
    // The calls are concurrent: each sees the same number of links before it.
    let attempts = made.iter().map(async |link| {
        let by = link_id("a");
        let item = [InterviewItem::LinkMade(LinkMade { link: link.id.clone(), by })];
        store.create_link(of, link, &item, there + 3).await
    });
    let results = futures_util::future::join_all(attempts).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 3);
    let refused =
        |result: &Result<(), StorageError>| matches!(result, Ok(()) | Err(StorageError::Conflict));
    assert!(results.iter().all(refused), "{results:?}");
    assert_eq!(store.links(of).await.unwrap().len(), there + 3);
    assert_eq!(store.interview_items(of).await.unwrap().len(), items + 3);
}

async fn what_is_deleted_is_gone(
    store: &(impl MeetingRepository + RoomRepository + ChatRepository + InterviewRepository),
    of: &MeetingId,
) {
    store.append_chat(of, &message("a", "one", None), Timestamp(1)).await.unwrap();
    store.delete_meeting(of).await.unwrap();
    assert!(matches!(store.meeting(of).await, Err(StorageError::NotFound)));
    assert!(!store.is_interview(of).await.unwrap());
    assert_eq!(store.interview_items(of).await.unwrap(), []);
    assert_eq!(store.links(of).await.unwrap(), []);
    assert_eq!(store.room_record(of).await.unwrap(), RoomRecord::default());
    assert!(matches!(store.delete_meeting(of).await, Err(StorageError::NotFound)));
    // The id is free again, and a new meeting with it has none of the old data.
    store.create_meeting(of, NOW).await.unwrap();
    let page = store.chat_page(of, &participant("a"), None, 10).await.unwrap();
    assert_eq!(page.messages, []);
}

/// Runs the suite against a store without question banks.
///
/// # Panics
/// If the store breaks the contract.
pub async fn question_banks(store: &impl QuestionBankRepository) {
    let id: BankId = "a".repeat(12).parse().unwrap();
    assert!(matches!(store.question_bank(&id).await, Err(StorageError::NotFound)));
    let now = Timestamp(1_000);
    let mut bank = QuestionBank::default();
    store.create_question_bank(&id, &bank, now).await.unwrap();
    let again = store.create_question_bank(&id, &bank, now).await;
    assert!(matches!(again, Err(StorageError::Conflict)), "{again:?}");
    assert_eq!(store.question_bank(&id).await.unwrap(), (bank.clone(), 1));
    let InterviewItem::Plan(template) = plan("T") else { unreachable!() };
    bank.templates.push(*template);
    store.replace_question_bank(&id, &bank, 1, now).await.unwrap();
    assert_eq!(store.question_bank(&id).await.unwrap(), (bank.clone(), 2));
    // Only one of many concurrent changes to the same revision succeeds.
    let changes = (0..8).map(|_| store.replace_question_bank(&id, &bank, 2, now));
    let results = futures_util::future::join_all(changes).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for result in results {
        assert!(matches!(result, Ok(()) | Err(StorageError::Conflict)), "{result:?}");
    }
    assert_eq!(store.question_bank(&id).await.unwrap().1, 3);
}

/// Runs the suite of stream tokens against a store.
///
/// # Panics
/// If the store breaks the contract.
pub async fn stream_tokens(store: &(impl MeetingRepository + StreamTokenRepository)) {
    let meeting: MeetingId = "str-eams-tok".parse().unwrap();
    let now = Timestamp(1_000);
    let token = |letter: &str, expires: u64| StreamToken {
        id: letter.repeat(12).parse().unwrap(),
        scope: StreamScope::Publish,
        name: "OBS".parse().unwrap(),
        created_at: now,
        expires_at: Timestamp(expires),
        revoked_at: None,
    };
    let (first, short) = (token("a", 9_000), token("b", 1_001));
    let missing = store.create_stream_token(&meeting, &first, [1; 32], 2).await;
    assert!(matches!(missing, Err(StorageError::NotFound)), "{missing:?}");
    store.create_meeting(&meeting, NOW).await.unwrap();
    store.create_stream_token(&meeting, &first, [1; 32], 2).await.unwrap();
    store.create_stream_token(&meeting, &short, [2; 32], 2).await.unwrap();
    let third = store.create_stream_token(&meeting, &token("c", 9_000), [3; 32], 2).await;
    assert!(matches!(third, Err(StorageError::Conflict)), "{third:?}");
    assert_eq!(store.stream_tokens(&meeting).await.unwrap(), [first.clone(), short.clone()]);
    assert_eq!(store.stream_token_of(&meeting, [1; 32]).await.unwrap(), first);
    let wrong = store.stream_token_of(&meeting, [9; 32]).await;
    assert!(matches!(wrong, Err(StorageError::NotFound)), "{wrong:?}");

    store.revoke_stream_token(&meeting, &first.id, Timestamp(2_000)).await.unwrap();
    store.revoke_stream_token(&meeting, &first.id, Timestamp(3_000)).await.unwrap();
    let revoked = store.stream_token_of(&meeting, [1; 32]).await.unwrap();
    assert_eq!(revoked.revoked_at, Some(Timestamp(2_000)));
    let missing = store.revoke_stream_token(&meeting, &token("z", 1).id, now).await;
    assert!(matches!(missing, Err(StorageError::NotFound)), "{missing:?}");
    // The revoked one makes room, and so does the other once it is expired.
    let late = StreamToken { created_at: Timestamp(5_000), ..token("d", 9_000) };
    store.create_stream_token(&meeting, &late, [4; 32], 1).await.unwrap();
    assert_eq!(store.stream_tokens(&meeting).await.unwrap(), [late]);
}

//! Conformance of a store: people, their calls and their conversations.

use convene_model::{
    CallEnd, CallId, CallRecord, CallState, ChatMessageId, MeetingId, ParticipantId, Party,
    PersonId, Timestamp, WhoMayCall,
};

use super::{id, participant};
use crate::{
    CallRepository, ChatRepository, Conversation, ConversationRepository, MeetingRepository,
    NewChatMessage, PersonRepository, StorageError, StoredCall, StoredCallRoom,
};

fn person(syllable: &str) -> PersonId {
    syllable.repeat(6).parse().unwrap()
}

fn party(syllable: &str, name: &str) -> Party {
    Party { id: person(syllable), name: name.parse().unwrap() }
}

fn call_id(letter: &str) -> CallId {
    letter.repeat(16).parse().unwrap()
}

fn is_not_found<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::NotFound))
}

fn is_conflict<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::Conflict))
}

/// Runs the suite against a store without people.
///
/// # Panics
/// If the store breaks the contract.
pub async fn people(
    store: &(
         impl PersonRepository
         + CallRepository
         + ConversationRepository
         + ChatRepository
         + MeetingRepository
     ),
) {
    for (syllable, name) in [("ba", "Ana <b>"), ("de", "'; --"), ("fi", "Cleo")] {
        store.create_person(&party(syllable, name), Timestamp(1)).await.unwrap();
    }
    somebody_is_found_by_their_id(store).await;
    a_profile_is_changed_in_parts(store).await;
    whoever_is_blocked_stays_so_until_unblocked(store).await;
    a_call_is_kept_as_it_stands(store).await;
    a_taken_meeting_is_not_given_to_a_call(store).await;
    somebody_brought_into_a_call_comes_into_its_room(store).await;
    history_is_each_ones_own(store).await;
    missed_calls_are_counted_until_they_are_looked_at(store).await;
    what_is_not_over_is_found_after_a_restart(store).await;
    an_end_that_was_assumed_is_told_or_undone(store).await;
    who_is_rung_may_hear_of_it_later(store).await;
    two_have_one_conversation(store).await;
    what_was_not_read_is_counted(store).await;
    what_one_deletes_the_other_has(store).await;
    names_are_known_to_those_who_were_told(store).await;
    who_is_idle_is_forgotten(store).await;
}

async fn somebody_is_found_by_their_id(store: &impl PersonRepository) {
    let ana = store.person(&person("ba")).await.unwrap();
    assert_eq!((ana.party, ana.who_may_call), (party("ba", "Ana <b>"), WhoMayCall::Anybody));
    assert!(ana.blocked.is_empty() && ana.known.is_empty());
    assert!(is_conflict(&store.create_person(&party("ba", "Other"), Timestamp(2)).await));
    assert!(is_not_found(&store.person(&person("zu")).await));
    assert_eq!(ana.since, Timestamp(1));
    store.see_person(&person("ba"), Timestamp(1), Timestamp(3)).await.unwrap();
    for (id, since) in [("zu", 1), ("ba", 2)] {
        let seen = store.see_person(&person(id), Timestamp(since), Timestamp(3)).await;
        assert!(is_not_found(&seen), "{id} {since}");
    }
}

async fn a_profile_is_changed_in_parts(store: &impl PersonRepository) {
    let fi = person("fi");
    store.set_profile(&fi, None, Some(WhoMayCall::Known)).await.unwrap();
    store.set_profile(&fi, Some(&"Clio".parse().unwrap()), None).await.unwrap();
    let clio = store.person(&fi).await.unwrap();
    assert_eq!((clio.party, clio.who_may_call), (party("fi", "Clio"), WhoMayCall::Known));
    store
        .set_profile(&fi, Some(&"Cleo".parse().unwrap()), Some(WhoMayCall::Anybody))
        .await
        .unwrap();
    assert!(is_not_found(&store.set_profile(&person("zu"), None, None).await));
}

async fn whoever_is_blocked_stays_so_until_unblocked(store: &impl PersonRepository) {
    let ana = person("ba");
    // Any id can be blocked, even one that belongs to nobody.
    for blocked in [party("zu", "zuzu-zuzu-zuzu"), party("fi", "Cleo"), party("fi", "Clio")] {
        store.block(&ana, &blocked).await.unwrap();
    }
    let blocked = store.blocked(&ana).await.unwrap();
    assert_eq!(blocked, [party("fi", "Cleo"), party("zu", "zuzu-zuzu-zuzu")]);
    assert_eq!(store.person(&ana).await.unwrap().blocked, [person("fi"), person("zu")].into());
    assert!(store.person(&person("fi")).await.unwrap().blocked.is_empty());
    for id in [person("fi"), person("zu"), person("zu")] {
        store.unblock(&ana, &id).await.unwrap();
    }
    assert_eq!(store.blocked(&ana).await.unwrap(), []);
}

/// A ringing call in a room of its own.
fn ringing(letter: &str, caller: &str, callee: &str, called_at: u64) -> StoredCall {
    let meeting: MeetingId = format!("call-{}", letter.repeat(6)).parse().unwrap();
    let record = CallRecord {
        id: call_id(letter),
        caller: party(caller, "Caller <i>"),
        callee: party(callee, &person(callee).to_string()),
        video: true,
        called_at: Timestamp(called_at),
        state: CallState::Ringing,
    };
    let room = StoredCallRoom { meeting, caller: participant("a"), callee: participant("b") };
    StoredCall { record, room, into: None, for_callee: true, assumed: false }
}

fn ended(call: &StoredCall, ended_at: u64, end: CallEnd) -> StoredCall {
    let mut call = call.clone();
    let answered_at = call.record.state.answered_at();
    call.record.state = CallState::Ended { answered_at, ended_at: Timestamp(ended_at), end };
    call
}

fn answered(call: &StoredCall, at: u64) -> StoredCall {
    let mut call = call.clone();
    call.record.state = CallState::Connecting { answered_at: Timestamp(at) };
    call
}

async fn a_call_is_kept_as_it_stands(store: &(impl CallRepository + MeetingRepository)) {
    let call = ringing("a", "ba", "de", 100);
    assert!(is_not_found(&store.call(&call.record.id).await));
    let mut talked = answered(&call, 150);
    talked.record.callee.name = "Ben".parse().unwrap();
    let mut in_call = talked.clone();
    in_call.record.state = CallState::InCall { answered_at: Timestamp(150) };
    let over = ended(&in_call, 900, CallEnd::HungUp);
    for call in [call, talked, in_call, over.clone()] {
        store.keep_call(&call, Timestamp(1_000)).await.unwrap();
        assert_eq!(store.call(&call.record.id).await.unwrap(), call);
    }
    let meeting = store.meeting(&over.room.meeting).await.unwrap();
    assert!(meeting.by_ticket, "nobody comes there by the id");
    // A state that arrives after the end changes nothing.
    store.keep_call(&ended(&over, 950, CallEnd::Failed), Timestamp(1_000)).await.unwrap();
    assert_eq!(store.call(&over.record.id).await.unwrap(), over);
}

async fn a_taken_meeting_is_not_given_to_a_call(store: &(impl CallRepository + MeetingRepository)) {
    let taken = id("call-taken-x");
    let made = store.create_meeting(&taken, super::NOW).await.unwrap();
    assert!(!made.by_ticket);
    let mut call = ringing("t", "ba", "de", 110);
    call.room.meeting = taken.clone();
    for call in [call.clone(), answered(&call, 120)] {
        assert!(is_conflict(&store.keep_call(&call, Timestamp(120)).await));
        assert!(is_not_found(&store.call(&call.record.id).await));
    }
    assert_eq!(store.meeting(&taken).await.unwrap(), made);
}

async fn somebody_brought_into_a_call_comes_into_its_room(store: &impl CallRepository) {
    let into = store.call(&call_id("a")).await.unwrap();
    let mut added = ringing("b", "ba", "fi", 200);
    added.into = Some(into.record.id.clone());
    added.room.meeting = into.room.meeting;
    store.keep_call(&added, Timestamp(200)).await.unwrap();
    let over = ended(&added, 230, CallEnd::NoAnswer);
    store.keep_call(&over, Timestamp(230)).await.unwrap();
    assert_eq!(store.call(&over.record.id).await.unwrap(), over);
}

async fn ids(store: &impl CallRepository, of: &str) -> Vec<String> {
    let page = store.call_page(&person(of), None, 100).await.unwrap();
    assert!(!page.has_more);
    let first = |call: &CallRecord| call.id.as_str().chars().take(1).collect();
    page.calls.iter().map(first).collect()
}

async fn history_is_each_ones_own(store: &(impl CallRepository + MeetingRepository)) {
    let mut unseen = ringing("c", "de", "ba", 300);
    unseen.for_callee = false;
    for call in [unseen, ringing("d", "de", "ba", 300), ringing("e", "ba", "de", 400)] {
        store.keep_call(&call, Timestamp(400)).await.unwrap();
        assert!(is_not_found(&store.delete_call(&person("ba"), &call.record.id).await), "not over");
        store.keep_call(&ended(&call, 450, CallEnd::Unavailable), Timestamp(450)).await.unwrap();
    }
    assert_eq!(ids(store, "ba").await, ["e", "d", "b", "a"]);
    assert_eq!(ids(store, "de").await, ["e", "d", "c", "a"]);
    assert_eq!(ids(store, "fi").await, ["b"]);
    // Pages by a mark whose call need not exist.
    let ben = person("de");
    let page = store.call_page(&ben, None, 2).await.unwrap();
    assert!(page.has_more);
    let last = page.calls.last().unwrap();
    let page = store.call_page(&ben, Some((last.called_at, &last.id)), 2).await.unwrap();
    assert_eq!((page.calls.len(), page.has_more), (2, false));
    assert_eq!(page.calls[0].id, call_id("c"));
    let page = store.call_page(&ben, Some((Timestamp(300), &call_id("7"))), 2).await.unwrap();
    assert_eq!(page.calls[0].id, call_id("a"));
    // A call deleted by one person stays with the other; deleted by both, it goes with its room.
    let call = store.call(&call_id("d")).await.unwrap();
    assert!(is_not_found(&store.delete_call(&person("fi"), &call.record.id).await));
    store.delete_call(&person("ba"), &call.record.id).await.unwrap();
    assert!(is_not_found(&store.delete_call(&person("ba"), &call.record.id).await));
    assert!(is_not_found(&store.delete_call(&person("ba"), &call_id("c")).await), "never known");
    assert_eq!(ids(store, "ba").await, ["e", "b", "a"]);
    assert_eq!(ids(store, "de").await, ["e", "d", "c", "a"]);
    store.meeting(&call.room.meeting).await.unwrap();
    store.delete_call(&ben, &call.record.id).await.unwrap();
    assert!(is_not_found(&store.call(&call.record.id).await));
    assert!(is_not_found(&store.meeting(&call.room.meeting).await));
    // The room of a deleted call stays while another call uses it.
    let call = store.call(&call_id("a")).await.unwrap();
    for who in ["ba", "de"] {
        store.delete_call(&person(who), &call.record.id).await.unwrap();
    }
    store.meeting(&call.room.meeting).await.unwrap();
    for who in ["ba", "fi"] {
        store.delete_call(&person(who), &call_id("b")).await.unwrap();
    }
    assert!(is_not_found(&store.meeting(&call.room.meeting).await));
}

async fn missed_calls_are_counted_until_they_are_looked_at(store: &impl CallRepository) {
    let fi = person("fi");
    assert_eq!(store.missed_calls(&fi).await.unwrap(), 0);
    let ends = [
        ("f", CallEnd::NoAnswer, true, 1),
        ("g", CallEnd::Declined, true, 1),
        ("h", CallEnd::Busy, true, 2),
        ("i", CallEnd::Unavailable, false, 2),
        ("j", CallEnd::Cancelled, true, 3),
    ];
    for (letter, end, for_callee, missed) in ends {
        let call = StoredCall { for_callee, ..ringing(letter, "ba", "fi", 500) };
        store.keep_call(&call, Timestamp(500)).await.unwrap();
        store.keep_call(&ended(&call, 510, end), Timestamp(510)).await.unwrap();
        assert_eq!(store.missed_calls(&fi).await.unwrap(), missed, "{end:?}");
    }
    let talked = answered(&ringing("k", "ba", "fi", 520), 521);
    store.keep_call(&talked, Timestamp(520)).await.unwrap();
    store.keep_call(&ended(&talked, 530, CallEnd::HungUp), Timestamp(530)).await.unwrap();
    assert_eq!(store.missed_calls(&fi).await.unwrap(), 3);
    assert_eq!(store.missed_calls(&person("ba")).await.unwrap(), 0, "who called missed nothing");
    for now in [520, 1] {
        store.clear_missed(&fi, Timestamp(now)).await.unwrap();
        assert_eq!(store.missed_calls(&fi).await.unwrap(), 0);
    }
}

async fn what_is_not_over_is_found_after_a_restart(store: &impl CallRepository) {
    assert_eq!(store.unfinished_calls().await.unwrap(), []);
    let rings = ringing("l", "ba", "de", 600);
    let talks = answered(&ringing("m", "fi", "de", 600), 610);
    for call in [&rings, &talks] {
        store.keep_call(call, Timestamp(610)).await.unwrap();
    }
    let ids = [rings.record.id.clone(), talks.record.id.clone(), call_id("7")];
    store.calls_go_on(&ids[1..], Timestamp(640)).await.unwrap();
    let mut found = store.unfinished_calls().await.unwrap();
    found.sort_by_key(|(call, _)| call.record.id.clone());
    assert_eq!(found, [(rings.clone(), Timestamp(610)), (talks.clone(), Timestamp(640))]);
    for call in [rings, talks] {
        store.keep_call(&ended(&call, 650, CallEnd::Failed), Timestamp(650)).await.unwrap();
    }
    assert_eq!(store.unfinished_calls().await.unwrap(), []);
}

async fn an_end_that_was_assumed_is_told_or_undone(store: &impl CallRepository) {
    let talks = answered(&ringing("n", "fi", "de", 660), 661);
    let id = &talks.record.id;
    store.keep_call(&talks, Timestamp(661)).await.unwrap();
    assert!(is_not_found(&store.tell_end(id, Timestamp(670)).await), "it is not over");
    let assumed = StoredCall { assumed: true, ..ended(&talks, 665, CallEnd::Failed) };
    store.keep_call(&assumed, Timestamp(666)).await.unwrap();
    assert_eq!(store.call(id).await.unwrap(), assumed);
    // The call continues: its assumed end is taken back.
    store.reopen_call(id, Timestamp(690)).await.unwrap();
    assert_eq!(store.unfinished_calls().await.unwrap(), [(talks.clone(), Timestamp(690))]);
    store.reopen_call(id, Timestamp(691)).await.unwrap();
    store.keep_call(&assumed, Timestamp(692)).await.unwrap();
    // A hang-up replaces the assumed end, but only once.
    store.tell_end(id, Timestamp(693)).await.unwrap();
    assert_eq!(store.call(id).await.unwrap(), ended(&talks, 693, CallEnd::HungUp));
    assert!(is_not_found(&store.tell_end(id, Timestamp(694)).await));
    store.reopen_call(id, Timestamp(695)).await.unwrap();
    assert_eq!(store.call(id).await.unwrap(), ended(&talks, 693, CallEnd::HungUp));
    // Both people find the call by its room.
    let meeting = &talks.room.meeting;
    for who in ["fi", "de"] {
        assert_eq!(store.call_into(meeting, &person(who)).await.unwrap().record.id, *id);
    }
    assert!(is_not_found(&store.call_into(meeting, &person("ba")).await));
}

async fn who_is_rung_may_hear_of_it_later(store: &impl CallRepository) {
    let unheard = StoredCall { for_callee: false, ..ringing("o", "fi", "de", 696) };
    store.keep_call(&unheard, Timestamp(696)).await.unwrap();
    let heard = StoredCall { for_callee: true, ..answered(&unheard, 697) };
    store.keep_call(&heard, Timestamp(697)).await.unwrap();
    assert_eq!(store.call(&heard.record.id).await.unwrap(), heard);
    store.keep_call(&ended(&heard, 698, CallEnd::HungUp), Timestamp(698)).await.unwrap();
}

/// A person's participant id in conversations.
fn writer(who: &str) -> ParticipantId {
    participant(&who[..1])
}

async fn write(
    store: &(impl ConversationRepository + ChatRepository),
    meeting: &MeetingId,
    (from, name): (&str, &str),
    client_id: &str,
) -> ChatMessageId {
    let message = NewChatMessage {
        client_id: client_id.to_owned().try_into().unwrap(),
        from: writer(from),
        from_name: name.parse().unwrap(),
        to: None,
        to_name: None,
        text: "hello".parse().unwrap(),
    };
    store.append_chat(meeting, &message, Timestamp(700)).await.unwrap().0.id
}

async fn two_have_one_conversation(store: &(impl ConversationRepository + MeetingRepository)) {
    let (ana, ben) = (person("ba"), person("de"));
    assert_eq!(store.conversation(&ana, &ben).await.unwrap(), None);
    let new: Vec<MeetingId> =
        ["a", "b", "c", "d"].map(|letter| id(&format!("dir-{}-aaa", letter.repeat(4)))).into();
    let opened = new.iter().enumerate().map(|(index, new)| {
        let (one, other) = if index % 2 == 0 { (&ana, &ben) } else { (&ben, &ana) };
        store.open_conversation(one, other, new, Timestamp(700))
    });
    let opened = futures_util::future::join_all(opened).await;
    let meeting = opened[0].as_ref().unwrap().clone();
    for opened in opened {
        assert_eq!(opened.unwrap(), meeting);
    }
    let expected = Conversation { meeting: meeting.clone(), deleted: ChatMessageId(0) };
    assert_eq!(store.conversation(&ben, &ana).await.unwrap(), Some(expected));
    assert!(store.meeting(&meeting).await.unwrap().by_ticket);
    let others = new.iter().filter(|id| **id != meeting);
    for other in others {
        assert!(is_not_found(&store.meeting(other).await));
    }
    let taken = store.open_conversation(&ana, &person("fi"), &meeting, Timestamp(1)).await;
    assert!(is_conflict(&taken));
}

async fn what_was_not_read_is_counted(store: &(impl ConversationRepository + ChatRepository)) {
    let (ana, ben) = (person("ba"), person("de"));
    let meeting = store.conversation(&ana, &ben).await.unwrap().unwrap().meeting;
    let first = write(store, &meeting, ("ba", "Ana"), "1").await;
    write(store, &meeting, ("ba", "Ana B."), "2").await;
    let last = write(store, &meeting, ("de", "Ben"), "3").await;
    let unread = async |of: &str| store.unread(&person(of), &writer(of)).await.unwrap();
    assert_eq!(unread("de").await, [(party("ba", "Ana B."), 2)]);
    assert_eq!(unread("ba").await, [(party("de", "Ben"), 1)]);
    assert_eq!(unread("fi").await, []);
    store.mark_read(&ben, &ana, first).await.unwrap();
    assert_eq!(unread("de").await, [(party("ba", "Ana B."), 1)]);
    for id in [last, first] {
        store.mark_read(&ben, &ana, id).await.unwrap();
        assert_eq!(unread("de").await, []);
    }
    assert_eq!(unread("ba").await, [(party("de", "Ben"), 1)], "each reads for themselves");
    // A mark beyond the newest message does not cover later messages.
    store.mark_read(&ben, &ana, ChatMessageId(u64::MAX)).await.unwrap();
    write(store, &meeting, ("ba", "Ana B."), "4").await;
    assert_eq!(unread("de").await, [(party("ba", "Ana B."), 1)]);
    store.mark_read(&ben, &person("zu"), last).await.unwrap();
}

async fn what_one_deletes_the_other_has(store: &(impl ConversationRepository + ChatRepository)) {
    let (ana, ben) = (person("ba"), person("de"));
    let meeting = store.conversation(&ana, &ben).await.unwrap().unwrap().meeting;
    let deleted = async |of, with| store.conversation(of, with).await.unwrap().unwrap().deleted;
    let texts = async || {
        let page = store.chat_page(&meeting, &writer("ba"), None, 100).await.unwrap();
        page.messages.iter().filter(|message| message.text.is_some()).count()
    };
    let newest = write(store, &meeting, ("ba", "Ana"), "5").await;
    let written = texts().await;
    store.delete_conversation(&ben, &ana).await.unwrap();
    assert_eq!((deleted(&ben, &ana).await, deleted(&ana, &ben).await), (newest, ChatMessageId(0)));
    assert_eq!(store.unread(&ben, &writer("de")).await.unwrap(), []);
    assert_eq!(texts().await, written, "it is there for the other");
    let next = write(store, &meeting, ("de", "Ben"), "6").await;
    assert_eq!(next.0, newest.0 + 1);
    store.delete_conversation(&ana, &ben).await.unwrap();
    assert_eq!((deleted(&ben, &ana).await, deleted(&ana, &ben).await), (newest, next));
    assert_eq!(texts().await, 1, "what both deleted is gone");
    store.delete_conversation(&ana, &person("zu")).await.unwrap();
}

async fn names_are_known_to_those_who_were_told(
    store: &(impl PersonRepository + ConversationRepository + ChatRepository),
) {
    let known = async |viewer: &str, who: &str| {
        let name = store.name_known_to(&person(viewer), &writer(viewer), &person(who)).await;
        name.unwrap().map(|name| name.to_string())
    };
    // Ana called Ben, and Ben wrote to Ana. Ana called Cleo, who never told Ana her name.
    assert_eq!(known("de", "ba").await.as_deref(), Some("Caller <i>"));
    assert_eq!(known("ba", "de").await.as_deref(), Some("Ben"));
    assert_eq!(known("ba", "fi").await, None);
    store.acquaint(&person("ba"), &person("fi")).await.unwrap();
    store.acquaint(&person("fi"), &person("ba")).await.unwrap();
    assert_eq!(known("ba", "fi").await.as_deref(), Some("Cleo"));
    assert_eq!(store.person(&person("ba")).await.unwrap().known, [person("fi")].into());
    assert_eq!(store.person(&person("fi")).await.unwrap().known, [person("ba")].into());
    store.acquaint(&person("de"), &person("ba")).await.unwrap();
    let contacts = store.contacts(&person("ba")).await.unwrap();
    let seen: Vec<_> = contacts.iter().map(|it| (it.party.clone(), it.last_call_at)).collect();
    let expected =
        [(party("de", "'; --"), Some(Timestamp(600))), (party("fi", "Cleo"), Some(Timestamp(520)))];
    assert_eq!(seen, expected);
}

async fn who_is_idle_is_forgotten(store: &impl PersonRepository) {
    for (syllable, seen_at) in [("ga", 2_000), ("ge", 2_000), ("gi", 3_000), ("go", 2_000)] {
        store.create_person(&party(syllable, "Dan"), Timestamp(seen_at)).await.unwrap();
    }
    // People with blocks, settings or contacts stay.
    store.block(&person("ge"), &party("zu", "Zu")).await.unwrap();
    store.set_profile(&person("go"), None, Some(WhoMayCall::Nobody)).await.unwrap();
    store.forget_idle_people(Timestamp(3_000)).await.unwrap();
    assert!(is_not_found(&store.person(&person("ga")).await));
    for syllable in ["ge", "gi", "go", "ba", "de", "fi"] {
        store.person(&person(syllable)).await.unwrap();
    }
}

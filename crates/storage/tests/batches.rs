//! Batches of writes: a failing write fails alone, a failing commit fails the batch, and writes to
//! deleted files are never acknowledged.

use std::path::Path;
use std::time::Duration;

use convene_model::{
    BankId, ChatMessageId, MeetingId, ParticipantId, QuestionBank, RoomRecord, Timestamp,
};
use convene_storage::{
    ChatRepository, MeetingRepository, NewChatMessage, QuestionBankRepository, RoomRepository,
    Storage, StorageError,
};
use sqlx::{Connection, SqliteConnection};
use time::OffsetDateTime;

fn meeting(letter: char) -> MeetingId {
    format!("abc-defg-hi{letter}").parse().unwrap()
}

fn message(client_id: &str) -> NewChatMessage {
    NewChatMessage {
        client_id: client_id.to_owned().try_into().unwrap(),
        from: "aaaaaaaaaaaaaaaa".parse().unwrap(),
        from_name: "Ana".parse().unwrap(),
        to: None,
        to_name: None,
        text: "hello".parse().unwrap(),
    }
}

async fn another_program(path: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

#[tokio::test]
async fn one_failing_write_of_a_batch_fails_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Storage::open(&dir.path().join("convene.db")).await.unwrap();
    let (known, unknown) = (meeting('a'), meeting('z'));
    store.create_meeting(&known, OffsetDateTime::now_utc()).await.unwrap();
    let bank: BankId = "a".repeat(12).parse().unwrap();
    store.create_question_bank(&bank, &QuestionBank::default(), Timestamp(1)).await.unwrap();
    // All writes are queued at once, so they form one batch.
    let messages: Vec<_> = (0..50).map(|n| message(&n.to_string())).collect();
    let kept = messages.iter().map(|message| store.append_chat(&known, message, Timestamp(1)));
    let record = RoomRecord::default();
    let (links, questions) = ([], QuestionBank::default());
    let (kept, orphan, taken, conflict, not_whole) = tokio::join!(
        futures_util::future::join_all(kept),
        store.keep_room_record(&unknown, &record),
        store.create_meeting(&known, OffsetDateTime::now_utc()),
        store.replace_question_bank(&bank, &questions, 9, Timestamp(1)),
        convene_storage::InterviewRepository::create_interview(
            &store,
            &known,
            &record,
            &links,
            &[],
            OffsetDateTime::now_utc()
        ),
    );
    assert!(matches!(orphan, Err(StorageError::NotFound)), "{orphan:?}");
    assert!(matches!(taken, Err(StorageError::Conflict)), "{taken:?}");
    assert!(matches!(conflict, Err(StorageError::Conflict)), "{conflict:?}");
    assert!(matches!(not_whole, Err(StorageError::Conflict)), "{not_whole:?}");
    let ids: Vec<u64> = kept.into_iter().map(|kept| kept.unwrap().0.id.0).collect();
    // The writes ran in the order of the calls.
    assert_eq!(ids, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_batch_that_cannot_be_committed_fails_whole_and_the_next_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let id = meeting('a');
    store.create_meeting(&id, OffsetDateTime::now_utc()).await.unwrap();
    let mut other = another_program(&path).await;
    // Every write succeeds until the commit, which fails because of the last message.
    let fail = "CREATE TABLE doom (x REFERENCES meetings (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER a AFTER INSERT ON chat_messages WHEN new.client_id = 'last'
         BEGIN INSERT INTO doom VALUES ('x'); END;";
    sqlx::raw_sql(fail).execute(&mut other).await.unwrap();
    let messages: Vec<_> = ["one", "two", "three", "last"].map(message).into();
    let kept = messages.iter().map(|message| store.append_chat(&id, message, Timestamp(1)));
    for kept in futures_util::future::join_all(kept).await {
        assert!(matches!(kept, Err(StorageError::Failed(_))), "{kept:?}");
    }
    let (kept, is_new) = store.append_chat(&id, &messages[0], Timestamp(2)).await.unwrap();
    assert_eq!((kept.id, is_new), (ChatMessageId(1), true));
}

#[tokio::test]
async fn a_write_that_ends_the_transaction_takes_its_batch_with_it_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let id = meeting('a');
    store.create_meeting(&id, OffsetDateTime::now_utc()).await.unwrap();
    let mut other = another_program(&path).await;
    let fail = "CREATE TRIGGER a BEFORE INSERT ON chat_messages WHEN new.client_id = 'worst'
         BEGIN SELECT RAISE(ROLLBACK, 'no'); END;";
    sqlx::raw_sql(fail).execute(&mut other).await.unwrap();
    let messages: Vec<_> = ["one", "worst"].map(message).into();
    let kept = messages.iter().map(|message| store.append_chat(&id, message, Timestamp(1)));
    for kept in futures_util::future::join_all(kept).await {
        kept.unwrap_err();
    }
    let reader: ParticipantId = "bbbbbbbbbbbbbbbb".parse().unwrap();
    assert_eq!(store.chat_page(&id, &reader, None, 9).await.unwrap().messages, []);
    store.append_chat(&id, &messages[0], Timestamp(2)).await.unwrap();
    assert_eq!(store.chat_page(&id, &reader, None, 9).await.unwrap().messages.len(), 1);
}

#[tokio::test]
async fn readers_do_not_wait_for_the_writer() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let id = meeting('a');
    store.create_meeting(&id, OffsetDateTime::now_utc()).await.unwrap();
    let mut other = another_program(&path).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let new = message("one");
    let write = store.append_chat(&id, &new, Timestamp(1));
    tokio::pin!(write);
    // The write waits for the other program's lock. It is polled first.
    tokio::select! {
        biased;
        done = &mut write => panic!("{done:?}"),
        found = store.meeting(&id) => drop(found.unwrap()),
    }
    let page = store.chat_page(&id, &new.from, None, 9).await.unwrap();
    assert_eq!(page.messages, []);
    sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    write.await.unwrap();
}

#[tokio::test]
async fn what_was_asked_for_before_the_store_closes_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let id = meeting('a');
    store.create_meeting(&id, OffsetDateTime::now_utc()).await.unwrap();
    // Few enough writes that tokio lets all of them enqueue before the store closes.
    let messages: Vec<_> = (0..30).map(|n| message(&n.to_string())).collect();
    let kept = messages.iter().map(|message| store.append_chat(&id, message, Timestamp(1)));
    let (kept, ()) = tokio::join!(futures_util::future::join_all(kept), store.close());
    assert!(kept.iter().all(Result::is_ok));
    let late = store.append_chat(&id, &message("late"), Timestamp(1)).await;
    assert!(matches!(late, Err(StorageError::Unavailable(_))), "{late:?}");
    drop(store);
    let store = Storage::open(&path).await.unwrap();
    let (kept, is_new) = store.append_chat(&id, &messages[29], Timestamp(2)).await.unwrap();
    assert_eq!((kept.id, is_new), (ChatMessageId(30), false));
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_acknowledged_into_a_deleted_directory() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = data.join("convene.db");
    std::fs::create_dir(&data).unwrap();
    let store = Storage::open(&path).await.unwrap();
    store.create_meeting(&meeting('a'), OffsetDateTime::now_utc()).await.unwrap();
    store.health().await.unwrap();
    std::fs::remove_dir_all(&data).unwrap();
    let lost = store.create_meeting(&meeting('b'), OffsetDateTime::now_utc()).await;
    assert!(matches!(lost, Err(StorageError::Unavailable(_))), "{lost:?}");
    let cause = |error: StorageError| std::error::Error::source(&error).unwrap().to_string();
    let told = cause(store.health().await.unwrap_err());
    assert!(told.contains("deleted or replaced"), "{told}");
    // A replacement file does not get acknowledged writes either.
    std::fs::create_dir(&data).unwrap();
    std::fs::write(&path, "").unwrap();
    store.create_meeting(&meeting('c'), OffsetDateTime::now_utc()).await.unwrap_err();
    store.health().await.unwrap_err();
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_acknowledged_into_a_deleted_log() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    store.create_meeting(&meeting('a'), OffsetDateTime::now_utc()).await.unwrap();
    std::fs::remove_file(dir.path().join("convene.db-wal")).unwrap();
    let lost = store.create_meeting(&meeting('b'), OffsetDateTime::now_utc()).await;
    assert!(matches!(lost, Err(StorageError::Unavailable(_))), "{lost:?}");
}

#[tokio::test]
async fn health_says_when_another_program_locks_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    store.health().await.unwrap();
    let mut other = another_program(&path).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    // The latest successful write counts as current for a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let error = store.health().await.unwrap_err();
    assert!(matches!(error, StorageError::Unavailable(_)), "{error:?}");
    sqlx::query("COMMIT").execute(&mut other).await.unwrap();
    store.create_meeting(&meeting('a'), OffsetDateTime::now_utc()).await.unwrap();
    store.health().await.unwrap();
}

//! The SQLite store: the shared suite and SQLite's own behaviour.

use convene_model::{
    ChatMessageId, ClientMessageId, Happening, InterviewItem, MeetingId, Moment, RoomRecord,
    Timestamp,
};
use convene_storage::{
    ChatRepository, InterviewRepository, MeetingRepository, NewChatMessage, OpenError, Storage,
    StorageError, conformance,
};
use sqlx::{Connection, SqliteConnection};
use time::OffsetDateTime;

fn id() -> MeetingId {
    "abc-defg-hij".parse().unwrap()
}

#[tokio::test]
async fn sqlite_conforms() {
    let dir = tempfile::tempdir().unwrap();
    let store = Storage::open(&dir.path().join("convene.db")).await.unwrap();
    conformance::meetings(&store).await;
    conformance::rooms(&store).await;
    conformance::named_rooms(&store).await;
    conformance::chat(&store).await;
    conformance::interviews(&store).await;
    conformance::question_banks(&store).await;
    conformance::stream_tokens(&store).await;
    conformance::people(&store).await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let made = store.create_meeting(&id(), OffsetDateTime::now_utc()).await.unwrap();
    store.close().await;
    drop(store);
    let store = Storage::open(&path).await.unwrap();
    assert_eq!(store.meeting(&id()).await.unwrap(), made);
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let dir = tempfile::tempdir().unwrap();
    let store = Storage::open(&dir.path().join("convene.db")).await.unwrap();
    store.close().await;
    assert!(matches!(store.ping().await, Err(StorageError::Unavailable(_))));
}

#[tokio::test]
async fn a_second_instance_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let _first = Storage::open(&path).await.unwrap();
    let error = Storage::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::InUse(_)), "{error:?}");
    assert!(error.to_string().contains("convene.db"), "{error}");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    Storage::open(&path).await.unwrap().close().await;
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    let error = Storage::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NewerSchema { version: 9999, .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    std::fs::write(&path, "these are not the tables you are looking for".repeat(100)).unwrap();
    let error = Storage::open(&path).await.unwrap_err();
    assert!(matches!(error, OpenError::NotADatabase { .. }), "{error:?}");
}

#[tokio::test]
async fn a_full_disk_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    Storage::open(&path).await.unwrap().close().await;
    // SQLite reports SQLITE_FULL also when a file reaches its maximum number of pages.
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("PRAGMA max_page_count = 1").execute(&mut connection).await.unwrap();
    let error = sqlx::query("CREATE TABLE filler AS SELECT zeroblob(1000000) AS x")
        .execute(&mut connection)
        .await
        .unwrap_err();
    assert!(matches!(StorageError::from(error), StorageError::DiskFull(_)));
}

#[tokio::test]
async fn what_cannot_be_committed_is_not_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    store.create_meeting(&id(), OffsetDateTime::now_utc()).await.unwrap();
    let new = NewChatMessage {
        client_id: ClientMessageId::try_from("one".to_owned()).unwrap(),
        from: "aaaaaaaaaaaaaaaa".parse().unwrap(),
        from_name: "Ana".parse().unwrap(),
        to: None,
        to_name: None,
        text: "hello".parse().unwrap(),
    };
    // Every statement succeeds and the commit fails, as can happen on a full disk.
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let fail = "CREATE TABLE doom (x REFERENCES meetings (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER a AFTER INSERT ON chat_messages BEGIN INSERT INTO doom VALUES ('x'); END;
         CREATE TRIGGER b AFTER UPDATE ON chat_messages BEGIN INSERT INTO doom VALUES ('x'); END;";
    sqlx::raw_sql(fail).execute(&mut connection).await.unwrap();
    store.append_chat(&id(), &new, Timestamp(1)).await.unwrap_err();

    sqlx::raw_sql("DROP TRIGGER a").execute(&mut connection).await.unwrap();
    let (kept, told) = store.append_chat(&id(), &new, Timestamp(2)).await.unwrap();
    assert_eq!((kept.id, kept.sent_at, told), (ChatMessageId(1), Timestamp(2), true));
    store.edit_chat(&id(), kept.id, &new.from, None, Timestamp(3)).await.unwrap_err();
    let page = store.chat_page(&id(), &new.from, None, 10).await.unwrap();
    assert_eq!(page.messages, [kept]);
}

#[tokio::test]
async fn after_commits_that_failed_the_store_serves_as_before() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let record = RoomRecord::default();
    store.create_interview(&id(), &record, &[], &[], OffsetDateTime::now_utc()).await.unwrap();
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    // SQLite rolls back by itself, as it may on a full disk, at the first statement or later.
    let fail = "CREATE TRIGGER a BEFORE INSERT ON interview_items BEGIN SELECT RAISE(ROLLBACK, 'no'); END;";
    sqlx::raw_sql(fail).execute(&mut connection).await.unwrap();
    let what = Happening::Started {};
    let item = InterviewItem::Moment(Moment { id: 1, what, at: Timestamp(1), at_ms: 0 });
    let items = std::slice::from_ref(&item);
    for _ in 0..10 {
        store.keep_interview_items(&id(), items).await.unwrap_err();
    }
    sqlx::raw_sql("DROP TRIGGER a").execute(&mut connection).await.unwrap();
    // A write that is rolled back leaves no lock behind.
    for _ in 0..10 {
        let now = OffsetDateTime::now_utc();
        let taken = store.create_interview(&id(), &record, &[], &[], now).await;
        assert!(matches!(taken, Err(StorageError::Conflict)), "{taken:?}");
    }
    store.keep_interview_items(&id(), items).await.unwrap();
    assert_eq!(store.interview_items(&id()).await.unwrap(), [item]);
    sqlx::raw_sql("CREATE TABLE one_more (x)").execute(&mut connection).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn its_files_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = Storage::open(&dir.path().join("convene.db")).await.unwrap();
    store.create_meeting(&id(), OffsetDateTime::now_utc()).await.unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.path());
    }
}

/// A database with one meeting, as the release before migration 9 left it.
async fn older(path: &std::path::Path) {
    let store = Storage::open(path).await.unwrap();
    store.create_meeting(&id(), OffsetDateTime::now_utc()).await.unwrap();
    store.close().await;
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let undo = "DROP TABLE stream_tokens; DROP TABLE upkeep; DROP INDEX meetings_by_use; DROP INDEX question_banks_by_use;
         ALTER TABLE meetings DROP COLUMN used_at; ALTER TABLE meetings DROP COLUMN chat_deleted_to;
         ALTER TABLE question_banks DROP COLUMN used_at; ALTER TABLE named_rooms DROP COLUMN chosen; DELETE FROM _sqlx_migrations WHERE version >= 9;";
    sqlx::raw_sql(undo).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_database_is_copied_before_a_migration_and_a_bounded_number_of_copies_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let copy = |version: u32| dir.path().join(format!("convene.db.schema-{version}.backup"));
    older(&path).await;
    for version in [2, 4, 6] {
        std::fs::write(copy(version), "from an earlier update").unwrap();
    }
    std::fs::write(dir.path().join("convene.db.schema-8.backup.partial"), "interrupted").unwrap();
    let store = Storage::open(&path).await.unwrap();
    store.meeting(&id()).await.unwrap();
    store.close().await;
    drop(store);
    let kept = [2, 4, 6, 8].map(|version| copy(version).exists());
    assert_eq!(kept, [false, true, true, true]);
    // The copy is a complete database of that version and restores like any backup.
    let restored = dir.path().join("restored.db");
    assert_eq!(convene_storage::unpack(&copy(8), &restored).await.unwrap(), []);
    let store = Storage::open(&restored).await.unwrap();
    store.meeting(&id()).await.unwrap();
    store.close().await;
    // A start without a migration makes no copy.
    std::fs::remove_file(copy(8)).unwrap();
    Storage::open(&path).await.unwrap().close().await;
    assert!(!copy(8).exists());
}

#[tokio::test]
async fn an_update_starts_the_time_of_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    older(&path).await;
    let store = Storage::open(&path).await.unwrap();
    let now = Timestamp(u64::try_from(OffsetDateTime::now_utc().unix_timestamp()).unwrap() * 1_000);
    let hour_ago = Timestamp(now.0 - 3_600_000);
    let unused = store.unused(convene_storage::Unused::Meetings, hour_ago, now, None).await;
    assert_eq!(unused.unwrap(), []);
    let newest = store.newest_write().await.unwrap().unwrap();
    assert!(newest > hour_ago, "{newest:?}");
}

//! Benchmark: acknowledged chat messages per second, with every acknowledgement on the disk.
//!
//! Three stores write the same messages to the same disk: one transaction per message over four
//! connections, as this store did before it had one writer; one transaction per message over one
//! connection; and [`Storage`] with group commit. `CONVENE_BENCH_DIR` names the directory to write
//! to; it should be on the disk that a server would use.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use convene_model::{ClientMessageId, MeetingId, Timestamp};
use convene_storage::{ChatRepository, MeetingRepository, NewChatMessage, Storage};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use time::OffsetDateTime;

/// Number of senders. Each waits for an acknowledgement before it sends again.
const SENDERS: usize = 100;

/// Duration of each case.
const RUN: Duration = Duration::from_secs(5);

const INSERT: &str = "INSERT INTO chat_messages
        (meeting_id, id, client_id, from_id, from_name, to_id, to_name, text, sent_at, edited_at)
    SELECT $1, COALESCE(MAX(id), 0) + 1, $2, $3, $4, NULL, NULL, $5, $6, NULL
    FROM chat_messages WHERE meeting_id = $1
    ON CONFLICT (meeting_id, from_id, client_id) DO NOTHING RETURNING id";

#[derive(Clone)]
enum Store {
    EachAlone(SqlitePool),
    Batched(Storage),
}

impl Store {
    async fn append(&self, meeting: &MeetingId, message: &NewChatMessage) {
        match self {
            Self::EachAlone(pool) => {
                // The wait for the lock is part of the measurement, so a full minute of it is no
                // error.
                let rows: Vec<(i64,)> = sqlx::query_as(INSERT)
                    .bind(meeting.as_str())
                    .bind(message.client_id.as_str())
                    .bind(message.from.as_str())
                    .bind(message.from_name.as_str())
                    .bind(message.text.as_str())
                    .bind(1)
                    .fetch_all(pool)
                    .await
                    .unwrap();
                assert_eq!(rows.len(), 1);
            }
            Self::Batched(storage) => {
                let (_, is_new) =
                    storage.append_chat(meeting, message, Timestamp(1)).await.unwrap();
                assert!(is_new);
            }
        }
    }
}

fn meetings(count: usize) -> Vec<MeetingId> {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    (0..count)
        .map(|n| format!("aaa-aaaa-a{}{}", letter(n / 26), letter(n)).parse().unwrap())
        .collect()
}

/// Messages per second, and the median and 99th percentile of the time to the acknowledgement.
async fn measure(store: Store, rooms: usize) -> (f64, Duration, Duration) {
    let meetings = meetings(rooms);
    let until = Instant::now() + RUN;
    let senders = (0..SENDERS).map(|sender| {
        let (store, meeting) = (store.clone(), meetings[sender % rooms].clone());
        tokio::spawn(async move {
            let from = format!("{sender:0>16}").replace(|c: char| !c.is_ascii_digit(), "0");
            let from: String = from.chars().map(|c| char::from(c as u8 - b'0' + b'a')).collect();
            let mut message = NewChatMessage {
                client_id: ClientMessageId::try_from("0".to_owned()).unwrap(),
                from: from.parse().unwrap(),
                from_name: "Ana".parse().unwrap(),
                to: None,
                to_name: None,
                text: "a message as people write them, of eighty characters or so, not more"
                    .parse()
                    .unwrap(),
            };
            let mut times = Vec::new();
            while Instant::now() < until {
                message.client_id = times.len().to_string().try_into().unwrap();
                let started = Instant::now();
                store.append(&meeting, &message).await;
                times.push(started.elapsed());
            }
            times
        })
    });
    let started = Instant::now();
    let mut times = Vec::new();
    for sender in futures_util::future::join_all(senders).await {
        times.extend(sender.unwrap());
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    times.sort_unstable();
    (rate, times[times.len() / 2], times[times.len() * 99 / 100])
}

async fn open(path: &Path, rooms: usize) -> Storage {
    let storage = Storage::open(path).await.unwrap();
    for id in meetings(rooms) {
        storage.create_meeting(&id, OffsetDateTime::now_utc()).await.unwrap();
    }
    storage
}

async fn pool(path: &Path, connections: u32) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(60));
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(60));
    pool.connect_with(options).await.unwrap()
}

fn main() {
    let place = std::env::var_os("CONVENE_BENCH_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let runtime = Arc::new(tokio::runtime::Runtime::new().unwrap());
    println!(
        "Acknowledged chat messages per second; {SENDERS} senders, {} s each\n",
        RUN.as_secs()
    );
    println!("| store | rooms | messages/s | middle | slowest 1 % |\n|---|---|---|---|---|");
    for rooms in [1, SENDERS] {
        for (name, connections) in [
            ("one transaction a message, four connections", Some(4)),
            ("one transaction a message, one connection", Some(1)),
            ("one writer, group commit", None),
        ] {
            let dir = tempfile::tempdir_in(&place).unwrap();
            let path = dir.path().join("convene.db");
            let (rate, middle, slowest) = runtime.block_on(async {
                let storage = open(&path, rooms).await;
                match connections {
                    None => {
                        let measured = measure(Store::Batched(storage.clone()), rooms).await;
                        storage.close().await;
                        measured
                    }
                    Some(connections) => {
                        storage.close().await;
                        let pool = pool(&path, connections).await;
                        let measured = measure(Store::EachAlone(pool.clone()), rooms).await;
                        pool.close().await;
                        measured
                    }
                }
            });
            println!("| {name} | {rooms} | {rate:.0} | {middle:.1?} | {slowest:.1?} |");
        }
    }
}

//! The writer against a model: whatever is written in whatever company, each answer is the model's,
//! and the file holds what was acknowledged, no more and no less.

use std::collections::BTreeMap;

use convene_model::{ChatMessageId, ChatText, MeetingId, ParticipantId, Timestamp};
use convene_storage::{ChatRepository, MeetingRepository, NewChatMessage, Storage, StorageError};
use futures_util::future::{BoxFuture, FutureExt as _, join_all};
use proptest::prelude::*;
use time::OffsetDateTime;

#[derive(Debug, Clone)]
enum Write {
    Create { meeting: u8 },
    Append { meeting: u8, from: u8, client: u8, fate: Fate },
    Edit { meeting: u8, id: u64, by: u8, text: Option<u8> },
}

/// Fate of a message on the disk. The triggers below tell messages apart by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing in particular.
    Kept,
    /// The statement fails, as on a full disk.
    Refused,
    /// SQLite ends the transaction, as after an error of the disk: the whole batch fails.
    Doomed,
}

/// An answer: the number of the message and whether it is new, or the kind of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Done,
    Message(u64, bool),
    NotFound,
    Conflict,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    from: u8,
    client: u8,
    text: Option<String>,
}

/// Expected content of the disk: the messages of each meeting.
type Model = BTreeMap<u8, Vec<Kept>>;

const READER: &str = "rrrrrrrrrrrrrrrr";

fn meeting(n: u8) -> MeetingId {
    format!("abc-defg-hi{}", char::from(b'a' + n)).parse().unwrap()
}

fn person(n: u8) -> ParticipantId {
    char::from(b'a' + n).to_string().repeat(16).parse().unwrap()
}

fn text_of(client: u8, fate: Fate) -> String {
    match fate {
        Fate::Kept => format!("text {client}"),
        Fate::Refused => "refused".to_owned(),
        Fate::Doomed => "doomed".to_owned(),
    }
}

impl Write {
    fn dooms(&self) -> bool {
        matches!(self, Self::Append { fate: Fate::Doomed, .. })
    }

    /// Applies the write to the model, as if it were alone.
    fn apply(&self, model: &mut Model) -> Answer {
        match *self {
            Self::Create { meeting } if model.contains_key(&meeting) => Answer::Conflict,
            Self::Create { meeting } => {
                model.insert(meeting, Vec::new());
                Answer::Done
            }
            Self::Append { meeting, from, client, fate } => {
                // The triggers run before the row is compared with those there.
                if fate != Fate::Kept {
                    return Answer::Failed;
                }
                let Some(chat) = model.get_mut(&meeting) else { return Answer::NotFound };
                let same = |one: &Kept| (one.from, one.client) == (from, client);
                if let Some(at) = chat.iter().position(same) {
                    return Answer::Message(at as u64 + 1, false);
                }
                chat.push(Kept { from, client, text: Some(text_of(client, fate)) });
                Answer::Message(chat.len() as u64, true)
            }
            Self::Edit { meeting, id, by, text } => {
                let chat = model.get_mut(&meeting).map(Vec::as_mut_slice).unwrap_or_default();
                let at = usize::try_from(id).unwrap().checked_sub(1);
                match at.and_then(|at| chat.get_mut(at)) {
                    Some(one) if one.from == by && one.text.is_some() => {
                        one.text = text.map(|text| format!("edited {text}"));
                        Answer::Message(id, false)
                    }
                    _ => Answer::NotFound,
                }
            }
        }
    }

    fn run<'s>(&self, store: &'s Storage) -> BoxFuture<'s, Answer> {
        let write = self.clone();
        async move {
            match write {
                Self::Create { meeting: id } => {
                    let (id, now) = (meeting(id), OffsetDateTime::now_utc());
                    answer(store.create_meeting(&id, now).await.map(|_| Answer::Done))
                }
                Self::Append { meeting: id, from, client, fate } => {
                    let message = NewChatMessage {
                        client_id: client.to_string().try_into().unwrap(),
                        from: person(from),
                        from_name: "Ana".parse().unwrap(),
                        to: None,
                        to_name: None,
                        text: text_of(client, fate).parse().unwrap(),
                    };
                    let kept = store.append_chat(&meeting(id), &message, Timestamp(1)).await;
                    answer(kept.map(|(kept, is_new)| Answer::Message(kept.id.0, is_new)))
                }
                Self::Edit { meeting: id, id: number, by, text } => {
                    let text: Option<ChatText> =
                        text.map(|text| format!("edited {text}").parse().unwrap());
                    let (id, number, by) = (meeting(id), ChatMessageId(number), person(by));
                    let edited = store.edit_chat(&id, number, &by, text.as_ref(), Timestamp(2));
                    answer(edited.await.map(|kept| Answer::Message(kept.id.0, false)))
                }
            }
        }
        .boxed()
    }
}

/// The answers to writes that are queued at once. They form one batch, up to and including the first
/// that ends the transaction: such a batch fails whole, and what follows is the next.
fn expected(model: &mut Model, wave: &[Write]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for batch in wave.split_inclusive(Write::dooms) {
        let mut changed = model.clone();
        let alone = batch.iter().map(|write| write.apply(&mut changed));
        if batch.last().is_some_and(Write::dooms) {
            // A write that was refused for its own reason is told that reason.
            answers.extend(alone.map(|answer| match answer {
                Answer::Done | Answer::Message(..) => Answer::Failed,
                refused => refused,
            }));
        } else {
            answers.extend(alone);
            *model = changed;
        }
    }
    answers
}

fn answer(result: Result<Answer, StorageError>) -> Answer {
    result.unwrap_or_else(|error| match error {
        StorageError::NotFound => Answer::NotFound,
        StorageError::Conflict => Answer::Conflict,
        _ => Answer::Failed,
    })
}

async fn on_disk(store: &Storage) -> Model {
    let mut found = Model::new();
    for id in 0..MEETINGS {
        if let Err(error) = store.meeting(&meeting(id)).await {
            assert!(matches!(error, StorageError::NotFound), "{error:?}");
            continue;
        }
        let reader = READER.parse().unwrap();
        let page = store.chat_page(&meeting(id), &reader, None, 1_000).await.unwrap();
        assert!(!page.has_more);
        let numbers: Vec<u64> = page.messages.iter().map(|message| message.id.0).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        let messages = page.messages.into_iter().map(|message| Kept {
            from: message.from.as_str().as_bytes()[0] - b'a',
            client: message.client_id.as_str().parse().unwrap(),
            text: message.text.map(|text| text.as_str().to_owned()),
        });
        found.insert(id, messages.collect());
    }
    found
}

const MEETINGS: u8 = 3;

fn writes() -> impl Strategy<Value = Write> {
    let meeting = 0..MEETINGS;
    let fate = prop_oneof![
        12 => Just(Fate::Kept),
        2 => Just(Fate::Refused),
        1 => Just(Fate::Doomed),
    ];
    prop_oneof![
        1 => meeting.clone().prop_map(|meeting| Write::Create { meeting }),
        6 => (meeting.clone(), 0..3_u8, 0..8_u8, fate)
            .prop_map(|(meeting, from, client, fate)| Write::Append { meeting, from, client, fate }),
        2 => (meeting, 0..8_u64, 0..3_u8, any::<Option<u8>>())
            .prop_map(|(meeting, id, by, text)| Write::Edit { meeting, id, by, text }),
    ]
}

/// Runs waves of writes, each queued at once and so one batch, and compares after each wave and
/// once more after the file was closed and opened.
async fn check(waves: Vec<Vec<Write>>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("convene.db");
    let store = Storage::open(&path).await.unwrap();
    let mut other = {
        use sqlx::Connection as _;
        let url = format!("sqlite://{}", path.display());
        sqlx::SqliteConnection::connect(&url).await.unwrap()
    };
    let triggers = "CREATE TRIGGER refused BEFORE INSERT ON chat_messages WHEN new.text = 'refused'
         BEGIN SELECT RAISE(ABORT, 'no'); END;
         CREATE TRIGGER doomed BEFORE INSERT ON chat_messages WHEN new.text = 'doomed'
         BEGIN SELECT RAISE(ROLLBACK, 'no'); END;";
    sqlx::raw_sql(triggers).execute(&mut other).await.unwrap();
    let mut model = Model::new();
    for wave in waves {
        let answers = join_all(wave.iter().map(|write| write.run(&store))).await;
        assert_eq!(answers, expected(&mut model, &wave), "{wave:?}");
        assert_eq!(on_disk(&store).await, model);
    }
    store.close().await;
    drop(store);
    let again = Storage::open(&path).await.unwrap();
    assert_eq!(on_disk(&again).await, model);
    again.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_the_models_and_the_file_holds_what_was_acknowledged(
        waves in prop::collection::vec(prop::collection::vec(writes(), 1..24), 1..6),
    ) {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(check(waves));
    }
}

//! People who call each other: the contract.

use std::collections::BTreeSet;
use std::future::Future;

use convene_model::{
    CallId, CallRecord, ChatMessageId, DisplayName, MeetingId, ParticipantId, Party, PersonId,
    Timestamp, WhoMayCall,
};

use crate::StorageError;

/// Maximum number of contacts in a list.
pub const MAX_CONTACTS: u32 = 1_000;

/// Maximum number of senders in a list of unread messages.
pub const MAX_UNREAD: u32 = 200;

/// A person who can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id and name.
    pub party: Party,
    /// Time at which the person was created.
    pub since: Timestamp,
    /// Which people may call this person.
    pub who_may_call: WhoMayCall,
    /// People whom this person has blocked.
    pub blocked: BTreeSet<PersonId>,
    /// Acquaintances.
    pub known: BTreeSet<PersonId>,
}

/// An acquaintance of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptContact {
    /// Id and current name.
    pub party: Party,
    /// Time of the latest call between the two, if the person's call history still has it.
    pub last_call_at: Option<Timestamp>,
}

/// Stores people.
pub trait PersonRepository: Send + Sync {
    /// Stores a new person. [`StorageError::Conflict`] if the id is taken.
    fn create_person(
        &self,
        party: &Party,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// One person, or [`StorageError::NotFound`].
    fn person(&self, id: &PersonId) -> impl Future<Output = Result<Person, StorageError>> + Send;

    /// Records that the person was seen at `now`. [`StorageError::NotFound`] if no person with this
    /// id was created at `since`.
    fn see_person(
        &self,
        id: &PersonId,
        since: Timestamp,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Deletes people who were not seen since `before`, may be called by anybody, and have no calls
    /// in their history, no acquaintances, no conversations and no blocked people.
    fn forget_idle_people(
        &self,
        before: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Changes a person's profile. `None` keeps the old value. [`StorageError::NotFound`] if there
    /// is no such person.
    fn set_profile(
        &self,
        id: &PersonId,
        name: Option<&DisplayName>,
        who_may_call: Option<WhoMayCall>,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Blocks a person, stored under the name by which the blocker knows them. Does nothing if they
    /// are blocked already.
    fn block(
        &self,
        id: &PersonId,
        blocked: &Party,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Unblocks a person.
    fn unblock(
        &self,
        id: &PersonId,
        blocked: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The people whom this person has blocked, ordered by name.
    fn blocked(
        &self,
        id: &PersonId,
    ) -> impl Future<Output = Result<Vec<Party>, StorageError>> + Send;

    /// Makes the two people acquaintances of each other.
    fn acquaint(
        &self,
        one: &PersonId,
        other: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Acquaintances, the latest call first; at most [`MAX_CONTACTS`].
    fn contacts(
        &self,
        id: &PersonId,
    ) -> impl Future<Output = Result<Vec<KeptContact>, StorageError>> + Send;

    /// The name by which `viewer` knows `who`: as an acquaintance, as a caller of `viewer`, or as
    /// the sender of a message to `viewer`. `None` otherwise, because other people's names are
    /// private. `as_participant` is the viewer's participant id in conversations.
    fn name_known_to(
        &self,
        viewer: &PersonId,
        as_participant: &ParticipantId,
        who: &PersonId,
    ) -> impl Future<Output = Result<Option<DisplayName>, StorageError>> + Send;
}

/// The room of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCallRoom {
    /// The room's meeting.
    pub meeting: MeetingId,
    /// The caller's participant id in the room.
    pub caller: ParticipantId,
    /// The callee's participant id in the room.
    pub callee: ParticipantId,
}

/// A call, with fields that only the server sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCall {
    /// The call as clients see it.
    pub record: CallRecord,
    /// The room where the two people meet.
    pub room: StoredCallRoom,
    /// The earlier call whose room the callee joins, if this call brings them into another call.
    pub into: Option<CallId>,
    /// True if the call appears in the callee's history.
    pub for_callee: bool,
    /// True if the server assumed the end because both people were gone for long. Either of them
    /// may report the real end later.
    pub assumed: bool,
}

/// One page of a call history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallPage {
    /// Newest first.
    pub calls: Vec<CallRecord>,
    /// True if there are older calls.
    pub has_more: bool,
}

/// Stores calls.
pub trait CallRepository: Send + Sync {
    /// Stores the current state of a call; an ended call does not change. A new call also creates
    /// its room's meeting, unless it uses the room of another call. [`StorageError::Conflict`] if
    /// the meeting's id is taken.
    fn keep_call(
        &self,
        call: &StoredCall,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// One call, or [`StorageError::NotFound`].
    fn call(&self, id: &CallId) -> impl Future<Output = Result<StoredCall, StorageError>> + Send;

    /// Calls without an end, each with the time at which the server last knew its state.
    fn unfinished_calls(
        &self,
    ) -> impl Future<Output = Result<Vec<(StoredCall, Timestamp)>, StorageError>> + Send;

    /// Records that these calls were still in progress at `now`.
    fn calls_go_on(
        &self,
        ids: &[CallId],
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Replaces an assumed end by a hang-up at `ended_at`. [`StorageError::NotFound`] if the end
    /// was not assumed or was reported already.
    fn tell_end(
        &self,
        id: &CallId,
        ended_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Reopens a call whose end was assumed; does nothing to any other call.
    fn reopen_call(
        &self,
        id: &CallId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The newest answered call of this person in a room, or [`StorageError::NotFound`].
    fn call_into(
        &self,
        meeting: &MeetingId,
        of: &PersonId,
    ) -> impl Future<Output = Result<StoredCall, StorageError>> + Send;

    /// The newest `limit` ended calls in a person's history before `before`. Omits calls that the
    /// person deleted and calls that the callee must not know of.
    fn call_page(
        &self,
        of: &PersonId,
        before: Option<(Timestamp, &CallId)>,
        limit: u32,
    ) -> impl Future<Output = Result<CallPage, StorageError>> + Send;

    /// Deletes an ended call from a person's history, and the call itself once it is in neither
    /// history. [`StorageError::NotFound`] if the call is not in the history or has not ended.
    fn delete_call(
        &self,
        of: &PersonId,
        id: &CallId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Number of missed calls since the person last looked.
    fn missed_calls(&self, of: &PersonId)
    -> impl Future<Output = Result<u32, StorageError>> + Send;

    /// Records that the person has seen their missed calls up to `now`.
    fn clear_missed(
        &self,
        of: &PersonId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// A conversation, as one of its two people has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The meeting that holds the messages.
    pub meeting: MeetingId,
    /// Newest message that this person deleted. All earlier ones are deleted too; zero if none is.
    pub deleted: ChatMessageId,
}

/// Stores conversations. Their messages belong to a meeting that only the two people can read.
pub trait ConversationRepository: Send + Sync {
    /// The conversation of `of` and `with`, if there is one.
    fn conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> impl Future<Output = Result<Option<Conversation>, StorageError>> + Send;

    /// Deletes all messages so far for `of`. Erases the text of messages that both people have
    /// deleted.
    fn delete_conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The meeting of the two people's conversation; creates it with the id `new` if there is none.
    /// [`StorageError::Conflict`] if that id is taken.
    fn open_conversation(
        &self,
        one: &PersonId,
        other: &PersonId,
        new: &MeetingId,
        now: Timestamp,
    ) -> impl Future<Output = Result<MeetingId, StorageError>> + Send;

    /// Senders with messages that `of` has not read, with their number: the latest message first,
    /// at most [`MAX_UNREAD`] senders. `as_participant` is the participant id of `of` in
    /// conversations. Names are those of the newest message.
    fn unread(
        &self,
        of: &PersonId,
        as_participant: &ParticipantId,
    ) -> impl Future<Output = Result<Vec<(Party, u32)>, StorageError>> + Send;

    /// Marks the messages from `with` as read up to `id`. The mark never moves back.
    fn mark_read(
        &self,
        of: &PersonId,
        with: &PersonId,
        id: ChatMessageId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

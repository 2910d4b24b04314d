//! People who ring each other: the contract.

use std::collections::BTreeSet;
use std::future::Future;

use convene_model::{
    CallId, CallRecord, ChatMessageId, DisplayName, MeetingId, ParticipantId, Party, PersonId,
    Timestamp, WhoMayCall,
};

use crate::StorageError;

/// The most acquaintances that are listed.
pub const MAX_CONTACTS: u32 = 1_000;

/// The most people whose messages are listed as unread.
pub const MAX_UNREAD: u32 = 200;

/// Somebody who can be rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id and name.
    pub party: Party,
    /// When they were given the id.
    pub since: Timestamp,
    /// Who may ring them.
    pub who_may_call: WhoMayCall,
    /// Those they want nothing of.
    pub blocked: BTreeSet<PersonId>,
    /// Those they have talked with.
    pub known: BTreeSet<PersonId>,
}

/// Somebody one has talked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptContact {
    /// Id, and name as it is now.
    pub party: Party,
    /// When one of the two last rang the other, as far as one's history has it.
    pub last_call_at: Option<Timestamp>,
}

/// The people who can be rung.
pub trait PersonRepository: Send + Sync {
    /// Stores somebody new. [`StorageError::Conflict`] if the id is taken.
    fn create_person(
        &self,
        party: &Party,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Somebody, or [`StorageError::NotFound`].
    fn person(&self, id: &PersonId) -> impl Future<Output = Result<Person, StorageError>> + Send;

    /// Notes that they are here. [`StorageError::NotFound`] if nobody was given the id at that moment.
    fn see_person(
        &self,
        id: &PersonId,
        since: Timestamp,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Forgets whoever was not here since a moment, has called, talked with, written to or blocked nobody, and may be
    /// called by anybody.
    fn forget_idle_people(
        &self,
        before: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Changes what somebody says of themselves; what is absent stays.
    fn set_profile(
        &self,
        id: &PersonId,
        name: Option<&DisplayName>,
        who_may_call: Option<WhoMayCall>,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Blocks somebody, by the name under which the blocker knows them; again, nothing changes.
    fn block(
        &self,
        id: &PersonId,
        blocked: &Party,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Blocks somebody no longer.
    fn unblock(
        &self,
        id: &PersonId,
        blocked: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Whom somebody blocks.
    fn blocked(
        &self,
        id: &PersonId,
    ) -> impl Future<Output = Result<Vec<Party>, StorageError>> + Send;

    /// The two have talked.
    fn acquaint(
        &self,
        one: &PersonId,
        other: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Those somebody has talked with, the latest call first; [`MAX_CONTACTS`] at most.
    fn contacts(
        &self,
        id: &PersonId,
    ) -> impl Future<Output = Result<Vec<KeptContact>, StorageError>> + Send;

    /// The name under which `viewer` knows somebody: they have talked, or were rung by them, or written to. Names of
    /// others are not theirs to know. `as_participant` is who `viewer` is where they write.
    fn name_known_to(
        &self,
        viewer: &PersonId,
        as_participant: &ParticipantId,
        who: &PersonId,
    ) -> impl Future<Output = Result<Option<DisplayName>, StorageError>> + Send;
}

/// The room of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRooms {
    /// Its meeting.
    pub meeting: MeetingId,
    /// Who the caller is there.
    pub caller: ParticipantId,
    /// Who the callee is there.
    pub callee: ParticipantId,
}

/// A call, with what only the server knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCall {
    /// The call.
    pub record: CallRecord,
    /// Where the two meet.
    pub room: CallRooms,
    /// The call into whose room it brought somebody.
    pub into: Option<CallId>,
    /// Whether the callee is to find it in their history.
    pub for_callee: bool,
    /// Whether it is over because nobody was seen in it for long: one of the two may know better.
    pub assumed: bool,
}

/// A page of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallPage {
    /// The newest first.
    pub calls: Vec<CallRecord>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// The calls that were made.
pub trait CallRepository: Send + Sync {
    /// Keeps a call as it stands. One that is new makes the meeting of its room, unless it brings somebody into
    /// another's: [`StorageError::Conflict`] if the meeting's id is taken. One that is over stays as it is.
    fn keep_call(
        &self,
        call: &StoredCall,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// A call, or [`StorageError::NotFound`].
    fn call(&self, id: &CallId) -> impl Future<Output = Result<StoredCall, StorageError>> + Send;

    /// Calls that are not over as far as is known, and when the server last knew of each.
    fn unfinished_calls(
        &self,
    ) -> impl Future<Output = Result<Vec<(StoredCall, Timestamp)>, StorageError>> + Send;

    /// Notes that these calls go on.
    fn calls_go_on(
        &self,
        ids: &[CallId],
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// One of the two tells when an end that was assumed really was. [`StorageError::NotFound`] if it was not assumed,
    /// or was told already.
    fn tell_end(
        &self,
        id: &CallId,
        ended_at: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// A call whose end was assumed goes on after all; any other stays as it is.
    fn reopen_call(
        &self,
        id: &CallId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The newest call that brought somebody into a room, or [`StorageError::NotFound`].
    fn call_into(
        &self,
        meeting: &MeetingId,
        of: &PersonId,
    ) -> impl Future<Output = Result<StoredCall, StorageError>> + Send;

    /// The newest `limit` calls of somebody that are over, before a moment and call, as far as they are to know of them
    /// and have not deleted them.
    fn call_page(
        &self,
        of: &PersonId,
        before: Option<(Timestamp, &CallId)>,
        limit: u32,
    ) -> impl Future<Output = Result<CallPage, StorageError>> + Send;

    /// Deletes a call from somebody's history; once neither of the two has it, it is gone. [`StorageError::NotFound`]
    /// if it is not there, or not over.
    fn delete_call(
        &self,
        of: &PersonId,
        id: &CallId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// How many calls somebody missed and has not looked at.
    fn missed_calls(&self, of: &PersonId)
    -> impl Future<Output = Result<u32, StorageError>> + Send;

    /// Somebody has looked at the calls they missed up to now.
    fn clear_missed(
        &self,
        of: &PersonId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

/// What two people write to each other, as one of them has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The meeting whose messages they are.
    pub meeting: MeetingId,
    /// The last message this one has deleted, and with it all before; zero if none.
    pub deleted: ChatMessageId,
}

/// What two people write to each other: the messages of a meeting that is theirs alone.
pub trait ConversationRepository: Send + Sync {
    /// What `of` and another wrote to each other, if they have.
    fn conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> impl Future<Output = Result<Option<Conversation>, StorageError>> + Send;

    /// Deletes for `of` what was written so far. What both have deleted is gone.
    fn delete_conversation(
        &self,
        of: &PersonId,
        with: &PersonId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The meeting of two people's messages, made with the id `new` if there is none. [`StorageError::Conflict`] if that id is taken.
    fn open_conversation(
        &self,
        one: &PersonId,
        other: &PersonId,
        new: &MeetingId,
        now: Timestamp,
    ) -> impl Future<Output = Result<MeetingId, StorageError>> + Send;

    /// Who wrote how many messages that `of` has not read, the latest first and [`MAX_UNREAD`] at most; `as_participant`
    /// is who `of` is in those meetings. Names are those under which was written last.
    fn unread(
        &self,
        of: &PersonId,
        as_participant: &ParticipantId,
    ) -> impl Future<Output = Result<Vec<(Party, u32)>, StorageError>> + Send;

    /// `of` has read what `with` wrote, up to a message; never fewer than before.
    fn mark_read(
        &self,
        of: &PersonId,
        with: &PersonId,
        id: ChatMessageId,
    ) -> impl Future<Output = Result<(), StorageError>> + Send;
}

//! Durability: the room's kept state, and the changes that wait for the disk.
//!
//! The room asks for one write at a time with [`Effect::Keep`]; its owner answers with
//! [`Room::handle_kept`]. A command that changes kept state is one of three kinds:
//! - *Kept first.* The room plans the change and has it written, and only then applies and
//!   announces it. If the disk refuses, nothing changes and no participant is told. Such commands
//!   run one after the other; all other commands go on meanwhile. An evaluation is planned once its
//!   answer is matched.
//! - *Protective* (lock, remove, end). The change holds at once. The room answers the sender once
//!   it is written, or answers that it is not kept; hosts see that until a retry succeeds.
//! - *By the way* (a host came, an interviewee left). The change holds at once, no command waits
//!   for it, and it is part of the next write.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use convene_model::{InterviewItem, ParticipantId, Role, RoomRecord, Timestamp};

use crate::interview::{Author, InterviewError, Matched};
use crate::room::Room;
use crate::{Action, Command, Effect, Event, RoomError};

/// Retry interval after a failed write; another command may cause a write earlier.
const RETRY: Duration = Duration::from_secs(5);

/// Maximum number of commands that wait for the disk.
const MAX_WAITING: usize = 1024;

/// Maximum number of evaluations that wait for a matching. Each has a copy of its answer.
const MAX_MATCHING: usize = 64;

/// Id of a command that [`Effect::Settled`] answers later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub u64);

/// Progress of an accepted command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The command is carried out and does not wait for the disk.
    Done,
    /// The command waits for the disk. [`Effect::Settled`] reports its outcome.
    Pending(CommandId),
}

/// Whether the change of a command outlives the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The change is on the disk, and so are all earlier ones.
    Kept,
    /// The change holds while the room is live. The room keeps trying to write it.
    NotKept,
}

/// Sender of a waiting command, with its role at the time of sending.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    pub(crate) id: ParticipantId,
    pub(crate) role: Role,
    pub(crate) author: Option<Author>,
}

/// A waiting command of the kind *kept first*.
#[derive(Debug)]
struct Waiting {
    id: CommandId,
    sender: Sender,
    command: Command,
    /// For an evaluation: the answer as it was matched.
    matched: Option<Matched>,
    at: Timestamp,
}

/// A command whose change is being written.
#[derive(Debug)]
struct Draft {
    waiting: Waiting,
    /// Interview items to apply once they are kept. Empty for other commands, which are carried
    /// out after the write.
    items: Vec<InterviewItem>,
}

/// The write that the owner is making.
#[derive(Debug)]
struct Writing {
    record: Option<RoomRecord>,
    items: BTreeMap<String, InterviewItem>,
    draft: Option<Draft>,
    /// Commands already applied, to be answered after this write.
    settles: Vec<CommandId>,
}

/// State on the disk, and changes still to be written.
#[derive(Debug)]
pub(crate) struct Keeping {
    /// Record on the disk.
    kept: RoomRecord,
    /// Interview items already applied but not yet written.
    items: BTreeMap<String, InterviewItem>,
    writing: Option<Writing>,
    drafts: VecDeque<Waiting>,
    /// Evaluations that wait for a matching.
    matching: BTreeMap<CommandId, Waiting>,
    /// True while the first draft waits for a write of changes already applied.
    defers: bool,
    /// Commands already applied, to be answered after the next write.
    settles: Vec<CommandId>,
    /// Time of the next retry after a failed write.
    retry_at: Option<Timestamp>,
    /// True while hosts are shown that one of their decisions is not kept.
    shows_not_kept: bool,
    commands: u64,
}

impl Keeping {
    pub(crate) fn new(kept: RoomRecord) -> Self {
        Self {
            kept,
            items: BTreeMap::new(),
            writing: None,
            drafts: VecDeque::new(),
            matching: BTreeMap::new(),
            defers: false,
            settles: Vec::new(),
            retry_at: None,
            shows_not_kept: false,
            commands: 0,
        }
    }

    /// Adds an item that is already applied to the next write.
    pub(crate) fn note(&mut self, item: InterviewItem) {
        self.items.insert(item.key(), item);
    }

    pub(crate) fn shows_not_kept(&self) -> bool {
        self.shows_not_kept
    }

    pub(crate) fn retry_at(&self) -> Option<Timestamp> {
        self.retry_at
    }

    fn next_command(&mut self) -> CommandId {
        self.commands += 1;
        CommandId(self.commands)
    }
}

impl Room {
    /// True if all kept state is on the disk and no command waits for the disk.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let Keeping { items, writing, drafts, matching, settles, .. } = &self.keeping;
        let idle = items.is_empty() && writing.is_none() && drafts.is_empty();
        idle && matching.is_empty() && settles.is_empty() && !self.has_unkept_record()
    }

    /// Takes the result of the write that [`Effect::Keep`] asked for.
    pub fn handle_kept(&mut self, is_kept: bool, now: Timestamp) {
        let Some(writing) = self.keeping.writing.take() else { return };
        let Writing { record, items, draft, settles } = writing;
        let deferred = std::mem::take(&mut self.keeping.defers);
        if is_kept {
            self.keeping.retry_at = None;
            if let Some(record) = record {
                self.keeping.kept = record;
            }
            if let Some(draft) = draft {
                let id = draft.waiting.id;
                let result = self.commit(draft, now);
                self.settle(id, result.map(|()| Durability::Kept));
            }
        } else {
            self.keeping.retry_at = Some(now + RETRY);
            for (key, item) in items {
                self.keeping.items.entry(key).or_insert(item);
            }
            let deferred = deferred.then(|| self.keeping.drafts.pop_front()).flatten();
            for refused in draft.map(|draft| draft.waiting).into_iter().chain(deferred) {
                self.settle(refused.id, Err(RoomError::NotKept));
            }
        }
        // If the disk refused only the draft, all applied changes were on it before.
        let lacks = !is_kept && !self.is_written();
        let durability = if lacks { Durability::NotKept } else { Durability::Kept };
        self.show_not_kept(lacks && !settles.is_empty());
        for id in settles {
            self.settle(id, Ok(durability));
        }
        self.write_next(now);
    }

    /// Starts a command of the kind *kept first*, or queues it behind the current write.
    pub(crate) fn keep_first(
        &mut self,
        sender: Sender,
        command: Command,
        now: Timestamp,
    ) -> Result<Progress, RoomError> {
        if self.keeping.drafts.len() >= MAX_WAITING {
            return Err(RoomError::NotKept);
        }
        let idle = self.keeping.writing.is_none() && self.keeping.drafts.is_empty();
        let id = self.keeping.next_command();
        let waiting = Waiting { id, sender, command, matched: None, at: now };
        if !idle {
            self.keeping.drafts.push_back(waiting);
            return Ok(Progress::Pending(id));
        }
        self.begin(waiting, now)
    }

    /// Applies an interview command in a named room, whose interview is not kept.
    pub(crate) fn interview_unkept(
        &mut self,
        sender: Sender,
        command: Command,
        now: Timestamp,
    ) -> Result<Progress, RoomError> {
        let id = self.keeping.next_command();
        let waiting = Waiting { id, sender, command, matched: None, at: now };
        let Some((_, items)) = self.plan_items(waiting)? else { return Ok(Progress::Pending(id)) };
        self.apply_items(&items);
        Ok(Progress::Done)
    }

    /// Takes the result of [`Effect::Match`]; `None` if the matching failed.
    pub fn handle_matched(&mut self, command: CommandId, matched: Option<Matched>, now: Timestamp) {
        let Some(waiting) = self.keeping.matching.remove(&command) else { return };
        let Some(matched) = matched else {
            return self.settle(command, Err(RoomError::NotKept));
        };
        let waiting = Waiting { matched: Some(matched), ..waiting };
        if self.kind.keeps_decisions() {
            self.keeping.drafts.push_back(waiting);
            return self.write_next(now);
        }
        match self.plan_items(waiting) {
            Ok(None) => {}
            Ok(Some((_, items))) => {
                self.apply_items(&items);
                self.settle(command, Ok(Durability::Kept));
            }
            Err(error) => self.settle(command, Err(error)),
        }
    }

    /// Plans the items of an interview command. `None` if its answer must be matched first: the
    /// command then waits for that. The answer may change meanwhile, so this may happen again.
    fn plan_items(
        &mut self,
        waiting: Waiting,
    ) -> Result<Option<(Waiting, Vec<InterviewItem>)>, RoomError> {
        let Waiting { id, sender, command, matched, at } = &waiting;
        let Command::Interview(command) = command else { return Ok(Some((waiting, Vec::new()))) };
        let interview = self.interview.as_mut().ok_or(RoomError::NoInterview)?;
        let author = sender.author.as_ref().ok_or(RoomError::LinkRequired)?;
        if let Some(input) = interview.to_match(author, command, matched.as_ref())? {
            if self.keeping.matching.len() >= MAX_MATCHING {
                return Err(InterviewError::TooMany(MAX_MATCHING).into());
            }
            let connection = self.members.get(&sender.id).and_then(|member| member.connection);
            let (command, input) = (*id, Box::new(input));
            self.effects.push_back(Effect::Match { command, connection, input });
            self.keeping.matching.insert(command, waiting);
            return Ok(None);
        }
        let items = interview.plan_command(author, command.clone(), matched.as_ref(), *at)?;
        Ok(Some((waiting, items)))
    }

    /// Answers a command that is already applied once all changes up to it are written.
    pub(crate) fn count_when_kept(&mut self, now: Timestamp) -> Progress {
        if !self.kind.keeps_decisions() || self.is_written() {
            return Progress::Done;
        }
        let id = self.keeping.next_command();
        self.keeping.settles.push(id);
        self.write_next(now);
        Progress::Pending(id)
    }

    /// Removes the unlock from all pending commands: a later lock overrides them.
    pub(crate) fn lock_overrides(&mut self) {
        let drafted = self.keeping.writing.as_mut().and_then(|writing| writing.draft.as_mut());
        let drafted = drafted.map(|draft| &mut draft.waiting);
        for waiting in drafted.into_iter().chain(&mut self.keeping.drafts) {
            if let Command::SetRoom(change) = &mut waiting.command
                && change.locked == Some(false)
            {
                change.locked = None;
            }
        }
    }

    /// Drops all pending writes, because the meeting is deleted. Pending commands fail with
    /// [`RoomError::Ended`].
    pub(crate) fn keep_nothing(&mut self) {
        let commands = self.keeping.commands;
        let Keeping { writing, drafts, matching, settles, .. } =
            std::mem::replace(&mut self.keeping, Keeping::new(self.record.clone()));
        self.keeping.commands = commands;
        let (draft, settled) =
            writing.map_or((None, Vec::new()), |writing| (writing.draft, writing.settles));
        let drafts = draft.into_iter().map(|draft| draft.waiting).chain(drafts);
        let drafts = drafts.chain(matching.into_values());
        for id in drafts.map(|waiting| waiting.id).chain(settled).chain(settles) {
            self.settle(id, Err(RoomError::Ended));
        }
    }

    /// Asks for the next write, unless one is being made or there is nothing to write. The
    /// `handle_*` methods that change kept state call this at their end.
    pub(crate) fn write_next(&mut self, now: Timestamp) {
        self.watch_audience(now);
        while self.keeping.writing.is_none() {
            let Some(waiting) = self.keeping.drafts.pop_front() else { break };
            let id = waiting.id;
            match self.begin(waiting, now) {
                Ok(Progress::Pending(_)) => {}
                Ok(Progress::Done) => self.settle(id, Ok(Durability::Kept)),
                Err(error) => self.settle(id, Err(error)),
            }
        }
        let due = self.keeping.retry_at.is_none_or(|at| at <= now);
        if self.keeping.writing.is_some() || self.is_written() {
            if self.keeping.writing.is_none() {
                for id in std::mem::take(&mut self.keeping.settles) {
                    self.settle(id, Ok(Durability::Kept));
                }
            }
        } else if due || !self.keeping.settles.is_empty() {
            self.write(None, None);
        }
    }

    /// Plans a command's change and asks for it to be written.
    fn begin(&mut self, waiting: Waiting, now: Timestamp) -> Result<Progress, RoomError> {
        let id = waiting.id;
        let Waiting { sender, command, .. } = &waiting;
        if self.record.removed.contains(&sender.id) {
            return Err(RoomError::Removed);
        }
        if let Command::Interview(_) = command {
            if let Some((waiting, items)) = self.plan_items(waiting)? {
                self.write(None, Some(Draft { waiting, items }));
            }
            return Ok(Progress::Pending(id));
        }
        let record = self.planned_record(&sender.id, sender.role, command)?;
        if record != self.record && !self.keeping.items.is_empty() {
            // The owner writes the record and the items one after the other. A planned record is
            // written alone, so that the disk keeps or refuses it as a whole.
            self.keeping.drafts.push_front(waiting);
            self.keeping.defers = true;
            self.write(None, None);
            return Ok(Progress::Pending(id));
        }
        if record == self.record {
            // The command needs no write, but earlier changes may not be written yet.
            let Waiting { sender, command, at, .. } = waiting;
            self.handle_host_command(&sender.id, sender.role, command, at)?;
            self.watch_hosts(now);
            if self.is_written() {
                return Ok(Progress::Done);
            }
            self.keeping.settles.push(id);
            self.write(None, None);
            return Ok(Progress::Pending(id));
        }
        self.write(Some(record), Some(Draft { waiting, items: Vec::new() }));
        Ok(Progress::Pending(id))
    }

    /// Asks for one write of all unwritten changes plus those of the draft.
    fn write(&mut self, planned: Option<RoomRecord>, draft: Option<Draft>) {
        let live = self.has_unkept_record().then(|| self.record.clone());
        let record = planned.or(live);
        let items = std::mem::take(&mut self.keeping.items);
        let settles = std::mem::take(&mut self.keeping.settles);
        let mut all = items.clone();
        if let Some(draft) = &draft {
            all.extend(draft.items.iter().map(|item| (item.key(), item.clone())));
        }
        self.effects.push_back(Effect::Keep {
            record: record.clone().map(Box::new),
            items: all.into_values().collect(),
        });
        self.keeping.writing = Some(Writing { record, items, draft, settles });
    }

    /// Carries out a draft after its write succeeded.
    fn commit(&mut self, draft: Draft, now: Timestamp) -> Result<(), RoomError> {
        let Draft { waiting: Waiting { sender, command, at, .. }, items } = draft;
        if let Command::Interview(_) = command {
            self.apply_items(&items);
            return Ok(());
        }
        // The participant concerned may have left during the write. Then the command fails, and the
        // next write replaces the record, because the live record differs from it.
        let result = self.handle_host_command(&sender.id, sender.role, command, at);
        self.watch_hosts(now);
        result
    }

    fn settle(&mut self, command: CommandId, result: Result<Durability, RoomError>) {
        self.effects.push_back(Effect::Settled { command, result });
    }

    /// Tells hosts when one of their decisions is not kept, and when all are kept again.
    fn show_not_kept(&mut self, failed: bool) {
        let shows = failed || (self.keeping.shows_not_kept && !self.is_written());
        if std::mem::replace(&mut self.keeping.shows_not_kept, shows) != shows {
            let settings = self.record.settings;
            self.tell_where(Event::Kept(!shows), |participant| {
                crate::may(participant.role, Action::SetRoom, &settings)
            });
        }
    }

    fn has_unkept_record(&self) -> bool {
        self.kind.keeps_decisions() && self.record != self.keeping.kept
    }

    /// True if all applied changes are written.
    fn is_written(&self) -> bool {
        let Keeping { items, writing, .. } = &self.keeping;
        items.is_empty() && writing.is_none() && !self.has_unkept_record()
    }
}

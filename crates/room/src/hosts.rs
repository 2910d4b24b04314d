//! Host commands: the lobby, settings, other participants' sources, and roles.

use std::collections::VecDeque;

use convene_model::{
    ActingHost, DisplayName, LeaveReason, LinkId, MediaState, ParticipantId, Renamed, Role,
    RoomRecord, RoomSettings, Source, StreamScope, Timestamp,
};

use crate::lobby::Waiting;
use crate::room::{Member, Room};
use crate::{
    Action, Command, ConnectionId, Dismissal, Effect, Event, Join, JoinOutcome, RoomError,
    Snapshot, may, may_act_on,
};

/// Maximum number of entries in each list of a record.
const MAX_RECORDED: usize = 256;

impl Room {
    /// Applies a command that needs a host's rights or changes another participant.
    pub(crate) fn handle_host_command(
        &mut self,
        sender: &ParticipantId,
        role: Role,
        command: Command,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        match command {
            Command::Rename { ref who, ref name } => {
                self.record = self.planned_record(sender, role, &command)?;
                let name = name.clone();
                self.change(who, |participant| participant.name = name);
                Ok(())
            }
            Command::Admit(who) => {
                self.require(role, Action::Admit)?;
                self.admit(&who, now)
            }
            Command::AdmitAll => {
                self.require(role, Action::Admit)?;
                self.admit_all(|_| true, now)
            }
            Command::Deny(who) => {
                self.require(role, Action::Admit)?;
                let waiting = self.lobby.take(&who).ok_or(RoomError::ParticipantNotFound)?;
                self.dismiss(waiting.connection, Dismissal::Denied);
                self.tell_lobby_changed();
                Ok(())
            }
            Command::SetRoom(_) => {
                let before = self.record.settings;
                self.record = self.planned_record(sender, role, &command)?;
                self.tell_settings(sender, before, now);
                Ok(())
            }
            Command::SetTitle(ref title) => {
                let changes = self.record.title != *title;
                self.record = self.planned_record(sender, role, &command)?;
                if changes {
                    self.tell_room_changed();
                }
                Ok(())
            }
            Command::SetPassword(_) => {
                let had_password = self.record.password.is_some();
                self.record = self.planned_record(sender, role, &command)?;
                if had_password != self.record.password.is_some() {
                    self.tell_room_changed();
                }
                Ok(())
            }
            Command::StopSource { who, source } => {
                self.require_on(sender, role, Action::StopSource, &who)?;
                self.stop_source(sender, &who, source);
                Ok(())
            }
            Command::MuteAll => {
                self.require(role, Action::StopSource)?;
                for who in self.others(sender, |other| may_act_on(role, other)) {
                    self.stop_source(sender, &who, Source::Microphone);
                }
                Ok(())
            }
            Command::AskToUnmute(who) => {
                self.require_on(sender, role, Action::AskToUnmute, &who)?;
                self.tell_other(sender, &who, Event::UnmuteAsked { by: sender.clone() })
            }
            Command::LowerHand(who) => {
                self.require_on(sender, role, Action::LowerHand, &who)?;
                self.change(&who, |participant| participant.hand_raised_at = None);
                Ok(())
            }
            Command::Remove { who, may_return } => {
                self.require_on(sender, role, Action::Remove, &who)?;
                self.expel(&who, may_return, now);
                Ok(())
            }
            Command::SetRole { ref who, role: given } => {
                self.record = self.planned_record(sender, role, &command)?;
                self.give_role(sender, who, given);
                Ok(())
            }
            Command::EndMeeting => {
                self.require(role, Action::EndMeeting)?;
                self.record.ended_at = Some(now);
                for connection in self.clear() {
                    self.dismiss(connection, Dismissal::Ended);
                }
                Ok(())
            }
            // `Room::apply` handles these; they concern the sender only.
            Command::Leave
            | Command::Signal { .. }
            | Command::SetMedia(_)
            | Command::Subscribe(_)
            | Command::TakePart { .. }
            | Command::AskedAloud { .. }
            | Command::HandIn { .. }
            | Command::React(_)
            | Command::RaiseHand(_)
            | Command::SetRecording(_)
            | Command::Interview(_) => Err(RoomError::NotAllowed),
        }
    }

    /// Puts a newcomer into the lobby.
    pub(crate) fn wait(
        &mut self,
        connection: ConnectionId,
        join: Join,
        suspect: bool,
        now: Timestamp,
    ) -> Result<JoinOutcome, RoomError> {
        if self.lobby.contains(&join.id) {
            return Err(RoomError::AlreadyJoined);
        }
        let max = self.policy.max_waiting;
        if self.lobby.len() >= max {
            return Err(RoomError::LobbyFull { max });
        }
        self.lobby.add(connection, join, suspect, now);
        self.tell_lobby_changed();
        let host_present = self.members.values().any(|member| {
            member.connection.is_some() && self.may(member.participant.role, Action::Admit)
        });
        Ok(JoinOutcome::Waiting { host_present })
    }

    pub(crate) fn stop_waiting(&mut self, who: &ParticipantId) {
        if self.lobby.take(who).is_some() {
            self.tell_lobby_changed();
        }
    }

    /// Dismisses the newcomers in the lobby who came by this link.
    pub(crate) fn dismiss_waiting(&mut self, link: &LinkId) {
        let by_link = |waiting: &Waiting| {
            waiting.join.link.as_ref().is_some_and(|(_, came_by)| came_by == link)
        };
        let mut gone = false;
        for id in self.lobby.list().into_iter().map(|waiting| waiting.id) {
            if let Some(waiting) = self.lobby.take_if(&id, by_link) {
                self.dismiss(waiting.connection, Dismissal::Removed { may_return: false });
                gone = true;
            }
        }
        if gone {
            self.tell_lobby_changed();
        }
    }

    /// Role of a joining participant.
    pub(crate) fn role_of(&self, id: &ParticipantId, proved_host: bool) -> Role {
        let acting = self.record.acting_host.as_ref().is_some_and(|acting| acting.id == *id);
        if proved_host || acting {
            Role::Host
        } else if self.record.co_hosts.contains(id) {
            Role::CoHost
        } else {
            // A reconnecting participant stays what it was.
            let before = self.members.get(id).map(|member| member.participant.role);
            match before {
                Some(Role::Viewer) => Role::Viewer,
                Some(_) => Role::Guest,
                None => self.role_of_newcomer(id),
            }
        }
    }

    /// Role with which somebody joins.
    pub(crate) fn role_for(&self, join: &Join, proved_host: bool) -> Role {
        match join.stream {
            // Played to nobody in particular: counted and not listed.
            Some(StreamScope::Play) => Role::Viewer,
            Some(StreamScope::Publish) => Role::Guest,
            None => self.role_of(&join.id, proved_host),
        }
    }

    /// Name that a host gave the participant, if any.
    pub(crate) fn name_given(&self, id: &ParticipantId) -> Option<DisplayName> {
        let mut renamed = self.record.renamed.iter();
        renamed.find(|renamed| renamed.id == *id).map(|renamed| renamed.name.clone())
    }

    /// Notes that a host joined or returned: the acting host gets its earlier role back.
    pub(crate) fn welcome_host(&mut self, host: &ParticipantId) {
        self.record.host_seen = true;
        if let Some(ActingHost { id, was }) = self.record.acting_host.take() {
            let proved = self.members.get(&id).is_some_and(|member| member.proved_host);
            if !proved {
                self.give_role(host, &id, was);
            }
        }
    }

    /// Starts or stops the wait for a host, and chooses the path of the media. Call it after each change
    /// of presence, roles or settings.
    pub(crate) fn watch_hosts(&mut self, now: Timestamp) {
        let mut here = self.could_host();
        let hosts = here.clone().any(|member| member.participant.role == Role::Host);
        let passed_on = self.kind.passes_host_on() && self.record.host_seen;
        let missed = passed_on && !hosts && here.next().is_some();
        drop(here);
        self.without_host_since = if missed { self.without_host_since.or(Some(now)) } else { None };
        self.watch_path(now);
        self.watch_audience(now);
    }

    /// Connected participants on the stage, without the streams of programs.
    fn could_host(&self) -> impl Iterator<Item = &Member> + Clone {
        self.on_stage().filter(|member| member.connection.is_some() && !member.is_stream)
    }

    /// Makes the earliest connected co-host the acting host, else the earliest participant.
    pub(crate) fn pass_on(&mut self) {
        let heir = self
            .could_host()
            .min_by_key(|member| (member.participant.role != Role::CoHost, member.order))
            .map(|member| (member.participant.id.clone(), member.participant.role));
        let Some((id, was)) = heir else { return };
        if let Some(before) = self.record.acting_host.take() {
            self.give_role(&id, &before.id, before.was);
        }
        self.record.acting_host = Some(ActingHost { id: id.clone(), was });
        self.give_role(&id, &id, Role::Host);
    }

    /// Changes a role on behalf of `by`: tells the participant about the lobby, and stops its
    /// screen share and recording if the new role does not permit them.
    pub(crate) fn give_role(&mut self, by: &ParticipantId, who: &ParticipantId, role: Role) {
        let Some(before) = self.members.get(who).map(|member| member.participant.role) else {
            return;
        };
        self.change(who, |participant| {
            if participant.role.is_viewer() != role.is_viewer() {
                participant.hand_raised_at = None;
                participant.media = MediaState::default();
                participant.recording = None;
            }
            participant.role = role;
        });
        let admits = |role| self.may(role, Action::Admit);
        if admits(before) != admits(role) && !self.lobby.is_empty() {
            let waiting = if admits(role) { self.lobby.list() } else { Vec::new() };
            self.tell_where(Event::LobbyChanged(waiting), |participant| participant.id == *who);
        }
        if !self.may(role, Action::ShareScreen) {
            self.stop_source(by, who, Source::ScreenShare);
        }
        if !self.may(role, Action::Record) {
            self.change(who, |participant| participant.recording = None);
        }
    }

    /// Checks permissions, and returns the record as it will be after the command.
    pub(crate) fn planned_record(
        &self,
        sender: &ParticipantId,
        role: Role,
        command: &Command,
    ) -> Result<RoomRecord, RoomError> {
        let mut record = self.record.clone();
        match command {
            Command::Rename { who, .. } if sender == who => {
                self.require(role, Action::RenameSelf)?;
                // A name chosen by a host stays, unless the sender may rename others.
                if self.name_given(who).is_some() {
                    self.require(role, Action::Rename)?;
                    record.renamed.retain(|renamed| renamed.id != *who);
                }
            }
            Command::Rename { who, name } => {
                self.require_on(sender, role, Action::Rename, who)?;
                record.renamed.retain(|renamed| renamed.id != *who);
                let renamed = Renamed { id: who.clone(), name: name.clone() };
                push_bounded(&mut record.renamed, renamed);
            }
            Command::SetRoom(change) => {
                self.require(role, Action::SetRoom)?;
                record.settings = change.applied_to(record.settings);
                self.require_path_for(&record.settings)?;
                let (before, after) = (self.record.settings.webinar, record.settings.webinar);
                if before != after {
                    let guests = self.on_stage().map(|member| &member.participant);
                    let guests = guests.filter(|guest| after && guest.role == Role::Guest);
                    record.stage = guests.map(|guest| guest.id.clone()).collect();
                    record.stage.truncate(MAX_RECORDED);
                }
            }
            Command::SetTitle(title) => {
                self.require(role, Action::SetTitle)?;
                record.title.clone_from(title);
            }
            Command::SetPassword(hash) => {
                self.require(role, Action::SetPassword)?;
                record.password.clone_from(hash);
            }
            Command::SetRole { who, role: given } => {
                let before = self.members.get(who).map(|member| member.participant.role);
                let action = match (before, *given) {
                    (Some(Role::Viewer), Role::Guest) | (Some(Role::Guest), Role::Viewer) => {
                        Action::SetStage
                    }
                    _ => Action::SetRole,
                };
                self.require_on(sender, role, action, who)?;
                // A host's role cannot be changed, and no participant can be made host.
                if before == Some(Role::Host) || *given == Role::Host {
                    return Err(RoomError::NotAllowed);
                }
                if given.is_viewer() && !record.settings.webinar {
                    return Err(RoomError::NotWebinar);
                }
                if before == Some(Role::Viewer) && !given.is_viewer() {
                    self.require_place_on_stage()?;
                }
                record.stage.retain(|id| id != who);
                if *given == Role::Guest && record.settings.webinar {
                    push_bounded(&mut record.stage, who.clone());
                }
                record.co_hosts.retain(|id| id != who);
                if *given == Role::CoHost {
                    push_bounded(&mut record.co_hosts, who.clone());
                }
            }
            _ => {}
        }
        Ok(record)
    }

    fn admit(&mut self, who: &ParticipantId, now: Timestamp) -> Result<(), RoomError> {
        let Some(waiting) = self.lobby.take(who) else {
            return Err(RoomError::ParticipantNotFound);
        };
        if let Err(error) = self.require_admissible(&waiting.join) {
            self.lobby.put_back(who.clone(), waiting);
            return Err(error);
        }
        self.let_in(waiting, now);
        self.tell_lobby_changed();
        Ok(())
    }

    /// Refuses a newcomer for whom the room has no place any more, or whose client cannot do what the room
    /// needs since they came to the lobby.
    fn require_admissible(&self, join: &Join) -> Result<(), RoomError> {
        self.require_path(join)?;
        self.require_place(join)
    }

    /// Admits newcomers for whom `which` is true until the room is full, the longest waiting first.
    pub(crate) fn admit_all(
        &mut self,
        which: impl Fn(&Waiting) -> bool,
        now: Timestamp,
    ) -> Result<(), RoomError> {
        let mut result = Ok(());
        let mut admitted = false;
        for id in self.lobby.list().into_iter().map(|waiting| waiting.id) {
            let Some(waiting) = self.lobby.take_if(&id, &which) else { continue };
            if let Err(error) = self.require_admissible(&waiting.join) {
                self.lobby.put_back(id, waiting);
                // The others behind a client that cannot use the server may use it.
                let is_full = error != RoomError::MediaServerRequired;
                result = Err(error);
                if is_full {
                    break;
                }
                continue;
            }
            self.let_in(waiting, now);
            admitted = true;
        }
        if admitted {
            self.tell_lobby_changed();
        }
        result
    }

    fn let_in(&mut self, waiting: Waiting, now: Timestamp) {
        let Waiting { connection, join, .. } = waiting;
        let (snapshot, seq): (Snapshot, u64) = self.enter(connection, join, now);
        self.effects.push_back(Effect::Admit { connection, snapshot: Box::new(snapshot), seq });
    }

    /// Announces changed settings. Stops shares and recordings that are no longer permitted, and
    /// admits the lobby if it was turned off.
    fn tell_settings(&mut self, sender: &ParticipantId, before: RoomSettings, now: Timestamp) {
        let after = self.record.settings;
        if after == before {
            return;
        }
        self.tell_room_changed();
        let no_longer = |role| {
            may(role, Action::ShareScreen, &before) && !may(role, Action::ShareScreen, &after)
        };
        for who in self.others(sender, no_longer) {
            self.stop_source(sender, &who, Source::ScreenShare);
        }
        let no_longer =
            |role| may(role, Action::Record, &before) && !may(role, Action::Record, &after);
        for who in self.others(sender, no_longer) {
            self.change(&who, |participant| participant.recording = None);
        }
        if before.lobby && !after.lobby {
            // Newcomers beyond the room's limit stay in the lobby.
            let _ = self.admit_all(|waiting| !waiting.suspect, now);
        }
    }

    /// Stops a source, if it is live, and tells its participant.
    fn stop_source(&mut self, by: &ParticipantId, who: &ParticipantId, source: Source) {
        let Some(member) = self.members.get(who) else { return };
        let media = member.participant.media;
        if member.told_media && media.without(source) == media {
            return;
        }
        self.change(who, |participant| participant.media = media.without(source));
        let event = Event::SourceStopped { by: by.clone(), source };
        self.tell_where(event, |participant| participant.id == *who);
    }

    /// Removes a participant on a host's command.
    fn expel(&mut self, who: &ParticipantId, may_return: bool, now: Timestamp) {
        let network = self.members.get(who).map(|member| member.network.clone());
        push_bounded(&mut self.record.removed, who.clone());
        self.record.co_hosts.retain(|id| id != who);
        self.record.stage.retain(|id| id != who);
        if let Some(network) = network.filter(|_| !may_return)
            && !self.record.suspect_networks.contains(&network)
        {
            push_bounded(&mut self.record.suspect_networks, network);
        }
        if self.record.acting_host.as_ref().is_some_and(|acting| acting.id == *who) {
            self.record.acting_host = None;
        }
        if let Some(connection) = self.remove(who, LeaveReason::Removed, now) {
            self.dismiss(connection, Dismissal::Removed { may_return });
        }
    }

    /// Refuses the action if the sender may not do it to `who`.
    fn require_on(
        &self,
        sender: &ParticipantId,
        role: Role,
        action: Action,
        who: &ParticipantId,
    ) -> Result<(), RoomError> {
        self.require(role, action)?;
        let member = self.members.get(who).filter(|_| who != sender);
        let other = member.ok_or(RoomError::ParticipantNotFound)?.participant.role;
        if may_act_on(role, other) { Ok(()) } else { Err(RoomError::NotAllowed) }
    }

    fn others(&self, sender: &ParticipantId, which: impl Fn(Role) -> bool) -> Vec<ParticipantId> {
        let others = self.members.values().map(|member| &member.participant);
        let others = others.filter(|other| other.id != *sender && which(other.role));
        others.map(|other| other.id.clone()).collect()
    }

    fn tell_lobby_changed(&mut self) {
        let settings = self.record.settings;
        let event = Event::LobbyChanged(self.lobby.list());
        self.tell_where(event, |participant| may(participant.role, Action::Admit, &settings));
    }

    fn dismiss(&mut self, connection: ConnectionId, why: Dismissal) {
        self.effects.push_back(Effect::Dismiss { connection, why });
    }
}

/// Appends an item, and drops the oldest one above [`MAX_RECORDED`].
fn push_bounded<T>(list: &mut VecDeque<T>, item: T) {
    list.push_back(item);
    if list.len() > MAX_RECORDED {
        list.pop_front();
    }
}

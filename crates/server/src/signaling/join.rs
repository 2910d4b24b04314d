//! How a connection gets into a room: tokens, the password, the lobby.

use std::net::IpAddr;

use convene_model::{InterviewRole, LinkId, MeetingId, ParticipantId, Password};
use convene_protocol::{ErrorBody, ErrorCode, JoinReply, JoinRequest};
use convene_room::{ConnectionId, Join, JoinOutcome, Returning, RoomError, Snapshot};
use convene_storage::{InterviewRepository as _, MeetingRepository as _};
use tokio::sync::mpsc;

use super::connection::{Connection, Presence, QUEUE, closing};
use super::token::Claims;
use super::{Shared, client_address, wire};
use crate::rooms::{Outbound, Reply, RoomInput};

/// How often a password that has just been changed is checked again.
const PASSWORD_CHANGES: usize = 3;

impl Connection {
    pub(super) async fn join(&mut self, request: JoinRequest) -> Result<JoinReply, ErrorBody> {
        let JoinRequest { meeting_id, name, media, token, last_seq, host_token, password, link } =
            request;
        if self.presence.is_some() {
            return Err(wire::error(&RoomError::AlreadyJoined));
        }
        let parts = &self.shared.parts;
        let not_found = || {
            let message = format!("there is no meeting {meeting_id}");
            ErrorBody::new(ErrorCode::MeetingNotFound, message)
        };
        let meeting = parts.storage.meeting(&meeting_id).await;
        let meeting = meeting.map_err(|error| wire::storage_error(&error, not_found()))?;
        // Into the room of a call leads nothing but a ticket, which is a token.
        if meeting.by_ticket && token.is_none() {
            return Err(not_found());
        }
        let (id, returning) = match token {
            None => (ParticipantId::random(&mut rand::rng()), None),
            Some(token) => {
                let Claims { participant, started_at, .. } = self.verify(&token, &meeting_id)?;
                (participant, Some(Returning { last_seq, started_at }))
            }
        };
        if let Some(token) = &host_token
            && !parts.host_tokens.verify(token, &meeting_id)
        {
            return Err(invalid_token("the host token is not one for this meeting"));
        }
        let link = match link {
            Some(token) => Some(self.link(&token, &meeting_id).await?),
            None => None,
        };
        let interviews = link.as_ref().is_some_and(|(role, _)| *role == InterviewRole::Interviewer);
        let address = client_address(&self.socket);
        let join = Join {
            id,
            name,
            media,
            returning,
            host: host_token.is_some() || interviews,
            password: None,
            network: self.shared.parts.token_secret.network_tag(&meeting_id, address),
            link: link.clone(),
            foreign: None,
        };
        let reply = self.enter_with_password(&meeting_id, join, password, address).await?;
        if let Some((_, link)) = link {
            self.recheck(&meeting_id, link).await?;
        }
        self.entered_room().await;
        Ok(reply)
    }

    /// Who holds a link, if it is good.
    async fn link(
        &self,
        token: &str,
        meeting: &MeetingId,
    ) -> Result<(InterviewRole, LinkId), ErrorBody> {
        let id = self.shared.parts.links.verify(token, meeting).ok_or_else(invalid_link)?;
        self.good_link(meeting, &id).await
    }

    async fn good_link(
        &self,
        meeting: &MeetingId,
        id: &LinkId,
    ) -> Result<(InterviewRole, LinkId), ErrorBody> {
        let parts = &self.shared.parts;
        let link = parts.storage.link(meeting, id).await;
        let link = link.map_err(|error| wire::storage_error(&error, invalid_link()))?;
        if link.is_good(parts.clock.now()) { Ok((link.role, link.id)) } else { Err(invalid_link()) }
    }

    /// Whoever revokes a link tells the room, which may have been told before this one came in.
    async fn recheck(&self, meeting: &MeetingId, link: LinkId) -> Result<(), ErrorBody> {
        let Err(error) = self.good_link(meeting, &link).await else { return Ok(()) };
        if error.code != ErrorCode::InvalidLink {
            return Ok(());
        }
        if let Some(presence) = &self.presence {
            // It may have closed meanwhile, and then nobody is in it.
            let _ = presence.room.send(RoomInput::Revoked { link }).await;
        }
        Err(error)
    }

    /// Enters, and where the room wants a password checks the one that was given.
    async fn enter_with_password(
        &mut self,
        meeting: &MeetingId,
        mut join: Join,
        password: Option<Password>,
        address: IpAddr,
    ) -> Result<JoinReply, ErrorBody> {
        let mut refusal = closing();
        for _ in 0..=PASSWORD_CHANGES {
            let error = match self.enter(meeting, &join).await? {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            refusal = wire::error(&error);
            let (RoomError::PasswordRequired { hash }, Some(password)) = (error, &password) else {
                break;
            };
            self.shared.passwords.verify(address, password.clone(), hash.clone()).await?;
            join.password = Some(hash);
        }
        Err(refusal)
    }

    async fn enter(
        &mut self,
        meeting: &MeetingId,
        join: &Join,
    ) -> Result<Result<JoinReply, RoomError>, ErrorBody> {
        let entered = enter_room(&self.shared, self.id, meeting, join).await?;
        Ok(entered.map(|(presence, outcome)| {
            let reply = self.join_reply(&presence, outcome);
            self.presence = Some(presence);
            reply
        }))
    }

    fn join_reply(&self, presence: &Presence, outcome: JoinOutcome) -> JoinReply {
        match outcome {
            JoinOutcome::Joined { snapshot, seq } => self.joined_reply(presence, snapshot, seq),
            JoinOutcome::Resumed { started_at } => JoinReply::Resumed {
                participant_id: presence.participant.clone(),
                token: self.token(presence, started_at),
                ice: self.ice_servers(&presence.participant),
                server_time: self.shared.parts.clock.now(),
            },
            JoinOutcome::Waiting { host_present } => {
                JoinReply::Waiting { participant_id: presence.participant.clone(), host_present }
            }
        }
    }

    /// What who has come in is told.
    pub(super) fn joined_reply(
        &self,
        presence: &Presence,
        snapshot: Snapshot,
        seq: u64,
    ) -> JoinReply {
        let parts = &self.shared.parts;
        JoinReply::Joined {
            participant_id: presence.participant.clone(),
            token: self.token(presence, snapshot.started_at),
            room: wire::snapshot(presence.meeting.clone(), snapshot),
            seq,
            ice: self.ice_servers(&presence.participant),
            server_time: parts.clock.now(),
            grace_ms: u64::try_from(parts.policy.grace.as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn token(&self, presence: &Presence, started_at: convene_model::Timestamp) -> String {
        let parts = &self.shared.parts;
        let claims = Claims {
            meeting: presence.meeting.clone(),
            participant: presence.participant.clone(),
            started_at,
        };
        parts.token_secret.sign(&claims, parts.clock.now())
    }

    fn verify(&self, token: &str, meeting: &MeetingId) -> Result<Claims, ErrorBody> {
        let parts = &self.shared.parts;
        let claims = parts.token_secret.verify(token, parts.clock.now());
        claims
            .filter(|claims| claims.meeting == *meeting)
            .ok_or_else(|| invalid_token("the token is not one for this meeting, or has expired"))
    }
}

/// Sends a join to the room of the meeting, again if that room closes just then.
pub(super) async fn enter_room(
    shared: &Shared,
    connection: ConnectionId,
    meeting: &MeetingId,
    join: &Join,
) -> Result<Result<(Presence, JoinOutcome), RoomError>, ErrorBody> {
    while !shared.stopping.is_cancelled() {
        let room = shared.rooms.enter(meeting);
        let (sender, mut outbound) = mpsc::channel(QUEUE);
        let input = RoomInput::Join { connection, join: join.clone(), outbound: sender };
        if room.send(input).await.is_err() {
            continue;
        }
        let outcome = match outbound.recv().await {
            Some(Outbound::Reply(Reply::Joined(Ok(outcome)))) => outcome,
            Some(Outbound::Reply(Reply::Joined(Err(error)))) => return Ok(Err(error)),
            Some(Outbound::Reply(Reply::Unavailable)) => {
                let message = "the server cannot open this room just now";
                return Err(ErrorBody::new(ErrorCode::StorageUnavailable, message));
            }
            _ => continue,
        };
        let presence = Presence {
            meeting: meeting.clone(),
            participant: join.id.clone(),
            room,
            outbound,
            admitted: !matches!(outcome, JoinOutcome::Waiting { .. }),
        };
        return Ok(Ok((presence, outcome)));
    }
    Err(closing())
}

fn invalid_link() -> ErrorBody {
    let message = "the link is not one of this interview, has expired or was revoked";
    ErrorBody::new(ErrorCode::InvalidLink, message)
}

fn invalid_token(message: &str) -> ErrorBody {
    ErrorBody::new(ErrorCode::InvalidToken, message)
}

//! Joining a room: tokens, links, the password and the lobby.

use std::net::IpAddr;

use convene_model::{InterviewRole, LinkId, MeetingId, ParticipantId, Password};
use convene_protocol::{ErrorBody, ErrorCode, JoinReply, JoinRequest};
use convene_room::{ConnectionId, Join, JoinOutcome, Returning, RoomError, Snapshot};
use convene_storage::InterviewRepository as _;
use tokio::sync::mpsc;

use super::connection::{Connection, Presence, closing};
use super::token::Claims;
use super::{Shared, room_key, wire};
use crate::rooms::{Closed, LiveRoom, Outbound, Outlet, QUEUE};

/// Retries if the meeting's password changes while it is being checked.
const PASSWORD_CHANGES: usize = 3;

impl Connection {
    pub(super) async fn join(&mut self, request: JoinRequest) -> Result<JoinReply, ErrorBody> {
        let JoinRequest {
            meeting_id,
            name,
            media,
            token,
            last_seq,
            host_token,
            password,
            link,
            can_forward,
        } = request;
        if self.presence.is_some() {
            return Err(wire::error(&RoomError::AlreadyJoined));
        }
        let parts = &self.shared.parts;
        let with_token = token.is_some();
        let (id, returning) = match token {
            None => (ParticipantId::random(&mut rand::rng()), None),
            Some(token) => {
                let Claims { participant, started_at, link, .. } =
                    self.verify(&token, &meeting_id)?;
                (participant, Some(Returning { last_seq, started_at, link }))
            }
        };
        if let Some(token) = &host_token
            && !parts.host_tokens.verify(token, &meeting_id)
        {
            return Err(invalid_token("the host token is not one for this meeting"));
        }
        // Tokens are verified without disk access. The stored meeting is read when its room opens,
        // once for all participants.
        let room = open_room(&self.shared, &meeting_id).await?;
        // The room of a call opens only to tickets, which are tokens.
        if room.is_by_ticket() && !with_token {
            return Err(no_meeting(&meeting_id));
        }
        let link = match link {
            Some(token) => Some(self.link(&token, &meeting_id).await?),
            None => None,
        };
        let interviews = link.as_ref().is_some_and(|(role, _)| *role == InterviewRole::Interviewer);
        let address = self.caller.address;
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
            can_forward,
            stream: None,
        };
        let reply = self.enter_with_password(room, join, password, address).await?;
        if let Some((_, link)) = link {
            self.recheck(&meeting_id, link).await?;
        }
        self.socket.move_to(room_key(&meeting_id));
        self.entered_room().await;
        Ok(reply)
    }

    /// The role and id of a link, if its token is valid.
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

    /// Checks the link again after the join: if it was revoked meanwhile, the room may have been
    /// told before this participant was in it.
    async fn recheck(&self, meeting: &MeetingId, link: LinkId) -> Result<(), ErrorBody> {
        let Err(error) = self.good_link(meeting, &link).await else { return Ok(()) };
        if error.code != ErrorCode::InvalidLink {
            return Ok(());
        }
        if let Some(presence) = &self.presence {
            presence.room.revoked(&link);
        }
        Err(error)
    }

    /// Enters the room; if it requires a password, checks `password` and enters again.
    async fn enter_with_password(
        &mut self,
        mut room: LiveRoom,
        mut join: Join,
        password: Option<Password>,
        address: IpAddr,
    ) -> Result<JoinReply, ErrorBody> {
        let mut refusal = closing();
        for _ in 0..=PASSWORD_CHANGES {
            let error = match self.enter(&mut room, &join).await? {
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
        room: &mut LiveRoom,
        join: &Join,
    ) -> Result<Result<JoinReply, RoomError>, ErrorBody> {
        let socket = &self.socket;
        let address = self.caller.address;
        let outlet = |task| Outlet::native(task, address, socket.clone());
        let entered = enter_room(&self.shared, self.id, room, join, outlet).await?;
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

    /// The reply to a participant who is now in the room.
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
            room: Box::new(wire::snapshot(presence.meeting().clone(), snapshot)),
            seq,
            ice: self.ice_servers(&presence.participant),
            server_time: parts.clock.now(),
            grace_ms: u64::try_from(parts.policy.grace.as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn token(&self, presence: &Presence, started_at: convene_model::Timestamp) -> String {
        let parts = &self.shared.parts;
        let claims = Claims {
            meeting: presence.meeting().clone(),
            participant: presence.participant.clone(),
            started_at,
            link: presence.link.clone(),
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

/// Opens the room of a meeting, unless it is already live.
pub(super) async fn open_room(shared: &Shared, meeting: &MeetingId) -> Result<LiveRoom, ErrorBody> {
    if shared.stopping.is_cancelled() {
        return Err(closing());
    }
    let room = shared.rooms.open(meeting).await;
    room.map_err(|error| wire::storage_error(&error, no_meeting(meeting)))
}

/// Joins a room. If the room closes meanwhile, opens it again and retries.
pub(super) async fn enter_room(
    shared: &Shared,
    connection: ConnectionId,
    room: &mut LiveRoom,
    join: &Join,
    outlet: impl Fn(mpsc::Sender<Outbound>) -> Outlet,
) -> Result<Result<(Presence, JoinOutcome), RoomError>, ErrorBody> {
    loop {
        let (sender, outbound) = mpsc::channel(QUEUE);
        let outcome = match room.join(connection, join.clone(), outlet(sender)) {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => return Ok(Err(error)),
            Err(Closed) => {
                shared.rooms.forget_closed(room);
                *room = open_room(shared, &room.meeting().clone()).await?;
                continue;
            }
        };
        let presence = Presence {
            participant: join.id.clone(),
            link: join.link.as_ref().map(|(_, link)| link.clone()),
            room: room.clone(),
            outbound,
            admitted: !matches!(outcome, JoinOutcome::Waiting { .. }),
            lane: None,
        };
        return Ok(Ok((presence, outcome)));
    }
}

fn no_meeting(meeting: &MeetingId) -> ErrorBody {
    ErrorBody::new(ErrorCode::MeetingNotFound, format!("there is no meeting {meeting}"))
}

fn invalid_link() -> ErrorBody {
    let message = "the link is not one of this interview, has expired or was revoked";
    ErrorBody::new(ErrorCode::InvalidLink, message)
}

fn invalid_token(message: &str) -> ErrorBody {
    ErrorBody::new(ErrorCode::InvalidToken, message)
}

//! Lane: a task for a connection's slow requests, that is, chat messages to write, passwords to
//! hash and names to store. They run in the order in which they were requested, while the connection goes on. They run
//! to the end even if the connection closes meanwhile.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use convene_model::{ChosenName, Password, RoomName};
use convene_protocol::{Empty, ErrorBody, ErrorCode};
use convene_room::{Command, ConnectionId};
use convene_storage::{NamedRoomRepository as _, StorageError};
use tokio::sync::mpsc;

use super::chat::{self, Allowed};
use super::outbound::{Answer, Broken};
use super::{Shared, wire};
use crate::rooms::LiveRoom;

/// Slow requests of one connection that may wait.
const QUEUE: usize = 256;

/// Retry delay for a client whose queue is full.
pub(super) const BUSY: Duration = Duration::from_millis(500);

/// A slow request.
pub(super) enum Slow {
    Chat(Box<Allowed>, Answer),
    Password(Option<Password>, Answer),
    Name(Option<ChosenName>, Answer),
}

impl Slow {
    pub(super) fn refuse(self, error: ErrorBody) -> Result<(), Broken> {
        let (Self::Chat(_, answer) | Self::Password(_, answer) | Self::Name(_, answer)) = self;
        answer.error(error)
    }
}

/// The requesting connection and its room.
pub(super) struct Lane {
    pub(super) shared: Arc<Shared>,
    pub(super) room: LiveRoom,
    pub(super) connection: ConnectionId,
    pub(super) address: IpAddr,
}

impl Lane {
    /// Starts the task. It ends once all senders are dropped and all queued requests are done.
    pub(super) fn start(self) -> mpsc::Sender<Slow> {
        let (sender, mut queue) = mpsc::channel(QUEUE);
        let tasks = self.shared.tasks.clone();
        tasks.spawn(async move {
            while let Some(slow) = queue.recv().await {
                // If the socket is unusable, the connection's own task closes it.
                let _ = self.carry_out(slow).await;
            }
        });
        sender
    }

    async fn carry_out(&self, slow: Slow) -> Result<(), Broken> {
        match slow {
            Slow::Chat(allowed, answer) => {
                match chat::keep(&self.shared, &self.room, *allowed).await {
                    Ok(message) => answer.ok(message),
                    Err(error) => answer.error(error),
                }
            }
            Slow::Password(password, answer) => {
                let hash = match password {
                    Some(password) => {
                        match self.shared.passwords.hash(self.address, password).await {
                            Ok(hash) => Some(hash),
                            Err(error) => return answer.error(error),
                        }
                    }
                    None => None,
                };
                let command = Command::SetPassword(hash);
                self.room.command(self.connection, command, |result| answer.decided(result));
                Ok(())
            }
            Slow::Name(name, answer) => match self.choose_name(name).await {
                Ok(()) => answer.ok(Empty {}),
                Err(error) => answer.error(error),
            },
        }
    }

    async fn choose_name(&self, name: Option<ChosenName>) -> Result<(), ErrorBody> {
        let Lane { shared, room, .. } = self;
        let parts = &shared.parts;
        let stored =
            parts.storage.choose_name(room.meeting(), name.as_ref(), parts.clock.now()).await;
        stored.map_err(|error| match error {
            StorageError::Conflict => {
                ErrorBody::new(ErrorCode::NameTaken, "another meeting or room has this name")
            }
            error => {
                let gone = ErrorBody::new(ErrorCode::MeetingNotFound, "the meeting was deleted");
                wire::storage_error(&error, gone)
            }
        })?;
        room.name_chosen(name.map(RoomName::from));
        Ok(())
    }
}

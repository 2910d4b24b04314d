//! Answers of a room that are being matched, on the blocking pool. They end with the room.

use std::net::IpAddr;

use convene_room::{CommandId, Match, Matched};
use tokio::task::JoinSet;

use crate::blocking::{BlockingError, BlockingPool};

/// The result for a command; `None` if the matching failed.
type Outcome = (CommandId, Option<Matched>);

/// A matching to start.
#[derive(Debug)]
pub(super) struct NewMatch {
    pub(super) command: CommandId,
    /// Address of the connection that asked for it, whose share of the pool it takes.
    pub(super) address: IpAddr,
    pub(super) input: Box<Match>,
}

/// The running matchings of one room.
pub(super) struct Matches {
    pool: BlockingPool,
    running: JoinSet<Outcome>,
}

impl Matches {
    pub(super) fn new(pool: BlockingPool) -> Self {
        Self { pool, running: JoinSet::new() }
    }

    pub(super) fn start(&mut self, new: NewMatch) {
        self.running.spawn(run(self.pool.clone(), new));
    }

    /// True if none is running and all results are delivered.
    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// The next result; waits forever if none is running. Cancel-safe.
    pub(super) async fn next(&mut self) -> Outcome {
        loop {
            match self.running.join_next().await {
                Some(Ok(outcome)) => return outcome,
                // The task handles all errors, so it ends early only if the runtime stops.
                Some(Err(_)) => {}
                None => return std::future::pending().await,
            }
        }
    }
}

async fn run(pool: BlockingPool, new: NewMatch) -> Outcome {
    let NewMatch { command, address, input } = new;
    loop {
        let input = input.clone();
        match pool.run(address, move || input.run()).await {
            Ok(matched) => return (command, Some(matched)),
            Err(BlockingError::Overloaded { retry_after }) => {
                tokio::time::sleep(retry_after).await;
            }
            Err(error @ BlockingError::Failed) => {
                tracing::error!(%error, "cannot match an answer");
                return (command, None);
            }
        }
    }
}

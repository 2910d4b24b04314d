//! People who ring each other. One task owns the switchboard ([`owner`]); connections send it inputs and are told
//! what concerns them; one writer keeps what happened, in order ([`keeper`]).

mod guests;
mod input;
mod keeper;
mod owner;
mod person_token;

use std::time::Duration;

use convene_room::SwitchboardPolicy;
use convene_storage::{CallRepository as _, Storage};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use keeper::Keeper;
use owner::Owner;

pub(crate) use guests::{
    GuestError, GuestEvent, GuestId, GuestInput, GuestRequest, GuestSignal, start_guests,
};
pub(crate) use input::{CallInput, CallOutbound, Done, ProfileChange};
pub(crate) use person_token::PersonSecret;

/// How long it rings, how long strangers hear it ring where nobody is, and so on.
const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::from_secs(6),
    caller_grace: Duration::from_secs(5),
    unattended: Some(Duration::from_secs(120)),
    crossing_connects: true,
};

/// How many inputs may wait before connections wait.
const QUEUE: usize = 1024;

/// Starts the task that owns all calls; where to send it its inputs.
pub(crate) fn start(
    storage: Storage,
    clock: Clock,
    stopping: CancellationToken,
    tasks: &TaskTracker,
) -> mpsc::Sender<CallInput> {
    let (inputs, receiver) = mpsc::channel(QUEUE);
    tasks.spawn(run(storage, clock, stopping, receiver));
    inputs
}

async fn run(
    storage: Storage,
    clock: Clock,
    stopping: CancellationToken,
    mut inputs: mpsc::Receiver<CallInput>,
) {
    let unfinished = storage.unfinished_calls().await.unwrap_or_else(|error| {
        tracing::error!(%error, "cannot read which calls went on");
        Vec::new()
    });
    let mut owner = Owner::new(POLICY, clock, Keeper::new(storage));
    owner.take_over(unfinished);
    loop {
        let timeout = owner.poll_timeout().map(|at| clock.instant(at));
        tokio::select! {
            biased;
            () = stopping.cancelled() => break,
            () = owner.write() => {}
            Some(input) = inputs.recv() => owner.handle(input),
            () = sleep_until(timeout) => owner.handle_timeout(),
        }
    }
    owner.finish().await;
}

async fn sleep_until(at: Option<tokio::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

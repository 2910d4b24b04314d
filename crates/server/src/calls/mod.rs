//! Calls between people. One task owns the switchboard ([`owner`]); connections send it inputs and
//! receive its events. One writer stores changes in order ([`keeper`]).

mod guests;
mod input;
mod keeper;
mod leases;
mod owner;
mod person_token;
mod runtime;

use std::time::Duration;

use convene_room::SwitchboardPolicy;
use convene_storage::{CallRepository as _, Storage};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::media::relay::Leases;
use keeper::Keeper;
use leases::CallLeases;
use owner::Owner;
use runtime::{QUEUE, own};

pub(crate) use guests::{GuestError, GuestInput, start_guests};
pub(crate) use input::{CallInput, CallOutbound, Done, ProfileChange};
pub(crate) use person_token::PersonSecret;

/// Timeouts and rules of calls between people.
const POLICY: SwitchboardPolicy = SwitchboardPolicy {
    ring: Duration::from_secs(30),
    pretend: Duration::from_secs(6),
    caller_grace: Duration::from_secs(5),
    unattended: Some(Duration::from_secs(120)),
    crossing_connects: true,
    keeps: true,
};

/// Starts the task that owns all calls and returns its input channel.
pub(crate) fn start(
    storage: Storage,
    clock: Clock,
    leases: Leases,
    persons: PersonSecret,
    stopping: CancellationToken,
    tasks: &TaskTracker,
) -> mpsc::Sender<CallInput> {
    let (inputs, receiver) = mpsc::channel(QUEUE);
    let leases = CallLeases::new(leases, persons);
    tasks.spawn(run(storage, clock, leases, stopping, receiver));
    inputs
}

async fn run(
    storage: Storage,
    clock: Clock,
    leases: CallLeases,
    stopping: CancellationToken,
    inputs: mpsc::Receiver<CallInput>,
) {
    let unfinished = storage.unfinished_calls().await.unwrap_or_else(|error| {
        tracing::error!(%error, "cannot read which calls went on");
        Vec::new()
    });
    let mut owner = Owner::new(POLICY, clock.timeline(), Keeper::new(storage), leases);
    owner.take_over(unfinished);
    own(owner, stopping, inputs).await;
}

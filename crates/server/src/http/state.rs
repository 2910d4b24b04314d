//! What handlers share.

use std::sync::Arc;
use std::time::Instant;

use convene_model::MeetingId;
use convene_storage::Storage;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::mpsc;

use super::Readiness;
use crate::address_limit::AddressLimiter;
use crate::bank_token::BankSecret;
use crate::clock::Clock;
use crate::config::Config;
use crate::host_token::HostTokenSecret;
use crate::link_token::LinkSecret;
use crate::media::relay::Relay;
use crate::rooms::RoomInput;

/// What handlers share; a clone is cheap.
#[derive(Clone)]
pub(crate) struct AppState {
    /// What the server is to do.
    pub config: Arc<Config>,
    /// The database.
    pub storage: Storage,
    /// The numbers of the moment.
    pub live: Arc<dyn Live>,
    /// The relay, unless it is turned off.
    pub(crate) relay: Option<Relay>,
    /// Whether requests should be sent here.
    pub readiness: Readiness,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
    /// How many meetings an address may make.
    pub meetings_by_address: Arc<AddressLimiter>,
    /// Signs the tokens of those who make meetings.
    pub host_tokens: HostTokenSecret,
    /// Signs links into interviews.
    pub links: LinkSecret,
    /// Signs the tokens of question banks.
    pub banks: BankSecret,
    /// The clock of all times that are kept.
    pub clock: Clock,
    /// When the server started.
    pub started: Instant,
}

/// What signaling knows of the rooms. Each method answers without waiting for anything; the numbers are
/// asked for on every `/stats`.
pub(crate) trait Live: Send + Sync {
    /// Rooms that exist.
    fn rooms(&self) -> usize;
    /// Participants in all rooms, those in their grace period included.
    fn participants(&self) -> usize;
    /// Signaling connections, joined or not.
    fn connections(&self) -> usize;
    /// Participants in the room of this meeting; 0 if it has none.
    fn participants_in(&self, meeting: &MeetingId) -> usize;
    /// The way to the room of this meeting, if it has one.
    fn room(&self, meeting: &MeetingId) -> Option<mpsc::Sender<RoomInput>>;
}

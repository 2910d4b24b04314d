//! State that all handlers share.

use std::sync::Arc;
use std::time::Instant;

use convene_storage::Storage;
use metrics_exporter_prometheus::PrometheusHandle;

use super::{PageErrorLimits, Readiness};
use crate::address_limit::AddressLimiter;
use crate::bank_token::BankSecret;
use crate::blocking::BlockingPool;
use crate::clock::Clock;
use crate::config::Config;
use crate::host_token::HostTokenSecret;
use crate::link_token::LinkSecret;
use crate::live::Live;
use crate::media::relay::Relay;

/// State that all handlers share. Each request clones it a dozen times.
pub(crate) type AppState = Arc<Services>;

/// What the handlers use.
pub(crate) struct Services {
    /// The configuration.
    pub config: Arc<Config>,
    pub storage: Storage,
    /// Current numbers and rooms of signaling.
    pub live: Arc<dyn Live>,
    /// The relay; `None` if it is off.
    pub(crate) relay: Option<Relay>,
    /// Readiness to serve requests.
    pub readiness: Readiness,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
    /// Limit on new meetings, interviews, question banks and named rooms per address.
    pub meetings_by_address: Arc<AddressLimiter>,
    /// Limit on look-ups of meetings, named rooms, interviews and question banks per address.
    pub lookups_by_address: Arc<AddressLimiter>,
    /// Limits on reports of errors in pages.
    pub page_error_limits: Arc<PageErrorLimits>,
    /// Signs host tokens.
    pub host_tokens: HostTokenSecret,
    /// Signs links into interviews.
    pub links: LinkSecret,
    /// Signs the tokens of question banks.
    pub banks: BankSecret,
    /// The clock that all stored times come from.
    pub clock: Clock,
    /// Pool for work that takes longer than a millisecond.
    pub(crate) blocking: BlockingPool,
    /// When the server started.
    pub started: Instant,
}

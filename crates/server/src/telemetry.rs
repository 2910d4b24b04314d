//! The log and the metrics of this process.

use std::io::IsTerminal;
use std::panic;
use std::time::Duration;

use anyhow::Context;
use metrics::Unit;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::config::{Log, LogFormat};

/// How often the recorder folds what it gathered; without it, histograms grow until they are read.
pub(crate) const METRICS_UPKEEP: Duration = Duration::from_secs(5);

/// From a database read to a long poll.
const DURATION_BUCKETS: [f64; 11] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Starts the log: to standard error, as standard output is for the address to open.
pub(crate) fn start_log(log: &Log) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(log.level.filter())
        .with_writer(std::io::stderr)
        // A log that cannot be written, as on a full disk, would be told of by a write that panics.
        .log_internal_errors(false);
    match log.format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
    // Panics in the same log and format as all else, within the span of their request.
    panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or("");
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(
            message = "a panic, which is a fault of this program",
            panic = message,
            location
        );
    }));
}

/// Starts the metrics of this process.
pub(crate) fn start_metrics() -> anyhow::Result<PrometheusHandle> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("duration_seconds".to_owned()), &DURATION_BUCKETS)
        .context("the buckets of the metrics")?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("the metrics are started twice")?;
    metrics::describe_histogram!(
        "convene_http_request_duration_seconds",
        Unit::Seconds,
        "Time to answer an HTTP request, by route"
    );
    metrics::describe_counter!("meetings_created_total", "Meetings made");
    metrics::describe_counter!("convene_calls_total", "Calls that are over, by how they ended");
    metrics::describe_gauge!("convene_rooms", "Rooms that exist");
    metrics::describe_gauge!("convene_participants", "Participants in all rooms");
    metrics::describe_gauge!("convene_connections", "Signaling connections");
    metrics::describe_gauge!(
        "convene_uptime_seconds",
        Unit::Seconds,
        "Time since the server started"
    );
    Ok(handle)
}

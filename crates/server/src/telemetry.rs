//! The log and the metrics of this process.

use std::io::IsTerminal;
use std::panic;
use std::time::Duration;

use anyhow::Context;
use metrics::Unit;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::prelude::*;

use crate::config::{Log, LogFormat};

/// How often the recorder compacts its samples; without it, histograms grow until they are read.
pub(crate) const METRICS_UPKEEP: Duration = Duration::from_secs(5);

/// Histogram buckets in seconds, from a database read to a long poll.
const DURATION_BUCKETS: [f64; 11] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Starts the log on standard error, because standard output is for the server's address.
pub(crate) fn start_log(log: &Log) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(log.level.filter())
        .with_writer(std::io::stderr)
        // If the log cannot be written, as on a full disk, reporting that would itself fail and
        // panic.
        .log_internal_errors(false);
    let confidential = filter_fn(may_be_logged);
    match log.format {
        LogFormat::Text => {
            let builder = builder.with_ansi(std::io::stderr().is_terminal());
            builder.finish().with(confidential).init();
        }
        LogFormat::Json => builder.json().flatten_event(true).finish().with(confidential).init(),
    }
    // Panics go to the same log in the same format, within the span of their request.
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

/// True if an event may be logged, whatever level the operator sets.
///
/// Below info, libraries log the data they handle: frames, headers, statements. These contain
/// tokens, passwords and messages of people. Only the events of this program are known to contain
/// none.
fn may_be_logged(event: &Metadata<'_>) -> bool {
    *event.level() <= Level::INFO || event.target().split("::").next() == Some("convene")
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

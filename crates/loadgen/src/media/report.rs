//! The result: a table for people, JSON for programs.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use super::Counts;
use super::flow::{Sums, Totals};
use super::histogram::Histogram;

/// Share of a core above which the generator itself may have delayed or lost packets.
const BUSY: f64 = 0.9;

/// All that a run found.
pub(super) struct Report {
    pub(super) totals: Totals,
    pub(super) people: Counts,
    /// How often the server paused a slot for lack of bandwidth.
    pub(super) pauses: u64,
}

impl Report {
    /// Reasons why the run counts as failed.
    pub(super) fn faults(&self) -> Vec<String> {
        let Self { totals, people, .. } = self;
        let mut faults = Vec::new();
        let mut check = |count: u64, text: &str| {
            if count > 0 {
                faults.push(format!("{count} {text}"));
            }
        };
        check(people.failed as u64, "participants could not join or were dropped");
        check(totals.ended, "transports ended");
        check(totals.without_voice, "receivers heard nothing");
        check(totals.without_video, "receivers saw nothing");
        if totals.received() == 0 && self.expects_media() {
            faults.push("no media arrived".to_owned());
        }
        faults
    }

    fn expects_media(&self) -> bool {
        self.people.publishers > self.people.rooms || self.people.receivers > 0
    }

    fn seconds(&self) -> f64 {
        self.totals.elapsed.as_secs_f64().max(0.001)
    }

    /// Share of a core that the generator's media thread used.
    fn busy(&self) -> f64 {
        self.totals.cpu.as_secs_f64() / self.seconds()
    }

    /// CPU time of the generator for each packet that it sent or received, in microseconds.
    fn own_cost(&self) -> f64 {
        let packets = (self.totals.received() + self.totals.packets_sent).max(1);
        self.totals.cpu.as_secs_f64() * 1e6 / packets as f64
    }

    pub(super) fn json(&self) -> Value {
        let Self { totals, people, .. } = self;
        let layers: serde_json::Map<String, Value> = totals
            .layers
            .iter()
            .map(|(height, count)| (height.to_string(), (*count).into()))
            .collect();
        json!({
            "seconds": self.seconds(),
            "rooms": people.rooms,
            "publishers": people.publishers,
            "receivers": people.receivers,
            "replaced": people.replaced,
            "failed": people.failed,
            "transports": totals.connected,
            "transports_ended": totals.ended,
            "sent": {
                "packets_per_second": totals.packets_sent as f64 / self.seconds(),
                "kbit_per_second": totals.bytes_sent as f64 * 0.008 / self.seconds(),
                "keyframe_requests": totals.keyframe_requests,
            },
            "voice": self.sums(&totals.voice),
            "video": self.sums(&totals.video),
            "latency_ms": quantiles(&totals.latency),
            "layers": layers,
            "pauses": self.pauses,
            "receivers_without_voice": totals.without_voice,
            "receivers_without_video": totals.without_video,
            "generator": { "core_share": self.busy(), "us_per_packet": self.own_cost() },
            "faults": self.faults(),
        })
    }

    fn sums(&self, sums: &Sums) -> Value {
        json!({
            "streams": sums.streams,
            "packets_per_second": sums.received as f64 / self.seconds(),
            "kbit_per_second": sums.bytes as f64 * 0.008 / self.seconds(),
            "lost_percent": sums.loss(),
            "lost": sums.lost,
            "jitter_ms": quantiles(&sums.jitter),
            "gaps": sums.gaps,
            "longest_gap_ms": millis(sums.longest_gap),
            "first_packet_ms": quantiles(&sums.first_packet),
        })
    }

    pub(super) fn table(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _written = self.write_table(&mut out);
        out
    }

    fn write_table(&self, out: &mut String) -> std::fmt::Result {
        let Self { totals, people, .. } = self;
        let seconds = self.seconds();
        writeln!(
            out,
            "{} rooms, {} publishers, {} receivers; {} replaced, {} failed; {} transports, \
             {seconds:.1} s",
            people.rooms,
            people.publishers,
            people.receivers,
            people.replaced,
            people.failed,
            totals.connected,
        )?;
        writeln!(
            out,
            "sent: {:.0} packets/s, {:.1} Mbit/s; {} keyframes asked for",
            totals.packets_sent as f64 / seconds,
            totals.bytes_sent as f64 * 8e-6 / seconds,
            totals.keyframe_requests,
        )?;
        writeln!(out, "\n| received | voice | video |\n|---|---|---|")?;
        let (voice, video) = (&totals.voice, &totals.video);
        let mut row = |title: &str, cell: &dyn Fn(&Sums) -> String| {
            writeln!(out, "| {title} | {} | {} |", cell(voice), cell(video))
        };
        row("streams", &|sums| sums.streams.to_string())?;
        row("packets/s", &|sums| format!("{:.0}", sums.received as f64 / seconds))?;
        row("Mbit/s", &|sums| format!("{:.2}", sums.bytes as f64 * 8e-6 / seconds))?;
        row("kbit/s of a stream", &|sums| {
            format!("{:.0}", sums.bytes as f64 * 0.008 / seconds / sums.streams.max(1) as f64)
        })?;
        row("lost", &|sums| format!("{:.3} %", sums.loss()))?;
        row("jitter, median and p99", &|sums| pair(&sums.jitter, 0.5, 0.99))?;
        row("gaps above 60 ms (voice), 200 ms (video)", &|sums| sums.gaps.to_string())?;
        row("longest gap", &|sums| format!("{:.0} ms", millis(sums.longest_gap)))?;
        row("join to first packet, median and p99", &|sums| pair(&sums.first_packet, 0.5, 0.99))?;
        let layers: Vec<String> =
            totals.layers.iter().map(|(height, count)| format!("{count} x {height}p")).collect();
        let layers = layers.join(", ");
        writeln!(out, "\nlayers: {layers}; {} pauses for lack of bandwidth", self.pauses)?;
        let at = |share| millis(totals.latency.quantile(share));
        writeln!(
            out,
            "latency through the server: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, max {:.1} ms",
            at(0.5),
            at(0.9),
            at(0.99),
            millis(totals.latency.max()),
        )?;
        writeln!(
            out,
            "this generator: {:.2} us of CPU time for each packet, {:.0} % of a core",
            self.own_cost(),
            self.busy() * 100.0,
        )?;
        if self.busy() > BUSY {
            writeln!(out, "The generator was busy: loss, jitter and latency may be its own.")?;
        }
        Ok(())
    }
}

pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn pair(histogram: &Histogram, one: f64, other: f64) -> String {
    if histogram.is_empty() {
        return "-".to_owned();
    }
    let at = |share| millis(histogram.quantile(share));
    format!("{:.1} ms, {:.1} ms", at(one), at(other))
}

fn quantiles(histogram: &Histogram) -> Value {
    if histogram.is_empty() {
        return Value::Null;
    }
    let at = |share| millis(histogram.quantile(share));
    json!({ "p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "max": millis(histogram.max()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(receivers: usize) -> Report {
        let people = Counts { rooms: 1, publishers: 1, receivers, ..Counts::default() };
        Report { totals: Totals::default(), people, pauses: 0 }
    }

    #[test]
    fn a_run_without_media_failed_unless_nobody_listened() {
        assert_eq!(report(1).faults(), ["no media arrived"]);
        assert!(report(0).faults().is_empty());
    }

    #[test]
    fn receivers_without_media_are_faults() {
        let mut report = report(2);
        report.totals.voice.received = 100;
        report.totals.without_video = 1;
        assert_eq!(report.faults(), ["1 receivers saw nothing"]);
        assert_eq!(report.json()["faults"][0], "1 receivers saw nothing");
    }
}

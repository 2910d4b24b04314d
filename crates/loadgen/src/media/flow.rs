//! Measurements of received media: one [`Stream`] for each SSRC, and their sums.

use std::collections::BTreeMap;
use std::time::Duration;

use super::histogram::Histogram;

/// Sound or picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Voice,
    Video,
}

impl Kind {
    /// A pause between two of its frames that people notice.
    const fn gap(self) -> Duration {
        match self {
            Self::Voice => Duration::from_millis(60),
            Self::Video => Duration::from_millis(200),
        }
    }

    pub(super) const fn clock_rate(self) -> f64 {
        match self {
            Self::Voice => 48_000.0,
            Self::Video => 90_000.0,
        }
    }
}

/// A received packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    /// Extended sequence number.
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) bytes: usize,
    /// Kernel's time of arrival, since the Unix epoch.
    pub(super) at: Duration,
    /// Height of the keyframe that the packet begins.
    pub(super) height: Option<u16>,
}

/// A received stream since the start of the measurement.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) kind: Kind,
    /// First sequence number that counts.
    first: u64,
    highest: u64,
    received: u64,
    bytes: u64,
    /// Interarrival jitter (RFC 3550, section 6.4.1) over the first packets of frames, in seconds.
    jitter: f64,
    timestamp: u32,
    /// Arrival of the first packet of the newest frame.
    frame_at: Duration,
    gaps: u64,
    longest_gap: Duration,
    height: u16,
}

impl Stream {
    pub(super) fn new(kind: Kind, arrival: Arrival) -> Self {
        let mut stream = Self {
            kind,
            first: arrival.sequence,
            highest: arrival.sequence,
            received: 0,
            bytes: 0,
            jitter: 0.0,
            timestamp: arrival.timestamp,
            frame_at: arrival.at,
            gaps: 0,
            longest_gap: Duration::ZERO,
            height: 0,
        };
        stream.handle(arrival);
        stream
    }

    pub(super) fn handle(&mut self, arrival: Arrival) {
        if arrival.sequence < self.first {
            return;
        }
        self.received += 1;
        self.bytes += arrival.bytes as u64;
        self.highest = self.highest.max(arrival.sequence);
        self.height = arrival.height.unwrap_or(self.height);
        let ticks = arrival.timestamp.wrapping_sub(self.timestamp).cast_signed();
        if ticks > 0 {
            let passed = arrival.at.saturating_sub(self.frame_at);
            let deviation = passed.as_secs_f64() - f64::from(ticks) / self.kind.clock_rate();
            self.jitter += (deviation.abs() - self.jitter) / 16.0;
            if passed > self.kind.gap() {
                self.gaps += 1;
            }
            self.longest_gap = self.longest_gap.max(passed);
            self.timestamp = arrival.timestamp;
            self.frame_at = arrival.at;
        }
    }

    /// Starts a new measurement; the stream goes on.
    pub(super) fn reset(&mut self) {
        self.first = self.highest + 1;
        (self.received, self.bytes, self.gaps) = (0, 0, 0);
        self.longest_gap = Duration::ZERO;
    }
}

/// Sums of many streams of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) streams: u64,
    pub(super) received: u64,
    pub(super) lost: u64,
    pub(super) bytes: u64,
    pub(super) gaps: u64,
    pub(super) longest_gap: Duration,
    /// Jitter of each stream.
    pub(super) jitter: Histogram,
    /// From the join to the first packet.
    pub(super) first_packet: Histogram,
}

impl Sums {
    fn add(&mut self, stream: &Stream) {
        if stream.received == 0 {
            return;
        }
        self.streams += 1;
        self.received += stream.received;
        let expected = stream.highest + 1 - stream.first;
        self.lost += expected.saturating_sub(stream.received);
        self.bytes += stream.bytes;
        self.gaps += stream.gaps;
        self.longest_gap = self.longest_gap.max(stream.longest_gap);
        self.jitter.record(Duration::from_secs_f64(stream.jitter));
    }

    /// Share of the expected packets that did not arrive, in percent.
    pub(super) fn loss(&self) -> f64 {
        let expected = self.received + self.lost;
        if expected == 0 { 0.0 } else { self.lost as f64 * 100.0 / expected as f64 }
    }
}

/// All measurements of an engine.
#[derive(Debug, Clone, Default)]
pub(super) struct Totals {
    pub(super) voice: Sums,
    pub(super) video: Sums,
    /// From the publisher's write to the kernel's arrival.
    pub(super) latency: Histogram,
    /// Received pictures by the height of their layer.
    pub(super) layers: BTreeMap<u16, u64>,
    pub(super) packets_sent: u64,
    pub(super) bytes_sent: u64,
    pub(super) keyframe_requests: u64,
    /// Transports that are open and have connected.
    pub(super) connected: u64,
    /// Connected transports that ended without having been closed.
    pub(super) ended: u64,
    /// Receivers that were connected for long enough and received no sound, or no picture, though
    /// there was one.
    pub(super) without_voice: u64,
    pub(super) without_video: u64,
    /// CPU time of the engine's thread.
    pub(super) cpu: Duration,
    pub(super) elapsed: Duration,
}

impl Totals {
    pub(super) fn add_stream(&mut self, stream: &Stream) {
        self.sums(stream.kind).add(stream);
        if stream.kind == Kind::Video && stream.received > 0 {
            *self.layers.entry(stream.height).or_default() += 1;
        }
    }

    pub(super) fn sums(&mut self, kind: Kind) -> &mut Sums {
        match kind {
            Kind::Voice => &mut self.voice,
            Kind::Video => &mut self.video,
        }
    }

    pub(super) fn received(&self) -> u64 {
        self.voice.received + self.video.received
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(sequence: u64, frame: u32, millis: u64) -> Arrival {
        let at = Duration::from_millis(1_000 + millis);
        Arrival { sequence, timestamp: frame.wrapping_mul(3_600), bytes: 100, at, height: None }
    }

    #[test]
    fn what_is_missing_is_lost_and_a_late_packet_is_not() {
        let mut stream = Stream::new(Kind::Video, arrival(10, 0, 0));
        for (sequence, frame) in [(11, 1), (14, 4), (13, 3)] {
            stream.handle(arrival(sequence, frame, u64::from(frame) * 40));
        }
        let mut sums = Sums::default();
        sums.add(&stream);
        assert_eq!((sums.received, sums.lost, sums.bytes), (4, 1, 400));
        assert!((sums.loss() - 20.0).abs() < 1e-9);
    }

    #[test]
    fn a_steady_stream_has_no_jitter_and_a_pause_is_a_gap() {
        let mut stream = Stream::new(Kind::Video, arrival(1, 0, 0));
        for frame in 1..50_u32 {
            stream.handle(arrival(u64::from(frame) + 1, frame, u64::from(frame) * 40));
        }
        assert_eq!((stream.gaps, stream.longest_gap), (0, Duration::from_millis(40)));
        assert!(stream.jitter < 1e-6, "{}", stream.jitter);
        stream.handle(arrival(51, 50, 50 * 40 + 500));
        assert_eq!((stream.gaps, stream.longest_gap), (1, Duration::from_millis(540)));
        assert!(stream.jitter > 0.03);
    }

    #[test]
    fn a_reset_forgets_the_counts_and_goes_on() {
        let mut stream = Stream::new(Kind::Voice, arrival(1, 0, 0));
        stream.handle(arrival(5, 4, 160));
        stream.reset();
        stream.handle(arrival(4, 3, 161));
        stream.handle(arrival(6, 5, 200));
        let mut sums = Sums::default();
        sums.add(&stream);
        assert_eq!((sums.received, sums.lost), (1, 0));
    }

    #[test]
    fn timestamps_wrap() {
        let last = u32::MAX / 3_600;
        let mut stream = Stream::new(Kind::Video, arrival(1, last, 0));
        stream.handle(arrival(2, last.wrapping_add(1), 40));
        stream.handle(arrival(3, last.wrapping_add(2), 80));
        assert_eq!(stream.longest_gap, Duration::from_millis(40));
    }
}

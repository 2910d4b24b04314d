//! Capture times: when a packet was captured, in the time of the forwarder.
//!
//! The sender reports of a publisher tie RTP timestamps to the publisher's clock. One anchor for
//! all its streams ties that clock to the forwarder's, so that sound and picture keep their distance.

use std::time::{Duration, Instant, SystemTime};

use str0m::rtp::RtpPacket;

/// Largest age of a packet that is believed.
const MAX_AGE: Duration = Duration::from_secs(2);

/// A publisher's clock.
#[derive(Debug, Default)]
pub(super) struct SenderClock {
    /// A moment by the publisher's clock, and by ours.
    anchor: Option<(SystemTime, Instant)>,
}

impl SenderClock {
    /// When a packet was captured: never later than now. Without a sender report, or with one that
    /// makes no sense, that is the time of its arrival.
    pub(super) fn captured(&mut self, packet: &RtpPacket, now: Instant) -> Instant {
        let Some(report) = packet.last_sender_info else { return now };
        let rate = packet.time.frequency().get();
        let since_report = low(packet.time.numer()).wrapping_sub(low(report.rtp_time.numer()));
        let Some(captured) = offset(report.ntp_time, since_report.cast_signed(), rate) else {
            return now;
        };
        let placed = self.anchor.and_then(|(theirs, ours)| match captured.duration_since(theirs) {
            Ok(later) => ours.checked_add(later),
            Err(earlier) => ours.checked_sub(earlier.duration()),
        });
        match placed {
            Some(at) if at <= now && now.saturating_duration_since(at) <= MAX_AGE => at,
            _ => {
                self.anchor = Some((captured, now));
                now
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "RTP timestamps are 32 bits")]
const fn low(extended: u64) -> u32 {
    extended as u32
}

fn offset(time: SystemTime, ticks: i32, rate: u32) -> Option<SystemTime> {
    let distance =
        Duration::from_secs_f64(f64::from(ticks.unsigned_abs()) / f64::from(rate.max(1)));
    if ticks < 0 { time.checked_sub(distance) } else { time.checked_add(distance) }
}

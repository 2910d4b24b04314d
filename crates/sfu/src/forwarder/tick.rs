//! The tick of a room: what time alone triggers.

use std::time::{Duration, Instant};

use super::Forwarder;
use crate::{Event, RoomKey, timers::Timer};

/// Interval of the tick.
pub(super) const INTERVAL: Duration = Duration::from_millis(200);

impl Forwarder {
    pub(super) fn tick(&mut self, room: RoomKey, now: Instant) {
        let Some(it) = self.rooms.get_mut(&room) else { return };
        self.timers.push(now + INTERVAL, Timer::Room(room));
        if let Some(loudest) = it.speakers.handle_timeout(now) {
            let loudest = loudest.to_vec();
            self.events.push_back(Event::Speakers { room, loudest });
        }
        let (mut transports, mut tracks) = (Vec::new(), Vec::new());
        for (peer, it) in &it.peers {
            transports.extend(it.up.map(|key| (*peer, key, false)));
            transports.extend(it.down.map(|key| (*peer, key, true)));
            tracks.extend(it.tracks.iter().map(|(_, track)| *track));
        }
        let idle = self.config.limits.idle;
        for (peer, key, is_down) in transports {
            let Some(transport) = self.transports.get(key) else { continue };
            if now.saturating_duration_since(transport.last_received) >= idle {
                self.counters.idle_ends += 1;
                self.end_transport(key, now);
            } else if is_down && transport.is_connected {
                self.allocate(key, now);
                self.assign_voices(room, peer, now);
            }
        }
        for key in tracks {
            let Some(track) = self.tracks.get(key) else { continue };
            let due = |(place, layer): (usize, &super::room::TrackLayer)| {
                layer.keyframe_due.then_some(place)
            };
            for layer in track.layers.iter().enumerate().filter_map(due).collect::<Vec<_>>() {
                self.request_keyframe(key, layer, now);
            }
        }
    }
}

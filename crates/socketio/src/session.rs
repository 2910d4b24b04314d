//! One Engine.IO session: heartbeats, polling requests, and the upgrade to a WebSocket.

use std::time::{Duration, Instant};

use crate::Close;
use crate::engine::{Binary, Packet};

/// Settings of a server's sessions.
#[derive(Debug, Clone, Copy)]
pub struct SessionConfig {
    /// Time from the start, or from the last pong, to the next ping.
    pub ping_interval: Duration,
    /// How long the client has to answer a ping.
    pub ping_timeout: Duration,
    /// Maximum bytes of a WebSocket message or polling payload that the server accepts.
    pub max_payload: usize,
}

/// Transport that carries the packets of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// HTTP long-polling.
    Polling,
    /// A WebSocket.
    WebSocket,
}

/// Action that a client's packet requires from the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// No action.
    Nothing,
    /// A text message for Socket.IO.
    Message(&'a str),
    /// A binary message for Socket.IO.
    Binary(Binary<'a>),
    /// Answer the probe over its WebSocket, and end the pending poll: the client waits for both.
    Probed,
    /// The probed WebSocket carries the session from now on.
    Upgraded,
}

/// Action that a timeout requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// No action: the timeout came too early.
    NotDue,
    /// Send a ping.
    Ping,
}

/// One session.
#[derive(Debug, Clone)]
pub struct Session {
    config: SessionConfig,
    carrier: Carrier,
    probed: bool,
    polled: bool,
    posted: bool,
    /// Deadline of the next ping or, after a ping, of its answer.
    due: Instant,
    pinged: bool,
}

impl Session {
    /// Creates a newly opened session.
    #[must_use]
    pub fn new(config: SessionConfig, carrier: Carrier, now: Instant) -> Self {
        Self {
            config,
            carrier,
            probed: false,
            polled: false,
            posted: false,
            due: now + config.ping_interval,
            pinged: false,
        }
    }

    /// The current carrier.
    #[must_use]
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// True if a polling client is switching to a WebSocket. The server must then answer polls at
    /// once.
    #[must_use]
    pub fn is_upgrading(&self) -> bool {
        self.probed
    }

    /// Writes the packet that opens the session, with the session's id.
    pub fn write_open(&self, out: &mut Vec<u8>, id: &str) {
        let upgrades = match self.carrier {
            Carrier::Polling => "\"websocket\"",
            Carrier::WebSocket => "",
        };
        let SessionConfig { ping_interval, ping_timeout, max_payload } = self.config;
        let packet = format!(
            "0{{\"sid\":\"{id}\",\"upgrades\":[{upgrades}],\"pingInterval\":{},\"pingTimeout\":{},\
             \"maxPayload\":{max_payload}}}",
            ping_interval.as_millis(),
            ping_timeout.as_millis(),
        );
        out.extend_from_slice(packet.as_bytes());
    }

    /// Handles a client's packet that arrived over the session's carrier.
    ///
    /// # Errors
    /// If the session must be closed.
    pub fn handle_packet<'a>(
        &mut self,
        packet: Packet<'a>,
        now: Instant,
    ) -> Result<Event<'a>, Close> {
        match packet {
            Packet::Message(text) => Ok(Event::Message(text)),
            Packet::Binary(binary) => Ok(Event::Binary(binary)),
            Packet::Pong(_) => {
                if self.pinged {
                    self.pinged = false;
                    self.due = now + self.config.ping_interval;
                }
                Ok(Event::Nothing)
            }
            Packet::Close => Err(Close::ByClient),
            // The client may repeat the upgrade, and it sends a noop to avoid an empty request.
            Packet::Upgrade | Packet::Noop => Ok(Event::Nothing),
            // Only the server sends heartbeats and opens sessions.
            Packet::Ping(_) | Packet::Open(_) => Err(Close::OutOfPlace),
        }
    }

    /// Handles a packet from a WebSocket that may replace polling.
    ///
    /// # Errors
    /// If that WebSocket must be closed. The session continues over polling.
    pub fn handle_probe_packet(&mut self, packet: Packet<'_>) -> Result<Event<'static>, Close> {
        match packet {
            Packet::Ping("probe") if self.carrier == Carrier::Polling => {
                self.probed = true;
                Ok(Event::Probed)
            }
            Packet::Upgrade if self.probed => {
                self.probed = false;
                self.polled = false;
                self.carrier = Carrier::WebSocket;
                Ok(Event::Upgraded)
            }
            Packet::Close => Err(Close::ByClient),
            _ => Err(Close::OutOfPlace),
        }
    }

    /// Handles the loss of the probed WebSocket: polling continues.
    pub fn handle_probe_lost(&mut self) {
        self.probed = false;
    }

    /// Handles the start of a poll.
    ///
    /// # Errors
    /// If the session must be closed: the previous poll is unanswered, or the session does not
    /// poll.
    pub fn handle_poll(&mut self) -> Result<(), Close> {
        if self.carrier != Carrier::Polling {
            return Err(Close::OutOfPlace);
        }
        if std::mem::replace(&mut self.polled, true) { Err(Close::Overlap) } else { Ok(()) }
    }

    /// Handles the end of a poll: it was answered, or its client disconnected.
    pub fn handle_poll_ended(&mut self) {
        self.polled = false;
    }

    /// Handles the start of a post; its packets follow.
    ///
    /// # Errors
    /// If the session must be closed: the previous post is unanswered, or the session does not
    /// poll.
    pub fn handle_post(&mut self) -> Result<(), Close> {
        if self.carrier != Carrier::Polling {
            return Err(Close::OutOfPlace);
        }
        if std::mem::replace(&mut self.posted, true) { Err(Close::Overlap) } else { Ok(()) }
    }

    /// Handles the end of a post.
    pub fn handle_post_ended(&mut self) {
        self.posted = false;
    }

    /// Time at which to call [`Session::handle_timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Instant {
        self.due
    }

    /// Checks the heartbeat and says whether to send a ping.
    ///
    /// # Errors
    /// If the session must be closed: the client did not answer in time.
    pub fn handle_timeout(&mut self, now: Instant) -> Result<Heartbeat, Close> {
        if now < self.due {
            return Ok(Heartbeat::NotDue);
        }
        // If the server called this too late, the time for the ping and for its answer has passed
        // too.
        if self.pinged || now >= self.due + self.config.ping_timeout {
            return Err(Close::PingTimeout);
        }
        self.pinged = true;
        self.due += self.config.ping_timeout;
        Ok(Heartbeat::Ping)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test may begin at any time")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::parse;

    const CONFIG: SessionConfig = SessionConfig {
        ping_interval: Duration::from_secs(10),
        ping_timeout: Duration::from_secs(5),
        max_payload: 1000,
    };

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn the_first_packet_says_how_the_session_runs() {
        let now = Instant::now();
        let mut out = Vec::new();
        Session::new(CONFIG, Carrier::Polling, now).write_open(&mut out, "abc");
        let expected = r#"0{"sid":"abc","upgrades":["websocket"],"pingInterval":10000,"pingTimeout":5000,"maxPayload":1000}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut out = Vec::new();
        Session::new(CONFIG, Carrier::WebSocket, now).write_open(&mut out, "abc");
        assert!(String::from_utf8(out).unwrap().contains(r#""upgrades":[],"#));
    }

    #[test]
    fn a_client_that_answers_pings_stays() {
        let mut now = Instant::now();
        let mut session = Session::new(CONFIG, Carrier::WebSocket, now);
        for _ in 0..3 {
            assert_eq!(session.handle_timeout(now), Ok(Heartbeat::NotDue));
            assert_eq!(session.poll_timeout(), now + seconds(10));
            now += seconds(10);
            assert_eq!(session.handle_timeout(now), Ok(Heartbeat::Ping));
            now += seconds(4);
            assert_eq!(session.handle_packet(Packet::Pong(""), now), Ok(Event::Nothing));
        }
        now += seconds(10);
        assert_eq!(session.handle_timeout(now), Ok(Heartbeat::Ping));
        now += seconds(5);
        assert_eq!(session.handle_timeout(now), Err(Close::PingTimeout));
    }

    #[test]
    fn answers_to_no_ping_do_not_keep_a_session() {
        let now = Instant::now();
        let mut session = Session::new(CONFIG, Carrier::WebSocket, now);
        let _ = session.handle_packet(Packet::Pong(""), now + seconds(9));
        assert_eq!(session.poll_timeout(), now + seconds(10));
    }

    #[test]
    fn one_poll_and_one_post_at_a_time() {
        let mut session = Session::new(CONFIG, Carrier::Polling, Instant::now());
        assert_eq!(session.handle_poll(), Ok(()));
        assert_eq!(session.handle_post(), Ok(()));
        assert_eq!(session.handle_poll(), Err(Close::Overlap));
        assert_eq!(session.handle_post(), Err(Close::Overlap));
        session.handle_poll_ended();
        session.handle_post_ended();
        assert_eq!((session.handle_poll(), session.handle_post()), (Ok(()), Ok(())));
    }

    #[test]
    fn an_upgrade_is_probed_first() {
        let mut session = Session::new(CONFIG, Carrier::Polling, Instant::now());
        assert_eq!(session.handle_probe_packet(Packet::Upgrade), Err(Close::OutOfPlace));
        assert_eq!(session.handle_probe_packet(Packet::Message("x")), Err(Close::OutOfPlace));
        assert_eq!(session.handle_probe_packet(Packet::Ping("probe")), Ok(Event::Probed));
        assert!(session.is_upgrading());
        session.handle_probe_lost();
        assert_eq!(session.handle_probe_packet(Packet::Upgrade), Err(Close::OutOfPlace));
        let _ = session.handle_probe_packet(Packet::Ping("probe"));
        assert_eq!(session.handle_probe_packet(Packet::Upgrade), Ok(Event::Upgraded));
        assert_eq!((session.carrier(), session.is_upgrading()), (Carrier::WebSocket, false));
        assert_eq!(session.handle_poll(), Err(Close::OutOfPlace));
        assert_eq!(session.handle_post(), Err(Close::OutOfPlace));
        assert_eq!(session.handle_probe_packet(Packet::Ping("probe")), Err(Close::OutOfPlace));
    }

    #[test]
    fn packets_that_only_servers_send_close_the_session() {
        let now = Instant::now();
        for text in ["0{}", "2", "2probe"] {
            let mut session = Session::new(CONFIG, Carrier::WebSocket, now);
            let taken = session.handle_packet(parse(text).unwrap(), now);
            assert_eq!(taken, Err(Close::OutOfPlace), "{text}");
        }
        let mut session = Session::new(CONFIG, Carrier::WebSocket, now);
        assert_eq!(session.handle_packet(Packet::Close, now), Err(Close::ByClient));
    }

    proptest! {
        /// A silent client is closed at the latest one interval plus one timeout after its last
        /// answer.
        #[test]
        fn a_silent_client_is_never_kept(steps in proptest::collection::vec((0_u8..8, 0_u64..4000), 0..60)) {
            let mut now = Instant::now();
            let mut session = Session::new(CONFIG, Carrier::Polling, now);
            let mut heard = now;
            for (step, millis) in steps {
                now += Duration::from_millis(millis);
                match step {
                    0 => {
                        let waits = session.pinged;
                        let _ = session.handle_packet(Packet::Pong(""), now);
                        if waits {
                            heard = now;
                        }
                    }
                    1 => drop(session.handle_packet(Packet::Message("x"), now)),
                    2 => drop(session.handle_probe_packet(Packet::Ping("probe"))),
                    3 => drop(session.handle_probe_packet(Packet::Upgrade)),
                    4 => drop(session.handle_poll()),
                    5 => drop(session.handle_post()),
                    _ => if session.handle_timeout(now).is_err() {
                        return Ok(());
                    },
                }
                prop_assert!(session.poll_timeout() <= heard + seconds(15));
            }
        }
    }
}

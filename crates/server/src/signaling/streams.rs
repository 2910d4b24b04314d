//! Streams of programs: each is a participant without a page, whose media goes through the server. A
//! publisher sends (WHIP), a player receives (WHEP). `http/streams` has the endpoints.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use convene_model::{
    DisplayName, LinkId, MediaState, MeetingId, Mid, ParticipantId, Source, StreamScope, Timestamp,
    TransportDirection, VideoSlot, VideoSource,
};
use convene_protocol::{ErrorBody, ErrorCode, OfferedTrack};
use convene_room::{Command, ConnectionId, Event, Join, JoinOutcome, RoomError};
use convene_sfu::{MediaLine, TrackKind, read_offer};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::connection::Presence;
use super::join::{enter_room, open_room};
use crate::rooms::{Outbound, Outlet};

/// Streams of all meetings together, and players by one token.
const MAX_STREAMS: usize = 1_000;
const MAX_PLAYERS: usize = 100;
/// How long a stream may take to connect.
const CONNECT: Duration = Duration::from_secs(30);
/// Height in pixels at which a player is assumed to show the picture.
const PLAYED_HEIGHT: u16 = 1080;

/// A request to send or play, whose token was checked.
pub(crate) struct StreamOffer {
    pub(crate) meeting: MeetingId,
    pub(crate) token: LinkId,
    pub(crate) scope: StreamScope,
    pub(crate) name: DisplayName,
    pub(crate) expires_at: Timestamp,
    pub(crate) address: IpAddr,
    pub(crate) sdp: String,
}

/// A stream that was answered.
pub(crate) struct Answer {
    /// Secret name of the session.
    pub(crate) session: String,
    pub(crate) sdp: String,
}

/// Why a stream cannot begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StreamError {
    /// The offer has nothing to send or to play, or cannot be parsed.
    #[error("the offer is not one of a stream: {0}")]
    Offer(String),
    /// The room refuses.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// Too many streams.
    #[error("too many streams: try again later")]
    TooMany,
    #[error("{0}")]
    Unavailable(String),
    #[error("there is no such meeting")]
    NoMeeting,
}

impl From<ErrorBody> for StreamError {
    fn from(error: ErrorBody) -> Self {
        match error.code {
            ErrorCode::MeetingNotFound => Self::NoMeeting,
            _ => Self::Unavailable(error.message),
        }
    }
}

/// A stream that is on.
struct Open {
    meeting: MeetingId,
    token: LinkId,
    end: CancellationToken,
}

/// The streams that are on, by their sessions.
#[derive(Default)]
pub(super) struct Registry(Mutex<HashMap<String, Open>>);

impl Registry {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a stream. A publisher that comes again, for example after a crash, replaces its last one.
    fn enter(&self, session: &str, offer: &StreamOffer) -> Result<CancellationToken, StreamError> {
        let mut open = self.lock();
        let same = |it: &Open| it.token == offer.token && it.meeting == offer.meeting;
        if offer.scope == StreamScope::Publish {
            open.extract_if(|_, it| same(it)).for_each(|(_, it)| it.end.cancel());
        }
        let players = open.values().filter(|it| same(it)).count();
        if open.len() >= MAX_STREAMS || players >= MAX_PLAYERS {
            return Err(StreamError::TooMany);
        }
        let end = CancellationToken::new();
        let (meeting, token) = (offer.meeting.clone(), offer.token.clone());
        open.insert(session.to_owned(), Open { meeting, token, end: end.clone() });
        Ok(end)
    }
}

/// Handle to the streams. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Streams(pub(super) Arc<Shared>);

impl Streams {
    /// Answers an offer: the stream joins the room.
    pub(crate) async fn start(&self, offer: StreamOffer) -> Result<Answer, StreamError> {
        let shared = &self.0;
        let offered = read_offer(&offer.sdp);
        let offered = offered.ok_or_else(|| StreamError::Offer("it is no SDP".to_owned()))?;
        let plan = Plan::of(offer.scope, &offered.lines)?;
        let session = data_encoding::BASE64URL_NOPAD.encode(&rand::random::<[u8; 18]>());
        let end = shared.streams.enter(&session, &offer)?;
        let entered = Entered { shared: Arc::clone(shared), session: session.clone() };
        let mut room = open_room(shared, &offer.meeting).await?;
        if room.is_by_ticket() {
            return Err(StreamError::NoMeeting);
        }
        let id =
            ConnectionId(shared.next_connection.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let join = Join {
            id: ParticipantId::random(&mut rand::rng()),
            name: offer.name,
            media: plan.media,
            returning: None,
            host: false,
            password: None,
            network: shared.parts.token_secret.network_tag(&offer.meeting, offer.address),
            link: None,
            foreign: None,
            can_forward: true,
            stream: Some(offer.scope),
        };
        let outlet = |task| Outlet::translated(task, offer.address);
        let (presence, outcome) = enter_room(shared, id, &mut room, &join, outlet).await??;
        let guest = Guest { id, presence, _entered: entered };
        let (answered, answer) = oneshot::channel();
        let (direction, tracks) = (plan.direction, plan.tracks);
        guest.presence.room.media_offer(
            id,
            direction,
            offer.sdp,
            tracks,
            Box::new(move |result| {
                let _gone = answered.send(result);
            }),
        );
        let sdp = answer
            .await
            .map_err(|_| StreamError::Unavailable("the server is stopping".to_owned()))??;
        let mut screen = Screen::new(join.id, plan.video);
        if let JoinOutcome::Joined { snapshot, .. } = outcome {
            screen.published = snapshot
                .publications
                .into_iter()
                .map(|it| (it.participant_id, it.source))
                .collect();
        }
        let clock = shared.parts.clock;
        let remaining = Duration::from_millis(offer.expires_at.0.saturating_sub(clock.now().0));
        let stopping = shared.stopping.clone();
        shared.tasks.spawn(guest.run(direction, screen, remaining, end, stopping));
        Ok(Answer { session, sdp })
    }

    /// Ends a session of this token. False if there is none.
    pub(crate) fn end(&self, meeting: &MeetingId, token: &LinkId, session: &str) -> bool {
        let mut open = self.0.streams.lock();
        let is_theirs = |it: &Open| it.meeting == *meeting && it.token == *token;
        if !open.get(session).is_some_and(is_theirs) {
            return false;
        }
        if let Some(it) = open.remove(session) {
            it.end.cancel();
        }
        true
    }

    /// Ends all sessions of a token, which was revoked.
    pub(crate) fn revoked(&self, meeting: &MeetingId, token: &LinkId) {
        let mut open = self.0.streams.lock();
        let theirs = open.extract_if(|_, it| it.meeting == *meeting && it.token == *token);
        theirs.for_each(|(_, it)| it.end.cancel());
    }
}

/// Content of an offer.
#[derive(Debug)]
struct Plan {
    direction: TransportDirection,
    media: MediaState,
    tracks: Vec<OfferedTrack>,
    /// The m-line of the picture, of a player.
    video: Option<Mid>,
}

impl Plan {
    fn of(scope: StreamScope, lines: &[MediaLine]) -> Result<Self, StreamError> {
        let wrong = |what: &str| StreamError::Offer(what.to_owned());
        let first = |kind, is: fn(&MediaLine) -> bool| {
            let line = lines.iter().find(|line| line.kind == Some(kind) && is(line));
            line.map(|line| line.mid.parse::<Mid>().map_err(|_| wrong("a mid is not usable")))
                .transpose()
        };
        let mut plan = Self {
            direction: TransportDirection::Up,
            media: MediaState::default(),
            tracks: Vec::new(),
            video: None,
        };
        match scope {
            StreamScope::Publish => {
                let sound = first(TrackKind::Audio, |line| line.sends)?;
                let picture = first(TrackKind::Video, |line| line.sends)?;
                plan.media.microphone = sound.is_some();
                plan.media.camera = picture.is_some();
                let sources = [(sound, Source::Microphone), (picture, Source::Camera)];
                let track =
                    |(mid, source): (Option<Mid>, _)| Some(OfferedTrack { mid: mid?, source });
                plan.tracks = sources.into_iter().filter_map(track).collect();
                if plan.tracks.is_empty() {
                    return Err(wrong("it sends nothing"));
                }
            }
            StreamScope::Play => {
                plan.direction = TransportDirection::Down;
                let sound = first(TrackKind::Audio, |line| line.receives)?;
                plan.video = first(TrackKind::Video, |line| line.receives)?;
                if sound.is_none() && plan.video.is_none() {
                    return Err(wrong("it receives nothing"));
                }
            }
        }
        Ok(plan)
    }
}

/// The picture of a player: a shared screen, else the camera of who speaks, else any.
#[derive(Debug)]
struct Screen {
    own: ParticipantId,
    slot: Option<Mid>,
    /// Publications of the room, in the order in which they began.
    published: Vec<(ParticipantId, Source)>,
    speaker: Option<ParticipantId>,
    current: Option<(ParticipantId, Source)>,
}

impl Screen {
    fn new(own: ParticipantId, slot: Option<Mid>) -> Self {
        Self { own, slot, published: Vec::new(), speaker: None, current: None }
    }

    /// Takes an event in; returns the command that changes what is shown.
    fn handle(&mut self, event: &Event) -> Option<Command> {
        match event {
            Event::Published(it) => {
                let new = (it.participant_id.clone(), it.source);
                if !self.published.contains(&new) {
                    self.published.push(new);
                }
            }
            Event::Unpublished { participant, source } => {
                self.published.retain(|(of, it)| (of, it) != (participant, source));
            }
            Event::ParticipantLeft { id, .. } => self.published.retain(|(of, _)| of != id),
            Event::Speakers(speakers) => {
                self.speaker = speakers.first().cloned().or_else(|| self.speaker.take());
            }
            _ => return None,
        }
        self.choose()
    }

    fn choose(&mut self) -> Option<Command> {
        let mid = self.slot.clone()?;
        let (published, own) = (&self.published, &self.own);
        let pictures = |wanted: Source| {
            published.iter().filter(move |(of, source)| *source == wanted && of != own)
        };
        let speaks = |(of, _): &&(ParticipantId, Source)| Some(of) == self.speaker.as_ref();
        let stays = |it: &&(ParticipantId, Source)| Some(*it) == self.current.as_ref();
        let chosen = pictures(Source::ScreenShare)
            .find(stays)
            .or_else(|| pictures(Source::ScreenShare).next())
            .or_else(|| pictures(Source::Camera).find(speaks))
            .or_else(|| pictures(Source::Camera).find(stays))
            .or_else(|| pictures(Source::Camera).next())
            .cloned();
        if chosen == self.current {
            return None;
        }
        self.current.clone_from(&chosen);
        let slot = chosen.map(|(participant_id, source)| VideoSlot {
            mid,
            participant_id,
            source: if source == Source::ScreenShare {
                VideoSource::ScreenShare
            } else {
                VideoSource::Camera
            },
            height: PLAYED_HEIGHT,
            priority: 0,
        });
        Some(Command::Subscribe(slot.into_iter().collect()))
    }
}

/// Entry in the registry, removed when dropped.
struct Entered {
    shared: Arc<Shared>,
    session: String,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.shared.streams.lock().remove(&self.session);
    }
}

/// A stream in a room. It leaves when dropped.
struct Guest {
    id: ConnectionId,
    presence: Presence,
    _entered: Entered,
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.presence.room.command(self.id, Command::Leave, |_| {});
        self.presence.room.disconnect(self.id);
    }
}

impl Guest {
    /// Stays until the client goes, the token ends, a host removes it, or the server stops.
    async fn run(
        mut self,
        direction: TransportDirection,
        mut screen: Screen,
        remaining: Duration,
        end: CancellationToken,
        stopping: CancellationToken,
    ) {
        let mut is_connected = false;
        let connecting = tokio::time::sleep(CONNECT);
        let expiring = tokio::time::sleep(remaining);
        tokio::pin!(connecting, expiring);
        if let Some(command) = screen.choose() {
            self.presence.room.command(self.id, command, |_| {});
        }
        loop {
            let outbound = tokio::select! {
                () = end.cancelled() => return,
                () = stopping.cancelled() => return,
                () = &mut expiring => return,
                () = &mut connecting, if !is_connected => return,
                outbound = self.presence.outbound.recv() => outbound,
            };
            let Some(Outbound::Event(event)) = outbound else { return };
            match &*event {
                Event::TransportChanged { direction: of, connected } if *of == direction => {
                    if !connected {
                        return;
                    }
                    is_connected = true;
                }
                event => {
                    if let Some(command) = screen.handle(event) {
                        self.presence.room.command(self.id, command, |_| {});
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use convene_model::{Layer, Publication};

    use super::*;

    fn id(letter: &str) -> ParticipantId {
        letter.repeat(16).parse().unwrap()
    }

    fn published(of: &str, source: Source) -> Event {
        let layers = vec![Layer { rid: None, height: 720 }];
        Event::Published(Publication { participant_id: id(of), source, layers })
    }

    fn shows(command: Option<Command>) -> Option<(ParticipantId, VideoSource)> {
        let Some(Command::Subscribe(slots)) = command else { panic!("{command:?}") };
        slots.into_iter().next().map(|slot| (slot.participant_id, slot.source))
    }

    #[test]
    fn a_player_shows_the_screen_else_who_speaks_else_anybody() {
        let mut screen = Screen::new(id("z"), Some("1".parse().unwrap()));
        let camera = |of| Some((id(of), VideoSource::Camera));
        assert_eq!(shows(screen.handle(&published("b", Source::Camera))), camera("b"));
        assert_eq!(screen.handle(&published("a", Source::Camera)), None, "it stays");
        assert_eq!(screen.handle(&published("c", Source::Microphone)), None);
        assert_eq!(shows(screen.handle(&Event::Speakers(vec![id("a")]))), camera("a"));
        assert_eq!(screen.handle(&Event::Speakers(Vec::new())), None);
        let shared = shows(screen.handle(&published("b", Source::ScreenShare)));
        assert_eq!(shared, Some((id("b"), VideoSource::ScreenShare)));
        let ended = Event::Unpublished { participant: id("b"), source: Source::ScreenShare };
        assert_eq!(shows(screen.handle(&ended)), camera("a"));
        for (of, then) in [("a", camera("b")), ("b", None)] {
            let ended = Event::Unpublished { participant: id(of), source: Source::Camera };
            assert_eq!(shows(screen.handle(&ended)), then);
        }
    }

    #[test]
    fn an_offer_says_what_a_stream_sends() {
        let line = |kind, mid: &str, sends| MediaLine {
            kind: Some(kind),
            mid: mid.to_owned(),
            sends,
            receives: !sends,
            rids: Vec::new(),
        };
        let lines = [line(TrackKind::Audio, "0", true), line(TrackKind::Video, "1", true)];
        let plan = Plan::of(StreamScope::Publish, &lines).unwrap();
        assert!(plan.media.microphone && plan.media.camera);
        assert_eq!(plan.tracks.len(), 2);
        assert!(Plan::of(StreamScope::Play, &lines).is_err());
        let plays = [line(TrackKind::Audio, "0", false), line(TrackKind::Video, "1", false)];
        let plan = Plan::of(StreamScope::Play, &plays).unwrap();
        assert_eq!(plan.video, Some("1".parse().unwrap()));
        assert!(Plan::of(StreamScope::Publish, &plays).is_err());
    }
}

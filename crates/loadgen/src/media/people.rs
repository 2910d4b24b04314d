//! Participants of meetings: their signaling and the transports that follow from it.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use super::engine::{Engine, Open};
use super::transport::Media;
use crate::client::{Client, source};
use crate::wire::Packet;

/// How long a transport may take to connect.
const CONNECTING: Duration = Duration::from_secs(15);

/// A meeting under load.
pub(super) struct Room {
    pub(super) meeting: String,
    pub(super) host_token: String,
    /// Participant ids of those who send a camera.
    pub(super) publishers: watch::Sender<Vec<String>>,
}

/// Participation in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Sends and receives. The first one is the host.
    Host,
    Publisher,
    /// Receives only; in a webinar this is a viewer.
    Receiver,
}

impl Role {
    const fn sends(self) -> bool {
        !matches!(self, Self::Receiver)
    }
}

/// State that all participants share.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) server: SocketAddr,
    pub(super) engine: Engine,
    /// Publishers of each room.
    pub(super) publishers: usize,
    /// Voices that each receiver hears, at most.
    pub(super) voices: usize,
    /// Cameras that each receiver shows, at most.
    pub(super) tiles: usize,
    /// Height at which it shows them.
    pub(super) height: u16,
    /// How often the server paused a slot for lack of bandwidth.
    pub(super) pauses: Rc<Cell<u64>>,
}

enum Order {
    OpenToViewers(oneshot::Sender<anyhow::Result<()>>),
    Leave,
}

/// A participant who has joined, and whose task answers the server.
pub(super) struct Person {
    pub(super) role: Role,
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Person {
    /// Joins and connects the transports.
    pub(super) async fn join(
        setting: Setting,
        room: Rc<Room>,
        role: Role,
        index: usize,
    ) -> anyhow::Result<Self> {
        let stay = Stay::begin(setting, room, role, index).await?;
        let (orders, inbox) = mpsc::unbounded_channel();
        let task = tokio::task::spawn_local(stay.run(inbox));
        Ok(Self { role, orders, task })
    }

    /// Turns the host's meeting into a webinar, whose newcomers are viewers.
    pub(super) async fn open_to_viewers(&self) -> anyhow::Result<()> {
        let (reply, done) = oneshot::channel();
        self.orders.send(Order::OpenToViewers(reply)).ok().context("the host has left")?;
        done.await?
    }

    /// True once the server or an error has ended the stay.
    pub(super) fn has_ended(&self) -> bool {
        self.task.is_finished()
    }

    /// Leaves. An error if the stay ended before.
    pub(super) async fn leave(self) -> anyhow::Result<()> {
        let _ended = self.orders.send(Order::Leave);
        self.task.await?
    }
}

/// A participant in a room.
struct Stay {
    setting: Setting,
    room: Rc<Room>,
    role: Role,
    client: Client,
    id: String,
    /// Mids of the video slots.
    slots: Vec<String>,
    _up: Option<Open>,
    _down: Option<Open>,
}

impl Stay {
    async fn begin(
        setting: Setting,
        room: Rc<Room>,
        role: Role,
        index: usize,
    ) -> anyhow::Result<Self> {
        let since = Instant::now();
        let mut client = Client::connect(setting.server, source(index)).await?;
        let sends = role.sends();
        let mut payload = json!({
            "meeting_id": room.meeting,
            "name": format!("Load {index}"),
            "can_forward": true,
            "media": {
                "microphone": sends, "camera": sends, "screen_share": false,
                "screen_share_audio": false,
            },
        });
        if let (Role::Host, Some(fields)) = (role, payload.as_object_mut()) {
            fields.insert("host_token".to_owned(), room.host_token.as_str().into());
        }
        let reply = client.request("join", &payload).await?;
        let id =
            reply.get("participant_id").and_then(Value::as_str).context("no participant_id")?;
        let id = id.to_owned();
        if role == Role::Host {
            client.request("set_room", &json!({ "media_path": "server" })).await?;
        } else if reply.pointer("/room/media_path").and_then(Value::as_str) != Some("server") {
            bail!("the room's media does not go through the server");
        }
        let (mut up, mut down, mut slots) = (None, None, Vec::new());
        if sends {
            let (open, _) = connect(&setting.engine, &mut client, Media::Publish, since).await?;
            up = Some(open);
            room.publishers.send_modify(|publishers| publishers.push(id.clone()));
        }
        let others = setting.publishers - usize::from(sends);
        if others > 0 {
            let media = Media::Receive {
                voices: others.min(setting.voices),
                cameras: others.min(setting.tiles),
            };
            let (open, mids) = connect(&setting.engine, &mut client, media, since).await?;
            (down, slots) = (Some(open), mids);
        }
        Ok(Self { setting, room, role, client, id, slots, _up: up, _down: down })
    }

    /// Answers the server until it is told to leave.
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) -> anyhow::Result<()> {
        let mut publishers = self.room.publishers.subscribe();
        publishers.mark_changed();
        let result = loop {
            tokio::select! {
                packet = self.client.packet() => match packet {
                    Ok(Packet::Event(event)) if is_pause(event) => {
                        self.setting.pauses.set(self.setting.pauses.get() + 1);
                    }
                    Ok(_) => {}
                    Err(error) => break Err(error),
                },
                changed = publishers.changed() => {
                    if let Err(error) = changed.map_err(Into::into).and(self.subscribe().await) {
                        break Err(error);
                    }
                }
                order = orders.recv() => match order {
                    Some(Order::OpenToViewers(reply)) => {
                        let webinar = json!({ "webinar": true });
                        let opened = self.client.request("set_room", &webinar).await;
                        let _gone = reply.send(opened.map(drop));
                    }
                    Some(Order::Leave) | None => {
                        break self.client.request("leave", &json!({})).await.map(drop);
                    }
                },
            }
        };
        if self.role.sends() {
            self.room.publishers.send_modify(|publishers| publishers.retain(|id| *id != self.id));
        }
        result
    }

    /// Shows the other publishers in the slots.
    async fn subscribe(&mut self) -> anyhow::Result<()> {
        if self.slots.is_empty() {
            return Ok(());
        }
        let publishers = self.room.publishers.borrow().clone();
        let others = publishers.iter().filter(|id| **id != self.id);
        let slots: Vec<Value> = self
            .slots
            .iter()
            .zip(others)
            .map(|(mid, id)| {
                let height = self.setting.height;
                json!({ "mid": mid, "participant_id": id, "source": "camera", "height": height })
            })
            .collect();
        self.client.request("subscribe", &json!({ "slots": slots })).await?;
        Ok(())
    }
}

/// True if the server paused a video slot. A slot that is shown at height 0 is always paused.
fn is_pause(event: &[u8]) -> bool {
    event.starts_with(b"[\"slot_changed\"") && event.windows(8).any(|text| text == b"\"paused\"")
}

/// Sets up a transport with the server and waits until it has connected. Returns the mids of the
/// cameras too.
async fn connect(
    engine: &Engine,
    client: &mut Client,
    media: Media,
    since: Instant,
) -> anyhow::Result<(Open, Vec<String>)> {
    let (open, offered) = engine.offer(media, since).await?;
    let (direction, tracks) = match media {
        Media::Receive { .. } => ("down", json!([])),
        Media::Publish => {
            let track =
                |source: &'static str| move |mid: &String| json!({ "mid": mid, "source": source });
            let voices = offered.voices.iter().map(track("microphone"));
            ("up", voices.chain(offered.cameras.iter().map(track("camera"))).collect())
        }
    };
    let payload = json!({ "direction": direction, "sdp": offered.sdp, "tracks": tracks });
    let answer = client.request("media_offer", &payload).await?;
    let answer = answer.get("sdp").and_then(Value::as_str).context("no sdp")?.to_owned();
    let connected = engine.accept(&open, answer).await?;
    let connected = tokio::time::timeout(CONNECTING, connected).await;
    connected.with_context(|| format!("the transport {direction} does not connect"))??;
    Ok((open, offered.cameras))
}

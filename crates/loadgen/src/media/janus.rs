//! Janus with its videoroom, as the baseline for forwarding: its configuration, and the HTTP API by
//! which a room is filled.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::engine::{Engine, Open};
use super::publisher::RIDS;
use super::transport::Media;
use crate::rest::Rest;
use crate::server::Server;

const ROOM: u64 = 1;

/// How long a transport may take to connect.
const CONNECTING: Duration = Duration::from_secs(20);

/// The package's own settings, but for the addresses and the transports that are not used.
pub(crate) fn write_configuration(folder: &Path, port: u16) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text);
    write(
        "janus.jcfg",
        "general: {\n  debug_level = 2\n}\n\
         transports: {\n  disable = \"libjanus_websockets.so,libjanus_pfunix.so,\
         libjanus_mqtt.so,libjanus_nanomsg.so\"\n}\nevents: {\n  broadcast = false\n}\n"
            .to_owned(),
    )?;
    write(
        "janus.transport.http.jcfg",
        format!(
            "general: {{\n  json = \"compact\"\n  base_path = \"/janus\"\n  http = true\n  \
             port = {port}\n  ip = \"127.0.0.1\"\n  https = false\n}}\nadmin: {{\n  \
             admin_http = false\n}}\n"
        ),
    )?;
    write("janus.plugin.videoroom.jcfg", String::new())
}

/// A room with people; their transports end when it is dropped.
pub(super) struct JanusRoom {
    _open: Vec<Open>,
}

impl JanusRoom {
    /// Fills a room like one of Convene: publishers see and hear each other, subscribers only receive,
    /// and all show the layer of this index.
    pub(super) async fn fill(
        server: &Server,
        engine: &Engine,
        publishers: usize,
        subscribers: usize,
        layer: usize,
    ) -> anyhow::Result<Self> {
        let mut session = Session::open(server).await?;
        session.create_room(publishers).await?;
        let mut open = Vec::new();
        let mut feeds = Vec::new();
        for index in 0..publishers {
            let (transport, feed) = session.publish(engine, index).await?;
            open.push(transport);
            feeds.push(feed);
        }
        if publishers > 1 {
            for own in &feeds {
                let others: Vec<u64> = feeds.iter().copied().filter(|feed| feed != own).collect();
                open.push(session.subscribe(engine, &others, layer).await?);
            }
        }
        for _ in 0..subscribers {
            open.push(session.subscribe(engine, &feeds, layer).await?);
        }
        Ok(Self { _open: open })
    }
}

/// A session of the API.
struct Session {
    requests: Rest,
    events: Rest,
    path: String,
    next: u64,
}

impl Session {
    async fn open(server: &Server) -> anyhow::Result<Self> {
        let mut requests = Rest::connect(server.address()).await?;
        let events = Rest::connect(server.address()).await?;
        let made = json!({ "janus": "create", "transaction": "create" });
        let made = requests.post("/janus", &made.to_string()).await?;
        let path = format!("/janus/{}", id(&made)?);
        Ok(Self { requests, events, path, next: 0 })
    }

    async fn create_room(&mut self, publishers: usize) -> anyhow::Result<()> {
        let handle = self.attach().await?;
        let body = json!({
            "request": "create", "room": ROOM, "publishers": publishers,
            "audiocodec": "opus", "videocodec": "vp8",
        });
        let answer = self.send(handle, &body, None).await?;
        if answer.pointer("/plugindata/data/videoroom") != Some(&json!("created")) {
            bail!("no room: {answer}");
        }
        Ok(())
    }

    /// A handle of the plugin.
    async fn attach(&mut self) -> anyhow::Result<u64> {
        self.next += 1;
        let body = json!({
            "janus": "attach", "plugin": "janus.plugin.videoroom",
            "transaction": self.next.to_string(),
        });
        let made = self.requests.post(&self.path, &body.to_string()).await?;
        id(&made)
    }

    /// Sends a message, and returns the answer: an acknowledgement if an event follows.
    async fn send(
        &mut self,
        handle: u64,
        body: &Value,
        jsep: Option<Value>,
    ) -> anyhow::Result<Value> {
        self.next += 1;
        let mut message = json!({
            "janus": "message", "transaction": self.next.to_string(), "body": body,
        });
        if let (Some(jsep), Some(fields)) = (jsep, message.as_object_mut()) {
            fields.insert("jsep".to_owned(), jsep);
        }
        let path = format!("{}/{handle}", self.path);
        self.requests.post(&path, &message.to_string()).await
    }

    /// Sends a message and waits for the event that answers it.
    async fn request(
        &mut self,
        handle: u64,
        body: &Value,
        jsep: Option<Value>,
    ) -> anyhow::Result<Value> {
        self.send(handle, body, jsep).await?;
        let transaction = json!(self.next.to_string());
        loop {
            let events = self.events.get(&format!("{}?maxev=10", self.path)).await?;
            for event in events.as_array().into_iter().flatten() {
                if event.get("transaction") != Some(&transaction) {
                    continue;
                }
                if let Some(error) = event.pointer("/plugindata/data/error") {
                    bail!("{body}: {error}");
                }
                return Ok(event.clone());
            }
        }
    }

    /// A publisher, and the id of its feed.
    async fn publish(&mut self, engine: &Engine, index: usize) -> anyhow::Result<(Open, u64)> {
        let handle = self.attach().await?;
        let name = format!("Load {index}");
        let join =
            json!({ "request": "join", "ptype": "publisher", "room": ROOM, "display": name });
        let joined = self.request(handle, &join, None).await?;
        let feed = joined.pointer("/plugindata/data/id").and_then(Value::as_u64);
        let (open, offered) = engine.offer(Media::Publish, Instant::now()).await?;
        let publish = json!({ "request": "publish" });
        let jsep = json!({ "type": "offer", "sdp": offered.sdp });
        let published = self.request(handle, &publish, Some(jsep)).await?;
        let connected = engine.accept(&open, sdp(&published)?).await?;
        until_connected(connected).await?;
        Ok((open, feed.context("a publisher without an id")?))
    }

    /// Joins as a subscriber. Janus knows a feed only a moment after its transport has connected.
    async fn attached(&mut self, handle: u64, join: &Value) -> anyhow::Result<Value> {
        let end = Instant::now() + CONNECTING;
        loop {
            match self.request(handle, join, None).await {
                Err(error)
                    if Instant::now() < end && error.to_string().contains("No such feed") =>
                {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                result => return result,
            }
        }
    }

    /// A subscriber of these feeds.
    async fn subscribe(
        &mut self,
        engine: &Engine,
        feeds: &[u64],
        layer: usize,
    ) -> anyhow::Result<Open> {
        let handle = self.attach().await?;
        let streams: Vec<Value> = feeds.iter().map(|feed| json!({ "feed": feed })).collect();
        let join = json!({
            "request": "join", "ptype": "subscriber", "room": ROOM, "streams": streams,
        });
        let attached = self.attached(handle, &join).await?;
        let expected = (feeds.len(), feeds.len());
        let (open, answer, connected) =
            engine.answer(sdp(&attached)?, expected, Instant::now()).await?;
        let jsep = json!({ "type": "answer", "sdp": answer });
        self.request(handle, &json!({ "request": "start" }), Some(jsep)).await?;
        until_connected(connected).await?;
        // Janus takes the RIDs of an offer for a list that begins with the largest layer.
        let substream = RIDS.len() - 1 - layer;
        let streams = attached.pointer("/plugindata/data/streams").and_then(Value::as_array);
        let videos: Vec<Value> = streams
            .into_iter()
            .flatten()
            .filter(|stream| stream.get("type") == Some(&json!("video")))
            .filter_map(|stream| Some(json!({ "mid": stream.get("mid")?, "substream": substream })))
            .collect();
        let configure = json!({ "request": "configure", "streams": videos });
        self.request(handle, &configure, None).await?;
        Ok(open)
    }
}

async fn until_connected(connected: oneshot::Receiver<()>) -> anyhow::Result<()> {
    let connected = tokio::time::timeout(CONNECTING, connected).await;
    Ok(connected.context("a transport to Janus does not connect")??)
}

fn id(made: &Value) -> anyhow::Result<u64> {
    let id = made.pointer("/data/id").and_then(Value::as_u64);
    id.with_context(|| format!("no id in {made}"))
}

fn sdp(event: &Value) -> anyhow::Result<String> {
    let sdp = event.pointer("/jsep/sdp").and_then(Value::as_str);
    Ok(sdp.with_context(|| format!("no description in {event}"))?.to_owned())
}

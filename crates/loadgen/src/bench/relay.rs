//! Rooms of two whose participants signal to each other.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::{Member, cost, join_all};
use crate::client::{Sender, text_frame};
use crate::server::Server;
use crate::wire::Packet;

/// Sending rate of the sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// Every socket keeps one signal in flight: each received signal triggers the next one.
    Saturated,
    /// A fixed total number of signals per second, whether or not they arrive.
    PerSecond(u32),
}

/// CPU time per delivered signal in microseconds.
pub(super) async fn measure(
    server: &Server,
    bytes: usize,
    sockets: usize,
    load: Load,
    seconds: u64,
) -> anyhow::Result<f64> {
    let members = join_all(server, sockets, 2).await?;
    let ids: Vec<String> = members.iter().map(|member| member.id.clone()).collect();
    let deliveries = Rc::new(Cell::new(0));
    let mut outgoing = Vec::with_capacity(sockets);
    let mut tasks = Vec::with_capacity(sockets);
    for (index, member) in members.into_iter().enumerate() {
        let frame: Rc<[u8]> = signal(ids.get(index ^ 1).context("a pair")?, bytes).into();
        outgoing.push((member.client.sender(), frame.to_vec()));
        let echo = (load == Load::Saturated).then_some(frame);
        let counter = Rc::clone(&deliveries);
        tasks.push(tokio::task::spawn_local(receive(member, echo, counter)));
    }
    let pace = match load {
        Load::Saturated => {
            outgoing.iter().try_for_each(|(sender, frame)| sender.send(frame))?;
            None
        }
        Load::PerSecond(rate) => Some(Pace::start(outgoing, rate)),
    };
    let figure = cost(server, &deliveries, seconds).await;
    drop(pace);
    for task in tasks {
        if task.is_finished() {
            task.await??;
            bail!("a connection ended");
        }
        task.abort();
    }
    figure
}

/// Counts the signals that a socket receives. Sends `echo` in reply to each, if there is one.
async fn receive(
    member: Member,
    echo: Option<Rc<[u8]>>,
    deliveries: Rc<Cell<u64>>,
) -> anyhow::Result<()> {
    let mut client = member.client;
    let sender = client.sender();
    loop {
        match client.packet().await? {
            Packet::Event(json) if json.starts_with(b"[\"signal\"") => {
                deliveries.set(deliveries.get() + 1);
                if let Some(frame) = &echo {
                    sender.send(frame)?;
                }
            }
            Packet::Event(json) if json.starts_with(b"[\"request_failed\"") => {
                bail!("{}", String::from_utf8_lossy(json));
            }
            _ => {}
        }
    }
}

/// A thread that sends at a fixed rate. The runtime's timers are too coarse for such short gaps.
struct Pace {
    stop: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Pace {
    fn start(outgoing: Vec<(Sender, Vec<u8>)>, rate: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let gap = Duration::from_secs(1) / rate;
            let mut next = Instant::now();
            // Sends for all first halves of the pairs, then for all second halves, as unrelated
            // pairs would.
            let (even, odd): (Vec<_>, Vec<_>) =
                outgoing.iter().enumerate().partition(|(index, _)| index % 2 == 0);
            for (_, (sender, frame)) in even.iter().chain(&odd).cycle() {
                if stopped.load(Ordering::Relaxed) || sender.send(frame).is_err() {
                    return;
                }
                next += gap;
                let now = Instant::now();
                if let Some(wait) = next.checked_duration_since(now) {
                    std::thread::sleep(wait);
                } else if now - next > Duration::from_millis(100) {
                    // The machine stalled. Skip the missed messages instead of sending a burst.
                    next = now;
                }
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A signal whose packet has the given length: a candidate below 1000 bytes, else an offer.
fn signal(to: &str, bytes: usize) -> Vec<u8> {
    let (kind, line) = if bytes < 1_000 {
        ("candidate\",\"candidate", "x".to_owned())
    } else {
        (
            "offer\",\"sdp",
            "a=candidate:1 1 UDP 2130706431 192.0.2.1 50000 typ host\\r\\n".to_owned(),
        )
    };
    let packet = |text: &str| {
        format!(
            "42[\"signal\",{{\"to\":\"{to}\",\"transport_id\":\"t1\",\"signal\":{{\"type\":\"{kind}\":\"{text}\"}}}}]"
        )
    };
    let missing = bytes.saturating_sub(packet("").len());
    let mut text = line.repeat(missing / line.len());
    text.extend(std::iter::repeat_n('x', missing % line.len()));
    text_frame(&packet(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::parse_frame;

    #[test]
    fn signals_are_json_of_the_length_asked_for() {
        for (bytes, kind) in [(200, "candidate"), (3_000, "offer")] {
            let mut frame = signal("0123456789abcdef", bytes);
            let (_, payload, _) = parse_frame(&mut frame).unwrap().unwrap();
            assert_eq!(payload.len(), bytes);
            let Packet::Event(json) = crate::wire::parse_packet(&frame[payload]) else { panic!() };
            let event: serde_json::Value = serde_json::from_slice(json).unwrap();
            assert_eq!(event[1]["signal"]["type"], kind);
        }
    }
}

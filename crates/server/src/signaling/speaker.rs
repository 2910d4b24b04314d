//! The loop of a connection. It is the same for every vocabulary; a [`Speaker`] is what differs.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tracing::{Instrument as _, Span};

use super::Shared;
use super::inbound::{Packet, Packets};
use super::outbound::Broken;
use crate::transport::{Ending, Run};

/// The side of a connection that speaks its vocabulary. Nothing else acts for the client. It runs in
/// the task of its transport.
pub(super) trait Speaker: Send + Sized + 'static {
    /// An event from the rest of the server.
    type News: Send;

    /// Called once, before everything else.
    fn start(&mut self) -> impl Future<Output = Result<(), Broken>> + Send {
        async { Ok(()) }
    }

    /// Waits for the next event. Cancel-safe.
    fn news(&mut self) -> impl Future<Output = Self::News> + Send;

    /// Tells the client of an event.
    fn handle_news(&mut self, news: Self::News) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Handles a packet from the client.
    fn handle_packet(&mut self, packet: Packet) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Tells the client that the server is stopping.
    fn say_closing(&mut self) {}

    /// Leaves rooms and calls, because the connection ends.
    fn leave(self) -> impl Future<Output = ()> + Send;
}

/// The future that handles a socket.
pub(super) fn run(
    shared: &Arc<Shared>,
    mut packets: Packets,
    mut speaker: impl Speaker,
    span: Span,
) -> Run {
    let shared = Arc::clone(shared);
    let run = async move {
        shared.open.fetch_add(1, Ordering::Relaxed);
        tracing::debug!("connected");
        let mut stopped = std::pin::pin!(shared.stopping.cancelled());
        let mut step = speaker.start().await;
        let is_gone = loop {
            if step.is_err() {
                break false;
            }
            // The order matters. Events are written before the next packet is handled. Packets that
            // arrived before the socket closed are still handled. Requests that are not acknowledged
            // before the server stops are sent again by the client.
            step = tokio::select! {
                biased;
                () = &mut stopped => Err(Broken),
                news = speaker.news() => speaker.handle_news(news).await,
                packet = packets.next() => match packet {
                    Some(packet) => speaker.handle_packet(packet).await,
                    None => break true,
                },
            };
        };
        // A room may have seen before this loop that the server is stopping.
        let ending = if !is_gone && shared.stopping.is_cancelled() {
            speaker.say_closing();
            Ending::CloseTransport
        } else {
            Ending::Disconnect
        };
        speaker.leave().await;
        shared.open.fetch_sub(1, Ordering::Relaxed);
        tracing::debug!("disconnected");
        ending
    };
    Box::pin(run.instrument(span))
}

//! Rooms of fifty participants in which every event goes to all.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use anyhow::bail;

use super::{Member, cost, join_all};
use crate::client::{Sender, text_frame};
use crate::server::Server;
use crate::wire::Packet;

const ROOM: usize = 50;
const ROOMS: usize = 4;

/// CPU time per delivered event in microseconds, with `in_flight` events on their way in each room.
pub(super) async fn measure(
    server: &Server,
    in_flight: usize,
    seconds: u64,
) -> anyhow::Result<f64> {
    let members = join_all(server, ROOM * ROOMS, ROOM).await?;
    let deliveries = Rc::new(Cell::new(0));
    let mut tasks = Vec::with_capacity(ROOM * ROOMS);
    let mut rooms = Vec::with_capacity(ROOMS);
    let mut members = members.into_iter();
    for _ in 0..ROOMS {
        let inside: Vec<Member> = members.by_ref().take(ROOM).collect();
        let room = Rc::new(RefCell::new(Room {
            senders: inside.iter().map(|member| member.client.sender()).collect(),
            sent: 0,
            received: 0,
        }));
        for member in inside {
            let (room, counter) = (Rc::clone(&room), Rc::clone(&deliveries));
            tasks.push(tokio::task::spawn_local(receive(member, room, counter)));
        }
        rooms.push(room);
    }
    for room in &rooms {
        (0..in_flight).try_for_each(|_| room.borrow_mut().send())?;
    }
    let figure = cost(server, &deliveries, seconds).await;
    for task in tasks {
        if task.is_finished() {
            task.await??;
            bail!("a connection ended");
        }
        task.abort();
    }
    figure
}

struct Room {
    senders: Vec<Sender>,
    sent: usize,
    received: usize,
}

impl Room {
    /// Toggles the microphone of the next participant, which the server reports to all fifty.
    fn send(&mut self) -> anyhow::Result<()> {
        let on = (self.sent / ROOM).is_multiple_of(2);
        let Some(sender) = self.senders.get(self.sent % ROOM) else { bail!("an empty room") };
        sender.send(&text_frame(&format!(
            "42[\"set_media\",{{\"media\":{{\"microphone\":{on},\"camera\":false,\
             \"screen_share\":false,\"screen_share_audio\":false}}}}]"
        )))?;
        self.sent += 1;
        Ok(())
    }

    /// Counts a received event. Once all participants have it, sends the next.
    fn receive(&mut self) -> anyhow::Result<()> {
        self.received += 1;
        if self.received.is_multiple_of(ROOM) { self.send() } else { Ok(()) }
    }
}

async fn receive(
    member: Member,
    room: Rc<RefCell<Room>>,
    deliveries: Rc<Cell<u64>>,
) -> anyhow::Result<()> {
    let mut client = member.client;
    loop {
        match client.packet().await? {
            Packet::Event(json) if json.starts_with(b"[\"participant_changed\"") => {
                deliveries.set(deliveries.get() + 1);
                room.borrow_mut().receive()?;
            }
            Packet::Event(json) if json.starts_with(b"[\"request_failed\"") => {
                bail!("{}", String::from_utf8_lossy(json));
            }
            _ => {}
        }
    }
}

//! Named rooms: finds or creates the meeting behind a room's name.

use std::net::IpAddr;
use std::time::Duration;

use convene_model::{MeetingId, RoomName, Timestamp};
use convene_storage::{NamedRoomRepository as _, Storage, StorageError};

use crate::address_limit::AddressLimiter;

/// Retries if a random id is taken, or another request creates the name first.
const ATTEMPTS: usize = 5;

/// Why a name has no meeting.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NamedRoomError {
    /// The name is new, and the address has made as many meetings as it may.
    #[error("too many new rooms; try again in {} s", .0.as_secs() + 1)]
    TooMany(Duration),
    /// The database failed.
    #[error("the server cannot look up rooms just now")]
    Storage(#[source] StorageError),
}

/// Returns the meeting of a named room and creates it if the name is new. Creation counts against
/// the address's limit for meetings.
pub(crate) async fn named_room(
    storage: &Storage,
    name: &RoomName,
    made_by: (&AddressLimiter, IpAddr),
    now: Timestamp,
) -> Result<MeetingId, NamedRoomError> {
    let mut failure = StorageError::NotFound;
    let mut counted = false;
    for _ in 0..ATTEMPTS {
        match storage.named_room(name, now).await {
            Err(StorageError::NotFound) => {}
            found => return found.map_err(NamedRoomError::Storage),
        }
        if !counted {
            let (limiter, address) = made_by;
            limiter.check(address).map_err(NamedRoomError::TooMany)?;
            counted = true;
        }
        let id = MeetingId::random(&mut rand::rng());
        match storage.create_named_room(name, &id, now).await {
            Ok(()) => {
                metrics::counter!("meetings_created_total").increment(1);
                return Ok(id);
            }
            Err(StorageError::Conflict) => failure = StorageError::Conflict,
            Err(error) => return Err(NamedRoomError::Storage(error)),
        }
    }
    Err(NamedRoomError::Storage(failure))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    #[tokio::test]
    async fn many_who_use_a_new_name_at_once_find_one_meeting() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let limiter = AddressLimiter::per_minute(20);
        let address = IpAddr::from([192, 0, 2, 1]);
        let name = "stand-up".parse().unwrap();
        let find = || named_room(&storage, &name, (&limiter, address), NOW);
        let found = tokio::join!(find(), find(), find(), find());
        let first = found.0.unwrap();
        for other in [found.1, found.2, found.3] {
            assert_eq!(other.unwrap(), first);
        }
    }

    #[tokio::test]
    async fn new_names_are_limited_and_known_ones_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("convene.db")).await.unwrap();
        let limiter = AddressLimiter::per_minute(1);
        let address = IpAddr::from([192, 0, 2, 1]);
        let (one, two) = ("one".parse().unwrap(), "two".parse().unwrap());
        for _ in 0..3 {
            named_room(&storage, &one, (&limiter, address), NOW).await.unwrap();
        }
        let refused = named_room(&storage, &two, (&limiter, address), NOW).await.unwrap_err();
        assert!(matches!(refused, NamedRoomError::TooMany(_)), "{refused}");
    }
}

//! A disk that carries out every write at once, for tests that are not about the disk. Answers are
//! matched at once, too.

use convene_model::{InterviewItem, RoomRecord, Timestamp};
use convene_room::{Effect, Room};

/// Carries out all writes. Returns the other effects, the kept record and the kept items.
pub(crate) fn serve(
    room: &mut Room,
    now: Timestamp,
) -> (Vec<Effect>, Option<RoomRecord>, Vec<InterviewItem>) {
    let (mut effects, mut kept_record, mut kept_items) = (Vec::new(), None, Vec::new());
    while let Some(effect) = room.poll_effect() {
        match effect {
            Effect::Keep { record, items } => {
                kept_record = record.map(|record| *record).or(kept_record);
                kept_items.extend(items);
                room.handle_kept(true, now);
            }
            Effect::Settled { result, .. } => {
                result.expect("what was planned can be carried out");
            }
            Effect::Match { command, input, .. } => {
                room.handle_matched(command, Some(input.run()), now);
            }
            effect => effects.push(effect),
        }
    }
    (effects, kept_record, kept_items)
}

import type { Role, RoomSettings } from '../../protocol/protocol.gen';
import { type RoomState, selfIn } from '../../stores/room';

type View = Pick<RoomState, 'roster' | 'selfId' | 'settings' | 'title'>;

/** A host's change that concerns this participant. */
export interface HostChanges {
  role: { before: Role; now: Role } | null;
  name: string | null;
  /** The new title of the meeting, which null inside removes. */
  title: { now: string | null } | null;
  /** Changed settings, and whether each restricts. */
  settings: { what: Exclude<keyof RoomSettings, 'media_path'>; on: boolean }[];
}

/** Changes between two states of the room; none on entering or leaving. */
export function hostChanges(before: View, now: View): HostChanges {
  const changes: HostChanges = { role: null, name: null, title: null, settings: [] };
  const [earlier, self] = [selfIn(before), selfIn(now)];
  if (!earlier || !self || before.selfId !== now.selfId) return changes;
  if (earlier.role !== self.role) changes.role = { before: earlier.role, now: self.role };
  if (earlier.name !== self.name) changes.name = self.name;
  if (before.title !== now.title) changes.title = { now: now.title };
  for (const what of [
    ...(['locked', 'lobby', 'share', 'chat', 'record', 'link_preview', 'webinar'] as const),
  ]) {
    const value = now.settings[what] ?? false;
    if (value !== (before.settings[what] ?? false)) {
      changes.settings.push({ what, on: value === true || value === 'hosts' });
    }
  }
  return changes;
}

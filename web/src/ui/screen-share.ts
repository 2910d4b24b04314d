import { may } from '../lib/permissions';
import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { ownInterviewRole, ownRole, useRoom } from '../stores/room';
import { strings } from '../strings';
import { toast } from './toast';

/** Shares a screen, or stops sharing it. */
export async function toggleScreenShare(): Promise<void> {
  const room = useRoom.getState();
  // Whoever shares can stop, whatever was decided since.
  if (useDevices.getState().screenShare.live) devices.stopScreenShare();
  else if (!may(ownRole(room), 'share_screen', room.settings, ownInterviewRole(room)))
    toast(strings().hosts.forHosts.share);
  else await startScreenShare();
}

/** Asks what to share, and says so where that did not work. */
export async function startScreenShare(): Promise<void> {
  try {
    await devices.startScreenShare();
  } catch {
    // The store says why.
  }
  const { live, problem } = useDevices.getState().screenShare;
  // Refused is mostly a change of mind in the browser's own dialog: no comment.
  if (!live && problem && problem !== 'refused') toast(strings().problems.screen, 'danger');
}

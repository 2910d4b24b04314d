import { may } from '../lib/permissions';
import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { ownInterviewRole, ownRole, useRoom } from '../stores/room';
import { toast } from '../stores/toasts';
import { strings } from '../strings';

/** Starts or stops sharing a screen. */
export async function toggleScreenShare(): Promise<void> {
  const room = useRoom.getState();
  // A person who shares may always stop, whatever hosts decided since.
  if (useDevices.getState().screenShare.live) devices.stopScreenShare();
  else if (!may(ownRole(room), 'share_screen', room.settings, ownInterviewRole(room)))
    toast(strings().hosts.forHosts.share);
  else await startScreenShare();
}

/** Asks what to share, and shows a toast on failure. */
export async function startScreenShare(): Promise<void> {
  try {
    await devices.startScreenShare();
  } catch {
    // The store has the reason.
  }
  const { live, problem } = useDevices.getState().screenShare;
  // `refused` mostly means that the person closed the browser's picker: say nothing.
  if (!live && problem && problem !== 'refused') toast(strings().problems.screen, 'danger');
}

import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { strings } from '../strings';
import { toast } from './toast';

/** Shares a screen, or stops sharing it. */
export async function toggleScreenShare(): Promise<void> {
  if (useDevices.getState().screenShare.live) {
    devices.stopScreenShare();
    return;
  }
  try {
    await devices.startScreenShare();
  } catch {
    // The store says why.
  }
  const { live, problem } = useDevices.getState().screenShare;
  // Refused is mostly a change of mind in the browser's own dialog: no comment.
  if (!live && problem && problem !== 'refused') toast(strings().problems.screen, 'danger');
}

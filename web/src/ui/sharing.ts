import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { t } from '../strings';
import { toast } from './toast';

/** Asks what to share, and says so where that did not work. To be called in a press. */
export async function startSharing(): Promise<void> {
  try {
    await devices.startScreenShare();
  } catch {
    // The store says why.
  }
  const { live, problem } = useDevices.getState().screenShare;
  // Refused is mostly a change of mind in the browser's own dialog: no comment.
  if (!live && problem && problem !== 'refused') toast(t.problems.screen, 'danger');
}

import { useMay } from '../../actions/hosting';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';

/** Tells hosts that a decision applies, but would be lost if the server restarted now. */
export function NotKeptNotice() {
  const t = useStrings();
  const maySet = useMay('set_room');
  const kept = useRoom((state) => state.kept);
  if (kept || !maySet) return null;
  return (
    <Notice tone="warn" role="status" title={t.hosts.notKept}>
      <p>{t.hosts.notKeptNote}</p>
    </Notice>
  );
}

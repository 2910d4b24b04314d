import { Copy } from 'lucide-react';
import { useState } from 'react';
import { copyCandidateLink } from '../../actions/interview-links';
import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

export function CopyCandidateLink({ id, size }: { id: MeetingId; size?: 'small' }) {
  const t = useStrings().interview;
  const [busy, setBusy] = useState(false);
  const copy = async () => {
    setBusy(true);
    await copyCandidateLink(id);
    setBusy(false);
  };
  return (
    <Button {...(size && { size })} icon={Copy} busy={busy} onClick={() => void copy()}>
      {t.copyCandidateLink}
    </Button>
  );
}

import './Call.css';

import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';

import type { Party } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { DirectChat } from './DirectChat';
import { tell } from './ring';

const NOBODY: Party = { id: '', name: '' };

/** Direct messages while there is no call. */
export function DirectDialog() {
  const t = useStrings();
  const direct = useCalls((state) => state.direct);
  const field = useRef<HTMLTextAreaElement>(null);
  const [asking, setAsking] = useState(false);
  const name = useShownName(direct?.with ?? NOBODY);
  if (!direct) return null;
  return (
    <>
      <Dialog title={t.calls.direct(name)} onClose={() => calls.closeDirect()}>
        <div className="call-direct">
          {direct.messages.length > 0 && (
            <Button
              size="small"
              variant="quiet"
              icon={Trash2}
              className="call-direct-delete"
              onClick={() => setAsking(true)}
            >
              {t.calls.deleteConversation}
            </Button>
          )}
          <DirectChat direct={direct} label={t.calls.messages} field={field} />
        </div>
      </Dialog>
      {asking && (
        <DeleteQuestion
          party={direct.with}
          onDone={() => {
            setAsking(false);
            field.current?.focus();
          }}
        />
      )}
    </>
  );
}

function DeleteQuestion({ party, onDone }: { party: Party; onDone: () => void }) {
  const t = useStrings();
  const name = useShownName(party);
  const remove = async () => {
    tell(await calls.deleteConversation(party.id));
    onDone();
  };
  return (
    <AlertDialog
      title={t.calls.deleteConversationTitle(name)}
      text={t.calls.deleteConversationText(name)}
      onCancel={onDone}
    >
      <Button variant="danger" onClick={() => void remove()}>
        {t.calls.delete}
      </Button>
      <Button data-first onClick={onDone}>
        {t.calls.keep}
      </Button>
    </AlertDialog>
  );
}

import { Copy, type LucideIcon, Pencil, Reply, Trash2 } from 'lucide-react';
import { copyText } from '../../actions/clipboard';
import { useMay } from '../../actions/hosting';
import { reply } from '../../actions/reply';
import type { ChatMessage } from '../../protocol/protocol.gen';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';

interface MessageActionsProps {
  message: ChatMessage;
  own: boolean;
  /** Id of the element with the message's text. */
  describedBy: string;
  onChange: (how: 'edit' | 'delete') => void;
  /** Called after an action that leaves the message as it is. */
  onDone: () => void;
}

/** Actions on a message: shown on hover, on focus and after a long press. */
export function MessageActions({
  message,
  own,
  describedBy,
  onChange,
  onDone,
}: MessageActionsProps) {
  const t = useStrings();
  const mayWrite = useMay('chat');
  const isPrivate = message.to !== undefined;
  const copy = async () => {
    onDone();
    if (await copyText(message.text ?? '')) toast(t.messages.copied);
    else toast(t.messages.notCopied, 'danger');
  };
  return (
    <span className="chat-actions">
      {!own && mayWrite && (
        <MessageAction
          label={isPrivate ? t.messages.replyPrivately : t.messages.reply}
          icon={Reply}
          describedBy={describedBy}
          onClick={() => {
            onDone();
            reply(message, { quoting: true });
          }}
        />
      )}
      <MessageAction
        label={t.messages.copy}
        icon={Copy}
        describedBy={describedBy}
        onClick={() => void copy()}
      />
      {own && mayWrite && (
        <MessageAction
          label={t.chat.edit}
          icon={Pencil}
          describedBy={describedBy}
          does="edit"
          onClick={() => onChange('edit')}
        />
      )}
      {own && (
        <MessageAction
          label={t.chat.delete}
          icon={Trash2}
          describedBy={describedBy}
          does="delete"
          onClick={() => onChange('delete')}
        />
      )}
    </span>
  );
}

interface MessageActionProps {
  label: string;
  icon: LucideIcon;
  describedBy: string;
  does?: 'edit' | 'delete';
  onClick: () => void;
}

function MessageAction({ label, icon: Icon, describedBy, does, onClick }: MessageActionProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-describedby={describedBy}
      data-does={does}
      onClick={onClick}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}

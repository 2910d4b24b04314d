import './ShortcutsDialog.css';

import { useSettings } from '../../stores/settings';
import { useStrings } from '../../strings';
import type { Strings } from '../../strings/en';
import { Dialog } from '../../ui/Dialog';
import { KeyText } from '../../ui/KeyText';
import { Notice } from '../../ui/Notice';

interface ShortcutsDialogProps {
  shortcuts: { key: string; name: keyof Strings['shortcuts']['names'] }[];
  onClose: () => void;
}

/** Dialog that lists every shortcut and its effect. */
export function ShortcutsDialog({ shortcuts, onClose }: ShortcutsDialogProps) {
  const t = useStrings();
  const on = useSettings((state) => state.shortcuts);
  return (
    <Dialog title={t.shortcuts.title} onClose={onClose}>
      {on ? (
        <p className="field-note">{t.shortcuts.note}</p>
      ) : (
        <Notice tone="info" title={t.shortcuts.off} />
      )}
      <dl className="shortcuts">
        {shortcuts.map(({ key, name }) => (
          <div key={name} className="shortcut">
            <dt>
              <KeyText
                text={`[${(t.shortcuts.keys as Record<string, string>)[key] ?? key.toUpperCase()}]`}
              />
            </dt>
            <dd>{t.shortcuts.names[name]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

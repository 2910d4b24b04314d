import { Download } from 'lucide-react';
import { useRef, useState } from 'react';

import { decodeText } from '../../lib/text-file';
import type { LineError } from '../../protocol/protocol.gen';
import { ApiError } from '../../rtc/api';
import { download } from '../../session/download';
import type { BankKeeper } from '../../session/question-bank';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Notice } from '../../ui/Notice';
import { TextArea } from '../../ui/TextArea';
import { importFaultText } from './import-fault';
import { SAMPLE_CSV } from './sample';

interface ImportDialogProps {
  keeper: BankKeeper;
  /** Pasted text; it survives closing the dialog. */
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
}

interface Refusal {
  text: string;
  lines: LineError[];
}

/** Imports a file or pasted text: all of it, or nothing with a list of its errors. */
export function ImportDialog({ keeper, text, onText, onClose }: ImportDialogProps) {
  const t = useStrings();
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const told = useRef<HTMLDivElement>(null);

  const refuse = (what: Refusal) => {
    setRefusal(what);
    setBusy(false);
    requestAnimationFrame(() => told.current?.scrollIntoView({ block: 'nearest' }));
  };
  const run = async () => {
    if (!file && text.trim() === '') {
      refuse({ text: t.bank.importNothing, lines: [] });
      return;
    }
    setBusy(true);
    setRefusal(null);
    let content: string;
    try {
      content = file ? decodeText(new Uint8Array(await file.arrayBuffer())) : text;
    } catch {
      refuse({ text: t.bank.importUnreadable, lines: [] });
      return;
    }
    try {
      const { questions, templates } = await keeper.import(content, typeOf(content, file?.name));
      toast(t.bank.imported(questions, templates));
      if (!file) onText('');
      onClose();
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : null;
      const failure = error instanceof ApiError ? error.failure : 'server';
      const lines = problem?.errors ?? [];
      if (lines.length > 0) refuse({ text: t.bank.importErrors(lines.length), lines });
      else if (failure !== 'refused') refuse({ text: t.bank.failed[failure], lines });
      else {
        const tooLarge = error instanceof ApiError && error.status === 413;
        refuse({ text: tooLarge ? t.bank.importTooLarge : t.bank.importRefused, lines });
      }
    }
  };

  return (
    <Dialog title={t.bank.importTitle} onClose={onClose}>
      <p>{t.bank.importText}</p>
      <label className="field">
        <span className="field-label">{t.bank.importFile}</span>
        <input
          type="file"
          className="field-control import-file"
          accept=".csv,.json,text/csv,application/json"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            setRefusal(null);
          }}
        />
      </label>
      {!file && (
        <TextArea
          label={t.bank.importPaste}
          rows={4}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            onText(event.currentTarget.value);
            setRefusal(null);
          }}
        />
      )}
      <div ref={told}>
        {refusal && (
          <Notice tone="danger" role="alert" title={refusal.text}>
            {refusal.lines.length > 0 && (
              <ul className="import-errors">
                {refusal.lines.map(({ line, message, fault }) => (
                  <li key={`${line} ${message}`}>
                    <strong>{t.bank.importLine(line)}</strong> {importFaultText(t, fault)}
                  </li>
                ))}
              </ul>
            )}
          </Notice>
        )}
      </div>
      <div className="dialog-answers">
        <Button variant="primary" busy={busy} onClick={() => void run()}>
          {t.bank.importNow}
        </Button>
      </div>
      <details className="import-format">
        <summary>{t.bank.csvTitle}</summary>
        <p>{t.bank.csvText}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
        <pre tabIndex={0}>{SAMPLE_CSV}</pre>
        <Button
          size="small"
          icon={Download}
          onClick={() => download(new Blob([SAMPLE_CSV], { type: 'text/csv' }), 'questions.csv')}
        >
          {t.bank.sample}
        </Button>
      </details>
    </Dialog>
  );
}

/** Format of a file, by its name, else by its first bytes. */
function typeOf(content: string, name = ''): 'text/csv' | 'application/json' {
  if (/\.csv$/i.test(name)) return 'text/csv';
  return /\.json$/i.test(name) || /^\s*[{[]/.test(content) ? 'application/json' : 'text/csv';
}

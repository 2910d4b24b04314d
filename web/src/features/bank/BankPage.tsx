import './BankPage.css';

import { Download, Upload } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';

import { download } from '../../session/download';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Tabs } from '../../ui/Tabs';
import { useLeaveGuard } from '../../widgets/interview/useLeaveGuard';
import { Page, usePageHeading } from '../../widgets/Page';
import { BankNotices } from './BankNotices';
import { BankOffer } from './BankOffer';
import { BankSharing } from './BankSharing';
import { ImportDialog } from './ImportDialog';
import { Questions } from './Questions';
import { type Edited, TemplateEditing } from './TemplateEditing';
import { Templates } from './Templates';
import { useBank } from './useBank';

/** Question bank: questions and templates for future interviews. */
export default function BankPage() {
  const t = useStrings();
  const heading = usePageHeading(t.bank.title);
  const { keeper, bank, status, unsaved, saving, trouble } = useBank();
  const [importing, setImporting] = useState(false);
  const [pasted, setPasted] = useState('');
  const [edited, setEdited] = useState<Edited | null>(null);
  const main = useRef<HTMLDivElement>(null);
  const focusNext = useRef(false);
  useLeaveGuard(unsaved);

  const there = status === 'ready' || status === 'none';
  const saveFile = async (file: 'questions.csv' | 'export.json', name: string) => {
    try {
      download(await keeper.export(file), name);
    } catch {
      toast(t.bank.exportFailed, 'danger');
    }
  };

  const close = () => {
    setEdited(null);
    focusNext.current = true;
  };
  // The closed editor had the focus.
  useLayoutEffect(() => {
    if (edited || !focusNext.current) return;
    focusNext.current = false;
    main.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [edited]);

  return (
    <Page>
      {edited && (
        <TemplateEditing
          edited={edited}
          bank={bank}
          onSave={(next) => {
            keeper.change(next);
            close();
          }}
          onCancel={close}
        />
      )}
      <div className="bank" ref={main} hidden={edited !== null}>
        <header className="bank-head">
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {t.bank.title}
            </h1>
            <p className="bank-sentence">{t.bank.sentence}</p>
          </div>
          {there && (
            <div className="bank-files">
              <Button icon={Upload} disabled={trouble !== null} onClick={() => setImporting(true)}>
                {t.bank.import}
              </Button>
              <Button
                icon={Download}
                disabled={trouble !== null || bank.questions.length === 0}
                onClick={() => void saveFile('questions.csv', 'questions.csv')}
              >
                {t.bank.exportCsv}
              </Button>
              <Button
                icon={Download}
                disabled={trouble !== null || bank.questions.length + bank.templates.length === 0}
                onClick={() => void saveFile('export.json', 'question-bank.json')}
              >
                {t.bank.exportJson}
              </Button>
            </div>
          )}
        </header>

        <BankOffer keeper={keeper} />
        <BankNotices keeper={keeper} />

        {status === 'loading' && <p role="status">{t.bank.loading}</p>}
        {there && (
          <>
            <Tabs
              label={t.bank.tabs}
              tabs={[
                {
                  id: 'questions',
                  title: t.bank.questions(bank.questions.length),
                  content: <Questions bank={bank} onChange={(next) => keeper.change(next)} />,
                },
                {
                  id: 'templates',
                  title: t.bank.templates(bank.templates.length),
                  content: (
                    <Templates
                      bank={bank}
                      onChange={(next) => keeper.change(next)}
                      onEdit={setEdited}
                    />
                  ),
                },
              ]}
            >
              <p className="bank-saved" role="status">
                {status === 'ready' &&
                  (saving ? t.bank.saving : unsaved ? t.bank.unsaved : t.bank.saved)}
              </p>
            </Tabs>
            <BankSharing keeper={keeper} />
          </>
        )}
        {importing && (
          <ImportDialog
            keeper={keeper}
            text={pasted}
            onText={setPasted}
            onClose={() => setImporting(false)}
          />
        )}
      </div>
    </Page>
  );
}

import './LinksDialog.css';

import { type FormEvent, useCallback, useEffect, useId, useState } from 'react';
import { interviewFailure } from '../../actions/interview-failure';
import { interviewUrl, isGood, type OpenLink } from '../../actions/interview-links';
import { copyOrTell } from '../../actions/invite';
import { readLinkToken } from '../../lib/interview-links';
import type { InterviewLink, InterviewRole, MeetingId } from '../../protocol/protocol.gen';
import { createLink, getLinks, revokeLink } from '../../rtc/interview-api';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';

const ROLES: readonly InterviewRole[] = ['candidate', 'interviewer', 'observer'];
const DAYS = 30;
const MAX_LABEL = 120;

/** Dialog that lists, copies, creates and revokes the links into the interview. */
export function LinksDialog({ id, onClose }: { id: MeetingId; onClose: () => void }) {
  const t = useStrings().interview;
  const [links, setLinks] = useState<InterviewLink[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      setLinks(await getLinks(id, readLinkToken(id) ?? ''));
      setProblem(null);
    } catch (error) {
      setProblem(interviewFailure(error));
    }
  }, [id]);
  useEffect(() => void load(), [load]);
  /** Tokens of links created here: the server tells an interviewer link's token only once. */
  const [made, setMade] = useState<Record<string, string>>({});
  return (
    <Dialog title={t.links} onClose={onClose}>
      <p>{t.linksText}</p>
      <Problem text={problem} />
      {links === null && problem === null && <p role="status">{t.linksLoading}</p>}
      {links && (
        <ul className="interview-links">
          {ROLES.flatMap((role) => links.filter((link) => link.role === role)).map((link) => (
            <LinkRow
              key={link.id}
              id={id}
              link={link}
              token={link.token ?? made[link.id] ?? null}
              onChanged={load}
            />
          ))}
        </ul>
      )}
      <NewLink
        id={id}
        onMade={async (link) => {
          setMade((before) => ({ ...before, [link.id]: link.token }));
          await load();
        }}
      />
    </Dialog>
  );
}

interface LinkRowProps {
  id: MeetingId;
  link: InterviewLink;
  /** Null if only the link's holder knows it. */
  token: string | null;
  onChanged: () => Promise<void>;
}

function LinkRow({ id, link, token, onChanged }: LinkRowProps) {
  const t = useStrings().interview;
  const own = useInterview(({ view }) => view?.role === 'interviewer' && view.link === link.id);
  const [asking, setAsking] = useState(false);
  const nameId = useId();
  const good = isGood(link);
  const state = link.revoked
    ? t.linkRevoked
    : good
      ? t.linkExpires(new Date(link.expires_at))
      : t.linkExpired;
  const details = [state];
  if (own) details.push(t.linkOwn);
  else if (good && token === null) details.push(t.linkHidden);
  return (
    <li className="interview-link" data-good={good}>
      <span className="interview-link-text">
        <span id={nameId} className="interview-link-name">
          {t.roles[link.role]}
          {link.label && <span dir="auto"> {t.linkFor(link.label)}</span>}
        </span>
        <span className="interview-meta">{details.join(' · ')}</span>
      </span>
      {good && (
        <span className="interview-link-actions">
          {token !== null && (
            <Button
              size="small"
              aria-describedby={nameId}
              onClick={() => void copyOrTell(interviewUrl(id, token), t.linkCopied)}
            >
              {t.copy}
            </Button>
          )}
          {/* Revoking the own link could leave the interview without an interviewer. */}
          {!own && (
            <Button
              size="small"
              variant="quiet"
              aria-describedby={nameId}
              onClick={() => setAsking(true)}
            >
              {t.revoke}
            </Button>
          )}
        </span>
      )}
      {asking && (
        <RevokeQuestion
          id={id}
          link={link}
          onClose={() => setAsking(false)}
          onDone={async () => {
            setAsking(false);
            await onChanged();
          }}
        />
      )}
    </li>
  );
}

interface RevokeQuestionProps {
  id: MeetingId;
  link: InterviewLink;
  onClose: () => void;
  onDone: () => Promise<void>;
}

function RevokeQuestion({ id, link, onClose, onDone }: RevokeQuestionProps) {
  const t = useStrings().interview;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const revoke = async () => {
    setBusy(true);
    try {
      await revokeLink(id, readLinkToken(id) ?? '', link.id);
      await onDone();
    } catch (error) {
      setProblem(interviewFailure(error));
      setBusy(false);
    }
  };
  return (
    <AlertDialog title={t.revokeTitle} text={t.revokeText} onCancel={onClose}>
      <Problem text={problem} />
      <Button data-first onClick={onClose}>
        {t.keep}
      </Button>
      <Button variant="danger" busy={busy} onClick={() => void revoke()}>
        {t.revokeNow}
      </Button>
    </AlertDialog>
  );
}

interface NewLinkProps {
  id: MeetingId;
  onMade: (link: OpenLink) => Promise<void>;
}

function NewLink({ id, onMade }: NewLinkProps) {
  const t = useStrings().interview;
  const [role, setRole] = useState<InterviewRole>('candidate');
  const [label, setLabel] = useState('');
  const [days, setDays] = useState(String(DAYS));
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const roleId = useId();

  const make = async (event: FormEvent) => {
    event.preventDefault();
    const count = Number(days);
    const fits = Number.isInteger(count) && count >= 1 && count <= 365;
    setWrong(!fits);
    if (busy || !fits) return;
    setBusy(true);
    setProblem(null);
    try {
      const named = label.trim() === '' ? {} : { label: label.trim() };
      const link = await createLink(id, readLinkToken(id) ?? '', { role, days: count, ...named });
      setLabel('');
      await onMade(link);
      await copyOrTell(interviewUrl(id, link.token), t.linkCopied);
    } catch (error) {
      setProblem(interviewFailure(error));
    }
    setBusy(false);
  };
  return (
    <form className="interview-link-form" noValidate onSubmit={(event) => void make(event)}>
      <h3>{t.newLink}</h3>
      <div className="field">
        <label className="field-label" htmlFor={roleId}>
          {t.linkRole}
        </label>
        <select
          id={roleId}
          className="field-control"
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as InterviewRole)}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {t.roles[one]}
            </option>
          ))}
        </select>
      </div>
      <TextField
        label={t.forWhom}
        hint={t.forWhomHint}
        error={null}
        value={label}
        maxLength={MAX_LABEL}
        autoComplete="off"
        dir="auto"
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextField
        label={t.days}
        error={wrong ? t.daysWrong : null}
        value={days}
        inputMode="numeric"
        autoComplete="off"
        onChange={(event) => {
          setDays(event.currentTarget.value);
          setWrong(false);
        }}
      />
      {role === 'interviewer' && <p className="field-note">{t.copyNow}</p>}
      <Problem text={problem} />
      <Button type="submit" variant="primary" busy={busy}>
        {t.makeLink}
      </Button>
    </form>
  );
}

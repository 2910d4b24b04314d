import './Page.css';

import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';

import { useStrings } from '../strings';
import { Logo } from '../ui/Logo';
import { LanguageField } from './LanguageField';

/** Sets the page's title and moves the focus to its heading, except on the first page shown. */
export function usePageHeading(title: string) {
  const t = useStrings();
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === t.product ? title : `${title} · ${t.product}`;
  }, [title, t]);
  useEffect(() => {
    if (pagesShown > 0) ref.current?.focus({ preventScroll: true });
    const shown = setTimeout(() => {
      pagesShown += 1;
    });
    return () => clearTimeout(shown);
  }, []);
  return ref;
}

let pagesShown = 0;

/** Frame of every page but the meeting: the logo above, the content below. */
export function Page({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  const t = useStrings();
  return (
    <div className="page">
      <header className="page-head">
        <Link href="/" className="page-home" aria-label={t.product}>
          <Logo />
        </Link>
        {aside}
      </header>
      <main className="page-main">{children}</main>
      <footer className="page-foot">
        <LanguageField />
      </footer>
    </div>
  );
}

interface MessagePageProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** A page with one message and its actions. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  const heading = usePageHeading(title);
  return (
    <Page>
      <div className="message">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
        {actions && <div className="message-actions">{actions}</div>}
      </div>
    </Page>
  );
}

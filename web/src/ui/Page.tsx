import './Page.css';

import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';

import { useStrings } from '../strings';
import { LanguageField } from './LanguageField';
import { Logo } from './Logo';

/** Sets the page's title and, unless the page is the first one shown, moves the focus to its heading. */
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

/** The frame of every page but the meeting itself: the logo above, the content below. */
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

/** A page that says one thing and offers what can be done. */
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

import './PrejoinPage.css';

import { type ReactNode, useEffect } from 'react';

import { devices } from '../../session';
import { strings } from '../../strings';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';
import { Preview } from '../../ui/devices/Preview';
import { Page, usePageHeading } from '../../ui/Page';
import { JoinAs, type JoinAsProps } from './JoinAs';

interface ReadyPageProps extends JoinAsProps {
  pageTitle: string;
  title: string;
  /** What stands below the title. */
  about: ReactNode;
  /** What there is to know before one joins. */
  notes: ReactNode;
  /** Whether it is clear by now that there is something to join. */
  known: boolean;
  /** Without devices there is no look in the mirror: one only looks on. */
  withDevices?: boolean;
}

/** The look in the mirror, the name, and the way in; whatever it is that one joins. */
export function ReadyPage({
  pageTitle,
  title,
  about,
  notes,
  known,
  withDevices = true,
  ...joinAs
}: ReadyPageProps) {
  const heading = usePageHeading(pageTitle);
  const starts = known && withDevices;

  // Permission is asked for only once it is clear that there is something to join.
  useEffect(() => {
    if (starts) void devices.start();
  }, [starts]);

  return (
    <Page>
      <div className="prejoin" data-devices={withDevices}>
        {withDevices && <Preview />}
        <section className="prejoin-side">
          <header className="prejoin-head">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {about}
          </header>
          {notes}
          <JoinAs {...joinAs} />
        </section>
        {withDevices && (
          <div className="prejoin-devices">
            <DeviceProblems beforeJoining />
            <DeviceFields />
          </div>
        )}
      </div>
    </Page>
  );
}

export function presenceText(count: number | null): string {
  if (count === null) return strings().prejoin.checking;
  if (count === 0) return strings().prejoin.nobodyThere;
  return count === 1 ? strings().prejoin.onePersonThere : strings().prejoin.peopleThere(count);
}

import './PrejoinPage.css';

import { type ReactNode, useEffect } from 'react';

import { devices } from '../../session';
import { strings } from '../../strings';
import { DeviceProblems } from '../../widgets/device-trouble/DeviceProblems';
import { DeviceFields } from '../../widgets/devices/DeviceFields';
import { Preview } from '../../widgets/devices/Preview';
import { Page, usePageHeading } from '../../widgets/Page';
import { JoinAs, type JoinAsProps } from './JoinAs';

interface ReadyPageProps extends JoinAsProps {
  pageTitle: string;
  title: string;
  /** Content below the title. */
  about: ReactNode;
  /** Notes to read before joining. */
  notes: ReactNode;
  /** True once the look-up has found the meeting or interview. */
  known: boolean;
  /** False for observers, who send no media and so get no camera preview. */
  withDevices?: boolean;
}

/** Camera preview, name and join button for meetings and interviews. */
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

  // Asks for device permissions only after the look-up has found something to join.
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

import './ConnectionDialog.css';

import { Lock, Server } from 'lucide-react';
import type { ReactNode } from 'react';

import { advise, type ConnectionSample, type VideoFigures } from '../../lib/connection-quality';
import { everybody } from '../../lib/roster';
import { useDevices } from '../../stores/devices';
import { type ConnectionQuality, useQuality } from '../../stores/quality';
import { useRoom } from '../../stores/room';
import { strings, useStrings } from '../../strings';
import { Dialog } from '../../ui/Dialog';
import { SignalBars } from '../../ui/SignalBars';

/** Dialog with connection figures of every participant over the last few seconds. */
export function ConnectionDialog({ onClose }: { onClose: () => void }) {
  const t = useStrings();
  const { own, participants: known } = useQuality();
  const selfId = useRoom((state) => state.selfId);
  const roster = useRoom((state) => state.roster);
  const others = everybody(roster).filter(({ id }) => id !== selfId);
  const path = useRoom((state) => state.mediaPath);
  const weak = Object.values(known).filter(({ quality }) => quality !== 'good').length;
  const alone = weak === 1 && Object.keys(known).length > 1;
  return (
    <Dialog title={t.quality.title} onClose={onClose}>
      <p className="connection-path">
        {path === 'mesh' ? <Lock aria-hidden="true" /> : <Server aria-hidden="true" />}
        {t.quality.path[path]}
      </p>
      {others.length === 0 && <p>{t.quality.nobody}</p>}
      {own && others.length > 0 && (
        <Connection name={t.quality.own} connection={own} alone={false}>
          <OwnRows sample={own.sample} />
        </Connection>
      )}
      {others.map(({ id, name }) => {
        const connection = known[id];
        return connection ? (
          <Connection key={id} name={name} connection={connection} alone={alone}>
            <Rows sample={connection.sample} />
          </Connection>
        ) : (
          <section key={id} className="connection">
            <h3 dir="auto">{name}</h3>
            <p>{t.quality.measuring}</p>
          </section>
        );
      })}
    </Dialog>
  );
}

interface ConnectionProps {
  name: string;
  connection: ConnectionQuality;
  /** True if this connection is the only one of several below good quality. */
  alone: boolean;
  children: ReactNode;
}

const BARS = { good: 3, fair: 2, poor: 1 } as const;

function Connection({ name, connection, alone, children }: ConnectionProps) {
  const t = useStrings();
  const sending = useDevices((state) => state.camera.live);
  const { quality, reasons, sample } = connection;
  const advice = advise(connection, sample, { alone, sending });
  return (
    <section className="connection">
      <header className="connection-head">
        <h3 dir="auto">{name}</h3>
        <p className="connection-quality" data-quality={quality}>
          <SignalBars bars={BARS[quality]} />
          {t.quality.levels[quality]}
        </p>
      </header>
      {quality !== 'good' && (
        <div className="connection-advice">
          <p>{reasons.map((reason) => t.quality.reasons[reason]).join(' ')}</p>
          <ul>
            {advice.map((one) => (
              <li key={one}>{t.quality.advice[one]}</li>
            ))}
          </ul>
        </div>
      )}
      <table className="connection-table">
        <caption className="visually-hidden">{name}</caption>
        {children}
      </table>
    </section>
  );
}

function Rows({ sample }: { sample: ConnectionSample }) {
  const t = useStrings();
  const { received, sent, roundTrip, jitter, freezes, route } = sample;
  const screens = received.screen || sent.screen;
  return (
    <>
      <thead>
        <tr>
          <td />
          <th scope="col">{t.quality.received}</th>
          <th scope="col">{t.quality.sent}</th>
        </tr>
      </thead>
      <tbody>
        <Row name={t.quality.codec} values={[received.camera?.codec, sent.camera?.codec]} />
        <Row name={t.quality.resolution} values={[size(received.camera), size(sent.camera)]} />
        <Row name={t.quality.frameRate} values={[rate(received.camera), rate(sent.camera)]} />
        {screens && (
          <Row name={t.quality.screen} values={[all(received.screen), all(sent.screen)]} />
        )}
        <Row name={t.quality.bitrate} values={[bits(received.bitrate), bits(sent.bitrate)]} />
        <Row name={t.quality.loss} values={[percent(received.loss), percent(sent.loss)]} />
        <Row name={t.quality.roundTrip} values={[ms(roundTrip)]} span={2} />
        <Row name={t.quality.jitter} values={[ms(jitter)]} span={2} />
        <Row name={t.quality.freezes} values={[freezes]} span={2} />
        <Row
          name={t.quality.route}
          values={[route && t.quality.routeOf(route.relayed, route.protocol)]}
          span={2}
        />
      </tbody>
    </>
  );
}

function OwnRows({ sample: { sent, roundTrip, limited } }: { sample: ConnectionSample }) {
  const t = useStrings();
  return (
    <tbody>
      <Row name={t.quality.codec} values={[sent.camera?.codec]} />
      <Row name={t.quality.resolution} values={[size(sent.camera)]} />
      <Row name={t.quality.frameRate} values={[rate(sent.camera)]} />
      {sent.screen && <Row name={t.quality.screen} values={[all(sent.screen)]} />}
      <Row name={t.quality.bitrateAll} values={[bits(sent.bitrate)]} />
      <Row name={t.quality.loss} values={[percent(sent.loss)]} />
      <Row name={t.quality.roundTrip} values={[ms(roundTrip)]} />
      <Row
        name={t.quality.limited}
        values={[limited && t.quality.limitedBy(limited.bandwidth, limited.cpu)]}
      />
    </tbody>
  );
}

type Value = string | number | null | undefined;

function Row({ name, values, span = 1 }: { name: string; values: Value[]; span?: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns have no other identity.
        <td key={index} colSpan={span}>
          {value ?? <Unknown />}
        </td>
      ))}
    </tr>
  );
}

function Unknown() {
  const t = useStrings();
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t.quality.unknown}</span>
    </>
  );
}

function size(video: VideoFigures | null): string | null {
  return video && `${video.width} × ${video.height}`;
}

function rate(video: VideoFigures | null): string | null {
  return video && strings().quality.perSecond(video.fps);
}

function all(video: VideoFigures | null): string | null {
  return video && [video.codec, size(video), rate(video)].filter(Boolean).join(', ');
}

function bits(bitrate: number | null): string | null {
  return bitrate === null ? null : strings().quality.kilobits(Math.round(bitrate / 1000));
}

function percent(share: number | null): string | null {
  return share === null ? null : strings().quality.percent(share * 100);
}

function ms(value: number | null): string | null {
  return value === null ? null : strings().quality.milliseconds(value);
}

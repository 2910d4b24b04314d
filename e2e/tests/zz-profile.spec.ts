import { CallPage } from '../support/call-page.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
const server = useServer({ args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'] });
for (const round of [1, 2, 3]) test('profile ' + round, async ({ person }) => {
  const grant = { permissions: ['camera', 'microphone'] };
  const A = await person('Ana', grant), B = await person('Ben', grant);
  for (const p of [A, B]) await p.page.addInitScript(() => {
    const log: [number, string][] = []; (window as any).log = log;
    const now = () => performance.timeOrigin + performance.now();
    const say = (s: string) => log.push([now(), s]);
    (window as any).say = say;
    const P = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends P {
      constructor(c?: RTCConfiguration) { super(c); say('pc new ' + JSON.stringify(c?.iceServers?.map((s) => s.urls)));
        this.addEventListener('connectionstatechange', () => say('pc ' + this.connectionState));
        let last = ''; const poll = async () => { if (this.connectionState === 'closed') return; if (this.connectionState !== 'new') { const r = await this.getStats(); let line = ''; for (const x of r.values() as any) { if (x.type === 'outbound-rtp' && x.kind === 'video' && x.active) line += `OUT enc ${x.framesEncoded} key ${x.keyFramesEncoded} sent ${x.framesSent} pk ${x.packetsSent} ${x.frameWidth}x${x.frameHeight} lim ${x.qualityLimitationReason} `; if (x.type === 'media-source' && x.kind === 'video') line += `SRC ${x.frames} `; if (x.type === 'inbound-rtp' && x.kind === 'video' && x.packetsReceived) line += `IN pk ${x.packetsReceived} fr ${x.framesReceived} dec ${x.framesDecoded} pli ${x.pliCount} `; } if (line !== last) { say(line); last = line; } } setTimeout(poll, 8); }; poll();
        this.addEventListener('iceconnectionstatechange', () => say('ice ' + this.iceConnectionState));
        this.addEventListener('track', (e) => { say('track ' + e.track.kind + ' ' + e.track.muted); e.track.addEventListener('unmute', () => say('unmute ' + e.track.kind)); });
        const iv = setInterval(() => { const d = (this as any).sctp?.transport?.state ?? this.getTransceivers()[0]?.sender.transport?.state; if (d === 'connected') { say('dtls connected (poll)'); clearInterval(iv);} if (this.connectionState==='closed') clearInterval(iv); }, 5);
      }
      async setLocalDescription(d?: any) { say('SLD start'); await super.setLocalDescription(d); say('SLD end ' + this.localDescription?.type); }
      async setRemoteDescription(d: any) { say('SRD start ' + d.type); await super.setRemoteDescription(d); say('SRD end'); }
    } as any;
    const sp = RTCRtpSender.prototype.setParameters;
    RTCRtpSender.prototype.setParameters = function (x) { say('setParameters ' + this.track?.kind + JSON.stringify(x.encodings)); return sp.call(this, x); };
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (x) { say('ws> ' + String(x).slice(0, 130)); return send.call(this, x); };
    const W = window.WebSocket;
    window.WebSocket = class extends W { constructor(u: any, p: any) { super(u, p); this.addEventListener('message', (e) => say('ws< ' + String(e.data).slice(0, 130))); } } as any;
    const g = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices); navigator.mediaDevices.getUserMedia = async (c) => { say('gUM ' + JSON.stringify(c)); const s = await g(c); say('gUM done'); for (const t of s.getTracks()) { const st = t.stop.bind(t); t.stop = () => { say('stop ' + t.kind + new Error().stack); st(); }; } return s; }; document.addEventListener('click', (e) => say('CLICK ' + (e.target as Element).textContent), { capture: true });
    const seen = new WeakSet();
    const look = () => { requestAnimationFrame(look);
      for (const v of document.querySelectorAll('[role=group] video') as any) { if (!v.srcObject || seen.has(v)) continue; seen.add(v); const l = v.closest('[role=group]').getAttribute('aria-label') + '/' + v.closest('[role=group]').className; say('video ' + l); v.requestVideoFrameCallback(() => say('FRAME ' + l)); } };
    look();
    new PerformanceObserver((list) => { for (const e of list.getEntries()) log.push([performance.timeOrigin + e.startTime, 'LONG ' + Math.round(e.duration)]); }).observe({ type: 'longtask' });
  });
  const ana = await CallPage.open(A, server().origin);
  const ben = await CallPage.open(B, server().origin);
  await ana.ring(await ben.id());
  await expect(ben.incoming('Ana')).toBeVisible();
  await expect.poll(() => ben.person.page.evaluate(() => window.e2e.peers().some((peer) => peer.localDescription))).toBe(true);
  await ben.person.page.waitForTimeout(1500);
  await ben.answer('Ana');
  await ben.person.page.waitForTimeout(2000);
  const all: [number, string][] = [];
  for (const [n, p] of [['A', ana], ['B', ben]] as const) for (const [t, s] of await p.person.page.evaluate(() => (window as any).log as [number, string][])) all.push([t, n + ' ' + s]);
  all.sort((a, b) => a[0] - b[0]);
  const t0 = all.find(([, s]) => s.startsWith('B CLICK') )?.[0] ?? 0;
  for (const [t, s] of all) if (t > t0 - (round === 1 ? 3000 : 30) && t < t0 + 900) console.log(Math.round(t - t0), s);
});

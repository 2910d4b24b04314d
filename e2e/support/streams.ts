import type { Page } from '@playwright/test';

export interface StreamToken {
  id: string;
  token: string;
  url: string;
}

declare global {
  /** Connection of the stream that the page sends or plays. */
  var streaming: RTCPeerConnection;
}

/**
 * A page of the server, in place of a program, sends its camera, or plays; returns where its session
 * is. Rejects with the status if the server refuses.
 */
export async function stream(
  origin: string,
  page: Page,
  { url, token }: Pick<StreamToken, 'url' | 'token'>,
): Promise<string> {
  await page.goto(`${origin}/health`);
  return page.evaluate(
    async ({ url, token }) => {
      const peer = new RTCPeerConnection();
      globalThis.streaming = peer;
      if (url.includes('/whip/')) {
        const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
        for (const track of own.getTracks()) {
          peer.addTransceiver(track, { direction: 'sendonly', streams: [own] });
        }
      } else {
        const video = Object.assign(document.createElement('video'), {
          autoplay: true,
          muted: true,
        });
        document.body.append(video);
        video.srcObject = new MediaStream();
        for (const kind of ['audio', 'video']) {
          const { receiver } = peer.addTransceiver(kind, { direction: 'recvonly' });
          video.srcObject.addTrack(receiver.track);
        }
      }
      await peer.setLocalDescription();
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' },
        body: peer.localDescription?.sdp ?? '',
      });
      if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
      await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      return new URL(answer.headers.get('location') ?? '', url).href;
    },
    { url, token },
  );
}

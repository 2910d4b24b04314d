/** Container and codecs that this browser can record. */
export interface RecordingFormat {
  container: 'webm' | 'mp4';
  /** Codec names as mediabunny knows them. */
  video: 'vp8' | 'vp9' | 'avc';
  audio: 'opus' | 'aac';
}

export const PICTURE = { width: 1280, height: 720, frameRate: 25, bitrate: 2_500_000 };
export const SOUND = { channels: 2, bitrate: 128_000 };

const CODECS = {
  vp9: 'vp09.00.31.08',
  vp8: 'vp8',
  avc: 'avc1.4d001f',
  opus: 'opus',
  aac: 'mp4a.40.2',
};

/**
 * Formats in order of preference. VP9 carries its colour space, looks best, and in Chromium costs a
 * third of VP8's work. Every browser that supports one of these plays WebM.
 */
const PICTURES: readonly Pick<RecordingFormat, 'container' | 'video'>[] = [
  { container: 'webm', video: 'vp9' },
  { container: 'webm', video: 'vp8' },
  { container: 'mp4', video: 'avc' },
];

/** Null if the browser cannot record. */
export async function chooseFormat(): Promise<RecordingFormat | null> {
  if (typeof VideoEncoder === 'undefined' || typeof AudioEncoder === 'undefined') return null;
  if (typeof AudioWorkletNode === 'undefined') return null;
  const { width, height, frameRate: framerate, bitrate } = PICTURE;
  for (const { container, video } of PICTURES) {
    const config: VideoEncoderConfig = {
      codec: CODECS[video],
      ...{ width, height, framerate, bitrate },
      latencyMode: 'realtime',
    };
    if (!(await isSupported(VideoEncoder.isConfigSupported(config)))) continue;
    for (const audio of container === 'webm' ? (['opus'] as const) : (['aac', 'opus'] as const)) {
      const config = {
        codec: CODECS[audio],
        sampleRate: 48_000,
        numberOfChannels: SOUND.channels,
        bitrate: SOUND.bitrate,
      };
      if (await isSupported(AudioEncoder.isConfigSupported(config))) {
        return { container, video, audio };
      }
    }
  }
  return null;
}

async function isSupported(answer: Promise<{ supported?: boolean }>): Promise<boolean> {
  try {
    return (await answer).supported ?? false;
  } catch {
    // The browser does not know the codec's name.
    return false;
  }
}

export function mimeType(container: RecordingFormat['container']): string {
  return `video/${container}`;
}

import {
  BlobSource,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Output,
  WEBM,
} from 'mediabunny';

import { formatOf, targetOf } from './encoder';
import type { RecordingFile } from './file';

/**
 * Copies the complete part of a cut-off recording into a file with duration and index, as if it had
 * ended there. Nothing is encoded again.
 */
export async function repairRecording(from: Blob, to: RecordingFile): Promise<void> {
  const input = new Input({ formats: [WEBM], source: new BlobSource(from) });
  const [videoTrack, audioTrack] = [
    await input.getPrimaryVideoTrack(),
    await input.getPrimaryAudioTrack(),
  ];
  if (!videoTrack?.codec || !audioTrack?.codec) throw new Error('nothing whole is in it');
  const video = new EncodedVideoPacketSource(videoTrack.codec);
  const audio = new EncodedAudioPacketSource(audioTrack.codec);
  const output = new Output({ format: formatOf('webm'), target: targetOf(to) });
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();

  const videoConfig = await videoTrack.getDecoderConfig();
  const audioConfig = await audioTrack.getDecoderConfig();
  const pictures = new EncodedPacketSink(videoTrack).packets();
  const sounds = new EncodedPacketSink(audioTrack).packets();
  let picture = await nextOf(pictures);
  let sound = await nextOf(sounds);
  while (picture || sound) {
    if (picture && (!sound || picture.timestamp <= sound.timestamp)) {
      await video.add(picture, { ...(videoConfig && { decoderConfig: videoConfig }) });
      picture = await nextOf(pictures);
    } else if (sound) {
      await audio.add(sound, { ...(audioConfig && { decoderConfig: audioConfig }) });
      sound = await nextOf(sounds);
    }
  }
  await output.finalize();
}

/** Null at the end, or where a partly written packet cannot be read. */
async function nextOf(packets: AsyncGenerator<EncodedPacket, void>): Promise<EncodedPacket | null> {
  try {
    return (await packets.next()).value ?? null;
  } catch {
    return null;
  }
}

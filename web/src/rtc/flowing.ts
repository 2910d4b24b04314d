/** How long a voice arrives before it is taken over, in ms: its jitter buffer fills meanwhile. */
const VOICE_PATIENCE = 200;

/**
 * Calls back once when a received track really carries something: a picture its first decoded
 * frame, a voice its first packets. Returns the function that stops waiting.
 */
export function onceFlowing(track: MediaStreamTrack, callback: () => void): () => void {
  return track.kind === 'video' ? oncePictured(track, callback) : onceHeard(track, callback);
}

function oncePictured(track: MediaStreamTrack, callback: () => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  const stop = (): void => {
    video.onloadeddata = null;
    video.srcObject = null;
  };
  video.onloadeddata = () => {
    stop();
    callback();
  };
  video.srcObject = new MediaStream([track]);
  // Where playback is refused, the patience of the caller ends the wait.
  video.play()?.catch(() => {});
  return stop;
}

function onceHeard(track: MediaStreamTrack, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    timer = setTimeout(callback, VOICE_PATIENCE);
  };
  if (!track.muted) soon();
  else track.addEventListener('unmute', soon, { once: true });
  return () => {
    clearTimeout(timer);
    track.removeEventListener('unmute', soon);
  };
}

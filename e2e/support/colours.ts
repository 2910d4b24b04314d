/**
 * For a person's `prepare`: replaces the browser's fake devices by a single-coloured camera with a
 * moving corner and a microphone with one tone. Tests can then tell who is seen and heard where.
 */
export function colouredDevices(colour: string, hertz: number): () => void {
  // The function's source runs in the page, so it cannot use closures.
  return new Function(`(${replaceDevices})(${JSON.stringify(colour)}, ${hertz})`) as () => void;
}

function replaceDevices(colour: string, hertz: number): void {
  navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) => {
    const stream = new MediaStream();
    if (video) {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 360;
      const context = canvas.getContext('2d');
      let at = 0;
      const paint = (): void => {
        if (!context) return;
        context.fillStyle = colour;
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.fillStyle = 'white';
        context.fillRect(at % 120, 0, 40, 40);
        at += 7;
      };
      paint();
      const timer = setInterval(paint, 100);
      for (const track of canvas.captureStream(10).getVideoTracks()) {
        const stop = track.stop.bind(track);
        track.stop = () => {
          clearInterval(timer);
          stop();
        };
        stream.addTrack(track);
      }
    }
    if (audio) {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: hertz });
      const out = context.createMediaStreamDestination();
      tone.connect(new GainNode(context, { gain: 0.3 })).connect(out);
      tone.start();
      for (const track of out.stream.getAudioTracks()) {
        const stop = track.stop.bind(track);
        track.stop = () => {
          stop();
          void context.close();
        };
        stream.addTrack(track);
      }
    }
    return stream;
  };
}

import { hueOf, initialsOf } from '../../lib/avatar';
import {
  containFit,
  coverCrop,
  type PlacedTile,
  recordingLayout,
  type Scene,
  type SceneTile,
} from '../../lib/recording-layout';
import type { Rect } from '../../lib/stage-layout';

/** Colours of tiles in styles/tokens.css; dark in both schemes. */
const COLOURS = {
  stage: '#0b100e',
  tile: '#1d2724',
  ink: '#f2f6f4',
  scrim: 'rgb(10 16 14 / 72%)',
  speaking: '#43cf9f',
};
const FONT = '"Figtree Variable", system-ui, sans-serif';
const RADIUS = 14;

/** Draws a scene on a canvas. Pictures come from hidden `<video>` elements of its own. */
export class Compositor {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #videos = new Map<MediaStreamTrack, HTMLVideoElement>();
  /** Cache of shortened labels, since measuring text is slow. */
  readonly #labels = new Map<string, { text: string; width: number }>();

  constructor(width: number, height: number) {
    this.canvas = document.createElement('canvas');
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('the browser gives no canvas');
    this.#context = context;
  }

  draw(scene: Scene): void {
    this.#follow(scene);
    const { width, height } = this.canvas;
    this.#context.fillStyle = COLOURS.stage;
    this.#context.fillRect(0, 0, width, height);
    for (const placed of recordingLayout(scene, width, height)) this.#drawTile(placed);
  }

  close(): void {
    this.#follow({ screens: [], faces: [] });
    this.#labels.clear();
  }

  /** Keeps exactly one `<video>` for each track. */
  #follow({ screens, faces }: Scene): void {
    const wanted = new Set([...screens, ...faces].flatMap(({ track }) => track ?? []));
    for (const [track, video] of this.#videos) {
      if (wanted.has(track)) continue;
      video.srcObject = null;
      this.#videos.delete(track);
    }
    for (const track of wanted) {
      if (this.#videos.has(track)) continue;
      const video = document.createElement('video');
      video.muted = true;
      video.playsInline = true;
      video.srcObject = new MediaStream([track]);
      video.play().catch(() => {
        // A refused `play` is harmless: the avatar is drawn until there is a picture.
      });
      this.#videos.set(track, video);
    }
  }

  #drawTile({ tile, rect, fit }: PlacedTile): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.roundRect(rect.x, rect.y, rect.width, rect.height, RADIUS);
    context.clip();
    context.fillStyle = COLOURS.tile;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    const video = tile.track && this.#videos.get(tile.track);
    if (video && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      this.#drawPicture(video, rect, fit);
    } else if (fit === 'cover') {
      this.#drawAvatar(tile, rect);
    }
    this.#drawLabel(tile.label, rect);
    context.restore();
    if (tile.speaking) this.#drawRing(rect);
  }

  #drawPicture(video: HTMLVideoElement, rect: Rect, fit: PlacedTile['fit']): void {
    const { videoWidth, videoHeight } = video;
    if (fit === 'contain') {
      const { x, y, width, height } = containFit(videoWidth, videoHeight, rect);
      this.#context.drawImage(video, x, y, width, height);
      return;
    }
    const from = coverCrop(videoWidth, videoHeight, rect);
    this.#context.drawImage(
      video,
      ...([from.x, from.y, from.width, from.height] as const),
      ...([rect.x, rect.y, rect.width, rect.height] as const),
    );
  }

  #drawAvatar({ id, name }: SceneTile, rect: Rect): void {
    const context = this.#context;
    const radius = Math.min(rect.width, rect.height) * 0.21;
    const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
    context.fillStyle = `oklch(46% 0.085 ${hueOf(id)})`;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#fff';
    context.font = `600 ${Math.round(radius * 0.76)}px ${FONT}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(initialsOf(name), x, y + radius * 0.04);
  }

  #drawLabel(label: string, rect: Rect): void {
    const context = this.#context;
    const size = rect.height < 130 ? 14 : 18;
    const [edge, pad] = size === 14 ? [5, 7] : [9, 11];
    context.font = `600 ${size}px ${FONT}`;
    const { text, width } = this.#cut(label, size, rect.width - 2 * (edge + pad));
    const [x, height] = [rect.x + edge, size * 1.6];
    const y = rect.y + rect.height - edge - height;
    context.fillStyle = COLOURS.scrim;
    context.beginPath();
    context.roundRect(x, y, width + 2 * pad, height, size / 2);
    context.fill();
    context.fillStyle = COLOURS.ink;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(text, x + pad, y + height / 2 + size * 0.06);
  }

  /** Draws the frame inside the tile, so that it never covers another one. */
  #drawRing({ x, y, width, height }: Rect): void {
    const context = this.#context;
    for (const [colour, inset, line] of [
      [COLOURS.scrim, 5, 2],
      [COLOURS.speaking, 2, 4],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.beginPath();
      context.roundRect(
        x + inset,
        y + inset,
        width - 2 * inset,
        height - 2 * inset,
        RADIUS - inset,
      );
      context.stroke();
    }
  }

  /** The label, shortened to fit. The font must be set. */
  #cut(label: string, size: number, room: number): { text: string; width: number } {
    const key = `${size} ${Math.round(room)} ${label}`;
    const known = this.#labels.get(key);
    if (known) return known;
    const measure = (text: string): number => this.#context.measureText(text).width;
    let text = label;
    const characters = [...new Intl.Segmenter().segment(label)].map(({ segment }) => segment);
    while (measure(text) > room && characters.length > 1) {
      characters.pop();
      text = `${characters.join('').trimEnd()}…`;
    }
    const cut = { text, width: measure(text) };
    // Names and layouts come and go: forget old entries.
    if (this.#labels.size > 200) this.#labels.clear();
    this.#labels.set(key, cut);
    return cut;
  }
}

import { Timers } from '../../lib/timers';
import type { TransportState } from '../../lib/transport-state';
import type {
  HeardSlot,
  MediaState,
  ParticipantId,
  SlotState,
  VideoSlot,
} from '../../protocol/protocol.gen';
import type { ForwardingSignaling, PictureState } from '../media-transport';
import { ReceivedLevel } from '../received-level';
import {
  NOTHING_SENT,
  SOURCES,
  type Source,
  VIDEO_SOURCES,
  type VideoSource,
  type View,
} from '../source';
import { readTransportStats, type TransportStats } from '../transport-stats';
import { ServerConnection } from './server-connection';

export interface DownstreamCallbacks {
  onState(state: TransportState): void;
  onTrack(participant: ParticipantId, source: Source, track: MediaStreamTrack | null): void;
  onPicture(participant: ParticipantId, source: VideoSource, state: PictureState): void;
}

/** Slots are added in steps, so that few people need few negotiations. */
const STEP = 4;
const MAX_AUDIO = 32;
const MAX_VIDEO = 64;
/** Delay before `subscribe` is tried again, in ms. */
const AGAIN = 1_000;

interface Picture {
  participant: ParticipantId;
  source: VideoSource;
}

interface Person {
  media: MediaState;
  view: View;
}

/**
 * Media of the others on its way from the forwarding server. Its m-lines are slots: pictures that
 * this side shows are assigned to video slots here, and the server fills the audio slots. People
 * who come, go or speak therefore need no negotiation.
 */
export class Downstream {
  readonly #connection: ServerConnection;
  readonly #signaling: ForwardingSignaling;
  readonly #callbacks: DownstreamCallbacks;
  readonly #timers = new Timers<'again'>();
  readonly #people = new Map<ParticipantId, Person>();
  #audio: RTCRtpTransceiver[] = [];
  #video: RTCRtpTransceiver[] = [];
  /** The picture in each video slot. */
  readonly #shown = new Map<RTCRtpTransceiver, Picture>();
  /** Carriers of each participant's tracks, as last told. */
  readonly #carriers = new Map<ParticipantId, Map<Source, RTCRtpTransceiver>>();
  readonly #levels = new Map<ParticipantId, ReceivedLevel>();
  /** How often this side paused and resumed each participant's camera. */
  readonly #pauses = new Map<ParticipantId, number>();
  #heard: readonly HeardSlot[] = [];
  #subscribing = false;
  /** The slots that the server was told last, as text; null if uncertain. */
  #told: string | null = null;

  constructor(signaling: ForwardingSignaling, callbacks: DownstreamCallbacks) {
    this.#signaling = signaling;
    this.#callbacks = callbacks;
    this.#connection = new ServerConnection('down', signaling, {
      onOpen: (pc) => this.#addTransceivers(pc),
      tracks: () => [],
      onStable: () => this.#handleStable(),
      onState: (state) => callbacks.onState(state),
    });
  }

  get connection(): ServerConnection {
    return this.#connection;
  }

  addParticipant(participant: ParticipantId): void {
    if (this.#people.has(participant)) return;
    const view = { camera: 0, screen_share: 0 };
    this.#people.set(participant, { media: NOTHING_SENT, view });
    this.#assign();
  }

  removeParticipant(participant: ParticipantId): void {
    if (!this.#people.delete(participant)) return;
    for (const source of SOURCES) this.#carry(participant, source, null);
    this.#carriers.delete(participant);
    this.#levels.delete(participant);
    this.#pauses.delete(participant);
    this.#assign();
  }

  setMedia(participant: ParticipantId, media: MediaState): void {
    const person = this.#people.get(participant);
    if (!person) return;
    person.media = media;
    this.#assign();
  }

  setView(participant: ParticipantId, view: View): void {
    const person = this.#people.get(participant);
    if (!person) return;
    if ((person.view.camera === 0) !== (view.camera === 0)) {
      this.#pauses.set(participant, (this.#pauses.get(participant) ?? 0) + 1);
    }
    person.view = view;
    this.#assign();
  }

  handleSlotChanged(mid: string, state: SlotState): void {
    const slot = this.#video.find((one) => one.mid === mid);
    const picture = slot && this.#shown.get(slot);
    if (!picture) return;
    const { participant, source } = picture;
    if (typeof state === 'object') this.#callbacks.onPicture(participant, source, 'live');
    else if (state === 'undecodable') this.#callbacks.onPicture(participant, source, state);
    // A picture that is not shown is paused too, and nobody looks at it.
    else if (state === 'paused' && (this.#people.get(participant)?.view[source] ?? 0) > 0) {
      this.#callbacks.onPicture(participant, source, state);
    }
  }

  handleHeard(slots: readonly HeardSlot[]): void {
    this.#heard = slots;
    this.#carryVoices();
  }

  /** Signaling is back: the server may have missed the last request. */
  resubscribe(): void {
    this.#told = null;
    void this.#subscribe();
  }

  audioLevel(participant: ParticipantId): number {
    const slot = this.#carriers.get(participant)?.get('microphone');
    if (!slot) return 0;
    let level = this.#levels.get(participant);
    if (!level) {
      level = new ReceivedLevel();
      this.#levels.set(participant, level);
    }
    return level.read(slot.receiver);
  }

  /** Totals received so far from each participant, from one report of the browser. */
  async stats(): Promise<Map<ParticipantId, TransportStats>> {
    const all = new Map<ParticipantId, TransportStats>();
    const { pc, id, age } = this.#connection;
    if (pc?.connectionState !== 'connected') return all;
    const report = await pc.getStats();
    const at = performance.now();
    for (const [participant, carriers] of this.#carriers) {
      const slots = [...carriers];
      const mids = slots.map(([, { mid }]) => mid).join(' ');
      const pauses = this.#pauses.get(participant) ?? 0;
      const stats = readTransportStats(
        report,
        // Counters of a slot go on with the next participant in it.
        `${id} ${mids}`,
        { at, age },
        {
          sourceOf: ({ mid }) => slots.find(([, slot]) => slot.mid === mid)?.[0] ?? null,
          allowed: () => null,
          pauses: (source) => (source === 'camera' ? pauses : 0),
        },
      );
      all.set(participant, stats);
    }
    return all;
  }

  close(): void {
    this.#timers.clearAll();
    this.#connection.close();
    for (const participant of [...this.#people.keys()]) this.removeParticipant(participant);
  }

  #addTransceivers(pc: RTCPeerConnection): void {
    // The last pictures stay until the new slots carry tracks.
    this.#shown.clear();
    this.#heard = [];
    this.#told = null;
    this.#audio = [];
    this.#video = [];
    this.#grow(pc, this.#audioNeeded(), this.#videoNeeded());
  }

  /** Adds slots up to that number of each kind; true if there were too few. */
  #grow(pc: RTCPeerConnection, audio: number, video: number): boolean {
    const before = this.#audio.length + this.#video.length;
    const add = (slots: RTCRtpTransceiver[], kind: 'audio' | 'video', wanted: number): void => {
      const most = kind === 'audio' ? MAX_AUDIO : MAX_VIDEO;
      const count = Math.min(most, Math.ceil(Math.max(1, wanted) / STEP) * STEP);
      while (slots.length < count) slots.push(pc.addTransceiver(kind, { direction: 'recvonly' }));
    };
    add(this.#audio, 'audio', audio);
    add(this.#video, 'video', video);
    return this.#audio.length + this.#video.length > before;
  }

  #audioNeeded(): number {
    const people = [...this.#people.values()];
    return people.length + people.filter(({ media }) => media.screen_share_audio).length;
  }

  #videoNeeded(): number {
    return this.#wantedPictures().length;
  }

  /** The pictures to show: the largest first, if there are more than slots. */
  #wantedPictures(): Picture[] {
    const wanted: (Picture & { height: number })[] = [];
    for (const [participant, { media, view }] of this.#people) {
      for (const source of VIDEO_SOURCES) {
        if (media[source] && view[source] > 0) {
          wanted.push({ participant, source, height: view[source] });
        }
      }
    }
    if (wanted.length <= MAX_VIDEO) return wanted;
    return wanted.sort((a, b) => b.height - a.height).slice(0, MAX_VIDEO);
  }

  #handleStable(): void {
    this.#carryVoices();
    this.#assign();
    // The server tells the states of all slots anew.
    this.resubscribe();
  }

  /** Brings the slots in line with what is to be shown. */
  #assign(): void {
    const pc = this.#connection.pc;
    if (!pc) return;
    if (this.#grow(pc, this.#audioNeeded(), this.#videoNeeded())) this.#connection.negotiate();
    const wanted = this.#wantedPictures();
    // A picture out of sight keeps its slot, so that it is back at once.
    for (const [slot, { participant, source }] of this.#shown) {
      if (!this.#people.get(participant)?.media[source]) this.#release(slot);
    }
    for (const [participant, { media }] of this.#people) {
      for (const source of VIDEO_SOURCES) {
        if (!media[source]) this.#carry(participant, source, null);
      }
    }
    for (const picture of wanted) {
      if (this.#slotOf(picture)) continue;
      const slot = this.#freeSlot();
      if (!slot) break;
      this.#shown.set(slot, picture);
      this.#carry(picture.participant, picture.source, slot);
    }
    void this.#subscribe();
  }

  #slotOf({ participant, source }: Picture): RTCRtpTransceiver | undefined {
    for (const [slot, shown] of this.#shown) {
      if (shown.participant === participant && shown.source === source) return slot;
    }
    return undefined;
  }

  /** An empty slot of the last answer, or one whose picture is out of sight. */
  #freeSlot(): RTCRtpTransceiver | null {
    const usable = this.#video.filter(({ currentDirection }) => currentDirection === 'recvonly');
    const empty = usable.find((slot) => !this.#shown.has(slot));
    if (empty) return empty;
    const hidden = usable.find((slot) => {
      const shown = this.#shown.get(slot);
      return shown && (this.#people.get(shown.participant)?.view[shown.source] ?? 0) === 0;
    });
    if (!hidden) return null;
    this.#release(hidden);
    return hidden;
  }

  #release(slot: RTCRtpTransceiver): void {
    const shown = this.#shown.get(slot);
    if (!shown) return;
    this.#shown.delete(slot);
    // The slot becomes the last choice: a picture on its way must not appear in the next one's place.
    this.#video = [...this.#video.filter((one) => one !== slot), slot];
    this.#carry(shown.participant, shown.source, null);
    this.#callbacks.onPicture(shown.participant, shown.source, 'live');
  }

  #carryVoices(): void {
    const carried = new Map<string, { participant: ParticipantId; slot: RTCRtpTransceiver }>();
    for (const { mid, participant_id, source } of this.#heard) {
      const slot = this.#audio.find((one) => one.mid === mid);
      if (!slot || !participant_id || !source || !this.#people.has(participant_id)) continue;
      carried.set(`${participant_id} ${source}`, { participant: participant_id, slot });
    }
    for (const participant of this.#people.keys()) {
      for (const source of ['microphone', 'screen_share_audio'] as const) {
        this.#carry(participant, source, carried.get(`${participant} ${source}`)?.slot ?? null);
      }
    }
  }

  /** Reports the track in which a source arrives from now on. */
  #carry(participant: ParticipantId, source: Source, slot: RTCRtpTransceiver | null): void {
    const carriers = this.#carriers.get(participant) ?? new Map<Source, RTCRtpTransceiver>();
    if ((carriers.get(source) ?? null) === slot) return;
    if (slot) carriers.set(source, slot);
    else carriers.delete(source);
    if (carriers.size > 0) this.#carriers.set(participant, carriers);
    else this.#carriers.delete(participant);
    this.#callbacks.onTrack(participant, source, slot?.receiver.track ?? null);
  }

  /** Tells the server what the slots show, one request at a time. */
  async #subscribe(): Promise<void> {
    if (this.#subscribing || !this.#connection.isNegotiated) return;
    this.#subscribing = true;
    try {
      for (let slots = this.#slots(); JSON.stringify(slots) !== this.#told; slots = this.#slots()) {
        await this.#signaling.subscribe(slots);
        this.#told = JSON.stringify(slots);
      }
    } catch {
      // The connection was lost, or the room left this path. Where neither is so, the next try helps.
      this.#told = null;
      if (this.#connection.pc) this.#timers.set('again', AGAIN, () => void this.#subscribe());
    }
    this.#subscribing = false;
  }

  #slots(): VideoSlot[] {
    return [...this.#shown].flatMap(([{ mid }, { participant, source }]) => {
      const height = this.#people.get(participant)?.view[source] ?? 0;
      if (mid === null) return [];
      return [{ mid, participant_id: participant, source, height, priority: 0 }];
    });
  }
}

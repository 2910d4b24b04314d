import { Timers } from './timers';

/** Names of the people to whom the same thing happened, in order. */
export interface NoticeGroup<Kind extends string> {
  kind: Kind;
  names: string[];
}

/** Gathering time in ms: long enough for people who arrive together, too short to notice. */
const GATHER = 400;
/** Gathering time in ms after a notice, so that notices stay rare. */
const CALM = 3_000;

/**
 * Gathers events and announces them in groups. An event that is undone before its announcement, for
 * example by a reload, is never announced.
 */
export class GroupedNotices<Kind extends string> {
  readonly #tell: (groups: NoticeGroup<Kind>[]) => void;
  readonly #undone: Partial<Record<Kind, Kind>>;
  readonly #timers = new Timers<'tell' | 'calm'>();
  #waiting: { kind: Kind; id: string; name: string }[] = [];

  /** `undone` names the kind that a kind undoes. */
  constructor(
    tell: (groups: NoticeGroup<Kind>[]) => void,
    undone: Partial<Record<Kind, Kind>> = {},
  ) {
    this.#tell = tell;
    this.#undone = undone;
  }

  add(kind: Kind, id: string, name: string): void {
    const opposite = this.#undone[kind];
    const rest = this.#waiting.filter((one) => one.id !== id || one.kind !== opposite);
    if (rest.length < this.#waiting.length) {
      this.#waiting = rest;
      return;
    }
    if (this.#waiting.some((one) => one.id === id && one.kind === kind)) return;
    this.#waiting.push({ kind, id, name });
    if (!this.#timers.has('tell') && !this.#timers.has('calm')) {
      this.#timers.set('tell', GATHER, () => this.#flush());
    }
  }

  close(): void {
    this.#timers.clearAll();
    this.#waiting = [];
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const groups = new Map<Kind, string[]>();
    for (const { kind, name } of this.#waiting) {
      groups.set(kind, [...(groups.get(kind) ?? []), name]);
    }
    this.#waiting = [];
    this.#timers.set('calm', CALM, () => this.#flush());
    this.#tell([...groups].map(([kind, names]) => ({ kind, names })));
  }
}

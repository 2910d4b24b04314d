import { Timers } from './timers';

/** What happened to several people alike, by name, in the order in which it did. */
export interface NoticeGroup<Kind extends string> {
  kind: Kind;
  names: string[];
}

/** Long enough for those who come together, too short to be noticed. */
const GATHER = 400;
/** After something was said, what follows is gathered for longer: no storm. */
const CALM = 3_000;

/**
 * Gathers what happens to people and tells it in groups. What is undone before it is told, as by a reload,
 * is not told at all.
 */
export class GroupedNotices<Kind extends string> {
  readonly #tell: (groups: NoticeGroup<Kind>[]) => void;
  readonly #undone: Partial<Record<Kind, Kind>>;
  readonly #timers = new Timers<'tell' | 'calm'>();
  #waiting: { kind: Kind; id: string; name: string }[] = [];

  /** `undone` says of a kind which other one it takes back. */
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

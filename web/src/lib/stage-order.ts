import type { ParticipantId } from '../protocol/protocol.gen';

/** Order of the faces of others where they do not fit on one page. */
export interface StageOrder {
  faces: readonly ParticipantId[];
  /** Those who spoke, the latest last. */
  spoke: readonly ParticipantId[];
}

export const NO_ORDER: StageOrder = { faces: [], spoke: [] };

/**
 * The next order of these faces, of which the first page shows the first `room`. Tiles of that page
 * keep their places: where a person leaves, the first of the next page fills the gap, and a speaker
 * of another page takes the place of the face that has been silent longest.
 */
export function nextOrder(
  before: StageOrder,
  faces: readonly ParticipantId[],
  room: number,
  speaker: ParticipantId | null,
): StageOrder {
  const here = new Set(faces);
  const known = new Set(before.faces);
  const spoke = before.spoke.filter((id) => here.has(id) && id !== speaker);
  if (speaker !== null && here.has(speaker)) spoke.push(speaker);
  const first: (ParticipantId | null)[] = before.faces
    .slice(0, room)
    .map((id) => (here.has(id) ? id : null));
  const rest = [
    ...before.faces.slice(room).filter((id) => here.has(id)),
    ...faces.filter((id) => !known.has(id)),
  ];
  const filled = first.flatMap((id) => id ?? rest.shift() ?? []);
  const order = [...filled, ...rest];
  const at = speaker === null ? -1 : order.indexOf(speaker);
  if (at >= room && speaker !== null) {
    const silent = longestSilent(order.slice(0, room), spoke);
    const other = order[silent];
    if (other !== undefined) [order[silent], order[at]] = [speaker, other];
  }
  return { faces: order, spoke };
}

/** Index of the face that spoke least lately; of those who never spoke, the last one. */
function longestSilent(faces: readonly ParticipantId[], spoke: readonly ParticipantId[]): number {
  let silent = -1;
  let since = Number.POSITIVE_INFINITY;
  for (const [index, id] of faces.entries()) {
    const at = spoke.indexOf(id);
    if (at > since || (at === since && at >= 0)) continue;
    silent = index;
    since = at;
  }
  return silent;
}

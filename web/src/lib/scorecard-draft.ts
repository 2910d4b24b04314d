import type { Criterion, Rating, Recommendation } from '../protocol/protocol.gen';

/** A scorecard being filled in. */
export interface ScorecardDraft {
  ratings: Rating[];
  private_notes: string;
  recommendation?: Recommendation;
}

/** The draft without criteria that the plan no longer has. */
export function cardOf(
  card: ScorecardDraft | null,
  criteria: readonly Criterion[],
): ScorecardDraft {
  const known = (rating: Rating) => criteria.some(({ id }) => id === rating.criterion);
  return {
    ratings: (card?.ratings ?? []).filter(known),
    private_notes: card?.private_notes ?? '',
    ...(card?.recommendation && { recommendation: card.recommendation }),
  };
}

/** Replaces the rating of the same criterion. */
export function withRating(draft: ScorecardDraft, rating: Rating): ScorecardDraft {
  const others = draft.ratings.filter(({ criterion }) => criterion !== rating.criterion);
  return { ...draft, ratings: [...others, rating] };
}

/** Fields not filled in yet. */
export function missingIn(
  draft: ScorecardDraft,
  criteria: readonly Criterion[],
): { criteria: Criterion[]; recommendation: boolean } {
  const rated = (id: number) => draft.ratings.some(({ criterion }) => criterion === id);
  return {
    criteria: criteria.filter(({ id }) => !rated(id)),
    recommendation: draft.recommendation === undefined,
  };
}

import type { InterviewReport, Rating, Recommendation } from '../protocol/protocol.gen';

/** Recommendations from the lowest to the highest. */
export const RECOMMENDATIONS = [
  'strong_no',
  'no',
  'yes',
  'strong_yes',
] as const satisfies Recommendation[];

/** A criterion with the ratings of all interviewers, in the order of their scorecards. */
export interface ComparedCriterion {
  id: number;
  title: string;
  ratings: (Rating | null)[];
  /** Difference between the highest and the lowest rating; null with fewer than two. */
  difference: number | null;
  /** True for the greatest difference of all, if there is any difference. */
  differsMost: boolean;
}

/** Submitted scorecards side by side. */
export interface Comparison {
  interviewers: { link: string; name: string }[];
  /** The greatest difference first; otherwise in the order of the plan. */
  criteria: ComparedCriterion[];
  recommendations: (Recommendation | null)[];
  /** Difference of the recommendations in steps; null with fewer than two. */
  recommendationDifference: number | null;
}

/** Compares the submitted scorecards that the reader may see. */
export function compare({ scorecards, criteria }: InterviewReport): Comparison {
  const cards = scorecards.filter((card) => card.submitted_at !== undefined);
  const compared = criteria.map(({ id, title }) => {
    const ratings = cards.map(
      (card) => card.ratings.find(({ criterion }) => criterion === id) ?? null,
    );
    return { id, title, ratings, difference: rangeOf(ratings.map((one) => one?.stars)) };
  });
  const most = Math.max(0, ...compared.map(({ difference }) => difference ?? 0));
  const recommendations = cards.map(({ recommendation }) => recommendation ?? null);
  return {
    interviewers: cards.map(({ by, by_name }) => ({ link: by, name: by_name })),
    criteria: compared
      .map((one) => ({ ...one, differsMost: most > 0 && one.difference === most }))
      .sort((a, b) => (b.difference ?? -1) - (a.difference ?? -1)),
    recommendations,
    recommendationDifference: rangeOf(
      recommendations.map((one) => (one ? RECOMMENDATIONS.indexOf(one) : undefined)),
    ),
  };
}

function rangeOf(values: (number | undefined)[]): number | null {
  const given = values.filter((value) => value !== undefined);
  return given.length < 2 ? null : Math.max(...given) - Math.min(...given);
}

/** Whether the reader may compare, and what is missing if not. */
export type Readiness = 'own_missing' | 'others_missing' | 'ready';

export function readiness(report: InterviewReport, ownLink: string): Readiness {
  const own = report.scorecards.find(({ by }) => by === ownLink);
  if (own?.submitted_at === undefined) return 'own_missing';
  // Cards are withheld from a link whose maker has not submitted.
  return report.awaited.length > 0 || report.withheld_scorecards > 0 ? 'others_missing' : 'ready';
}

/** Hides numbers that tell who they are about: see `core/desk-figures.ts`. */
import { SMALLEST_SHOWN } from '../../core/desk-figures.ts';
import type { ShownCount, Slice } from '../../core/desk-figures.ts';

export function shown(count: number): ShownCount {
  return count < SMALLEST_SHOWN ? null : count;
}

/**
 * Counts how often each name comes, and hides the small counts. Where the hidden ones together could be worked out from the
 * sum, which is shown elsewhere, the smallest of the others is hidden too.
 *
 * @returns shown ones first, most frequent first; hidden ones by name, so that their order tells nothing
 */
export function countSlices(names: readonly (string | null)[]): readonly Slice[] {
  const counts = Map.groupBy(names, (name) => name)
    .entries()
    .map(([name, all]) => ({ name, count: all.length }))
    .toArray()
    .toSorted((a, b) => b.count - a.count || byName(a, b));
  const large = counts.filter(({ count }) => count >= SMALLEST_SHOWN);
  const small = counts.filter(({ count }) => count < SMALLEST_SHOWN);
  const together = small.reduce((sum, { count }) => sum + count, 0);
  const isTold = together > 0 && together < SMALLEST_SHOWN;
  if (isTold) small.push(...large.splice(-1));
  return [...large, ...small.toSorted(byName).map(({ name }) => ({ name, count: null }))];
}

function byName(a: { readonly name: string | null }, b: { readonly name: string | null }): number {
  return (a.name ?? '').localeCompare(b.name ?? '');
}

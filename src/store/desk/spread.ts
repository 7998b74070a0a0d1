/** The middle of a list of numbers, and what nine of ten do not exceed. */

/** @throws {RangeError} when there is no number */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/**
 * The smallest number of the list that this share of them does not exceed (nearest rank).
 *
 * @throws {RangeError} when there is no number
 */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('Expected at least one number.');
  return found;
}

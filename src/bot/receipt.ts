/** The receipt for a deletion: random, so it says nothing about the person and stays true when nothing else is kept. */
import { randomInt } from 'node:crypto';

/** Without letters and digits that are taken for each other, for it may be read out on the phone. */
const RECEIPT_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight of thirty signs: 6 · 10¹¹ receipts, so two people's are not the same and none is guessed. */
export function randomReceipt(): string {
  const letters = Array.from({ length: 8 }, () => RECEIPT_LETTERS.charAt(randomInt(RECEIPT_LETTERS.length))).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

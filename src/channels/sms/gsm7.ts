/**
 * The alphabet that costs 7 bits a letter. One character outside it makes the whole message cost 16 bits a letter.
 *
 * @see 3GPP TS 23.038, 6.2.1 (basic table and its extension)
 */

/** The basic table in its own order, without the escape at 0x1B. */
export const GSM7_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅå' +
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
  ' !"#¤%&\'()*+,-./' +
  '0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNO' +
  'PQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmno' +
  'pqrstuvwxyzäöñüà';

/** Reached through the escape, so each costs two units. */
export const GSM7_EXTENSION = '\f^{}\\[~]|€';

const UNITS: ReadonlyMap<string, 1 | 2> = new Map([
  ...Array.from(GSM7_BASIC).map((character) => [character, 1] as const),
  ...Array.from(GSM7_EXTENSION).map((character) => [character, 2] as const),
]);

/** How many units a character costs in GSM-7, or null when the alphabet does not have it. */
export function gsm7Units(character: string): 1 | 2 | null {
  return UNITS.get(character) ?? null;
}

/** Whether a text can be sent at 7 bits a letter. */
export function isGsm7(text: string): boolean {
  for (const character of text) if (!UNITS.has(character)) return false;
  return true;
}

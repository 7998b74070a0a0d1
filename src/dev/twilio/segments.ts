/**
 * How many segments Twilio would bill. Written a second time here, apart from the channel's own count, so that the two
 * can be held against each other.
 *
 * @see 3GPP TS 23.038, tables of the GSM 7-bit default alphabet and its extension
 */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each of these takes two places. */
const GSM_EXTENDED = '\f^{}\\[~]|€';

const GSM_ALONE = 160;
const GSM_IN_PARTS = 153;
const UCS2_ALONE = 70;
const UCS2_IN_PARTS = 67;

export function countTwilioSegments(text: string): number {
  const characters = Array.from(text);
  const isGsm = characters.every((character) => GSM_BASIC.includes(character) || GSM_EXTENDED.includes(character));
  const sizes = characters.map((character) => {
    if (isGsm) return GSM_EXTENDED.includes(character) ? 2 : 1;
    return character.length;
  });
  const [alone, inParts] = isGsm ? [GSM_ALONE, GSM_IN_PARTS] : [UCS2_ALONE, UCS2_IN_PARTS];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total <= alone ? 1 : countParts(sizes, inParts);
}

/** A character is never cut in two, so a part may stay one place short. */
function countParts(sizes: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

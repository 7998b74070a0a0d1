/**
 * Which files agents may look at. Pictures and sound are shown in the page; of the others only those that people need
 * for their papers, and only as a download. Nothing here can run anything in a browser.
 */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['audio/ogg', 'ogg'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/aac', 'aac'],
  ['audio/amr', 'amr'],
  ['audio/wav', 'wav'],
]);
const HANDED_OVER: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['video/mp4', 'mp4'],
  ['video/3gpp', '3gp'],
]);

/** WhatsApp's longest sound and film; a longer document is sent as pictures. */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024;

export interface MediaRule {
  /** Without parameters: nothing that somebody else wrote gets into a header. */
  readonly mimeType: string;
  /** Never the person's own name for it. */
  readonly fileName: string;
  readonly disposition: 'inline' | 'attachment';
}

/** @returns null for what is not shown here */
export function ruleOf(mimeType: string): MediaRule | null {
  const plain = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const shown = SHOWN.get(plain);
  if (shown !== undefined) return { mimeType: plain, fileName: `file.${shown}`, disposition: 'inline' };
  const handed = HANDED_OVER.get(plain);
  return handed === undefined ? null : { mimeType: plain, fileName: `file.${handed}`, disposition: 'attachment' };
}

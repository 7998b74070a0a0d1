/** What an answer costs by SMS, before it is sent. */
import type { SmsCost } from '../core/desk-cases-api.ts';
import { MAX_BODY_CHARACTERS, SEGMENT_UNITS } from '../channels/sms/limits.ts';
import { writeSms } from '../channels/sms/render.ts';
import { countSegments } from '../channels/sms/segments.ts';

/** @param transliterate - as in the channel that sends it */
export function costOf(answer: string, transliterate: boolean): SmsCost {
  const text = writeSms({ kind: 'text', text: answer }, { transliterate });
  const { encoding, units, segments, costly } = countSegments(text);
  const { alone, part } = SEGMENT_UNITS[encoding];
  const room = segments <= 1 ? alone : segments * part;
  return {
    text,
    encoding,
    segments,
    left: Math.max(0, room - units),
    costly,
    fits: text.length <= MAX_BODY_CHARACTERS,
  };
}

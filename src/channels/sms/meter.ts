/** What a reply costs as an SMS, and where nothing is sent at all. */
import type { Address } from '../../core/contact.ts';
import type { CountryCode } from '../../core/country.ts';
import { RenderError } from '../../core/errors.ts';
import type { Reply } from '../../core/reply.ts';
import type { SmsMeter } from '../../core/spend.ts';
import { isNobodysNumber, originOf } from './calling-codes.ts';
import { renderSms } from './render.ts';
import { countSegments } from './segments.ts';

export interface SmsMeterSettings {
  /** As in the channel. */
  readonly transliterate: boolean;
  /** Our own number, or a Messaging Service; null where there is none. */
  readonly from: string | null;
  /** Nothing is sent to others; null: to all. */
  readonly countries: readonly CountryCode[] | null;
}

export function createSmsMeter({ transliterate, from, countries }: SmsMeterSettings): SmsMeter {
  return {
    segmentsOf: (reply) => segmentsOf(reply, transliterate),
    prefixOf: ({ phone }: Address) => {
      if (phone === undefined || phone === from || isNobodysNumber(phone)) return null;
      const { country, prefix } = originOf(phone);
      const isAllowed = countries === null || (country !== null && countries.includes(country));
      return isAllowed ? prefix : null;
    },
  };
}

function segmentsOf(reply: Reply, transliterate: boolean): number {
  try {
    return countSegments(renderSms(reply, { transliterate })).segments;
  } catch (error) {
    if (error instanceof RenderError) return 0; // the sender gives it up
    throw error;
  }
}

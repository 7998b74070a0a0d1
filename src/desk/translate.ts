/**
 * Help with languages that an agent does not read, by a server that speaks LibreTranslate's protocol. It is somebody
 * else's machine as far as we know: what could tell who wrote stays here, and is put back into what comes.
 */
import { z } from 'zod';
import type { Language } from '../core/language.ts';

export interface Translation {
  readonly text: string;
  readonly from: Language;
  readonly to: Language;
}

/** @returns null when the server did not answer as it should: the agent has the original */
export type Translate = (wanted: Translation) => Promise<string | null>;

export interface TranslateSettings {
  /** Without the path, for example `http://127.0.0.1:5000`. */
  readonly baseUrl: string;
  /** Null: the server asks for none. */
  readonly apiKey: string | null;
  readonly timeoutMs?: number;
}

/** An agent reads the original meanwhile. */
const TIMEOUT_MS = 5_000;
/** Many times what is ever sent there. */
const MAX_ANSWER_BYTES = 256 * 1024;

const answer = z.object({ translatedText: z.string() });

export function createTranslate({ baseUrl, apiKey, timeoutMs = TIMEOUT_MS }: TranslateSettings): Translate {
  return async ({ text, from, to }) => {
    const { covered, hidden } = coverUp(text);
    const body = {
      q: covered,
      source: from,
      target: to,
      format: 'text',
      ...(apiKey === null ? {} : { api_key: apiKey }),
    };
    try {
      const response = await fetch(`${baseUrl}/translate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const came = answer.safeParse(JSON.parse(await readText(response)));
      return response.ok && came.success ? uncover(came.data.translatedText, hidden) : null;
    } catch {
      // It is away, too slow, or speaks another protocol. What it says may repeat what was sent.
      return null;
    }
  };
}

/** @throws {RangeError} when there is no end to it */
async function readText({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    if (length > MAX_ANSWER_BYTES) throw new RangeError('Expected a shorter answer.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

/** What never leaves: addresses, then names that people say of themselves, then long numbers (telephones, cases, days). */
const TELLING: readonly RegExp[] = [
  /\b(?:https?:\/\/|www\.)\S+/giu,
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu,
  /(?<=(?i:me llamo|mi nombre es|my name is|i am called|meu nome é|me chamo|je m['’]appelle|mon nom est|mwen rele|m rele|non mwen se)\s+)\p{L}+(?:\s+\p{Lu}\p{L}*){0,3}/gu,
  /\+?\d(?:[\s().-]{0,3}\d){5,}/gu,
];

interface CoveredText {
  readonly covered: string;
  /** In the order of their numbers. */
  readonly hidden: readonly string[];
}

function coverUp(text: string): CoveredText {
  const hidden: string[] = [];
  const hide = (found: string): string => `[${hidden.push(found)}]`;
  // What somebody wrote in brackets must not be taken for ours.
  const plain = text.replaceAll(/\[(?=\d+\])/g, '[ ');
  return { covered: TELLING.reduce((rest, telling) => rest.replaceAll(telling, hide), plain), hidden };
}

/** What the server lost stands at the end: nothing that a person wrote is left out. */
function uncover(translated: string, hidden: readonly string[]): string {
  const lost: string[] = [];
  const whole = hidden.reduce((text, one, index) => {
    const cover = `[${index + 1}]`;
    if (!text.includes(cover)) lost.push(one);
    return text.replace(cover, () => one);
  }, translated);
  return [whole, ...lost.map((one) => `(${one})`)].join(' ');
}

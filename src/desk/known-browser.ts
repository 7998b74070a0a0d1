/**
 * A mark in browsers that somebody has signed in from: their tries are counted apart from those of strangers, so that a
 * stranger who guesses at an account cannot keep its owner out. The mark opens nothing and names nobody.
 *
 * @see OWASP, "Slow down online guessing attacks with device cookies"
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY_MS } from '../core/clock.ts';
import type { AgentId } from '../core/ids.ts';

const LASTS_DAYS = 90;
export const KNOWN_BROWSER_SECONDS = (LASTS_DAYS * DAY_MS) / 1_000;

export interface KnownBrowsers {
  mark(agent: AgentId): string;
  /** @returns the browser's own random id, null when the mark is not ours, too old, or somebody else's */
  recognise(mark: string | null, agent: AgentId | null): string | null;
}

/** @param key - secret, at least 32 bytes */
export function createKnownBrowsers(key: Buffer, nowMs: () => number): KnownBrowsers {
  const sign = (id: string, day: string, agent: AgentId | null): Buffer =>
    createHmac('sha256', key)
      .update(`desk-browser|${id}|${day}|${agent ?? ''}`)
      .digest();
  return {
    mark: (agent) => {
      const id = randomBytes(12).toString('base64url');
      const day = String(Math.floor(nowMs() / DAY_MS));
      return `${id}.${day}.${sign(id, day, agent).toString('base64url')}`;
    },
    recognise: (mark, agent) => {
      const [id = '', day = '', signature = ''] = (mark ?? '').split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(id, day, agent);
      const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
      const ageDays = Math.floor(nowMs() / DAY_MS) - Number(day);
      return isOurs && agent !== null && ageDays >= 0 && ageDays < LASTS_DAYS ? id : null;
    },
  };
}

/** How long what concerns a person is kept: the store removes it by this, the bot forgets by it, and people are told it. */
import { DAY_MS, HOUR_MS } from './clock.ts';

export const KEPT_MS = {
  /** What people and we wrote. */
  body: 7 * DAY_MS,
  /** After this much silence whoever holds the phone finds no earlier conversation. */
  conversation: 72 * HOUR_MS,
  /** After a person's last message: their address and everything else. */
  contact: 30 * DAY_MS,
  /** The contact of somebody who wants to be told when an answer changes. Their wish ends with it. */
  wishfulContact: 180 * DAY_MS,
  /** Which answers somebody was given who said yes to corrections. */
  givenAnswer: 30 * DAY_MS,
  /** A request to the team, counted from the day it was closed. */
  closedCase: 30 * DAY_MS,
} as const;

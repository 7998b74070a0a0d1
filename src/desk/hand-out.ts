/** A password that somebody else made: good for one sign-in, in which its owner chooses another. */
import { DAY_MS } from '../core/clock.ts';
import { makeOneTimePassword } from './password-rules.ts';
import type { Passwords } from './password.ts';

/** Long enough for a weekend between handing it out and the first sign-in. */
const ONE_TIME_MS = 3 * DAY_MS;

export interface HandedOutPassword {
  readonly oneTimePassword: string;
  readonly passwordHash: string;
  readonly goodUntilMs: number;
}

export async function handOut(passwords: Pick<Passwords, 'hash'>, nowMs: number): Promise<HandedOutPassword> {
  const oneTimePassword = makeOneTimePassword();
  return { oneTimePassword, passwordHash: await passwords.hash(oneTimePassword), goodUntilMs: nowMs + ONE_TIME_MS };
}

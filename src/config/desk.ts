/** What is set about the desk: its first administrator. */
import { ConfigError } from '../core/errors.ts';

/** Characters. With a second factor, length is what counts. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

export interface DeskAdmin {
  readonly email: string;
  readonly password: string;
}

/** @throws {ConfigError} when nobody could sign in with these; never repeats the password */
export function checkDeskAdmin(email: string, password: string): DeskAdmin {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254) {
    throw new ConfigError('DESK_ADMIN_EMAIL must be an e-mail address such as admin@example.org.');
  }
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
    throw new ConfigError(
      `DESK_ADMIN_PASSWORD must have ${MIN_PASSWORD} to ${MAX_PASSWORD} characters, but it has ${length}. A few words make a good one.`,
    );
  }
  return { email: email.toLowerCase(), password };
}

/**
 * Which passwords are taken: long ones. No rules about digits and signs, which make people write `Passw0rd!1`; no expiry.
 *
 * @see NIST SP 800-63B-4, section 3.1.1.2
 */
import { randomInt } from 'node:crypto';
import { MAX_PASSWORD, MIN_PASSWORD } from '../config/desk.ts';
import type { PasswordFault } from '../core/desk-api.ts';

/** Fewer different characters than this is a key that was held down, or a pattern. */
const MIN_DIFFERENT = 6;
/** Where people begin to guess. */
const COMMON =
  /^(password|contraseña|contrasena|qwerty|administrador|administrator|faro|welcome|bienvenid[oa]|letmein)/;

/** Characters that are not out of one's name or address. */
const MIN_OWN = 8;
/** What begins like that must go on for long. */
const COMMON_NEEDS_MORE = 6;

/** @param owner - their e-mail address and name, which others know */
export function findPasswordFault(password: string, owner: readonly string[]): PasswordFault | null {
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD) return 'too_short';
  if (length > MAX_PASSWORD) return 'too_long';
  if (new Set(password).size < MIN_DIFFERENT) return 'too_plain';
  const folded = password.toLowerCase();
  if (isMostly(folded, owner)) return 'like_your_name';
  // "qwertyqwerty1" is one; "faro que alumbra la noche" is not.
  return COMMON.test(folded) && length < MIN_PASSWORD + COMMON_NEEDS_MORE ? 'common' : null;
}

/** Whether little is left when what others know is taken out of it. */
function isMostly(password: string, known: readonly string[]): boolean {
  const parts = known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length >= 4);
  const rest = parts
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, ''), password);
  return rest !== password && rest.length < MIN_OWN;
}

/** No letters that look like others, for reading it out and typing it off a piece of paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** 99 random bits, for example `k7mqe-x3dhr-9wbfa-zt2pn`: good once. */
export function makeOneTimePassword(): string {
  return Array.from({ length: GROUPS }, makeGroup).join('-');
}

function makeGroup(): string {
  return Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? 'a').join('');
}

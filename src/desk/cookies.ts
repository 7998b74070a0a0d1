/** The cookies of the desk. With the prefix `__Host-`, no neighbour of our name can set one for us. */
import type { Request } from 'express';

export interface CookieJar {
  /** Null when there is none, or more than one: then somebody else put one there. */
  read(request: Request, name: CookieName): string | null;
  /** @param maxAgeSeconds - null: until the browser is closed */
  write(name: CookieName, value: string, maxAgeSeconds: number | null): string;
  clear(name: CookieName): string;
}

/** `session`: who is signed in. `browser`: somebody has signed in from here before. */
export type CookieName = 'session' | 'browser';

const NAMES = { session: 'faro', browser: 'faro-browser' } as const;

/** @param secure - false only on a bare machine without TLS, where browsers would drop a secure cookie */
export function createCookieJar(secure: boolean): CookieJar {
  const nameOf = (name: CookieName): string => (secure ? `__Host-${NAMES[name]}` : NAMES[name]);
  const attributes = `Path=/; HttpOnly; ${secure ? 'Secure; ' : ''}SameSite=Strict`;
  return {
    read: (request, name) => readCookie(request.headers.cookie ?? '', nameOf(name)),
    write: (name, value, maxAgeSeconds) =>
      `${nameOf(name)}=${value}; ${attributes}${maxAgeSeconds === null ? '' : `; Max-Age=${maxAgeSeconds}`}`,
    clear: (name) => `${nameOf(name)}=; ${attributes}; Max-Age=0`,
  };
}

function readCookie(header: string, name: string): string | null {
  const found = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`));
  return found.length === 1 ? (found[0]?.slice(name.length + 1) ?? null) : null;
}

/**
 * Whether a request comes from the desk's own pages. Cookies are SameSite=Strict already; this holds where a browser's bug,
 * a neighbour on the same site or another door would let one through.
 */
import type { Request } from 'express';
import { Refusal } from './refusal.ts';

export interface OriginSettings {
  /** PUBLIC_BASE_URL, or null when it is not set. */
  readonly publicBaseUrl: string | null;
  readonly production: boolean;
}

/** @returns whether pages of this origin are ours, when they were served under this `Host` */
export type OriginCheck = (origin: string, host: string | undefined) => boolean;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Our public origin; and this machine's own names outside production, or where no public address is set. */
export function createOriginCheck({ publicBaseUrl, production }: OriginSettings): OriginCheck {
  const ours = publicBaseUrl === null ? null : new URL(publicBaseUrl).origin;
  const allowsLoopback = !production || ours === null;
  return (origin, host) => origin === ours || (allowsLoopback && isLoopback(origin, host));
}

/** Another program on this machine has another port, so its pages have another host. */
function isLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && url.host === host && LOOPBACK.test(url.hostname);
}

/**
 * Writes must name our own origin, and the browser must say that they come from there: every browser since 2023 does both.
 * Reads must at least not come from another site.
 *
 * @throws {Refusal} `foreign_page`
 */
export function refuseForeign(request: Request, isOurs: OriginCheck): void {
  const site = request.headers['sec-fetch-site'];
  if (request.method === 'GET') {
    if (site === 'cross-site' || site === 'same-site') throw new Refusal('foreign_page');
    return;
  }
  const { origin, host } = request.headers;
  if (site !== 'same-origin' || origin === undefined || !isOurs(origin, host)) throw new Refusal('foreign_page');
}

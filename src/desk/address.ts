/** Where a request comes from, as far as it may be believed; used to count tries, and kept nowhere. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * A proxy on this machine or in its network says in `X-Forwarded-For` whom it speaks for, and the last entry is its own.
 * Of IPv6, the first 64 bits count: the rest is the visitor's to choose.
 */
export function addressOf(request: Request): string {
  const direct = plain(request.socket.remoteAddress ?? '');
  const forwarded = request.headers['x-forwarded-for'];
  const last = typeof forwarded === 'string' ? plain(forwarded.split(',').at(-1)?.trim() ?? '') : '';
  return networkOf(isNear(direct) && (isIPv4(last) || isIPv6(last)) ? last : direct);
}

/** @example plain('::ffff:192.0.2.1') // '192.0.2.1' */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function isNear(address: string): boolean {
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) || /^(::1$|f[cd])/i.test(address);
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...missing, ...last]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** Asks the desk's API. Every answer is one of three things, and none of them throws. */
import type { AgentName } from '../../core/desk.ts';
import type { CaseState } from '../../core/case.ts';
import type { PasswordFault } from '../../core/desk-api.ts';
import type { DeskRefusalBody } from '../../core/desk-refusal.ts';
import { noteServerTime } from './when.ts';

export type Asked<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: RefusalSeen }
  /** No answer came: it may have been done, and may be asked again. */
  | { readonly kind: 'unreachable' };

/** A refusal with what some of them carry besides. */
export type RefusalSeen = DeskRefusalBody['error'] & {
  readonly owner?: AgentName;
  readonly state?: CaseState;
  readonly why?: string;
  readonly fault?: PasswordFault;
};

/** Slower than that, and the line is down for whoever waits. */
const TIMEOUT_MS = 20_000;
const FILE_TIMEOUT_MS = 120_000;

export const API = '/desk/api';

let onSignedOut: () => void = () => undefined;

/** @param listener - called whenever the server says that nobody is signed in (any more) */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** @param path - under `/desk/api`, with its ids filled in */
export async function ask<Value>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown) {
  return toAsked<Value>(await send(method, path, body));
}

/** A file of the person's. The provider may be slow, and the line too. */
export async function askForFile(path: string): Promise<Asked<Blob>> {
  const response = await send('GET', path, undefined, FILE_TIMEOUT_MS);
  if (response?.ok !== true) return toAsked<Blob>(response);
  try {
    return { kind: 'done', value: await response.blob() };
  } catch {
    return { kind: 'unreachable' }; // it broke off
  }
}

async function send(method: string, path: string, body: unknown, timeoutMs = TIMEOUT_MS): Promise<Response | null> {
  try {
    return await fetch(`${API}${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    return null;
  }
}

async function toAsked<Value>(response: Response | null): Promise<Asked<Value>> {
  if (response === null) return { kind: 'unreachable' };
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) noteServerTime(date);
  const json = await readJson(response);
  if (json === undefined) return { kind: 'unreachable' };
  // Our own server wrote it, by the types of core/desk-api.ts.
  if (response.ok) return { kind: 'done', value: json as Value };
  const refusal = (json as DeskRefusalBody | null)?.error;
  if (refusal === undefined) return { kind: 'unreachable' };
  if (refusal.code === 'sign_in_first') onSignedOut();
  return { kind: 'refused', refusal };
}

/** Undefined when the answer broke off, or something between us and the server spoke. */
async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

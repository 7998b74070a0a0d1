/** Fetches from a provider what a person sent: no redirect is followed by itself, and no error repeats an address. */
import { MediaError } from '../core/errors.ts';
import type { FetchedMedia } from '../core/media.ts';

/** The whole file, over a slow line. */
const TIMEOUT_MS = 60_000;

/** @throws {MediaError} `unreachable` when there is no answer at all */
export async function fetchFile(address: string, authorization: string | null): Promise<Response> {
  try {
    return await fetch(address, {
      headers: authorization === null ? {} : { authorization },
      redirect: 'manual', // it would carry the token to another host
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    // What is underneath quotes the address.
    throw new MediaError('unreachable', 'The provider of a file did not answer.');
  }
}

/** @throws {MediaError} when the answer holds no file */
export async function readFile(response: Response): Promise<FetchedMedia> {
  const { body } = response;
  if (!response.ok || body === null) {
    await body?.cancel();
    throw toMediaError(response.status);
  }
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return {
    mimeType: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: Number.isSafeInteger(length) ? length : null,
    body,
  };
}

/** Providers say 400, 404 or 410 of what they have not any more; all else may pass. */
export function toMediaError(status: number): MediaError {
  const isGone = status === 400 || status === 404 || status === 410;
  return new MediaError(isGone ? 'gone' : 'unreachable', `The provider of a file answered HTTP ${status}.`);
}

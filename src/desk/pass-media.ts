/** Passes a file from the provider to an agent, piece by piece: it is never whole in memory, and never on disk. */
import { once } from 'node:events';
import type { Response } from 'express';
import { MediaError } from '../core/errors.ts';
import type { FetchedMedia, MediaSource } from '../core/media.ts';
import type { MediaHandle } from '../core/message.ts';
import { MAX_MEDIA_BYTES, ruleOf } from './media-rules.ts';
import { refuse } from './route.ts';

/** @throws {Refusal} before a byte is sent; after that, a file that is too long or breaks off ends in the middle */
export async function passMedia(source: MediaSource, media: MediaHandle, response: Response): Promise<void> {
  if (ruleOf(media.mimeType) === null) refuse('file_refused');
  const fetched = await fetchOrRefuse(source, media);
  // The provider knows better than the message what it keeps.
  const rule = ruleOf(fetched.mimeType);
  if (rule === null || (fetched.bytes ?? 0) > MAX_MEDIA_BYTES) {
    await fetched.body.cancel();
    return refuse(rule === null ? 'file_refused' : 'file_too_large');
  }
  response.status(200).set({
    'Content-Type': rule.mimeType,
    'Content-Disposition': `${rule.disposition}; filename="${rule.fileName}"`,
    ...(fetched.bytes === null ? {} : { 'Content-Length': String(fetched.bytes) }),
  });
  await pump(fetched.body, response);
}

async function fetchOrRefuse(source: MediaSource, media: MediaHandle): Promise<FetchedMedia> {
  try {
    return await source.fetchMedia(media);
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    return refuse(error.code === 'gone' ? 'file_gone' : 'provider_unreachable');
  }
}

async function pump(body: ReadableStream<Uint8Array>, response: Response): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  let sent = 0;
  try {
    for await (const piece of body) {
      sent += piece.length;
      if (sent > MAX_MEDIA_BYTES || gone.signal.aborted) break;
      if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal });
    }
  } catch {
    // The provider broke off, or the agent looks at something else by now.
    response.destroy();
    return;
  }
  if (sent > MAX_MEDIA_BYTES) response.destroy();
  else response.end();
}

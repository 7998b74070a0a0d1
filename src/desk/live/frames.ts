/** Server-sent events as bytes. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { LiveCase, LiveSeen, LiveTyping } from '../../core/desk-api.ts';
import type { LiveRefresh } from '../../core/desk-cases-api.ts';

/** How soon a browser whose line broke tries again. */
const RETRY_MS = 1_000;

export const FIRST_FRAME = `retry: ${RETRY_MS}\n\n`;
export const BEAT_FRAME = 'event: beat\ndata: {}\n\n';

export function caseFrame(event: LiveCase): string {
  return frame('case', event, event.seq);
}

/** Its number is where a browser goes on from. */
export function refreshFrame(refresh: LiveRefresh): string {
  return frame('refresh', refresh, refresh.seq);
}

export function typingFrame(typing: LiveTyping): string {
  return frame('typing', typing, null);
}

export function seenFrame(seen: LiveSeen): string {
  return frame('seen', seen, null);
}

/** JSON has no line break of its own, so one line of data is enough. */
function frame(name: string, value: object, id: number | null): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}

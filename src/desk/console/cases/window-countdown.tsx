/** How long WhatsApp still takes free text: 24 hours after the person last wrote. */
import { HOUR_MS, SECOND_MS } from '../../../core/clock.ts';
import { useSay } from '../phrases.ts';
import { toDuration, useNowMs } from '../when.ts';

export function WindowCountdown({ endsAtMs }: { readonly endsAtMs: number | null }) {
  const say = useSay();
  const nowMs = useNowMs(SECOND_MS);
  if (endsAtMs === null) return null;
  const leftMs = endsAtMs - nowMs;
  if (leftMs <= 0) return <span className="countdown countdown-over">{say('window.closed')}</span>;
  const left = leftMs < HOUR_MS ? toMinutesAndSeconds(leftMs) : toDuration(say, leftMs);
  return (
    <span className={`countdown${leftMs < HOUR_MS ? ' countdown-soon' : ''}`}>{say('window.open', { left })}</span>
  );
}

/** @example toMinutesAndSeconds(125_000) // "2:05" */
function toMinutesAndSeconds(ms: number): string {
  const seconds = Math.floor(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** @param endsAtMs - null where there is no window (SMS) */
export function useIsWindowClosed(endsAtMs: number | null): boolean {
  const nowMs = useNowMs(SECOND_MS);
  return endsAtMs !== null && endsAtMs <= nowMs;
}

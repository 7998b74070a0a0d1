/** What an SMS will cost, and which letter makes it dear; asked of the server, which counts as it will send. */
import { useEffect, useState } from 'react';
import type { SmsCost } from '../../../core/desk-cases-api.ts';
import type { SmsReach } from '../../../core/desk.ts';
import { useSay } from '../phrases.ts';
import { library } from '../service.ts';

/** A list of all of them would be longer than the text. */
const MAX_NAMED = 5;
const AFTER_TYPING_MS = 250;

export interface SegmentCounterProps {
  readonly text: string;
  /** Undefined where nobody has read what their country does. */
  readonly reach: SmsReach | undefined;
}

export function SegmentCounter({ text, reach }: SegmentCounterProps) {
  const say = useSay();
  const cost = useSmsCost(text.trim());
  if (cost === null) return null;
  const { segments, left, costly, fits } = cost;
  return (
    <span className="small" role="status">
      {say('sms.parts', { count: segments })} · {say('sms.left', { count: left })}
      {costly.length > 0 && (
        <strong className="late"> {say('sms.costly', { characters: costly.slice(0, MAX_NAMED).join(' ') })}</strong>
      )}
      {fits && reach !== undefined && segments > reach.maxSegments && (
        <strong className="late"> {say('sms.pieces', { count: reach.maxSegments })}</strong>
      )}
      {!fits && <strong className="late"> {say('sms.too_long')}</strong>}
    </span>
  );
}

function useSmsCost(text: string): SmsCost | null {
  const [cost, setCost] = useState<SmsCost | null>(null);
  useEffect(() => {
    if (text === '') {
      setCost(null);
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      void library.smsCost(text).then((asked) => {
        if (!isOver && asked.kind === 'done') setCost(asked.value);
      });
    }, AFTER_TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [text]);
  return cost;
}

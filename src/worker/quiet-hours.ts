/** The hours in which nobody's phone is to ring because of us: 21:00 to 8:00 where most of the people are. */
import { HOUR_MS, MINUTE_MS } from '../core/clock.ts';
import { localTime } from '../core/zoned-time.ts';

const FROM_MINUTES = (21 * HOUR_MS) / MINUTE_MS;
const TO_MINUTES = (8 * HOUR_MS) / MINUTE_MS;

/** @param timeZone - a name of the IANA database, for example `America/Mexico_City` */
export function isQuietHour(nowMs: number, timeZone: string): boolean {
  const { minutes } = localTime(nowMs, timeZone);
  return minutes >= FROM_MINUTES || minutes < TO_MINUTES;
}

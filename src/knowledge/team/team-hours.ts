/**
 * Working hours as moments. A shift belongs to the day on which it begins: on a holiday nobody begins one, and one that
 * began the evening before goes on to its end.
 */
import { DAY_MS, MINUTE_MS } from '../../core/clock.ts';
import type { Day } from '../../core/fact.ts';
import type { Language } from '../../core/language.ts';
import type { Weekday } from '../../core/place.ts';
import type { TeamHours, TeamStatus } from '../../core/team.ts';
import { addDays, localTime, momentOf, weekdayOf } from '../../core/zoned-time.ts';

/** Minutes since midnight. `to` is always the later one: beyond 1,440 the shift ends on the next day. */
export interface Shift {
  readonly from: number;
  readonly to: number;
}

export interface TeamSchedule {
  readonly staffed: boolean;
  readonly timeZone: string;
  readonly zoneNames: Readonly<Record<Language, string>>;
  readonly usualMinutes: number | null;
  readonly week: Readonly<Record<Weekday, readonly Shift[]>>;
  readonly holidays: ReadonlySet<Day>;
}

/** Further ahead nobody plans: a team that does not open within two months does not open as far as we know. */
const LOOK_AHEAD_DAYS = 60;
/** Whoever is there for a week without a break is there around the clock. */
const AROUND_THE_CLOCK_MS = 7 * DAY_MS;
/** Where nobody has measured how long an answer takes, a person should not wait longer than this without a word. */
const PATIENCE_MINUTES = 120;
/** Nobody is told "at 14:37". */
const ROUND_TO_MS = 5 * MINUTE_MS;

/** From the first moment to the one that no longer belongs to it. */
interface Presence {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where nobody has said that anybody answers. */
export const NO_TEAM: TeamHours = {
  timeZone: 'UTC',
  zoneNames: { es: 'UTC', en: 'UTC', pt: 'UTC', fr: 'UTC', ht: 'UTC' },
  usualMinutes: null,
  status: () => ({ kind: 'unstaffed' }),
  workedBy: () => null,
  answerBy: () => null,
};

export function createTeamHours(schedule: TeamSchedule): TeamHours {
  const { staffed, timeZone, zoneNames, usualMinutes } = schedule;
  return {
    timeZone,
    zoneNames,
    usualMinutes,
    status: (nowMs) => (staffed ? statusAt(schedule, nowMs) : { kind: 'unstaffed' }),
    workedBy: (sinceMs, minutes) => (staffed ? addWorkingMinutes(schedule, sinceMs, minutes) : null),
    answerBy: (nowMs) => {
      const atMs = staffed ? addWorkingMinutes(schedule, nowMs, usualMinutes ?? PATIENCE_MINUTES) : null;
      return atMs === null ? null : Math.ceil(atMs / ROUND_TO_MS) * ROUND_TO_MS;
    },
  };
}

function statusAt(schedule: TeamSchedule, nowMs: number): TeamStatus {
  const next = presencesFrom(schedule, nowMs).next().value;
  if (next === undefined) return { kind: 'closed', opensAtMs: null };
  if (next.fromMs > nowMs) return { kind: 'closed', opensAtMs: next.fromMs };
  return { kind: 'open', untilMs: next.toMs - nowMs > AROUND_THE_CLOCK_MS ? null : next.toMs };
}

function addWorkingMinutes(schedule: TeamSchedule, nowMs: number, minutes: number): number | null {
  let leftMs = minutes * MINUTE_MS;
  for (const { fromMs, toMs } of presencesFrom(schedule, nowMs)) {
    const startMs = Math.max(fromMs, nowMs);
    if (leftMs <= toMs - startMs) return startMs + leftMs;
    leftMs -= toMs - startMs;
  }
  return null;
}

/** When the team is there, from now on; shifts that touch are one. Looks no further ahead than somebody asks. */
function* presencesFrom(schedule: TeamSchedule, nowMs: number): Generator<Presence, void> {
  const today = localTime(nowMs, schedule.timeZone).day;
  let growing: Presence | null = null;
  // A shift of yesterday may still be going on.
  for (let ahead = -1; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    for (const presence of presencesOn(schedule, addDays(today, ahead))) {
      if (presence.toMs <= nowMs) continue;
      if (growing !== null && presence.fromMs > growing.toMs) {
        yield growing;
        growing = null;
      }
      growing = growing === null ? presence : joinPresences(growing, presence);
    }
  }
  if (growing !== null) yield growing;
}

function joinPresences(first: Presence, second: Presence): Presence {
  return { fromMs: first.fromMs, toMs: Math.max(first.toMs, second.toMs) };
}

function presencesOn({ week, holidays, timeZone }: TeamSchedule, day: Day): readonly Presence[] {
  if (holidays.has(day)) return [];
  return week[weekdayOf(day)]
    .map(({ from, to }) => ({ fromMs: momentOf(day, from, timeZone), toMs: momentOf(day, to, timeZone) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs) // one within an hour that is skipped
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

import { describe, expect, test } from 'vitest';
import { composeWaiting } from '../../dialogs/waiting.ts';
import type { Waiting } from '../../dialogs/waiting.ts';
import { caseChoices, themeChoices } from '../../dialogs/choices.ts';
import { smsRoom } from '../../dialogs/sms-room.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Language } from '../../src/core/language.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Place } from '../../src/core/place.ts';
import type { TeamHours, TeamStatus } from '../../src/core/team.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';
import { TEST_COUNTRIES, TEST_PLACES } from '../fakes/places.ts';
import { TEAMS } from '../fakes/team.ts';

const phrases = createPhrases();

function waiting(more: Partial<Waiting> = {}): Waiting {
  return {
    phrases,
    language: 'es',
    channel: 'whatsapp',
    nowMs: TODAY_MS,
    team: TEAMS.open,
    knowledge: { places: TEST_PLACES, countries: TEST_COUNTRIES },
    country: null,
    waitingBefore: 2,
    ...more,
  };
}

function say(more: Partial<Waiting> = {}, remindAtMs: number | null = null): string {
  return composeWaiting(waiting(more), { opening: 'A.', remindAtMs, question: null, room: 306 });
}

function teamThatIs(status: TeamStatus, usualMinutes: number | null = 30): TeamHours {
  return { ...TEAMS.open, usualMinutes, status: () => status };
}

describe('while the team is there', () => {
  test.each([
    [0, 'Nadie espera antes que usted.'],
    [1, 'Una persona espera antes que usted.'],
    [2, '2 personas esperan antes que usted.'],
    [99, '99 personas esperan antes que usted.'],
    [100, 'Muchas personas esperan antes que usted.'],
  ])('who comes first is said: %i', (waitingBefore, sentence) => {
    expect(say({ waitingBefore })).toContain(sentence);
  });

  test.each([
    [null, 'No sabemos cuánto tardará.'],
    [1, 'Suele tardar un minuto.'],
    [45, 'Suele tardar unos 45 minutos.'],
    [90, 'Suele tardar unas 2 horas.'],
    [60 * 24, 'Suele tardar unas 24 horas.'],
  ])('the usual time is said only when it was measured: %s', (usualMinutes, sentence) => {
    const status: TeamStatus = { kind: 'open', untilMs: TODAY_MS + HOUR_MS };
    expect(say({ team: teamThatIs(status, usualMinutes) })).toContain(sentence);
  });

  test('how many wait is left out where nobody has counted', () => {
    expect(say({ waitingBefore: null })).not.toMatch(/antes que usted/);
  });

  test('no help line is named: somebody of ours answers', () => {
    expect(say({ country: 'MX' })).not.toContain('Línea');
  });
});

describe('while nobody is there', () => {
  test('it is said when the team opens and whose time that is, and nothing of a place in a line that does not move', () => {
    const said = say({ team: TEAMS.closed, country: 'MX' });
    expect(said).toMatch(/^A\. Ahora no atiende nadie\. Abrimos hoy a las 9:00 \(hora de Ciudad de México\)\./);
    expect(said).not.toMatch(/antes que usted|Suele/);
    expect(said).toContain('llame al 911 (México). Línea de ayuda: Línea Ejemplo, +1 202 555 0190. Mientras tanto');
  });

  test('no line is named where none was checked', () => {
    expect(say({ team: TEAMS.closed, country: 'GT' })).not.toContain('Línea');
    expect(say({ team: TEAMS.closed })).not.toContain('Línea');
  });

  test('a line is named only if it is for everybody and has a telephone', () => {
    const [line] = TEST_PLACES.lines('MX', { limit: 1, nowMs: TODAY_MS });
    if (line === undefined) throw new Error('expected a line');
    const withLines = (...lines: readonly Place[]): string =>
      say({
        team: TEAMS.closed,
        country: 'MX',
        knowledge: { countries: TEST_COUNTRIES, places: { ...TEST_PLACES, lines: () => lines } },
      });
    const others: readonly Place[] = [
      { ...line, name: 'For women', audience: ['women'] },
      { ...line, name: 'For Hondurans', nationals: ['HN'] },
      { ...line, name: 'Without a phone', phones: [] },
    ];

    expect(withLines(...others, line)).toContain('Línea de ayuda: Línea Ejemplo');
    expect(withLines(...others)).not.toContain('Línea de ayuda');
  });

  test('a team that nobody expects soon names no day', () => {
    expect(say({ team: teamThatIs({ kind: 'closed', opensAtMs: null }) })).toMatch(/no sabemos cuándo abriremos/);
  });

  test('within their hours, but with nobody at the desk, no time and no place in the line is named, and whom to call is', () => {
    const away = teamThatIs({ kind: 'away', untilMs: TODAY_MS + HOUR_MS });
    const said = say({ team: away, country: 'MX' }, TODAY_MS + HOUR_MS);
    expect(said).toContain('ahora no hay nadie del equipo conectado. No sabemos cuánto tardará.');
    expect(said).toContain('Le escribo otra vez hoy a las 7:00 (hora de Ciudad de México) si');
    expect(said).toContain('Línea de ayuda:');
    expect(said).not.toMatch(/Suele|esperan|atiende hasta/);
  });

  test('an installation without a team promises nothing', () => {
    const said = say({ team: TEAMS.unstaffed });
    expect(said).toMatch(/ningún equipo lee/);
    expect(said).not.toMatch(/Abrimos|Le escribo|Suele/);
  });
});

test('who is there around the clock says whose time a promise is in', () => {
  expect(say({ team: TEAMS.always }, TODAY_MS + HOUR_MS)).toContain(
    'Le escribo otra vez hoy a las 7:00 (hora de Ciudad de México) si',
  );
});

/** Everything that can be said of a team, at its longest. */
const STATUSES: readonly TeamStatus[] = [
  { kind: 'unstaffed' },
  { kind: 'closed', opensAtMs: null },
  { kind: 'closed', opensAtMs: TODAY_MS + HOUR_MS },
  { kind: 'closed', opensAtMs: TODAY_MS + 4 * DAY_MS },
  { kind: 'closed', opensAtMs: Date.parse('2026-12-30T15:30:00Z') },
  { kind: 'away', untilMs: TODAY_MS + HOUR_MS },
  { kind: 'open', untilMs: null },
  { kind: 'open', untilMs: TODAY_MS + 20 * HOUR_MS },
];

describe.each<Language>(LANGUAGES)('by SMS in %s', (language) => {
  test.each(STATUSES)('the first word and the question fit two segments with the list below them: %o', (status) => {
    for (const country of [null, 'MX', 'GT']) {
      const now = waiting({ language, channel: 'sms', team: teamThatIs(status, 600), country, waitingBefore: 99 });
      const choices = themeChoices(now);
      const text = composeWaiting(now, {
        opening: phrases.say(language, 'human.saved'),
        remindAtMs: TODAY_MS + 5 * DAY_MS,
        question: phrases.say(language, 'human.about_sms'),
        room: smsRoom(choices),
      });
      const body = renderSms({ kind: 'choices', text, choices, listLabel: 'x' }, { transliterate: true });
      expect([body, countSegments(body).segments <= 2]).toEqual([body, true]);
      expect(body).toContain(country === 'GT' ? '110' : '911');
      expect(text).toContain(phrases.say(language, 'human.about_sms'));
    }
  });

  test.each(STATUSES)('the answer to who asks again fits two segments: %o', (status) => {
    for (const country of [null, 'MX', 'GT']) {
      const now = waiting({ language, channel: 'sms', team: teamThatIs(status, 600), country, waitingBefore: 99 });
      const choices = caseChoices(now);
      const opening = phrases.say(language, 'human.waiting');
      const text = composeWaiting(now, { opening, remindAtMs: null, question: null, room: smsRoom(choices) });
      const body = renderSms({ kind: 'choices', text, choices, listLabel: 'x' }, { transliterate: true });
      expect([body, countSegments(body).segments <= 2]).toEqual([body, true]);
    }
  });
});

test('by SMS the least important goes first: that one may go on, then the help line, then the promise, then the place', () => {
  const now = waiting({ channel: 'sms', team: TEAMS.closed, country: 'MX' });
  const saidIn = (room: number): string =>
    composeWaiting(now, { opening: 'A.', remindAtMs: TODAY_MS + 4 * HOUR_MS, question: 'Q?', room });
  const whole = saidIn(1_000);
  const parts = ['Puede seguir', 'Línea', 'Le escribo'];
  expect(parts.every((part) => whole.includes(part))).toBe(true);
  const left = (room: number): readonly string[] => parts.filter((part) => saidIn(room).includes(part));
  expect(left(whole.length - 1)).toEqual(['Línea', 'Le escribo']);
  expect(left(whole.length - 60)).toEqual(['Le escribo']);
  expect(left(0)).toEqual([]);
  expect(saidIn(0)).toBe(
    'A. Ahora no atiende nadie. Abrimos hoy a las 9:00 (hora de Ciudad de México). En peligro: 911 (México). Q?',
  );
});

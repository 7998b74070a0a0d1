import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import en from '../../../locales/desk.en.json' with { type: 'json' };
import es from '../../../locales/desk.es.json' with { type: 'json' };
import { AUDIT_ACTIONS } from '../../../src/core/audit.ts';
import { CASE_REASONS, CASE_STATES, CASE_THEMES } from '../../../src/core/case.ts';
import { DESK_REFUSALS } from '../../../src/core/desk-refusal.ts';
import { CASE_EVENTS, CLOSE_REASONS, ROLES } from '../../../src/core/desk.ts';
import { SEND_ERRORS } from '../../../src/core/errors.ts';

const CONSOLE_DIR = fileURLToPath(new URL('../../../src/desk/console', import.meta.url));
const spanish: Readonly<Record<string, string>> = es;
const english: Readonly<Record<string, string>> = en;

test('both languages have the same phrases, none of them empty', () => {
  expect(Object.keys(english).toSorted()).toEqual(Object.keys(spanish).toSorted());
  expect([...Object.values(english), ...Object.values(spanish)].filter((phrase) => phrase.trim() === '')).toEqual([]);
});

test('a phrase has the same gaps in both languages', () => {
  const gaps = (phrase = ''): readonly string[] =>
    [...phrase.matchAll(/\{\{(\w+)\}\}/g)].map(([gap]) => gap).toSorted();
  for (const key of Object.keys(spanish)) expect(gaps(english[key]), key).toEqual(gaps(spanish[key]));
});

test('a phrase that counts has a form for one and one for many', () => {
  const bases = Object.keys(spanish).filter((key) => /_(one|other)$/.test(key));
  for (const key of bases) expect(spanish).toHaveProperty([key.replace(/_(one|other)$/, '_one')]);
  for (const key of bases) expect(spanish).toHaveProperty([key.replace(/_(one|other)$/, '_other')]);
});

test('there are words for every code that the server may send', () => {
  const codes = [
    ...DESK_REFUSALS.filter((code) => code !== 'weak_password').map((code) => `refusal.${code}`),
    ...AUDIT_ACTIONS.map((code) => `audit.${code}`),
    ...CASE_EVENTS.map((code) => `event.${code}`),
    ...CASE_STATES.map((code) => `state.${code}`),
    ...CASE_REASONS.map((code) => `reason.${code}`),
    ...CASE_THEMES.map((code) => `theme.${code}`),
    ...CLOSE_REASONS.map((code) => `close.${code}`),
    ...ROLES.map((code) => `role.${code}`),
    ...Object.keys(SEND_ERRORS).map((code) => `send_error.${code}`),
  ];
  expect(codes.filter((code) => spanish[code] === undefined)).toEqual([]);
});

test('no phrase is left that nobody says', () => {
  const sources = readdirSync(CONSOLE_DIR, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(`${CONSOLE_DIR}/${name}`, 'utf8'))
    .join('\n');
  // Said as a whole, or as "room.${code}".
  const rooms = new Set([...sources.matchAll(/`([\w.]+[._])\$\{/g)].map(([, room = '']) => room));
  const isSaid = (key: string): boolean => {
    const base = key.replace(/_(one|other)$/, '');
    return (
      sources.includes(`'${base}'`) || [...rooms].some((room) => base.startsWith(room)) || /_(lead|do|may)$/.test(base)
    );
  };
  expect(Object.keys(spanish).filter((key) => !isSaid(key))).toEqual([]);
});

/** "What do you know about me?": all of it, nothing of what was said, and no number. */
import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { DAY_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TurnMessage } from '../../src/core/turn.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import { idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { BORDER, FEES } from '../fakes/knowledge.ts';

type Contact = TurnMessage['contact'];

/** A September evening: the longest names of days, in most languages. */
const NOW_MS = Date.UTC(2026, 8, 23, 20);
const PLAIN: Contact = { ...NEW_CONTACT, knownSinceMs: Date.UTC(2026, 8, 22, 18) };
const FULL: Contact = {
  ...PLAIN,
  caseKept: 'open',
  alerts: [FEES.id, BORDER.id],
  corrections: true,
  hidden: true,
};

async function ask(contact: Contact, channel: 'whatsapp' | 'sms' = 'whatsapp', said = 'mis datos') {
  const chat = startChat(channel);
  await chat.say('¿Qué hay para mi caso?', { nowMs: NOW_MS, contact: PLAIN });
  return chat.say(said, { nowMs: NOW_MS, contact });
}

test.each([
  '¿Qué saben de mí?',
  'mis datos',
  'PRIVACIDAD',
  'What do you know about me?',
  'my data',
  'privacy',
  'O que sabem de mim?',
  'meus dados',
  'Que savez-vous de moi ?',
  'mes données',
  'Kisa nou konnen sou mwen?',
  'done mwen',
])('is asked for in many words: "%s"', async (said) => {
  expect(idsOf(await ask(PLAIN, 'whatsapp', said))).toEqual(['v1:erase', 'v1:privacy:hide', 'v1:menu']);
});

describe('on WhatsApp', () => {
  test('says what is kept of everybody, how long, and who sees it', async () => {
    const said = textOf(await ask(PLAIN));
    expect(said).toContain('22 de septiembre de 2026');
    expect(said).toContain('7 días: este, hasta el 30 de septiembre');
    expect(said).toContain('72 horas');
    expect(said).toContain('se borra todo a los 30 días');
    expect(said).toContain('WhatsApp (Meta)');
    expect(said).toContain('No guardamos su nombre');
  });

  test('says nothing of requests, alerts or hiding to somebody who has none', async () => {
    expect(textOf(await ask(PLAIN))).not.toMatch(/pedido a nuestro|aviso|corregimos|primero|viera/);
  });

  test.each<[Partial<Contact>, RegExp]>([
    [{ caseKept: 'open' }, /Un pedido a nuestro equipo, hasta 30 días después de cerrarlo/],
    [{ caseKept: 'closed' }, /ya cerrado, hasta 30 días después/],
    [{ alerts: [FEES.id] }, /1 aviso que pidió/],
    [{ alerts: [FEES.id, BORDER.id] }, /2 avisos que pidió/],
    [{ corrections: true }, /Qué respuestas le dimos, 30 días/],
    [{ optedOut: true }, /no quiere que le escribamos primero/],
    [{ hidden: true }, /Que pidió que no se nos viera/],
  ])('says what is kept of those who have it: %o', async (contact, expected) => {
    expect(textOf(await ask({ ...PLAIN, ...contact }))).toMatch(expected);
  });

  test('of somebody with alerts everything is kept for longer, and they are told', async () => {
    expect(textOf(await ask({ ...PLAIN, alerts: [FEES.id] }))).toContain('se borra todo a los 180 días');
  });
});

describe.each(CHANNELS)('by %s', (channel) => {
  test.each(LANGUAGES)('in %s nothing that was written is repeated, and no number is shown', async (language) => {
    const chat = startChat(channel);
    await chat.say(tap(`v1:lang:${language}`), { nowMs: NOW_MS });
    await chat.say('¿Qué hay para mi caso?', { nowMs: NOW_MS });
    const said = textOf(await chat.say('privacy', { nowMs: NOW_MS, contact: FULL }));
    expect(said.length).toBeGreaterThan(100);
    expect(said).not.toMatch(/mi caso|\d{4,}(?<!2026)/);
    expect(said.slice(0, 40)).not.toMatch(/migr|asil|front|Faro/i);
  });
});

test.each(LANGUAGES)('in %s what is kept of most people fits one SMS of two segments', async (language) => {
  const chat = startChat('sms');
  await chat.say(tap(`v1:lang:${language}`), { nowMs: NOW_MS });
  const { reply } = await chat.say('data', { nowMs: NOW_MS, contact: PLAIN });
  expect(reply?.kind).toBe('choices'); // whole: a page that is not the last has none
  if (reply !== null) expect(countSegments(renderSms(reply, { transliterate: true })).segments).toBe(2);
});

test.each(LANGUAGES)('in %s by SMS the rest of what is kept of some is read with MORE', async (language) => {
  const chat = startChat('sms');
  await chat.say(tap(`v1:lang:${language}`), { nowMs: NOW_MS });
  const pages = [textOf(await chat.say('data', { nowMs: NOW_MS, contact: FULL }))];
  while (/\(\d\/\d\)$/.test(pages.at(-1) ?? ''))
    pages.push(textOf(await chat.say('more', { nowMs: NOW_MS + pages.length * MINUTE_MS })));
  expect(pages.length).toBeLessThanOrEqual(3);
  expect(pages.join('\n')).toMatch(/ALERT|AVISOS|ALÈT/i);
});

test('whoever looks aside goes on with what was said before', async () => {
  const chat = startChat();
  await chat.say('¿Qué hay para mi caso?');
  await chat.say('mis datos');
  expect((await chat.say('agente')).effects).toMatchObject([{ kind: 'open_case', case: { reason: 'personal_case' } }]);
});

test('leads to the deletion, and to what to do when somebody takes the phone', async () => {
  const chat = startChat();
  await chat.say('mis datos');
  expect(textOf(await chat.say(tap('v1:privacy:hide')))).toMatch(/CLIMA/);
  expect(textOf(await chat.say(tap('v1:erase')))).toMatch(/^¿Borramos todo\?/);
});

test('is one tap away from the help', async () => {
  const chat = startChat();
  expect(idsOf(await chat.say('ayuda'))).toContain('v1:privacy');
  expect(textOf(await chat.say(tap('v1:privacy')))).toMatch(/^Esto es lo que guardamos/);
});

test('says what the store does', () => {
  expect(RETENTION_MS).toMatchObject({ body: 7 * DAY_MS, contact: 30 * DAY_MS, closedCase: 30 * DAY_MS });
});

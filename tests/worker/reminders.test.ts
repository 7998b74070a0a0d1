/** The loop that tells people at the promised time that they still wait, with the real store and the real words. */
import { expect, test, vi } from 'vitest';
import { HOUR_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Language } from '../../src/core/language.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createReminderLoop } from '../../src/worker/reminders.ts';
import { runStatement, takeTurn } from '../fakes/house.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { TEAMS } from '../fakes/team.ts';
import type { TeamName } from '../fakes/team.ts';
import { openTestStore, START_MS } from '../fakes/test-store.ts';

function noticesOf(team: TeamName) {
  return createNoticeComposer({ knowledge: createFakeKnowledge(), phrases: createPhrases(), team: TEAMS[team] });
}

function asked(language: Language, country: string | null): readonly Effect[] {
  return [
    { kind: 'open_case', case: { reason: 'request', urgency: 'normal', language, topic: null, summary: 'x' } },
    { kind: 'remind', atMs: START_MS + HOUR_MS, country },
  ];
}

test('at the promised time who still waits hears it, with what else they can do; then never again', async () => {
  await using house = await openTestStore();
  await takeTurn(house, PEOPLE.marisol.address, asked('es', 'MX'));
  await takeTurn(house, PEOPLE.wilmer.address, asked('es', null));
  await takeTurn(house, PEOPLE.rosa.address, asked('es', null));
  await runStatement(house, "update contacts set opted_out_at = 1 where channel = 'sms'");
  const [first] = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
  expect(first).toBeDefined();
  await runStatement(house, "update outbox set state = 'sent'");
  const events: FaroEvent[] = [];
  let woken = 0;
  const loop = createReminderLoop({
    store: house.store,
    telemetry: { record: (event) => events.push(event) },
    compose: (due) => noticesOf('closed').reminder(due),
    onQueued: () => {
      woken += 1;
    },
  });
  house.clock.advance(HOUR_MS);
  loop.start();
  await vi.waitFor(() => expect(events).toHaveLength(3), 5_000);
  loop.wake();
  await loop.stop();
  expect(events.map((event) => event.event === 'reminder_due' && `${event.channel} ${event.outcome}`).sort()).toEqual([
    'sms opted_out',
    'whatsapp sent',
    'whatsapp sent',
  ]);
  expect(woken).toBe(1);
  const replies = (await house.store.outbox.claim(64, ['whatsapp', 'sms'])).map(({ reply }) => reply);
  expect(replies).toHaveLength(2);
  expect(replies[0]?.text).toBe(
    'Su pedido sigue esperando. Lo sentimos: todavía nadie pudo responderle. ' +
      'Ahora no atiende nadie. Abrimos hoy a las 9:00 (hora de Ciudad de México).\n\n' +
      'Si está en peligro ahora, llame al 911 (México). Línea de ayuda: Línea Ejemplo, +1 202 555 0190. ' +
      'Mientras tanto, puede seguir preguntando.',
  );
  expect(replies[0]?.kind === 'choices' && replies[0].choices.map(({ id }) => id)).toEqual([
    'v1:case:cancel',
    'v1:menu',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/Marisol|2025550|MX/);
});

test('a store that is away is asked again later', async () => {
  const events: FaroEvent[] = [];
  const loop = createReminderLoop({
    store: { reminders: { areDue: () => Promise.reject(new Error('away')), sendDue: () => Promise.resolve([]) } },
    telemetry: { record: (event) => events.push(event) },
    compose: (due) => noticesOf('closed').reminder(due),
    onQueued: () => {},
  });
  loop.start();
  await vi.waitFor(() => expect(events).toEqual([{ event: 'bug', where: 'reminders', reason: 'Error' }]));
  await loop.stop();
});

test.each(LANGUAGES)('in %s what we write of our own accord fits its channel and gives nobody away', (language) => {
  for (const team of ['open', 'closed', 'weekend', 'always', 'unstaffed'] as const) {
    const notices = noticesOf(team);
    for (const channel of ['whatsapp', 'sms'] as const) {
      const replies = [
        notices.reminder({ channel, language, country: 'MX', nowMs: START_MS }),
        notices.reminder({ channel, language, country: null, nowMs: START_MS }),
        notices.returned({ channel, language, state: 'closed' }),
        notices.returned({ channel, language, state: 'waiting' }),
      ];
      for (const reply of replies) {
        expect(reply.text.slice(0, 40)).not.toMatch(/asil|asyl|azil|migra|front|deport|frontera|border/i);
        // A number that is typed means what was offered last, and that was another message.
        expect(reply.kind).toBe(channel === 'sms' ? 'text' : 'choices');
        if (channel === 'whatsapp') renderWhatsApp(reply);
        else expect(countSegments(renderSms(reply, { transliterate: true })).segments).toBeLessThanOrEqual(2);
      }
    }
  }
});

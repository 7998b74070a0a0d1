/** Danger: the number to dial where the person is, inside two segments, whatever the language and the hour. */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/bot/engine.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { Country } from '../../src/core/country.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TopicSlug } from '../../src/core/ids.ts';
import type { Knowledge, Match } from '../../src/core/knowledge.ts';
import type { FoundLocation } from '../../src/core/place.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge, FEES } from '../fakes/knowledge.ts';
import { TEAMS } from '../fakes/team.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';

const { countries } = createPlaces({ contentDir: CONTENT_DIR, cacheDir: null });
const COUNTRIES = countries.all.filter(({ emergency }) => emergency.length > 0);
const ENGINE = createEngine();

/** Somebody who is in this country, whatever they write. */
function placesIn(country: Country | null): Pick<Knowledge, 'places' | 'countries'> {
  const { places } = createFakeKnowledge();
  const found: FoundLocation = country === null ? { kind: 'none' } : { kind: 'country', country: country.code };
  return { countries, places: { ...places, locate: () => found } };
}

/** With a fact that explains more, under the longest name that a fact may have. */
const ALARM: Match = {
  outcome: 'danger',
  candidates: [
    {
      fact: {
        ...FEES,
        topic: 'kidnapping-extortion' as TopicSlug, // an id of a test is made where it is used
        text: { es: { ...FEES.text.es, title: 'x'.repeat(24) }, en: FEES.text.en },
      },
      confidence: 0.9,
    },
  ],
};

describe.each(LANGUAGES)('an alarm in %s by SMS', (language) => {
  test.each(['open', 'closed', 'unstaffed'] as const)('fits two segments in every country, %s', async (team) => {
    const fake = createFakeKnowledge();
    const knowledge = {
      ...fake,
      match: (said: string, hint: typeof language | null) => (said === 'ayy' ? ALARM : fake.match(said, hint)),
    };
    for (const country of [null, ...COUNTRIES]) {
      const bot = createTestBot({ knowledge: { ...knowledge, ...placesIn(country) }, team: TEAMS[team] }, ENGINE);
      const chat = startChat('sms', bot);
      await chat.say(tap(`v1:lang:${language}`));
      const answer = await chat.say('ayy');
      const body = answer.reply === null ? '' : renderSms(answer.reply, { transliterate: true });
      expect([body, countSegments(body).segments]).toEqual([body, 2]);
      expect(body).not.toMatch(/\(\d\/\d\)/); // nothing of it is on a second page
      expect(body).toContain(country?.emergency[0]?.number ?? '911');
      expect(idsOf(answer)).toContain('v1:menu');
    }
  });
});

test('what a cry for help only sounds like is not offered, nor told to the team', async () => {
  const match: Match = { outcome: 'danger', candidates: [{ fact: FEES, confidence: 0.1 }] };
  const answer = await startChat(
    'whatsapp',
    createTestBot({ knowledge: { ...createFakeKnowledge(), match: () => match } }),
  ).say('ayy');
  expect(idsOf(answer)).toEqual(['v1:menu']);
  expect(answer.effects).toMatchObject([{ case: { reason: 'danger', topic: null } }]);
});

test('on WhatsApp what explains more is offered too', async () => {
  const knowledge = { ...createFakeKnowledge(), match: () => ALARM };
  const answer = await startChat('whatsapp', createTestBot({ knowledge })).say('ayy');
  expect(idsOf(answer)).toEqual(['v1:fact:us-asylum-fees', 'v1:menu']);
});

describe('where somebody in danger is', () => {
  const bot = createTestBot({ team: TEAMS.open });

  test('brings the numbers of that country first, and leaves the others for who was misunderstood', async () => {
    const said = textOf(await startChat('whatsapp', bot).say('me secuestraron en Guatemala'));
    expect(said).toMatch(
      /^Si está en peligro ahora, llame al 110 policía, 122 bomberos \(Guatemala\)\. Otros países: 911/,
    );
  });

  test('may be said afterwards, and is kept for as long as they are in danger', async () => {
    const chat = startChat('whatsapp', bot);
    await chat.say('me secuestraron');
    const answer = await chat.say('estoy en Tapachula', { contact: { ...NEW_CONTACT, caseWaiting: true } });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Lugar: Tapachula, México' }]);
    expect(textOf(answer)).toBe(
      'Anotado, gracias. Quien lea su pedido lo verá.\n\nSi está en peligro ahora, llame al 911 (México).',
    );
  });

  test('is forgotten with the deletion of everything', async () => {
    const chat = startChat('whatsapp', bot);
    await chat.say('me secuestraron en Guatemala');
    expect(JSON.stringify(chat.snapshot)).toContain('"GT"');
    await chat.say('borrar');
    await chat.say('sí');
    expect(JSON.stringify(chat.snapshot)).not.toContain('"GT"');
  });
});

test('nobody in danger is told to wait for a team that is not there', async () => {
  const said = async (team: keyof typeof TEAMS): Promise<string> =>
    textOf(await startChat('whatsapp', createTestBot({ team: TEAMS[team] })).say('me secuestraron'));
  expect(await said('open')).toContain('Avisamos a nuestro equipo como urgente');
  for (const team of ['closed', 'weekend', 'unstaffed'] as const) {
    expect(await said(team)).toContain('no nos espere, pida ayuda ya');
    expect(await said(team)).not.toContain('Avisamos');
  }
});

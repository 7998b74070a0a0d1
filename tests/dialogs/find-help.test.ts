/** Help near somebody: only what is open, only in their country, and nothing of a point on the map is kept. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHelpChoice } from '../../dialogs/find-help-choices.ts';
import { sidesOf } from '../../dialogs/find-help.ts';
import { NEEDS } from '../../dialogs/needs.ts';
import { createEngine } from '../../src/bot/engine.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import type { PlaceId } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { AUDIENCE_GROUPS, PLACE_STATES, SERVICES } from '../../src/core/place.ts';
import type { City, NearCity, Place, Places } from '../../src/core/place.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { findLines, findNear, findNearestCities } from '../../src/knowledge/places/offers.ts';
import { createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { TEST_PLACES } from '../fakes/places.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';

const WAITING = { ...NEW_CONTACT, caseWaiting: true };
const ENGINE = createEngine();

function pin(latitude: number, longitude: number) {
  return { kind: 'location', latitude, longitude } as const;
}

describe('the conversation', () => {
  test('remembers the city and nothing nearer, until they are somewhere else', async () => {
    const chat = startChat();
    await chat.say(pin(14.91237, -92.27654));
    expect(JSON.stringify(chat.snapshot)).toContain('mx-tapachula');
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/14\.9|92\.2/);
    await chat.say('estoy en Tijuana');
    expect(JSON.stringify(chat.snapshot)).not.toContain('mx-tapachula');
  });

  test('is not begun by a question about a place', async () => {
    const answer = await startChat().say('¿cómo es el asilo en Tapachula?');
    expect(idsOf(answer)).toContain('v1:fact:us-asylum-fees');
  });

  test('keeps what they look for while it asks where, also over a voice note', async () => {
    const chat = startChat();
    await chat.say('albergue');
    await chat.say({ kind: 'voice', media: { mediaId: 'm', mimeType: 'audio/ogg' } });
    expect(textOf(await chat.say('Tapachula'))).toContain('Albergue del Río');
  });

  test('understands a word that works everywhere as the answer when it asked what they look for', async () => {
    const chat = startChat();
    await chat.say('estoy en Tapachula');
    expect(textOf(await chat.say('albergue'))).toContain('Casa Ejemplo');
  });

  test('asks where, and offers the city that they named, when they begin anew', async () => {
    const chat = startChat();
    await chat.say('un médico en Tapachula');
    expect(idsOf(await chat.say('albergue'))).toEqual([
      'v1:near:mx-tapachula:shelter',
      'v1:near:pin:shelter',
      'v1:menu',
    ]);
  });

  test('answers a question of another matter in between as such', async () => {
    const chat = startChat();
    await chat.say('ayuda cerca');
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toContain('100 dólares');
    await chat.say('estoy en Tapachula');
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toContain('100 dólares');
  });

  test('offers a person the second time that no place is understood, and the emergency number', async () => {
    const chat = startChat();
    await chat.say('ayuda cerca');
    expect(textOf(await chat.say('bla bla'))).not.toContain('hablar con alguien');
    const answer = await chat.say('bla bla bla');
    expect(textOf(answer)).toMatch(/¿Quiere hablar con alguien\?.*911/s);
    expect((await chat.say(tap('v1:human'))).effects).toMatchObject([
      { kind: 'open_case', case: { reason: 'unknown_twice' } },
    ]);
  });

  test('tells whoever reads a request that waits where they are, once', async () => {
    const chat = startChat();
    const first = await chat.say('estoy en Tapachula', { contact: WAITING });
    expect(first.effects).toEqual([{ kind: 'amend_case', line: 'Lugar: Tapachula, México' }]);
    expect((await chat.say(tap('v1:near:mx-tapachula:health'), { contact: WAITING })).effects).toEqual([]);
  });

  test('sends nobody with a pin on a border to the other side, but asks', async () => {
    const answer = await startChat().say(pin(31.74, -106.49));
    expect(idsOf(answer)).toEqual(['v1:near:us-el-paso', 'v1:near:mx-ciudad-juarez', 'v1:human', 'v1:menu']);
  });

  test('says that it knows no city near a pin far from everything', async () => {
    const answer = await startChat().say(pin(-50, -70));
    expect(textOf(answer)).toMatch(/no la guardé/);
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
  });
});

describe('in danger', () => {
  async function alarmed() {
    const chat = startChat();
    await chat.say('me secuestraron');
    return chat;
  }

  test('a pin goes into the urgent request, to the kilometre, and brings the number to dial there', async () => {
    const chat = await alarmed();
    const answer = await chat.say(pin(14.91237, -92.27654), { contact: WAITING });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Lugar: Tapachula, México / 14.91, -92.28' }]);
    expect(textOf(answer)).toMatch(/llame al 911 \(México\)/);
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/14\.9|92\.2/);
  });

  test('where nobody can tell the side of a border, the point is kept all the same', async () => {
    const chat = await alarmed();
    const answer = await chat.say(pin(31.74, -106.49), { contact: WAITING });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Lugar: 31.74, -106.49' }]);
  });

  test('a pin after the request was closed is used once, like any other', async () => {
    const chat = await alarmed();
    const answer = await chat.say(pin(14.91, -92.28));
    expect(answer.effects).toEqual([]);
    expect(textOf(answer)).toContain('Clínica Ejemplo');
  });

  test('places that are asked for come after the number to dial', async () => {
    const chat = await alarmed();
    expect(textOf(await chat.say('un albergue en Tapachula', { contact: WAITING }))).toMatch(
      /llame al 911.*Casa Ejemplo/s,
    );
  });
});

describe('an id', () => {
  test.each([
    ['v1:near', { around: { kind: 'unsaid' }, need: null }],
    ['v1:near:pin:shelter', { around: { kind: 'pin' }, need: 'shelter' }],
    ['v1:near:mx-tapachula', { around: { kind: 'city', city: 'mx-tapachula' }, need: null }],
    ['v1:near:MX:family_search', { around: { kind: 'country', country: 'MX' }, need: 'family_search' }],
  ])('%s says what it means', (id, meant) => {
    expect(readHelpChoice(id)).toEqual({ kind: 'find_help', ...meant });
  });

  test.each(['v1:nearby', 'v1:near:', 'v1:near:mx', 'v1:near:mx-tapachula:gold', 'v1:near:mx-tapachula:', 'v2:near'])(
    '%s is none of these',
    (id) => {
      expect(readHelpChoice(id)).toBeNull();
    },
  );
});

describe('the sides of a border', () => {
  const city = (country: string): City => ({ ...(TEST_PLACES.all[0]?.city as City), country }); // the first has one
  const at = (...kms: readonly number[]): readonly NearCity[] =>
    kms.map((km, index) => ({ city: city(`C${index}`), km }));

  test.each([
    ['in the middle of a town that is 28 km from the next country', [1, 28], 1],
    ['in one of two twin towns', [0, 10], 2],
    ['at the edge of a town near a border', [4, 18], 2],
    ['far from every town, on either side', [60, 70], 2],
    ['in the country, and the next one far away', [30, 290], 1],
    ['near three countries', [5, 9, 12], 3],
    ['with no other country within reach', [120], 1],
  ])('%s', (_where, kms, sides) => {
    expect(sidesOf(at(...kms))).toHaveLength(sides);
  });

  test('there is none where there is no city', () => {
    expect(sidesOf([])).toEqual([]);
  });
});

/** What is never said of a place is its id: names tell it apart here. */
const anyPlace = fc.record({
  latitude: fc.double({ min: 14, max: 16, noNaN: true }),
  longitude: fc.double({ min: -93, max: -91, noNaN: true }),
  country: fc.constantFrom('MX', 'GT'),
  state: fc.constantFrom(...PLACE_STATES),
  service: fc.constantFrom(...SERVICES),
  verifiedOn: fc.constantFrom('2020-06-15', '2026-06-15'),
  isLine: fc.boolean(),
});

function createAtlas(parts: readonly (typeof anyPlace extends fc.Arbitrary<infer Value> ? Value : never)[]): Places {
  const home = TEST_PLACES.all[0]?.city as City; // the first has one
  const all = parts.map(({ latitude, longitude, isLine, service, ...more }, index): Place => ({
    ...(TEST_PLACES.all[0] as Place), // as above
    ...more,
    id: `p-${index}` as PlaceId, // an id of a test is made where it is used
    name: `Place ${index}.`,
    services: [service],
    city: isLine ? null : { ...home, country: more.country },
    point: isLine ? null : { latitude, longitude },
  }));
  const cities = ['mx-tapachula', 'gt-tecun-uman'].flatMap((id) => TEST_PLACES.city(id as City['id']) ?? []); // as above
  return {
    ...TEST_PLACES,
    all,
    nearestCities: (point) => findNearestCities(cities, point),
    near: (point, query) => findNear(all, point, query),
    lines: (code, query) => findLines(all, code, query),
  };
}

describe('wherever somebody is and whatever they look for', () => {
  test('they are sent only where it is open, checked, in their country, and does what they need', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPlace, { maxLength: 12 }),
        fc.constantFrom(...NEEDS),
        fc.record({
          latitude: fc.double({ min: 14, max: 16, noNaN: true }),
          longitude: fc.double({ min: -93, max: -91, noNaN: true }),
        }),
        async (parts, need, point) => {
          const places = createAtlas(parts);
          const bot = createTestBot({ knowledge: { ...createFakeKnowledge(), places } }, ENGINE);
          const said = [
            { text: textOf(await startChat('whatsapp', bot).say(tap(`v1:near:mx-tapachula:${need}`))), from: 'MX' },
            { text: textOf(await startChat('whatsapp', bot).say(tap(`v1:near:GT:${need}`))), from: 'GT' },
            { text: textOf(await startChat('whatsapp', bot).say(pin(point.latitude, point.longitude))), from: null },
          ];
          for (const { text, from } of said) {
            const shown = places.all.filter(({ name }) => text.includes(name));
            for (const { state, verifiedOn, country } of shown) {
              expect([state, verifiedOn]).toEqual(['open', '2026-06-15']);
              if (from !== null) expect(country).toBe(from);
            }
            expect(new Set(shown.map(({ country }) => country)).size).toBeLessThanOrEqual(1);
            const near = shown.filter(({ city }) => city !== null);
            if (from === 'MX' && need !== 'all')
              expect(near.every(({ services }) => services.includes(need))).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the shipped places', () => {
  const { places, countries } = createPlaces({ contentDir: CONTENT_DIR, cacheDir: null });
  const bot = createTestBot({ knowledge: { ...createFakeKnowledge(), places, countries } }, ENGINE);
  const cities = [...new Set(places.all.flatMap(({ city }) => (city === null ? [] : [city.id])))];

  test.each(LANGUAGES)(
    'fit both channels in %s, whatever is looked for: by SMS two segments a page',
    async (language) => {
      for (const channel of CHANNELS) {
        const begun = startChat(channel, bot);
        await begun.say(tap(`v1:lang:${language}`));
        for (const city of cities) {
          for (const need of ['', ':shelter', ':all']) {
            const chat = { ...begun };
            const { reply } = await chat.say(tap(`v1:near:${city}${need}`));
            if (reply === null) throw new Error('expected a reply');
            if (channel === 'whatsapp') expect(() => renderWhatsApp(reply)).not.toThrow();
            else expect(countSegments(renderSms(reply, { transliterate: true })).segments).toBeLessThanOrEqual(2);
          }
        }
      }
    },
  );

  test('name for every audience and service a word in every language', async () => {
    const everything: Place = {
      ...(places.all[0] as Place), // there are places
      name: 'Everything',
      services: SERVICES,
      audience: AUDIENCE_GROUPS,
      hours: { kind: 'always' },
    };
    const everywhere = createTestBot({
      knowledge: { ...createFakeKnowledge(), places: { ...TEST_PLACES, lines: () => [everything] } },
    });
    for (const language of LANGUAGES) {
      const chat = startChat('whatsapp', everywhere);
      await chat.say(tap(`v1:lang:${language}`));
      const text = textOf(await chat.say(tap('v1:near:MX:all')));
      expect(text).not.toMatch(/, ,|undefined|\{\{/);
      expect(text.split('\n').find((line) => line.split(', ').length === SERVICES.length)).toBeDefined();
    }
  });
});

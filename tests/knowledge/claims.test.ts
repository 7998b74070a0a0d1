import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../src/core/errors.ts';
import { loadClaims } from '../../src/knowledge/claims.ts';
import { CONTENT_DIR, contentFolder } from './content-folder.ts';

const claims = loadClaims(CONTENT_DIR);

describe('a claim is what people pass on', () => {
  test.each([
    ['es', 'me dijeron que en Costa Rica dan papeles en una semana'],
    ['es', 'dicen q con un bebe lo dejan a uno pasar'],
    ['es', 'vi en facebook que regalan visas de trabajo'],
    ['es', 'un coyote me ofrece cruzar por 7 mil'],
    ['es', '¿será verdad que cierran el albergue?'],
    ['es', 'mi prima dice que ya no piden pasaporte'],
    ['es', 'CRUCE SEGURO, cupos limitados, informes por whatsapp'],
    ['es', 'cobran 500 dólares por la cita'],
    ['en', 'they say the bus to the north is free now'],
    ['en', 'is it true that they give a house to every family'],
    ['en', 'I saw on tiktok a lawyer who gets papers in a week'],
    ['en', 'my cousin says you can enter with a library card'],
    ['en', 'A smuggler offered us a boat'],
    ['en', 'guaranteed visa, limited spots, whatsapp me for details'],
    ['pt', 'estão dizendo que o governo vai dar passagem'],
    ['pt', 'me falaram q dá pra entrar com carteira de motorista'],
    ['pt', 'vi no instagram um anúncio de trabalho com visto'],
    ['pt', 'é verdade que estão pagando hotel?'],
    ['pt', 'o coiote cobra 15 mil dólares'],
    ['fr', "on m'a dit que le bateau part gratuitement"],
    ['fr', 'il paraît que le consulat donne des billets'],
    ['fr', "c'est vrai que les enfants passent sans rien ?"],
    ['fr', "j'ai vu sur WhatsApp une annonce pour le Canada"],
    ['fr', 'un passeur nous propose la route pour 3000 euros'],
    ['ht', 'yo di m gen yon bato ki pati dimanch'],
    ['ht', 'mwen tande yo bay travay nan Chili'],
    ['ht', 'èske se vre yo bay tout moun kay?'],
    ['ht', 'yon moun ofri m yon viza pou 2000 dola'],
  ])('in %s: %s', (_language, text) => {
    expect(claims.isClaim(text)).toBe(true);
  });
});

describe('a question, a story of their own or a greeting is none', () => {
  test.each([
    ['es', '¿cuánto cuesta el permiso de trabajo?'],
    ['es', 'tengo 800 dólares y quiero ir a Tijuana'],
    ['es', 'el juez me dijo que vuelva en marzo'],
    ['es', 'mi abogada dice que falta un documento'],
    ['es', 'la carta dice que tengo cita el lunes'],
    ['es', 'quiero decir que gracias'],
    ['es', '¿qué dice la ley?'],
    ['en', 'how much does the form cost'],
    ['en', 'the judge told me to come back in March'],
    ['en', 'my lawyer says the papers are missing'],
    ['en', 'can you tell me what to say at the border'],
    ['pt', 'o que diz a lei do Texas?'],
    ['pt', 'o juiz disse que eu volte em março'],
    ['pt', 'quanto custa o visto?'],
    ['fr', "est-ce que je peux travailler pendant que j'attends ?"],
    ['fr', "le juge m'a dit de revenir en mars"],
    ['fr', "qu'est-ce que tu sais faire ?"],
    ['ht', 'konbyen pèmi travay la koute?'],
    ['ht', 'kijan yo di mwen renmen w an chinwa?'],
    ['ht', 'avoka m nan di m tann'],
  ])('in %s: %s', (_language, text) => {
    expect(claims.isClaim(text)).toBe(false);
  });
});

describe('a price is read as it was written', () => {
  test.each([
    ['te cruzan por $800', '$800'],
    ['son 3 mil dólares por persona', '3 mil dólares'],
    ['500 USD ya', '500 USD'],
    ['US$1,500 each', 'US$1,500'],
    ['tres mil dólares', 'tres mil dólares'],
    ['1.500 euros', '1.500 euros'],
    ['R$ 2.000 só a passagem', 'R$ 2.000'],
    ['2 000 gourdes', '2 000 gourdes'],
    ['el coyote cobra 8000', '8000'],
    ['cobran como 8 mil', '8 mil'],
    ['5000 dola', '5000 dola'],
  ])('%s', (text, price) => {
    expect(claims.readPrice(text)).toBe(price);
  });

  test.each([
    ['a telephone number', 'llame al 12025550101'],
    ['a date', 'abren el 12 de enero de 2026'],
    ['a year after a word of asking', 'pide asilo en 2025'],
    ['how many they are', 'pasan 30 personas'],
    ['"thousands"', 'miles de dólares'],
    ['the currency alone', 'pagan en dólares'],
  ])('%s is none', (_what, text) => {
    expect(claims.readPrice(text)).toBeNull();
  });
});

describe('a place is read under its own name', () => {
  test.each([
    ['abren el puente en TIHUANA', 'Tijuana'],
    ['por Piedras Negras, México', 'Piedras Negras'],
    ['en El Paso, Texas', 'El Paso'],
    ['nan Meksik', 'Mexico'],
    ['vers les États-Unis', 'United States'],
    ['para los USA', 'United States'],
    ['por la selva del Darién', 'Darién'],
  ])('%s', (text, place) => {
    expect(claims.readPlace(text)).toBe(place);
  });

  test.each(['el paso siguiente', 'la orilla del rio', 'se usa la aplicación', 'en ninguna parte'])(
    'none in: %s',
    (text) => {
      expect(claims.readPlace(text)).toBeNull();
    },
  );
});

test('a person who moved many words in is still heard', () => {
  const story = 'buenas tardes disculpe la molestia yo le quería preguntar una cosa '.repeat(5);
  expect(claims.isClaim(`${story} me dijeron que dan pasajes`)).toBe(true);
  expect(claims.isClaim(story)).toBe(false);
});

test('no text makes it throw, and what it reads of a price stands in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      claims.isClaim(text);
      claims.readPlace(text);
      const price = claims.readPrice(text);
      if (price !== null) expect(text.normalize('NFC').replaceAll(/\s+/gu, ' ')).toContain(price);
    }),
    { numRuns: 200 },
  );
});

describe('a message is read as a whole', () => {
  test('with its place and its price when it is a claim', () => {
    expect(claims.readClaim('un coyote me ofrece cruzar por Tijuana por $800')).toEqual({
      place: 'Tijuana',
      price: '$800',
    });
    expect(claims.readClaim('¿cuánto cuesta cruzar por Tijuana?')).toBeNull();
  });

  test('and whatever was forwarded is a claim', () => {
    expect(claims.readClaim('Todos a Monterrey el lunes')).toBeNull();
    expect(claims.readClaim('Todos a Monterrey el lunes', true)).toEqual({ place: 'Monterrey', price: null });
  });
});

describe('a broken list stops the start and says where', () => {
  function spoil(from: string, to: string): string {
    const contentDir = contentFolder({});
    const path = join(contentDir, 'words', 'claims.yaml');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    return contentDir;
  }

  test.each([
    ['a list that is missing', 'own_story:', 'own_stories:', /claims\.yaml:\d+ /],
    ['a stem that fits half the language', '    - dizque|disque\n', '    - a* b\n', /claims\.yaml:\d+ .*stem/],
    [
      'a place without a way of writing it',
      'written: [oaxaca]',
      'written: []',
      /claims\.yaml:\d+ "places\.\d+\.written"/,
    ],
    ['what is no YAML', 'places:', 'places: [', /claims\.yaml:\d+ is not YAML/],
  ])('%s', (_what, from, to, message) => {
    const contentDir = spoil(from, to);
    expect(() => loadClaims(contentDir)).toThrow(ContentError);
    expect(() => loadClaims(contentDir)).toThrow(message);
  });
});

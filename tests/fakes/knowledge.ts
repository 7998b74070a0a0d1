/**
 * A small knowledge room for tests of what is built on it: three facts, one of each freshness, found by a few plain words.
 * Nothing here is a policy fact: sites end in `.example`, and the texts say as much.
 */
import { DAY_MS } from '../../src/core/clock.ts';
import { WITHDRAWN } from '../../src/core/edition.ts';
import type { Fact, FactText, Freshness } from '../../src/core/fact.ts';
import type { FactId, TopicSlug } from '../../src/core/ids.ts';
import type { Knowledge, Match } from '../../src/core/knowledge.ts';
import type { Language } from '../../src/core/language.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { versionOf } from '../../src/knowledge/fact-version.ts';
import { identifyUnserved } from '../../src/knowledge/unserved-language.ts';
import { TEST_PATHWAYS } from './pathways.ts';
import { TEST_COUNTRIES, TEST_PLACES } from './places.ts';

/** 21 November 2026, noon UTC: "today" in the tests. */
export const TODAY_MS = Date.UTC(2026, 10, 21, 12);

function text(title: string, question: string, whatsapp: string, sms: string): FactText {
  return { title, questions: [question], whatsapp, sms, status: 'reviewed' };
}

/** Fresh, and only in Spanish and English. */
export const FEES: Fact = {
  id: 'us-asylum-fees' as FactId, // an id of a test is made where it is used
  topic: 'us-asylum-fees' as TopicSlug,
  kind: 'fact',
  verdict: null,
  jurisdiction: 'US',
  text: {
    es: text(
      'Cuánto cuesta',
      '¿Cuánto cuesta pedir asilo?',
      'Ejemplo de prueba: la solicitud tiene una tarifa de 100 dólares. Páguela solo en la página oficial.',
      'Ejemplo: la solicitud cuesta 100 dolares. Solo en la pagina oficial. Fuente: forms.example, 10 nov 2026',
    ),
    en: text(
      'What it costs',
      'How much does it cost to ask for asylum?',
      'Test example: the application has a fee of 100 dollars. Pay it only on the official page.',
      'Example: the application costs 100 dollars. Only on the official page. Source: forms.example, Nov 10, 2026',
    ),
  },
  sources: [
    {
      publisher: 'Office of Forms',
      title: 'Fees',
      url: 'https://www.forms.example/fees',
      pageDate: '2026-11-01',
      official: true,
    },
    { publisher: 'Help Desk', title: 'Fees', url: 'https://help.example/fees', pageDate: null, official: false },
  ],
  verifiedOn: '2026-11-10',
  cadence: 'monthly',
  escalate: 'never',
  related: [],
};

/** Due for another look, a rumour, and in all five languages. */
export const BORDER: Fact = {
  id: 'border-open-rumour' as FactId, // as above
  topic: 'border-open-rumour' as TopicSlug,
  kind: 'rumour',
  verdict: 'false',
  jurisdiction: 'US',
  text: {
    es: text(
      '¿Abrió la frontera?',
      '¿Es verdad que abrieron la frontera?',
      'Ejemplo de prueba: no, no hay ninguna fecha en que todos puedan pasar.',
      'Ejemplo: no hay fecha en que todos puedan pasar. Fuente: border.example, 20 sep 2026',
    ),
    en: text(
      'Is the border open?',
      'Is it true that the border opened?',
      'Test example: no, there is no date on which everybody may cross.',
      'Example: there is no date on which everybody may cross. Source: border.example, Sep 20, 2026',
    ),
    pt: text(
      'A fronteira abriu?',
      'É verdade que abriram a fronteira?',
      'Exemplo de teste: não, não há nenhuma data em que todos possam passar.',
      'Exemplo: nao ha data em que todos possam passar. Fonte: border.example, 20 set 2026',
    ),
    fr: text(
      'Frontière ouverte?',
      'Est-il vrai que la frontière est ouverte?',
      'Exemple de test: non, il n’y a pas de date où tout le monde peut passer.',
      "Exemple: il n'y a pas de date ou tout le monde peut passer. Source: border.example, 20 sept 2026",
    ),
    ht: text(
      'Fwontyè a louvri?',
      'Èske se vre yo louvri fwontyè a?',
      'Egzanp tès: non, pa gen okenn dat tout moun ka pase.',
      'Egzanp: pa gen okenn dat tout moun ka pase. Sous: border.example, 20 sep 2026',
    ),
  },
  sources: [
    {
      publisher: 'Border News Check',
      title: 'Rumours',
      url: 'https://check.example/rumours',
      pageDate: null,
      official: false,
    },
    {
      publisher: 'Office of the Border',
      title: 'Crossing',
      url: 'https://www.border.example/crossing?lang=es',
      pageDate: '2026-09-01',
      official: true,
    },
  ],
  verifiedOn: '2026-09-20',
  cadence: 'monthly',
  escalate: 'offer',
  related: [],
};

/** Too old to be served. */
export const PROTECTION: Fact = {
  id: 'us-tps-venezuela' as FactId, // as above
  topic: 'us-tps-venezuela' as TopicSlug,
  kind: 'fact',
  verdict: null,
  jurisdiction: 'US',
  text: {
    es: text(
      'TPS hoy',
      '¿Sigue el TPS?',
      'Ejemplo de prueba: texto viejo que nadie debe recibir.',
      'Ejemplo: texto viejo que nadie debe recibir. Fuente: tps.example, 29 ene 2026',
    ),
    en: text(
      'TPS today',
      'Is TPS still there?',
      'Test example: an old text that nobody should get.',
      'Example: an old text that nobody should get. Source: tps.example, Jan 29, 2026',
    ),
  },
  sources: [
    {
      publisher: 'Office of Protection',
      title: 'TPS',
      url: 'https://tps.example/venezuela',
      pageDate: '2026-01-29',
      official: true,
    },
  ],
  verifiedOn: '2026-01-29',
  cadence: 'weekly',
  escalate: 'always',
  related: [],
};

const FACTS = [FEES, BORDER, PROTECTION] as const;

/** The first that fits, in this order: danger before everything. */
const FINDS: readonly (readonly [RegExp, Match])[] = [
  [/secuestr|kidnap|sequestr|socorro|me tienen|anmwe|enlevee/, { outcome: 'danger', candidates: [] }],
  [/mi caso|my case|meu caso|mon cas|ka pa m/, { outcome: 'handoff', candidates: [sure(FEES, 0.5)] }],
  [/cuesta|cost|custa|coute|koute/, { outcome: 'answer', candidates: [sure(FEES, 0.95)] }],
  [/fronter|border|fronteira|frontiere|fwontye/, { outcome: 'answer', candidates: [sure(BORDER, 0.93)] }],
  [/\btps\b/, { outcome: 'answer', candidates: [sure(PROTECTION, 0.9)] }],
  [/asilo|asylum|asile|azil/, { outcome: 'menu', candidates: [sure(FEES, 0.6), sure(BORDER, 0.5)] }],
  [/papel|papers|papier|papye/, { outcome: 'menu', candidates: [sure(FEES, 0.6)] }],
  [/^(hola amigo|hey friend|que tal)/, { outcome: 'chat', candidates: [] }],
];

const COMMON_WORDS = {
  es: 'que es el la cuanto cuesta verdad abrieron quiero saber mi esta por como hay donde tengo puedo para',
  en: 'the is it true that how much does what can my i want to know about where there please',
  pt: 'quanto custa e o a os uma verdade que abriram quero meu nao onde tem posso para fazer',
  fr: 'le la est il vrai que combien je veux mon ou pour savoir ouverte demande ca',
  ht: 'eske se vre yo konbyen mwen vle nan kote ki pou genyen ka fwontye a li sa',
} as const satisfies Record<Language, string>;

/** Words of passing on, enough for the tests of what follows from them. */
const HEARD = /dicen que|me dijeron que|they say|estao dizendo|on m a dit que|yo di m|coyote/;
const PRICE = /\$\d+|\d+ dólares/;

/** Whether it is time for another look, by the same three steps as the real room but with plain limits. */
const DUE_AFTER_DAYS = 30;
const EXPIRED_AFTER_DAYS = 90;

export function createFakeKnowledge(): Knowledge {
  return {
    facts: FACTS,
    search: () => [],
    ...createAnswerCodes(FACTS),
    match: (said) => FINDS.find(([pattern]) => pattern.test(fold(said)))?.[1] ?? { outcome: 'unknown', candidates: [] },
    find: (id) => FACTS.find((fact) => fact.id === id) ?? null,
    freshness: freshnessOf,
    editions: (nowMs) => ({
      current: FACTS.map((fact) => ({
        fact: fact.id,
        version: freshnessOf(fact, nowMs) === 'expired' ? WITHDRAWN : versionOf(fact),
        titles: { es: fact.text.es.title, en: fact.text.en.title },
        announce: true,
      })),
      unread: [],
    }),
    identifyLanguage,
    guessLanguage: (said) => identifyLanguage(said),
    identifyUnserved,
    pathways: TEST_PATHWAYS,
    places: TEST_PLACES,
    countries: TEST_COUNTRIES,
    readClaim: (said, wasForwarded = false) =>
      wasForwarded || HEARD.test(fold(said))
        ? { place: said.includes('Tijuana') ? 'Tijuana' : null, price: PRICE.exec(said)?.[0] ?? null }
        : null,
  };
}

function freshnessOf(fact: Pick<Fact, 'verifiedOn'>, nowMs: number): Freshness {
  const days = (nowMs - Date.parse(fact.verifiedOn)) / DAY_MS;
  if (days > EXPIRED_AFTER_DAYS) return 'expired';
  return days > DUE_AFTER_DAYS ? 'due' : 'fresh';
}

function sure(fact: Fact, confidence: number): { fact: Fact; confidence: number } {
  return { fact, confidence };
}

/** The language that most of the words belong to; null below three words or when two are as likely. */
function identifyLanguage(said: string): Language | null {
  const words = fold(said).split(' ');
  if (words.length < 3) return null;
  const scores = Object.entries(COMMON_WORDS).map(([language, common]) => {
    const known = new Set(common.split(' '));
    return { language: language as Language, score: words.filter((word) => known.has(word)).length }; // the table's keys
  });
  const [first, second] = scores.sort((a, b) => b.score - a.score);
  if (first === undefined || second === undefined || first.score < 2 || first.score === second.score) return null;
  return first.language;
}

function fold(said: string): string {
  return said
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

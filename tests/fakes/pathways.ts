/**
 * Invented legal ways for tests, weighed by the real rules: of each state, verdict and freshness one at least. Nothing
 * here is a policy fact: pages end in `.example`, and the texts say as much.
 */
import type { CountryCode } from '../../src/core/country.ts';
import type { Day } from '../../src/core/fact.ts';
import type { FactId, PathwayId } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import type { Destination, Pathway, PathwayKind, PathwayText } from '../../src/core/pathway.ts';
import type { LoadedPathway } from '../../src/knowledge/pathways/load-pathways.ts';
import type { Condition } from '../../src/knowledge/pathways/pathway-schema.ts';
import { openPathways } from '../../src/knowledge/pathways/pathways.ts';

const WORDS = {
  es: ['Ejemplo para quien lo pida.', 'Una carta.', 'Nada.', 'Vaya a la oficina.', 'Fuente'],
  en: ['Example for whoever asks.', 'A letter.', 'Nothing.', 'Go to the office.', 'Source'],
  pt: ['Exemplo para quem pedir.', 'Uma carta.', 'Nada.', 'Vá ao escritório.', 'Fonte'],
  fr: ['Exemple pour qui le demande.', 'Une lettre.', 'Rien.', 'Allez au bureau.', 'Source'],
  ht: ['Egzanp pou moun ki mande l.', 'Yon lèt.', 'Anyen.', 'Ale nan biwo a.', 'Sous'],
} as const satisfies Record<Language, readonly [string, string, string, string, string]>;

interface Parts {
  readonly kind?: PathwayKind;
  readonly state?: Pathway['state'];
  readonly closedFor?: Pathway['closedFor'];
  readonly lawyerFirst?: boolean;
  readonly facts?: readonly string[];
  readonly verifiedOn?: Day;
  readonly cadence?: Pathway['cadence'];
}

/** @param titles - in the order of the languages */
function way(id: string, titles: string, when: readonly Condition[], parts: Parts = {}): LoadedPathway {
  const destination = id.slice(0, 2).toUpperCase() as Destination; // every id below begins with one
  const { verifiedOn = '2026-11-10', facts = ['us-asylum-fees'] } = parts;
  const named = titles.split(', ');
  const texts = LANGUAGES.map((language, index) => [language, say(language, named[index] ?? id, verifiedOn)] as const);
  const [first = '', ...others] = facts;
  return {
    when,
    owner: 'editors-us',
    behind: [],
    pathway: {
      id: id as PathwayId, // an id of a test is made where it is used
      destination,
      kind: parts.kind ?? 'work',
      state: parts.state ?? { kind: 'open' },
      closedFor: parts.closedFor ?? [],
      lawyerFirst: parts.lawyerFirst ?? false,
      text: Object.fromEntries(texts) as Pathway['text'], // of all languages
      url: `https://ways.example/${id}`,
      facts: [first as FactId, ...(others as FactId[])], // as above
      sources: [
        { publisher: 'Office of Ways', title: id, url: 'https://www.ways.example/', pageDate: null, official: true },
      ],
      verifiedOn,
      cadence: parts.cadence ?? 'monthly',
    },
  };
}

function say(language: Language, title: string, day: Day): PathwayText {
  const [who, needs, cost, first, source] = WORDS[language];
  const sms = `${title}: ${who} ${needs} ${cost} ${first} ${source}: ways.example, ${day}.`;
  return { title, who, needs, cost, first, sms, status: 'reviewed' };
}

function closed(since: Day, ...nationality: readonly CountryCode[]): Pathway['closedFor'][number] {
  return { nationality, since, fact: 'border-open-rumour' as FactId }; // as above
}

const MANY = ['AF', 'CG', 'CU', 'GQ', 'HT', 'LA', 'LY', 'ML', 'SO'];

export const TEST_PATHWAYS = openPathways([
  way('ca-farm', 'Finca allá, Farm there, Fazenda lá, Ferme là-bas, Jaden laba', [{ offer: ['job'] }]),
  way(
    'ca-host',
    'Grupo que invita, Group that hosts, Grupo anfitrião, Groupe hôte, Gwoup envite',
    [{ fear: ['yes'] }],
    {
      state: { kind: 'closed', since: '2024-11-29' },
    },
  ),
  way(
    'ca-kin',
    'Pareja allá, Partner there, Casal lá, Couple là-bas, Marye laba',
    [{ family: ['citizen', 'resident'] }],
    {
      kind: 'family',
    },
  ),
  way('mx-class', 'Clases, Classes, Aulas, Cours, Kou', [{ offer: ['study'] }], {
    kind: 'study',
    verifiedOn: '2021-01-04',
    cadence: 'half-yearly',
  }),
  way('mx-home', 'Volver, Going home, Voltar lá, Rentrer, Retounen peyi', [{ situation: ['wants_home'] }], {
    kind: 'return',
  }),
  way(
    'mx-safe',
    'Refugio México, Refuge Mexico, Refúgio México, Refuge Mexique, Refij Meksik',
    [{ location: ['MX'], fear: ['yes'] }],
    {
      kind: 'asylum',
      facts: ['us-asylum-fees', 'border-open-rumour'],
    },
  ),
  way(
    'us-app',
    'La aplicación, The app, O aplicativo, L’application, Aplikasyon an',
    [{ location: ['MX', 'on_the_way'] }],
    {
      state: { kind: 'closed', since: '2025-01-20' },
      facts: ['border-open-rumour'],
    },
  ),
  way(
    'us-court',
    'Ante el juez, With the judge, Com o juiz, Devant le juge, Devan jij',
    [{ location: ['US'], fear: ['yes'] }],
    {
      kind: 'asylum',
      lawyerFirst: true,
    },
  ),
  way(
    'us-gate',
    'En la puerta, At the gate, No portão, À la porte, Nan pòt la',
    [{ location: ['MX', 'on_the_way'], fear: ['yes'] }],
    {
      kind: 'asylum',
      state: { kind: 'unsettled', since: '2026-06-25' },
      verifiedOn: '2026-10-20',
      cadence: 'weekly',
    },
  ),
  way('us-harm', 'Víctimas, Victims, Vítimas, Victimes, Viktim yo', [{ situation: ['victim'] }], {
    kind: 'victims',
    lawyerFirst: true,
  }),
  way(
    'us-kin',
    'Hijo de ciudadano, Child of citizen, Filho de cidadão, Enfant de citoyen, Pitit sitwayen',
    [{ family: ['citizen'] }],
    {
      kind: 'family',
      closedFor: [closed('2026-01-01', ...MANY), closed('2026-01-21', 'GT', 'EC')],
    },
  ),
  way(
    'us-season',
    'Temporada, Season work, Temporada lá, Saison, Sezon',
    [{ location: ['home', 'on_the_way', 'MX'], offer: ['job'] }],
    {
      closedFor: [closed('2026-01-01', 'HT')],
    },
  ),
]);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/language.ts';
import type { Language } from '../../../src/core/language.ts';
import type { PathwayState } from '../../../src/core/pathway.ts';
import { checkRegister } from '../../../src/knowledge/register/check-register.ts';
import { findFigures } from '../../../src/knowledge/register/find-figures.ts';
import { loadRegister } from '../../../src/knowledge/register/register-file.ts';
import type { Teller } from '../../../src/knowledge/register/teller.ts';

const FEE: Readonly<Record<Language, string>> = {
  en: 'It costs 100 dollars since 22 July 2025.',
  es: 'Cuesta US$100 desde el 22 de julio de 2025.',
  pt: 'Custa 100 dólares desde 22 de julho de 2025.',
  fr: 'Cela coûte 100 $ US depuis le 22 juillet 2025.',
  ht: 'Li koute 100 dola depi 22 jiyè 2025.',
};

const REGISTER = `figures:
  - subject: Filing fee
    value: 100 dollars
    facts: [fee]
  - subject: Filing costs, since
    value: 22 July 2025
    facts: [fee]
programmes: []
`;

function teller(id: string, text: Readonly<Record<Language, string>>, state: PathwayState | null = null): Teller {
  return {
    kind: state === null ? 'facts' : 'pathways',
    id,
    path: `${id}.yaml`,
    state,
    lineOf: () => 7,
    texts: LANGUAGES.map((language) => ({
      language,
      figures: findFigures(language, text[language]),
      shortFigures: [],
      prose: text[language],
    })),
  };
}

function problemsOf(register: string, tellers: readonly Teller[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'faro-register-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'register.yaml'), register);
  return checkRegister(loadRegister(folder), tellers).map(
    ({ file, line, message }) => `${file.replace(`${folder}/`, '')}:${line} ${message}`,
  );
}

describe('the register', () => {
  test('has nothing to say when all languages state its figures', () => {
    expect(problemsOf(REGISTER, [teller('fee', FEE)])).toEqual([]);
  });

  test('names a figure that it does not know, once for all languages that say it', () => {
    const text = { ...FEE, es: `${FEE.es} En 30 días.`, fr: `${FEE.fr} Sous 30 jours.` };
    expect(problemsOf(REGISTER, [teller('fee', text)])).toEqual([
      'fee.yaml:7 says "30 días" (30 days) in es, fr, which no entry of register.yaml gives fee; correct the text, or add fee to the entry of that subject',
    ]);
  });

  test('finds a translation that says another figure', () => {
    const text = { ...FEE, ht: FEE.ht.replace('100', '1,000') };
    const [unknown, drift] = problemsOf(REGISTER, [teller('fee', text)]);
    expect(unknown).toMatch(/^fee\.yaml:7 says "1,000 dola" \(1000 dollars\) in ht/);
    expect(drift).toBe(
      'fee.yaml:7 does not say 100 dollars (Filing fee) in ht; write 100 dollars there, or correct register.yaml:2',
    );
  });

  test('finds a translation that says a day less exactly', () => {
    const text = { ...FEE, pt: 'Custa 100 dólares desde julho de 2025.' };
    expect(problemsOf(REGISTER, [teller('fee', text)])).toEqual([
      'fee.yaml:7 says less exactly than the other languages 2025-07-22 (Filing costs, since) in pt; write 22 July 2025 there, or correct register.yaml:5',
    ]);
  });

  test('lets a language leave a figure out on purpose', () => {
    const register = REGISTER.replace('22 July 2025\n', '22 July 2025\n    leftOutIn: [pt]\n');
    expect(problemsOf(register, [teller('fee', { ...FEE, pt: 'Custa 100 dólares.' })])).toEqual([]);
  });

  test('gives one subject one value', () => {
    const twice = `${REGISTER.replace('programmes: []', '')}  - subject: filing fee.
    value: 102 dollars
    facts: []
programmes: []
`;
    expect(problemsOf(twice, [teller('fee', FEE)])).toEqual([
      'register.yaml:9 "filing fee." is also on line 2, with 100 dollars; keep one value for it',
    ]);
  });

  test('names facts and pathways that are not there', () => {
    const register = REGISTER.replace('facts: [fee]', 'facts: [fee, gone]\n    pathways: [nowhere]');
    expect(problemsOf(register, [teller('fee', FEE)])).toEqual([
      'register.yaml:2 "facts" names gone, which is not there; correct it or remove it',
      'register.yaml:2 "pathways" names nowhere, which is not there; correct it or remove it',
    ]);
  });

  test.each([
    [
      'value: 100 dollars',
      'value: a hundred',
      /register\.yaml:3 "figures\.0\.value" holds no figure; write it in English/,
    ],
    ['facts: [fee]', 'fact: [fee]', /register\.yaml:2 "figures\.0" /],
    ['programmes: []', 'programmes: [{ programme: X, state: shut }]', /register\.yaml:8 "programmes\.0\.state"/],
  ])('refuses an entry with %s as %s, and says where', (good, bad, message) => {
    expect(() => problemsOf(REGISTER.replace(good, bad), [])).toThrow(message);
  });
});

describe('a programme', () => {
  const CLOSED: Readonly<Record<Language, string>> = {
    en: 'That ended on 20 January 2025.',
    es: 'Eso terminó el 20 de enero de 2025.',
    pt: 'Isso acabou em 20 de janeiro de 2025.',
    fr: 'Cela a fermé le 20 janvier 2025.',
    ht: 'Sa fini 20 janvye 2025.',
  };
  const closed = (since: string): PathwayState => ({ kind: 'closed', since });

  function programme(state: string, since: string | null): string {
    return `figures:
  - { subject: Ended, value: 20 January 2025, facts: [fact], pathways: [way] }
programmes:
  - programme: Appointments
    state: ${state}
    ${since === null ? '' : `since: "${since}"`}
    facts: [fact]
    pathways: [way]
`;
  }

  test.each(['2025-01-20', '2025-01', '2025'])('agrees with facts and pathways that say the same (%s)', (since) => {
    const tellers = [teller('fact', CLOSED), teller('way', CLOSED, closed('2025-01-20'))];
    expect(problemsOf(programme('closed', since), tellers)).toEqual([]);
  });

  test('contradicts a pathway of another state or day', () => {
    const told = (state: PathwayState) =>
      problemsOf(programme('closed', '2025-01-20'), [teller('fact', CLOSED), teller('way', CLOSED, state)]);
    expect(told({ kind: 'open' })).toEqual([
      'way.yaml:1 is open, but register.yaml:4 says that "Appointments" is closed since 2025-01-20; make them agree',
    ]);
    expect(told(closed('2025-01-21'))).toHaveLength(1);
    expect(told({ kind: 'unsettled', since: '2025-01-20' })).toHaveLength(1);
  });

  test('contradicts a fact that has no word for it in some language, or not its day', () => {
    const open = { ...CLOSED, ht: 'Vini pran randevou depi 20 janvye 2025.' };
    const tellers = [teller('fact', open), teller('way', CLOSED, closed('2025-01-20'))];
    expect(problemsOf(programme('closed', '2025-01-20'), tellers)).toEqual([
      'fact.yaml:7 has no word for closed in ht, but register.yaml:4 says that "Appointments" is closed since 2025-01-20; make them agree',
    ]);
    expect(
      problemsOf(
        programme('unsettled', '2025-01-20'),
        [tellers[0], tellers[1]].flatMap((one) => one ?? []),
      ),
    ).toContain(
      'fact.yaml:7 has no word for what is still changing in en, but register.yaml:4 says that "Appointments" is unsettled since 2025-01-20; make them agree',
    );
    expect(
      problemsOf(programme('closed', '2025-01-19'), [
        teller('fact', CLOSED),
        teller('way', CLOSED, closed('2025-01-19')),
      ]),
    ).toContain(
      'fact.yaml:7 does not say 2025-01-19 in es, but register.yaml:4 says that "Appointments" is closed since 2025-01-19; make them agree',
    );
  });

  test('says since when it is closed, and not when it is open', () => {
    const tellers = [teller('fact', CLOSED), teller('way', CLOSED, closed('2025-01-20'))];
    expect(problemsOf(programme('closed', null), tellers)[0]).toBe(
      'register.yaml:4 "Appointments" is closed; say "since" when',
    );
    expect(
      problemsOf(programme('open', '2025-01-20'), [teller('fact', CLOSED), teller('way', CLOSED, { kind: 'open' })]),
    ).toContain('register.yaml:4 "Appointments" is open, so remove "since"');
  });
});

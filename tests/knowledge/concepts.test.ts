import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ContentError } from '../../src/core/errors.ts';
import { loadConcepts } from '../../src/knowledge/concepts.ts';
import type { ConceptFinder } from '../../src/knowledge/concepts.ts';
import { fold, wordsOf } from '../../src/knowledge/fold.ts';
import { CONTENT_DIR } from './content-folder.ts';

const REFUGE = `- id: refuge
  es: [refugi*]
  en: [refuge, refugee status]
  pt: [refugi*]
  fr: [refuge]
  ht: [refij]
`;
const WORK_PERMIT = `- id: work_permit
  es: [permiso de trabajo]
  en: [work permit]
  pt: [permissao de trabalho]
  fr: [permis de travail]
  ht: [pemi travay]
`;

/** @param yaml - null leaves the file out */
function load(yaml: string | null): ConceptFinder {
  const folder = mkdtempSync(join(tmpdir(), 'faro-concepts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'words'));
  if (yaml !== null) writeFileSync(join(folder, 'words', 'concepts.yaml'), yaml);
  return loadConcepts(folder);
}

function find(findConcepts: ConceptFinder, text: string): readonly string[] {
  return findConcepts(wordsOf(fold(text)));
}

describe('what a message means', () => {
  test('each concept once, in the order of the words', () => {
    const findConcepts = load(REFUGE + WORK_PERMIT);

    expect(find(findConcepts, 'permiso de trabajo y refugio, o refugio solo')).toEqual(['work_permit', 'refuge']);
    expect(find(findConcepts, 'nada de eso')).toEqual([]);
    expect(find(findConcepts, '')).toEqual([]);
  });

  test('a stem takes any ending, a word none', () => {
    const findConcepts = load(REFUGE);

    expect(find(findConcepts, 'refugiada')).toEqual(['refuge']);
    expect(find(findConcepts, 'refujiada')).toEqual([]);
    expect(find(findConcepts, 'refijye')).toEqual([]);
  });

  test('of several words, all must stand together', () => {
    const findConcepts = load(WORK_PERMIT);

    expect(find(findConcepts, 'mi permiso de trabajo')).toEqual(['work_permit']);
    expect(find(findConcepts, 'permiso para el trabajo')).toEqual([]);
    expect(find(findConcepts, 'permiso de')).toEqual([]);
  });
});

describe('the shipped concepts', () => {
  const shipped = loadConcepts(CONTENT_DIR);

  test.each([
    ['permiso de trabajo', 'pèmi travay'],
    ['quiero pedir asilo', 'mwen vle mande azil'],
    ['la frontera', 'fwontyè a'],
  ])('"%s" and "%s" meet in one concept', (spanish, creole) => {
    const shared = find(shipped, spanish).filter((concept) => find(shipped, creole).includes(concept));

    expect(shared).not.toEqual([]);
  });

  test('words that no fact turns on mean none of them', () => {
    expect(find(shipped, 'qué rico arroz')).toEqual([]);
  });
});

describe('a broken file is refused by name, with the cure', () => {
  test('when it is not there', () => {
    expect(() => load(null)).toThrow(ContentError);
    expect(() => load(null)).toThrow(/words\/concepts\.yaml:1 cannot be read; restore it from the repository$/);
  });

  test('when it is not YAML', () => {
    expect(() => load(`${REFUGE}- id: [`)).toThrow(/concepts\.yaml:\d+ is not YAML/);
  });

  test('when a language is missing: the line of that concept is named', () => {
    expect(() => load(REFUGE + WORK_PERMIT.replace(/ {2}ht: .*\n/, ''))).toThrow(
      /concepts\.yaml:7 "1\.ht" .*; write id and five lists of words$/,
    );
  });

  test('when a field is unknown or an id is no id', () => {
    expect(() => load(`${REFUGE}  de: [zuflucht]\n`)).toThrow(/"de".*; write id and five lists of words$/);
    expect(() => load(REFUGE.replace('id: refuge', 'id: Refuge!'))).toThrow(/concepts\.yaml:1 "0\.id"/);
  });

  test.each(['Refugio', 'asílo', 'l’asile', 'ref*', 'two  spaces'])('when "%s" can match nothing', (entry) => {
    expect(() => load(REFUGE.replace('[refij]', JSON.stringify([entry])))).toThrow(
      /concepts\.yaml:\d+ ".*" \(refuge\) can match nothing; write it folded: no accents, no capitals$/,
    );
  });
});

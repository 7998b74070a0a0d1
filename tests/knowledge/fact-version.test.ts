/** What counts as another answer, and what does not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/clock.ts';
import { WITHDRAWN } from '../../src/core/edition.ts';
import type { Edition, Editions } from '../../src/core/edition.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { reportFacts } from '../../src/knowledge/facts-report.ts';
import { versionOf } from '../../src/knowledge/fact-version.ts';
import { FEES } from '../fakes/knowledge.ts';
import { contentFolder, factYaml } from './content-folder.ts';

const PATH = 'us-asylum/us-asylum-fees.yaml';
const YAML = factYaml('us-asylum-fees');
const OTHER = { 'canada/ca-stca.yaml': factYaml('ca-stca') };
const MAY_2026_MS = Date.UTC(2026, 4, 30);

function editionsOf(text: string, nowMs = MAY_2026_MS): Editions {
  const knowledge = createKnowledge({
    contentDir: contentFolder({ ...OTHER, [PATH]: text }),
    telemetry: silentTelemetry,
    clock: { nowMs: () => nowMs },
  });
  return knowledge.editions(nowMs);
}

function editionOf(text: string, nowMs = MAY_2026_MS): Edition {
  const found = editionsOf(text, nowMs).current.find(({ fact }) => fact === 'us-asylum-fees');
  if (found === undefined) throw new Error('expected the fact to be read');
  return found;
}

/** Of the file as it was. */
function before(): Edition['version'] {
  return editionOf(YAML).version;
}

describe('the same answer', () => {
  test.each([
    ['accents and punctuation', 'Sí se paga una tarifa.', 'Si, se paga... una TARIFA!'],
    ['a title, which is no answer', 'title: Tarifas de', 'title: Costos de'],
    ['a phrasing of the question', 'es phrasing number 3', 'es another phrasing'],
  ])('has %s', (_what, from, to) => {
    expect(YAML).toContain(from);
    expect(editionOf(YAML.replace(from, to)).version).toBe(before());
  });

  test('was looked at again and found as it was', () => {
    const again = YAML.replaceAll('2026-05-29', '2026-05-30');
    expect(editionOf(again).version).toBe(before());
  });
});

describe('another answer', () => {
  test.each([
    ['another word in Spanish', 'Sí se paga una tarifa.', 'No se paga una tarifa.'],
    ['another word in English', 'whatsapp: Yes, there is a fee.', 'whatsapp: Yes, there is no fee.'],
    ['another word by SMS alone', 'sms: Sí se paga.', 'sms: No se paga.'],
  ])('says %s', (_what, from, to) => {
    expect(YAML).toContain(from);
    expect(editionOf(YAML.replace(from, to)).version).not.toBe(before());
  });

  test('has another verdict', () => {
    const rumour = YAML.replace('kind: fact', 'kind: rumour\nverdict: false\nclaim: { es: Se dice, en: They say }');
    expect(editionOf(rumour.replace('verdict: false', "verdict: 'false'")).version).not.toBe(
      editionOf(rumour.replace('verdict: false', "verdict: 'true'")).version,
    );
  });

  test('has any other number in it', () => {
    const amount = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        fc.pre(one !== other);
        const withAmount = (dollars: number) => ({
          ...FEES,
          text: { ...FEES.text, es: { ...FEES.text.es, whatsapp: `Cuesta US$${dollars}.` } },
        });
        expect(versionOf(withAmount(one))).not.toBe(versionOf(withAmount(other)));
      }),
    );
  });
});

test('a fact past its date is withdrawn, and so says its edition', () => {
  expect(editionOf(YAML, MAY_2026_MS + 730 * DAY_MS).version).toBe(WITHDRAWN);
});

test('a fact whose file is broken is unread, not withdrawn', () => {
  const { current, unread } = editionsOf(YAML.replace('topic: us-asylum-fees', 'topic: ['));
  expect(unread).toEqual(['us-asylum-fees']);
  expect(current.map(({ fact }) => fact)).toEqual(['ca-stca']);
});

test('changes are announced unless the file says otherwise, and the report says which do not', () => {
  expect(editionOf(YAML).announce).toBe(true);
  const silent = YAML.replace('cadence: monthly', 'cadence: monthly\nannounce: false');
  expect(editionOf(silent).announce).toBe(false);
  const folder = contentFolder(OTHER);
  const report = (): string => reportFacts(loadFacts(folder, { today: '2026-05-30' }).facts, MAY_2026_MS).join('\n');
  expect(report()).not.toMatch(/announce/);
  const other = OTHER['canada/ca-stca.yaml'].replace('cadence: monthly', 'cadence: monthly\nannounce: false');
  writeFileSync(join(folder, 'facts/canada/ca-stca.yaml'), other);
  expect(report()).toMatch(/announce: false\): ca-stca/);
});

test('the titles come along, for the day on which the fact is gone', () => {
  expect(editionOf(YAML).titles).toEqual({ es: 'Tarifas de us-asylu', en: 'Fees of us-asylu' });
});

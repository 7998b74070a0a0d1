/** The first look for danger, over the question bank, which it has not learnt from. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { createHearDanger } from '../../src/knowledge/hear-danger.ts';

const hear = createHearDanger(fileURLToPath(new URL('../../content', import.meta.url)));

interface Question {
  readonly text: string;
  readonly kind: string;
}

const questions = LANGUAGES.flatMap(
  (language) =>
    readFileSync(new URL(`../questions/${language}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Question), // the bank's own form
);

function shareHeard(chosen: readonly Question[]): number {
  return chosen.filter(({ text }) => hear({ kind: 'text', text })).length / chosen.length;
}

test('nine in ten messages of danger are heard, and few calm ones', () => {
  const kinds = (is: (kind: string) => boolean): readonly Question[] => questions.filter(({ kind }) => is(kind));
  expect(shareHeard(kinds((kind) => kind === 'danger'))).toBeGreaterThan(0.86);
  expect(shareHeard(kinds((kind) => kind === 'near-danger'))).toBeLessThan(0.08);
  expect(shareHeard(kinds((kind) => kind !== 'danger' && kind !== 'near-danger'))).toBeLessThan(0.09);
});

test.each(['hola', '', '1', '🙏', 'x'.repeat(100_000), 'ayuda con mi cita '.repeat(2_000)])(
  'odd and calm texts are calm',
  (text) => {
    expect(hear({ kind: 'text', text })).toBe(false);
  },
);

test('a picture is heard by its caption, and a place has none', () => {
  const text = questions.find(
    ({ kind, text: asked }) => kind === 'danger' && hear({ kind: 'text', text: asked }),
  )?.text;
  const media = { mediaId: '1', mimeType: 'image/jpeg', ...(text === undefined ? {} : { caption: text }) };
  expect(hear({ kind: 'image', media })).toBe(true);
  expect(hear({ kind: 'location', latitude: 0, longitude: 0 })).toBe(false);
});

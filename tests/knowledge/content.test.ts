/** Every fact that is shipped keeps its promises. */
import { describe, expect, test } from 'vitest';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { fold } from '../../src/knowledge/fold.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { describeProblem } from '../../src/knowledge/problem.ts';
import { CONTENT_DIR } from './content-folder.ts';
import { HELD_OUT_MESSAGES } from './held-out-messages.ts';

const { facts, problems } = loadFacts(CONTENT_DIR, {
  today: '2026-11-21',
  countSmsSegments: (text) => countSegments(toGsm7(text)).segments,
});
const knowledge = createKnowledge({ contentDir: CONTENT_DIR, telemetry: silentTelemetry });

/** A locked phone shows the start of a message to whoever holds it. */
const LOCK_SCREEN_CHARACTERS = 40;
const TELLING_WORDS =
  /asil|asyl|azil|refug|refij|deport|expuls|migra|imigr|immigr|fronter|fwonty|border|cbp|uscis|\bice\b|coyot|coiot|passeur|smuggl|secuestr|kidnap|sequestr|enleve|ranso|rancon|resgate|comar|parole|visa|papel|papiers|papers|papye|abogad|avocat|advog|avoka|lawyer/;

test('the shipped facts have no problem', () => {
  expect(problems.map(describeProblem)).toEqual([]);
  expect(facts.length).toBeGreaterThanOrEqual(12);
});

describe.each(facts)('$fact.id', ({ fact, behind }) => {
  test('speaks all languages, and none of them is behind', () => {
    expect(LANGUAGES.filter((language) => fact.text[language] === undefined)).toEqual([]);
    expect(behind).toEqual([]);
  });

  test('is reviewed in Spanish and English', () => {
    expect(fact.text.es.status).toBe('reviewed');
    expect(fact.text.en.status).toBe('reviewed');
  });

  test.each(LANGUAGES)('starts with words that a locked screen may show (%s)', (language) => {
    const text = fact.text[language];
    for (const start of [text?.whatsapp, text?.sms].map((full) => full?.slice(0, LOCK_SCREEN_CHARACTERS) ?? '')) {
      expect(fold(start)).not.toMatch(TELLING_WORDS);
    }
  });

  test.each(LANGUAGES)('is found first by each of its phrasings (%s)', (language) => {
    const missed = (fact.text[language]?.questions ?? []).filter(
      (question) => knowledge.match(question, null).candidates[0]?.fact.id !== fact.id,
    );

    expect(missed).toEqual([]);
  });
});

test('no phrasing raises an alarm but those about kidnapping', () => {
  const alarming = facts
    .filter(({ fact }) => fact.topic !== 'kidnapping-extortion')
    .flatMap(({ fact }) => LANGUAGES.flatMap((language) => fact.text[language]?.questions ?? []))
    .filter((question) => knowledge.match(question, null).outcome === 'danger');

  expect(alarming).toEqual([]);
});

test('everyday messages raise no alarm and get no answer they did not ask for', () => {
  const everyday = LANGUAGES.flatMap((language) => HELD_OUT_MESSAGES[language]);
  const disturbed = everyday.filter((text) => ['danger', 'answer'].includes(knowledge.match(text, null).outcome));

  expect(disturbed).toEqual([]);
});

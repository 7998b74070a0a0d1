import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../src/core/errors.ts';
import type { FactId } from '../../src/core/ids.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { contentFolder, factYaml } from './content-folder.ts';

const FEES = 'us-asylum/us-asylum-fees.yaml';
const STCA = 'canada/ca-stca.yaml';

function id(text: string): FactId {
  return text as FactId; // tests name facts by hand
}

/** A folder made for a test holds no pathways, which is told too. */
function aboutFacts(events: readonly FaroEvent[]): readonly FaroEvent[] {
  return events.filter(({ event }) => event === 'fact_left_out');
}

describe('at run time', () => {
  test('a broken file is left out with an alarm, and the others are served', () => {
    const events: FaroEvent[] = [];
    const contentDir = contentFolder({
      [FEES]: factYaml('us-asylum-fees').replace('verified: 2026-05-29\n', ''),
      [STCA]: factYaml('ca-stca'),
    });

    const knowledge = createKnowledge({
      contentDir,
      telemetry: { record: (event) => events.push(event) },
    });

    expect(aboutFacts(events)).toEqual([{ event: 'fact_left_out', fact: 'us-asylum-fees', reason: 'wrong_shape' }]);
    expect(knowledge.facts.map((fact) => fact.id)).toEqual(['ca-stca']);
    expect(knowledge.find(id('us-asylum-fees'))).toBeNull();
    expect(knowledge.find(id('ca-stca'))?.id).toBe('ca-stca');
  });

  test('a dead link raises no alarm: the fact is served', () => {
    const events: FaroEvent[] = [];
    const contentDir = contentFolder({ [STCA]: factYaml('ca-stca').replace('related: []', 'related: [nobody]') });

    const knowledge = createKnowledge({
      contentDir,
      telemetry: { record: (event) => events.push(event) },
    });

    expect(aboutFacts(events)).toEqual([]);
    expect(knowledge.facts).toHaveLength(1);
  });

  test('a fact dated after today is left out', () => {
    const contentDir = contentFolder({ [FEES]: factYaml('us-asylum-fees'), [STCA]: factYaml('ca-stca') });
    const clock = { nowMs: () => Date.parse('2026-05-28T12:00:00Z') };

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry, clock })).toThrow(
      /no fact .* can be served/,
    );
  });

  test('freshness follows the clock it is given', () => {
    const knowledge = createKnowledge({
      contentDir: contentFolder({ [STCA]: factYaml('ca-stca') }),
      telemetry: silentTelemetry,
    });
    const [fact] = knowledge.facts;
    if (fact === undefined) throw new Error('the fact was not loaded');

    expect(knowledge.freshness(fact, Date.parse('2026-05-30'))).toBe('fresh');
    expect(knowledge.freshness(fact, Date.parse('2026-11-21'))).toBe('due');
    expect(knowledge.freshness(fact, Date.parse('2029-01-01'))).toBe('expired');
  });
});

describe('the service does not start', () => {
  test('without a fact', () => {
    expect(() => createKnowledge({ contentDir: contentFolder({}), telemetry: silentTelemetry })).toThrow(ContentError);
  });

  test('when every fact is broken', () => {
    const contentDir = contentFolder({ [STCA]: 'id: [' });

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry })).toThrow(/run "npm run facts"/);
  });

  test.each(['words/ht.yaml', 'words/concepts.yaml', 'intents/pt.yaml', 'language/fr.txt'])('without %s', (path) => {
    const contentDir = contentFolder({ [STCA]: factYaml('ca-stca') });
    rmSync(join(contentDir, path));

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry })).toThrow(/:1 cannot be read; restore it/);
  });

  test('without its thresholds: the cure is named', () => {
    const contentDir = contentFolder({ [STCA]: factYaml('ca-stca') });
    rmSync(join(contentDir, 'calibration.json'));

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry })).toThrow(
      /calibration\.json:1 cannot be read; make it anew with "npm run calibrate"$/,
    );
  });

  test('with a phrase that cannot be compared: file and line are named', () => {
    const contentDir = contentFolder({ [STCA]: factYaml('ca-stca') });
    const words = 'chat:\n  - hi\n  - a*\nhandoff: [x]\ndanger: [x]\ndanger_unless_doubt: [x]\ndoubt: [x]\n';
    writeFileSync(join(contentDir, 'words', 'en.yaml'), words);

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry })).toThrow(/en\.yaml:3 .*under 3 letters/);
  });

  test('with a word list missing from its file', () => {
    const contentDir = contentFolder({ [STCA]: factYaml('ca-stca') });
    writeFileSync(join(contentDir, 'words', 'en.yaml'), 'chat: [hi]\nhandoff: [x]\ndanger: [x]\ndoubt: [x]\n');

    expect(() => createKnowledge({ contentDir, telemetry: silentTelemetry })).toThrow(/"danger_unless_doubt"/);
  });
});

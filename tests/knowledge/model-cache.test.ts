import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { recallModel } from '../../src/knowledge/model-cache.ts';
import type { LearntModel } from '../../src/knowledge/model.ts';

/** Odd counts on purpose: parts of the file then begin at places that a typed array cannot stand on. */
const MODEL: LearntModel = {
  table: { features: ['wazil', 'wfwontyè', 'casylum'], weights: Float32Array.of(0.5, 1.25, 3) },
  facts: {
    classCount: 2,
    starts: Uint32Array.of(0, 1, 1, 3),
    classes: Uint16Array.of(0, 0, 1),
    weights: Float32Array.of(1, -0.5, 0.25),
  },
  intents: {
    classCount: 5,
    starts: Uint32Array.of(0, 0, 0, 1),
    classes: Uint16Array.of(4),
    weights: Float32Array.of(2),
  },
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-models-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function learner() {
  return vi.fn<() => LearntModel>(() => MODEL);
}

const recall = (folder: string, learn: () => LearntModel, hash = 'hash-1', ids: readonly string[] = ['a', 'b']) =>
  recallModel(folder, hash, ids, learn);

/** The only file there is. */
function keptFile(folder: string): string {
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) throw new Error('one file was expected');
  return join(folder, name);
}

describe('the same content', () => {
  test('is learnt once; afterwards it is read, and is the same', () => {
    const folder = join(newFolder(), 'not', 'there', 'yet');
    const learn = learner();

    expect(recall(folder, learn)).toEqual(MODEL);
    expect(recall(folder, learn)).toEqual(MODEL);
    expect(learn).toHaveBeenCalledTimes(1);
  });
});

describe('other content', () => {
  test.each([
    ['another hash', 'hash-2', ['a', 'b']],
    ['another order of the facts', 'hash-1', ['b', 'a']],
    ['a fact less', 'hash-1', ['a']],
  ])('%s is learnt anew, and the old file goes', (_, hash, ids) => {
    const folder = newFolder();
    const learn = learner();
    recall(folder, learn);
    const old = keptFile(folder);

    recall(folder, learn, hash, ids);

    expect(learn).toHaveBeenCalledTimes(2);
    expect(keptFile(folder)).not.toBe(old);
  });

  test('files that are none of ours stay', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'note.txt'), 'keep me');

    recall(folder, learner());

    expect(readdirSync(folder)).toContain('note.txt');
  });
});

describe('a damaged file is learnt anew, and mended', () => {
  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -3)],
    ['cut off inside its head', (bytes: Buffer) => bytes.subarray(0, 9)],
    ['longer than it says', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(8)])],
    ['something else', () => Buffer.from('not a model at all')],
    ['overwritten with zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ])('%s', (_, damage) => {
    const folder = newFolder();
    recall(folder, learner());
    const path = keptFile(folder);
    writeFileSync(path, damage(readFileSync(path)));
    const learn = learner();

    expect(recall(folder, learn)).toEqual(MODEL);
    expect(recall(folder, learn)).toEqual(MODEL);
    expect(learn).toHaveBeenCalledTimes(1);
  });
});

test('a folder that cannot be written only costs the time of learning again', () => {
  const file = join(newFolder(), 'a-file');
  writeFileSync(file, '');
  const learn = learner();
  const beneathAFile = join(file, 'models');

  expect(recall(beneathAFile, learn)).toEqual(MODEL);
  expect(recall(beneathAFile, learn)).toEqual(MODEL);
  expect(learn).toHaveBeenCalledTimes(2);
});

test('what goes wrong in learning is not hidden, and leaves nothing behind', () => {
  const folder = newFolder();
  const learn = (): LearntModel => {
    throw new Error('no content');
  };

  expect(() => recall(folder, learn)).toThrow('no content');
  expect(readdirSync(folder)).toEqual([]);
});

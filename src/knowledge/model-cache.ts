/**
 * Learning takes a second or three, so what was learnt is kept beside the installed packages under the content's hash.
 * `npm ci` does it (`prepare`); a start with other content learns anew; a folder that cannot be written only costs time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LinearModel } from './linear-svm.ts';
import type { LearntModel } from './model.ts';

const SHIPPED_CONTENT = fileURLToPath(new URL('../../content', import.meta.url));
const CACHE_DIR = fileURLToPath(new URL('../../node_modules/.cache/faro', import.meta.url));

/** Where the content of this folder is kept once it was learnt; null for content that is not the shipped one. */
export function cacheDirOf(contentDir: string): string | null {
  return resolve(contentDir) === SHIPPED_CONTENT ? CACHE_DIR : null;
}

/** What is learnt depends on these too: a cache of yesterday's program must not be taken for today's. */
const PROGRAM = [
  'concepts.ts',
  'fold.ts',
  'intents.ts',
  'linear-svm.ts',
  'model-cache.ts',
  'model.ts',
  'text-features.ts',
];

interface Header {
  readonly features: readonly string[];
  readonly facts: number;
  readonly intents: number;
  /** Lengths of the arrays that follow, in bytes. */
  readonly lengths: readonly number[];
}

/**
 * The model of this content, from the cache or from `learn`.
 *
 * @param contentHash - of the files that were learnt from
 * @param factIds - in the order in which the model numbers them
 */
export function recallModel(
  cacheDir: string | null,
  contentHash: string,
  factIds: readonly string[],
  learn: () => LearntModel,
): LearntModel {
  if (cacheDir === null) return learn();
  const path = join(cacheDir, `model-${hashOf([contentHash, ...factIds, ...PROGRAM.map(readProgram)])}.bin`);
  const kept = existsSync(path) ? tryRead(path) : null;
  if (kept !== null) return kept;
  const model = learn();
  keep(cacheDir, path, model);
  return model;
}

function readProgram(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex').slice(0, 24);
}

function keep(cacheDir: string, path: string, model: LearntModel): void {
  try {
    mkdirSync(cacheDir, { recursive: true });
    for (const name of readdirSync(cacheDir)) if (name.startsWith('model-')) rmSync(join(cacheDir, name));
    // Written aside and moved: a process that is stopped halfway leaves no half file under the name.
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, toBytes(model));
    renameSync(aside, path);
  } catch {
    // The next start learns again.
  }
}

function tryRead(path: string): LearntModel | null {
  try {
    return fromBytes(readFileSync(path));
  } catch {
    return null; // damaged: learnt anew
  }
}

type TypedArray = Uint32Array | Uint16Array | Float32Array;

function toBytes({ table, facts, intents }: LearntModel): Buffer {
  const arrays: readonly TypedArray[] = [table.weights, ...arraysOf(facts), ...arraysOf(intents)];
  const parts = arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  const header: Header = {
    features: table.features,
    facts: facts.classCount,
    intents: intents.classCount,
    lengths: parts.map(({ length }) => length),
  };
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...parts]);
}

function arraysOf({ starts, classes, weights }: LinearModel): readonly TypedArray[] {
  return [starts, classes, weights];
}

function fromBytes(bytes: Buffer): LearntModel {
  const headEnd = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, headEnd)) as Header; // we wrote it
  let at = headEnd;
  const parts = header.lengths.map((length) => {
    // Copied, because a typed array must begin at a multiple of its width.
    const part = bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + length);
    at += length;
    return part;
  });
  const [weights, ...models] = parts;
  if (weights === undefined || at !== bytes.length) throw new RangeError('The file is not as long as it says.');
  return {
    table: { features: header.features, weights: new Float32Array(weights) },
    facts: toModel(header.facts, models.slice(0, 3)),
    intents: toModel(header.intents, models.slice(3, 6)),
  };
}

function toModel(classCount: number, parts: readonly ArrayBufferLike[]): LinearModel {
  const [starts, classes, weights] = parts;
  if (starts === undefined || classes === undefined || weights === undefined)
    throw new RangeError('A part is missing.');
  return {
    classCount,
    starts: new Uint32Array(starts),
    classes: new Uint16Array(classes),
    weights: new Float32Array(weights),
  };
}

/** A YAML file that still knows on which line each of its values stands. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import type { z } from 'zod';
import { ContentError } from '../core/errors.ts';

export interface YamlFile {
  readonly value: unknown;
  /** The line of the value at this path, or of its nearest parent that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** Null when the text is YAML. */
  readonly error: { readonly line: number; readonly message: string } | null;
}

interface Step {
  readonly node: unknown;
  readonly start: Node | null;
}

function stepInto(node: unknown, key: PropertyKey): Step | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    return pair === undefined ? null : { node: pair.value, start: isScalar(pair.key) ? pair.key : null };
  }
  if (isSeq<Node>(node) && typeof key === 'number') {
    const item = node.items[key];
    return item === undefined ? null : { node: item, start: item };
  }
  return null;
}

/**
 * Values of texts that were read before. Reading a hundred facts takes most of a second, their values as JSON a fiftieth
 * of that; a place in a text is only looked for when something is wrong with it.
 */
let known = new Map<string, unknown>();
let isGrown = false;

export function parseYaml(text: string): YamlFile {
  const key = keyOf(text);
  if (known.has(key)) {
    let read: YamlFile | null = null;
    return { value: known.get(key), lineOf: (path) => (read ??= readYaml(text)).lineOf(path), error: null };
  }
  const file = readYaml(text);
  if (file.error === null) {
    known.set(key, file.value);
    isGrown = true;
  }
  return file;
}

/** Remembers the values of an earlier process. A file that is missing or damaged costs only time. */
export function recallYaml(path: string): void {
  if (known.size > 0) return;
  try {
    known = new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)); // we wrote it
  } catch {
    known = new Map();
  }
}

/** Keeps the values for the next process, if there are new ones, and gives their memory back. */
export function keepYaml(path: string): void {
  try {
    if (isGrown) {
      mkdirSync(dirname(path), { recursive: true });
      // Written aside and moved: a process that is stopped halfway leaves no half file under the name.
      writeFileSync(`${path}.${process.pid}`, JSON.stringify(Object.fromEntries(known)));
      renameSync(`${path}.${process.pid}`, path);
    }
  } catch {
    // The next process reads them again.
  }
  known = new Map();
  isGrown = false;
}

/** A file of `content/` that has the shape it should have. */
export interface ContentFile<Shape> {
  readonly value: Shape;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads a file that Faro cannot do without.
 *
 * @param cure - what to do about a wrong shape, after a semicolon
 * @throws {ContentError} naming file, line and cure
 */
export function readContentFile<Shape>(path: string, shape: z.ZodType<Shape>, cure: string): ContentFile<Shape> {
  const yaml = parseYaml(readText(path));
  if (yaml.error !== null) throw new ContentError(`${path}:${yaml.error.line} is not YAML: ${yaml.error.message}`);
  const parsed = shape.safeParse(yaml.value);
  if (parsed.success) return { value: parsed.data, lineOf: (at) => yaml.lineOf(at) };
  const [issue] = parsed.error.issues;
  const place = issue?.path ?? [];
  throw new ContentError(`${path}:${yaml.lineOf(place)} "${place.join('.')}" ${issue?.message ?? ''}; ${cure}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ContentError(`${path}:1 cannot be read; restore it from the repository`, { cause });
  }
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  const lineAt = (offset: number): number => lines.linePos(offset).line;

  function lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = document.contents;
    let line = 1;
    for (const key of path) {
      const step = stepInto(node, key);
      if (step === null) break;
      if (step.start?.range) line = lineAt(step.start.range[0]);
      node = step.node;
    }
    return line;
  }

  return {
    value: error === undefined ? document.toJS() : undefined,
    lineOf,
    error: error === undefined ? null : { line: lineAt(error.pos[0]), message: error.message },
  };
}

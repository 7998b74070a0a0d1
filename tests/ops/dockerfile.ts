/** Reads our Dockerfile and .dockerignore, as far as they use the language, so that tests and the drill can hold them to it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

export interface Instruction {
  /** In capitals, as it is written: FROM, COPY, RUN, … */
  readonly name: string;
  /** All that follows, continuation lines joined. */
  readonly rest: string;
}

export interface Stage {
  readonly name: string | null;
  /** Name and tag. */
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

export interface Copy {
  /** The stage that it comes from; null: the folder of the project. */
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

export function readDockerfile(): readonly Stage[] {
  const stages: { name: string | null; image: string; instructions: Instruction[] }[] = [];
  for (const { name, rest } of readInstructions(readFileSync(join(PROJECT, 'Dockerfile'), 'utf8'))) {
    if (name === 'FROM') {
      const [image = '', , as = null] = rest.split(/\s+/);
      stages.push({ name: as, image, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

function readInstructions(text: string): readonly Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const joined = lines.join('\n').replaceAll(/\\\n\s*/g, ' ');
  return joined.split('\n').map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`No instruction that is understood here: ${line}`);
    return { name, rest };
  });
}

export function restsOf(stage: Stage, name: string): readonly string[] {
  return stage.instructions.filter((one) => one.name === name).map(({ rest }) => rest);
}

export function parseCopy(rest: string): Copy {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words[0].slice('--from='.length) : null;
  const paths = from === null ? words : words.slice(1);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/** `NAME=value` pairs without quotes. */
export function readEnvironment(stage: Stage): Readonly<Record<string, string>> {
  const pairs = restsOf(stage, 'ENV').flatMap((rest) => rest.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** What Docker is given to build from: all of it named, so that nothing gets there that nobody thought of. */
export function readAllowedPaths(): readonly string[] {
  const [first, ...others] = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').trim().split('\n');
  if (first !== '*' || !others.every((line) => /^![\w.-]+$/.test(line))) {
    throw new Error('.dockerignore must leave out everything (*) and then name what is let in (!name).');
  }
  return others.map((line) => line.slice(1));
}

/** Files that git knows or would take, under the given paths. */
export function listProjectFiles(paths: readonly string[]): readonly string[] {
  const text = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return text.split('\0').filter((path) => path !== '');
}

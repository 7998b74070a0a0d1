/**
 * Reads `content/pathways` and says what is wrong with it.
 *
 * A file with a problem is left out as a whole: half a pathway is not shown. What to do about problems is the caller's
 * choice, as with facts.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ContentError } from '../../core/errors.ts';
import type { Day, Fact, Source } from '../../core/fact.ts';
import type { FactId, PathwayId } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { Language } from '../../core/language.ts';
import type { Pathway, PathwayState, PathwayText } from '../../core/pathway.ts';
import type { RuleContext } from '../fact-rules.ts';
import type { Owner } from '../fact-schema.ts';
import type { Problem } from '../problem.ts';
import { parseYaml } from '../yaml-file.ts';
import { checkPathwayRules } from './pathway-rules.ts';
import { parsePathway } from './pathway-schema.ts';
import type { Condition, PathwayFile } from './pathway-schema.ts';

/** A pathway with what only the interview and editors need to know of it. */
export interface LoadedPathway {
  readonly pathway: Pathway;
  /** Any of these is enough. */
  readonly when: readonly Condition[];
  readonly owner: Owner;
  /** Languages whose text says an older version than the one that was verified. */
  readonly behind: readonly Language[];
}

export interface LoadedPathways {
  /** In the order of their ids. */
  readonly pathways: readonly LoadedPathway[];
  readonly problems: readonly Problem[];
}

export interface PathwayOptions {
  readonly today: Day;
  /** The facts that are served: a pathway that rests on another is left out. */
  readonly facts: readonly Fact[];
  readonly countSmsSegments?: RuleContext['countSmsSegments'];
}

/** Loads every pathway under `contentDir/pathways`. Without that folder there are none, and a problem that says so. */
export function loadPathways(contentDir: string, options: PathwayOptions): LoadedPathways {
  const folder = join(contentDir, 'pathways');
  const files = listFiles(folder);
  if (files.length === 0) {
    const message = 'holds no pathway; restore it from the repository';
    return { pathways: [], problems: [{ file: folder, line: 1, code: 'unreadable_file', message }] };
  }
  const facts = new Map<string, Fact>(options.facts.map((fact) => [fact.id, fact]));
  const read = files.map((path) => readPathway(path, facts, options));
  return {
    pathways: read
      .flatMap(({ loaded }) => loaded ?? [])
      .toSorted((left, right) => (left.pathway.id < right.pathway.id ? -1 : 1)),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}

interface ReadPathway {
  readonly loaded: LoadedPathway | null;
  readonly problems: readonly Problem[];
}

function readPathway(path: string, facts: ReadonlyMap<string, Fact>, options: PathwayOptions): ReadPathway {
  const broken = (line: number, code: Problem['code'], message: string): ReadPathway => ({
    loaded: null,
    problems: [{ file: path, line, code, message }],
  });
  if (!path.endsWith('.yaml')) return broken(1, 'wrong_place', 'is not a .yaml file; rename it or move it elsewhere');
  const yaml = parseYaml(readFileSync(path, 'utf8'));
  if (yaml.error !== null) {
    return broken(yaml.error.line, 'unreadable_file', `is not YAML: ${yaml.error.message}; correct it here`);
  }
  const parsed = parsePathway(yaml.value);
  const found = parsed.ok
    ? checkPathwayRules(parsed.file, {
        ...options,
        facts,
        folder: basename(dirname(path)),
        name: basename(path, '.yaml'),
      })
    : parsed.issues.map((issue) => ({ ...issue, code: 'wrong_shape' as const }));
  const problems = found.map(({ path: at, code, message }) => ({ file: path, line: yaml.lineOf(at), code, message }));
  return { loaded: parsed.ok && problems.length === 0 ? toLoaded(parsed.file) : null, problems };
}

function toLoaded(file: PathwayFile): LoadedPathway {
  return {
    pathway: toPathway(file),
    when: file.when,
    owner: file.owner,
    behind: LANGUAGES.filter((language) => file.text[language].follows < file.verified),
  };
}

function toPathway(file: PathwayFile): Pathway {
  return {
    id: file.id as PathwayId, // a checked slug that equals the file's name; branded here and nowhere else
    destination: file.destination,
    kind: file.kind,
    state: toState(file.state),
    closedFor: file.closedFor.map(({ nationality, since, fact }) => ({ nationality, since, fact: fact as FactId })), // checked
    lawyerFirst: file.lawyerFirst,
    text: toTexts(file.text),
    url: file.url,
    facts: nonEmpty(file.facts.map((id) => id as FactId)), // ids of facts that are served, as was checked
    sources: nonEmpty<Source>(file.sources),
    verifiedOn: file.verified,
    cadence: file.cadence,
  };
}

function toState(state: PathwayFile['state']): PathwayState {
  if (state === 'open') return { kind: 'open' };
  return 'closed' in state ? { kind: 'closed', since: state.closed } : { kind: 'unsettled', since: state.unsettled };
}

function toTexts({ es, en, pt, fr, ht }: PathwayFile['text']): Pathway['text'] {
  return { es: toText(es), en: toText(en), pt: toText(pt), fr: toText(fr), ht: toText(ht) };
}

function toText({ title, who, needs, cost, first, sms, status }: PathwayFile['text'][Language]): PathwayText {
  return { title, who, needs, cost, first, sms, status };
}

function nonEmpty<Item>([first, ...others]: readonly Item[]): readonly [Item, ...Item[]] {
  if (first === undefined) throw new ContentError('a pathway was not checked before use');
  return [first, ...others];
}

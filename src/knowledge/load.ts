/**
 * Reads `content/facts` and says what is wrong with it.
 *
 * A file with a problem is left out as a whole: half a fact is not served. What to do about problems is the caller's
 * choice: `npm run facts` fails, the running service goes on without the file and raises an alarm.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ContentError } from '../core/errors.ts';
import type { Day, Fact, FactText, Source } from '../core/fact.ts';
import type { FactId } from '../core/ids.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { checkRules } from './fact-rules.ts';
import type { RuleContext } from './fact-rules.ts';
import { parseFact } from './fact-schema.ts';
import type { FactFile, Owner } from './fact-schema.ts';
import { fold } from './fold.ts';
import type { Problem } from './problem.ts';
import { isTopic } from './topics.ts';
import { parseYaml } from './yaml-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** A fact with what only editors need to know of it. */
export interface LoadedFact {
  readonly fact: Fact;
  readonly path: string;
  readonly owner: Owner;
  readonly audience: readonly string[];
  readonly verifiedBy: string;
  readonly places: readonly string[];
  readonly pathways: readonly string[];
  /** Languages whose text says an older version than the one that was verified. */
  readonly behind: readonly Language[];
  /** Whether those who wait for changes are told of the last one. */
  readonly announce: boolean;
}

export interface LoadedFacts {
  readonly facts: readonly LoadedFact[];
  readonly problems: readonly Problem[];
}

export interface LoadOptions {
  readonly today: Day;
  readonly countSmsSegments?: RuleContext['countSmsSegments'];
}

interface ReadFact {
  readonly path: string;
  readonly name: string;
  readonly yaml: YamlFile;
  readonly file: FactFile | null;
  readonly problems: readonly Problem[];
}

/**
 * Loads every fact under `contentDir/facts`.
 *
 * @throws {ContentError} when the folder is missing or holds no file: a service without facts must not start
 */
export function loadFacts(contentDir: string, options: LoadOptions): LoadedFacts {
  const read = listFiles(contentDir).map((path) => readFact(path, options));
  const related = relatedProblems(read);
  const doubled = [...duplicateIds(read), ...duplicateQuestions(read)];
  const leftOut = new Set([...read.flatMap((fact) => fact.problems), ...doubled].map((problem) => problem.file));
  const kept = read.filter((fact) => !leftOut.has(fact.path));
  const ids = new Set(kept.map((fact) => fact.name));
  return {
    facts: kept.flatMap((fact) => (fact.file === null ? [] : [toLoadedFact(fact.path, fact.file, ids)])),
    problems: [...read.flatMap((fact) => fact.problems), ...doubled, ...related],
  };
}

function listFiles(contentDir: string): readonly string[] {
  const folder = join(contentDir, 'facts');
  const cure = 'restore it from the repository, or point the service at the right content folder';
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new ContentError(`${folder} cannot be read; ${cure}`, { cause });
  }
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (files.length === 0) throw new ContentError(`${folder} holds no fact; ${cure}`);
  return files.sort();
}

function readFact(path: string, options: LoadOptions): ReadFact {
  const name = basename(path).replace(/\.[^.]*$/, '');
  const yaml = parseYaml(readFileSync(path, 'utf8'));
  const broken = (line: number, code: Problem['code'], message: string): ReadFact => ({
    path,
    name,
    yaml,
    file: null,
    problems: [{ file: path, line, code, message }],
  });
  if (!path.endsWith('.yaml')) return broken(1, 'wrong_place', 'is not a .yaml file; rename it or move it elsewhere');
  if (yaml.error !== null) {
    return broken(yaml.error.line, 'unreadable_file', `is not YAML: ${yaml.error.message}; correct it here`);
  }
  const parsed = parseFact(yaml.value);
  if (!parsed.ok) {
    const problems = parsed.issues.map((issue): Problem => ({
      file: path,
      line: yaml.lineOf(issue.path),
      code: 'wrong_shape',
      message: issue.message,
    }));
    return { path, name, yaml, file: null, problems };
  }
  const violations = checkRules(parsed.file, { ...options, area: basename(dirname(path)), name });
  const problems = violations.map(({ path: at, code, message }): Problem => ({
    file: path,
    line: yaml.lineOf(at),
    code,
    message,
  }));
  return { path, name, yaml, file: parsed.file, problems };
}

/** Two files with one id: nobody can say which is right, so both are left out. */
function duplicateIds(read: readonly ReadFact[]): readonly Problem[] {
  return read.flatMap((fact): Problem[] => {
    const other = read.find((candidate) => candidate !== fact && candidate.name === fact.name);
    if (other === undefined) return [];
    const message = `has the same id as ${other.path}; rename or remove one`;
    return [{ file: fact.path, line: fact.yaml.lineOf(['id']), code: 'duplicate_id', message }];
  });
}

/** One phrasing under two facts asks the matcher to guess. The later file is the one to mend. */
function duplicateQuestions(read: readonly ReadFact[]): readonly Problem[] {
  const problems: Problem[] = [];
  const firstPath = new Map<string, string>();
  for (const { path, yaml, file } of read) {
    for (const language of LANGUAGES) {
      for (const [index, question] of (file?.text[language]?.questions ?? []).entries()) {
        const key = fold(question);
        const first = firstPath.get(key) ?? path;
        firstPath.set(key, first);
        if (first === path) continue;
        const line = yaml.lineOf(['text', language, 'questions', index]);
        const message = `"text.${language}.questions.${index}" is also in ${first}; keep it in one of them`;
        problems.push({ file: path, line, code: 'duplicate_question', message });
      }
    }
  }
  return problems;
}

/** A link to nowhere does not make a fact wrong: it is reported, and dropped from the fact. */
function relatedProblems(read: readonly ReadFact[]): readonly Problem[] {
  const names = new Set(read.map((fact) => fact.name));
  return read.flatMap(({ path, yaml, file }) =>
    (file?.related ?? []).flatMap((id, index): Problem[] => {
      if (names.has(id) && id !== file?.id) return [];
      const message = `"related.${index}" ${id} is no other fact; correct it or remove it`;
      return [{ file: path, line: yaml.lineOf(['related', index]), code: 'unknown_related', message }];
    }),
  );
}

function toLoadedFact(path: string, file: FactFile, ids: ReadonlySet<string>): LoadedFact {
  return {
    fact: toFact(file, ids),
    path,
    owner: file.owner,
    audience: file.audience,
    verifiedBy: file.verifiedBy,
    places: file.places,
    pathways: file.pathways,
    announce: file.announce,
    behind: LANGUAGES.filter((language) => (file.text[language]?.follows ?? file.verified) < file.verified),
  };
}

function toFact(file: FactFile, ids: ReadonlySet<string>): Fact {
  const [first, ...others] = file.sources;
  if (first === undefined || !isTopic(file.topic)) throw new ContentError(`${file.id} was not checked before use`);
  const sources: readonly [Source, ...Source[]] = [first, ...others];
  return {
    id: file.id as FactId, // a checked slug that equals the file's name; branded here and nowhere else
    topic: file.topic,
    kind: file.kind,
    verdict: file.verdict ?? null,
    jurisdiction: file.jurisdiction,
    text: toTexts(file),
    sources,
    verifiedOn: file.verified,
    cadence: file.cadence,
    escalate: file.escalate,
    related: file.related.filter((id) => ids.has(id)).map((id) => id as FactId), // ids of facts that were just loaded
  };
}

function toTexts(file: FactFile): Fact['text'] {
  const { es, en, ...drafts } = file.text;
  const others: Partial<Record<Language, FactText>> = {};
  for (const language of LANGUAGES) {
    const draft = language === 'es' || language === 'en' ? undefined : drafts[language];
    if (draft !== undefined) others[language] = toText(draft);
  }
  return { ...others, es: toText(es), en: toText(en) };
}

function toText({ questions, title, whatsapp, sms, status }: FactText): FactText {
  return { questions, title, whatsapp, sms, status };
}

/** What a pathway file must keep to beyond its shape: its name, its sources and dates, and the facts it rests on. */
import type { Day, Fact } from '../../core/fact.ts';
import { LANGUAGES } from '../../core/language.ts';
import { checkEvidence, hostOf } from '../fact-rules.ts';
import type { RuleContext, Violation } from '../fact-rules.ts';
import { isOfficialHost } from '../lookalikes.ts';
import type { PathwayFile } from './pathway-schema.ts';
import { isPromise } from './promises.ts';

/** Where the file stands, and what the rules need to know of the world. */
export interface PathwayContext extends Pick<RuleContext, 'today' | 'countSmsSegments'> {
  readonly folder: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** The facts that are served, by id. */
  readonly facts: ReadonlyMap<string, Fact>;
}

type Rule = (file: PathwayFile, context: PathwayContext) => readonly Violation[];

const idIsFileName: Rule = ({ id, destination }, { name, folder }) => {
  const violations: Violation[] = [];
  const country = destination.toLowerCase();
  if (id !== name) {
    const message = `"id" is ${id} but the file is ${name}.yaml; make them equal`;
    violations.push({ path: ['id'], code: 'wrong_place', message });
  }
  if (!id.startsWith(`${country}-`)) {
    const message = `"id" ${id} does not start with ${country}-; rename it, or correct the destination`;
    violations.push({ path: ['id'], code: 'wrong_place', message });
  }
  if (folder !== country) {
    const message = `"destination" is ${destination}; move the file to the folder ${country}`;
    violations.push({ path: ['destination'], code: 'wrong_place', message });
  }
  return violations;
};

const addressIsOfficial: Rule = ({ url }) => {
  const host = hostOf(url);
  if (isOfficialHost(host)) return [];
  const message = `"url" ${host} is no authority; give the official page of the first step`;
  return [{ path: ['url'], code: 'bad_source', message }];
};

const factsExist: Rule = (file, { facts }) =>
  factsNamed(file).flatMap(({ id, path }): Violation[] => {
    const fact = facts.get(id);
    if (fact === undefined) {
      const message = `"${path.join('.')}" ${id} is no fact that is served; correct it or mend that fact`;
      return [{ path, code: 'unknown_fact', message }];
    }
    const isElsewhere = fact.jurisdiction !== 'all' && !fact.jurisdiction.split('/').includes(file.destination);
    if (!isElsewhere) return [];
    const message = `"${path.join('.')}" ${id} is about ${fact.jurisdiction}, not ${file.destination}; name another fact`;
    return [{ path, code: 'contradicts_fact', message }];
  });

interface NamedFact {
  readonly id: string;
  readonly path: readonly PropertyKey[];
}

function factsNamed(file: PathwayFile): readonly NamedFact[] {
  return [
    ...file.facts.map((id, index) => ({ id, path: ['facts', index] })),
    ...file.closedFor.map(({ fact }, index) => ({ id: fact, path: ['closedFor', index, 'fact'] })),
  ];
}

/** A day from which it is not simply open, where it stands, and the facts that must know of it. */
interface Turn {
  readonly since: Day;
  readonly path: readonly PropertyKey[];
  readonly facts: readonly string[];
}

function turnsOf({ state, closedFor, facts }: PathwayFile): readonly Turn[] {
  const turns = closedFor.map(({ since, fact }, index) => ({
    since,
    path: ['closedFor', index, 'since'],
    facts: [fact],
  }));
  if (state === 'open') return turns;
  const isClosed = 'closed' in state;
  const since = isClosed ? state.closed : state.unsettled;
  return [{ since, path: ['state', isClosed ? 'closed' : 'unsettled'], facts }, ...turns];
}

/** Evidence that is older than a closing cannot know of it; and a person is shown the fact to understand why. */
const factsKnowOfTurns: Rule = (file, { facts }) =>
  turnsOf(file).flatMap(({ since, path, facts: ids }): Violation[] => {
    const name = `"${path.join('.')}" ${since}`;
    const known = ids.flatMap((id) => facts.get(id) ?? []);
    const violations: Violation[] = [];
    if (since > file.verified) {
      const message = `${name} is after "verified"; give the day of evidence that knows of it`;
      violations.push({ path, code: 'bad_date', message });
    }
    if (known.length > 0 && !known.some((fact) => namesMonth(fact, since))) {
      const message = `${name} is in no English text of ${ids.join(', ')}, not even its month; correct it or name the fact that says it`;
      violations.push({ path, code: 'contradicts_fact', message });
    }
    return violations;
  });

/** Whether a fact's English text writes the month of a day, as in "on 20 January 2025" or "in January 2025". */
function namesMonth({ text }: Fact, day: Day): boolean {
  const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  );
  return text.en.whatsapp.includes(month);
}

const closedForAddsSomething: Rule = ({ state, closedFor }) => {
  const violations: Violation[] = [];
  const seen = new Set<string>();
  for (const [index, { nationality }] of closedFor.entries()) {
    const path = ['closedFor', index];
    const twice = nationality.filter((code, at) => seen.has(code) || nationality.indexOf(code) !== at);
    if (twice.length > 0) {
      const message = `"${path.join('.')}" names ${twice.join(', ')} twice; keep the one with the earlier day`;
      violations.push({ path, code: 'wrong_shape', message });
    }
    for (const code of nationality) seen.add(code);
  }
  if (closedFor.length > 0 && state !== 'open' && 'closed' in state) {
    const message = '"closedFor" says nothing new: the pathway is closed for everybody; remove it';
    violations.push({ path: ['closedFor'], code: 'wrong_shape', message });
  }
  return violations;
};

const nothingIsPromised: Rule = ({ text }) =>
  LANGUAGES.flatMap((language) =>
    (['title', 'who', 'needs', 'cost', 'first', 'sms'] as const).flatMap((part): Violation[] => {
      if (!isPromise(text[language][part])) return [];
      const path = ['text', language, part];
      const message = `"${path.join('.')}" tells people that they have a right to it; say who may ask for it instead`;
      return [{ path, code: 'promise', message }];
    }),
  );

const RULES: readonly Rule[] = [
  idIsFileName,
  checkEvidence,
  addressIsOfficial,
  factsExist,
  factsKnowOfTurns,
  closedForAddsSomething,
  nothingIsPromised,
];

/** Every rule the file breaks, in a fixed order. */
export function checkPathwayRules(file: PathwayFile, context: PathwayContext): readonly Violation[] {
  return RULES.flatMap((rule) => rule(file, context));
}

/**
 * Statements that are built once. Kysely builds a tree, walks it and writes the text anew for each call, which costs more
 * than SQLite takes to run it; what a message goes through is worth building once.
 */
import { CompiledQuery } from 'kysely';
import type { Compilable } from 'kysely';
import { takesLists } from './dialect.ts';
import type { Db } from './dialect.ts';

/** Runs the statement with these values. */
export type Statement<Values, Row> = (db: Db, values: Values) => Promise<readonly Row[]>;

/** Stands in the statement where a value will stand. */
class Blank {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Written at the end of a statement's text: nobody reads what it gives back, so that on a connection that can, nobody waits
 * for it before the end of the transaction. The mark is part of the text, because another statement may have the same words
 * and be heard.
 */
export const UNHEARD = ' /* unheard */';

/** Changes something and has no `returning`. */
const GIVES_NOTHING = /^(?:insert|update|delete)\b(?!.*\breturning\b)/s;

interface Built {
  readonly text: string;
  /** Blanks, and what is always the same. */
  readonly parameters: readonly unknown[];
}

/**
 * @param build - makes the statement; may only put the values into places of values, never ask what they are
 */
export function statement<Values extends object, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
): Statement<Values, Row> {
  return prepare(build, (text) => GIVES_NOTHING.test(text));
}

/** The same for what is said for its effect alone, such as a lock: nobody reads its rows, and they may be missing. */
export function unheard<Values extends object>(
  build: (db: Db, values: Values) => Compilable,
): (db: Db, values: Values) => Promise<void> {
  const say = prepare(build, () => true);
  return async (db, values) => void (await say(db, values));
}

function prepare<Values extends object, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
  isUnheard: (text: string) => boolean,
): Statement<Values, Row> {
  // One process may have several databases open, of different kinds.
  const built = new WeakMap<object, Built>();
  const blanks = new Proxy({} as Values, { get: (_, name) => new Blank(String(name)) }); // each is asked for by its name
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    let known = built.get(adapter);
    if (known === undefined) {
      const { sql, parameters } = build(db, blanks).compile();
      known = { text: isUnheard(sql) ? sql + UNHEARD : sql, parameters };
      built.set(adapter, known);
    }
    const asLists = takesLists(db);
    const parameters = known.parameters.map((one) => {
      if (!(one instanceof Blank)) return one;
      const value = values[one.name as keyof Values]; // the name comes from `Values`
      return Array.isArray(value) && !asLists ? JSON.stringify(value) : value;
    });
    const { rows } = await db.executeQuery(CompiledQuery.raw(known.text, parameters));
    return rows as Row[]; // what the statement returns
  };
}

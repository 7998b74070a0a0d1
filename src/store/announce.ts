/** Compares what is answered with what was answered before, and notes who is to be told of a difference. */
import { MINUTE_MS } from '../core/clock.ts';
import { WITHDRAWN } from '../core/edition.ts';
import type { Edition, Editions } from '../core/edition.ts';
import type { FactId, FactVersion } from '../core/ids.ts';
import type { Db } from './dialect.ts';
import { RETENTION_MS } from './retention.ts';

/** A slip that is put right, or a restart in the middle of a deploy, within this time is never heard of. */
export const SETTLE_MS = 10 * MINUTE_MS;

export interface Announced {
  readonly changed: number;
  readonly withdrawn: number;
  /** Messages that this will bring. */
  readonly alerts: number;
}

/** A fact that was not known is only learned, so the first start is silent. Runs with other processes locked out. */
export async function announceChanges(db: Db, { current, unread }: Editions, nowMs: number): Promise<Announced> {
  const rows = await db.selectFrom('fact_versions').select(['fact', 'version', 'titles']).execute();
  const known = new Map(rows.map((row) => [row.fact, row]));
  const there = new Set([...unread, ...current.map(({ fact }) => fact)]);
  for (const edition of current) if (!known.has(edition.fact)) await learn(db, edition, nowMs);
  const gone = rows.filter(({ fact }) => !there.has(fact)).map(toWithdrawn);
  let announced: Announced = { changed: 0, withdrawn: 0, alerts: 0 };
  for (const edition of [...current, ...gone]) {
    const before = known.get(edition.fact)?.version;
    if (before === undefined || before === edition.version) continue;
    announced = add(announced, edition, await tellChange(db, { edition, before }, nowMs));
  }
  return announced;
}

interface Change {
  readonly edition: Edition;
  readonly before: FactVersion;
}

async function learn(db: Db, { fact, version, titles }: Edition, nowMs: number): Promise<void> {
  await db
    .insertInto('fact_versions')
    .values({ fact, version, titles: JSON.stringify(titles), changed_at: nowMs })
    .execute();
}

function toWithdrawn({ fact, titles }: { readonly fact: FactId; readonly titles: string }): Edition {
  return { fact, version: WITHDRAWN, titles: readTitles(titles), announce: true };
}

export function readTitles(titles: string): Edition['titles'] {
  return JSON.parse(titles) as Edition['titles']; // written by `learn` and `tellChange` alone
}

/** @returns how many people are to be told */
async function tellChange(db: Db, { edition, before }: Change, nowMs: number): Promise<number> {
  const { fact, version, titles } = edition;
  await db
    .updateTable('fact_versions')
    .set({ version, titles: JSON.stringify(titles), changed_at: nowMs })
    .where('fact', '=', fact)
    .execute();
  // Who was told that an answer is withdrawn must hear of the new one, whatever its editor changed.
  const isWording = !edition.announce && version !== WITHDRAWN && before !== WITHDRAWN;
  if (isWording) await renameVersion(db, fact, before, version);
  else await noteWhoIsToBeTold(db, { edition, before }, nowMs);
  const { count } = await db
    .selectFrom('due_alerts')
    .select((eb) => eb.fn.countAll<string | number>().as('count'))
    .where('fact', '=', fact)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What says the same in other words is the same answer to those who have it, and to those who wait for it. */
async function renameVersion(db: Db, fact: FactId, before: FactVersion, version: FactVersion): Promise<void> {
  for (const table of ['given_answers', 'due_alerts'] as const) {
    await db.updateTable(table).set({ version }).where('fact', '=', fact).where('version', '=', before).execute();
  }
}

async function noteWhoIsToBeTold(db: Db, { edition, before }: Change, nowMs: number): Promise<void> {
  const { fact, version } = edition;
  const notBefore = nowMs + SETTLE_MS;
  // What waits in the outbox says what is not true any more.
  await db.deleteFrom('outbox').where('alert_fact', '=', fact).where('state', '=', 'queued').execute();
  await db.updateTable('due_alerts').set({ version, not_before: notBefore }).where('fact', '=', fact).execute();
  await noteWishes(db, fact, before, version, notBefore);
  await noteCorrections(db, fact, version, nowMs, notBefore);
  // Back to what they know: there is nothing to tell.
  await db.deleteFrom('due_alerts').where('fact', '=', fact).where('known_version', '=', version).execute();
}

const DUE_COLUMNS = ['contact_id', 'fact', 'language', 'known_version', 'version', 'not_before'] as const;

async function noteWishes(
  db: Db,
  fact: FactId,
  before: FactVersion,
  version: FactVersion,
  notBefore: number,
): Promise<void> {
  await db
    .insertInto('due_alerts')
    .columns(DUE_COLUMNS)
    .expression((eb) =>
      eb
        .selectFrom('alert_wishes')
        .select(['contact_id', 'fact', 'language'])
        .select((one) => [
          one.val(before).as('known_version'),
          one.val(version).as('version'),
          one.val(notBefore).as('not_before'),
        ])
        .where('fact', '=', fact),
    )
    .onConflict((conflict) => conflict.columns(['contact_id', 'fact']).doNothing())
    .execute();
}

/** Those who were given another answer lately, and said yes to corrections. */
async function noteCorrections(
  db: Db,
  fact: FactId,
  version: FactVersion,
  nowMs: number,
  notBefore: number,
): Promise<void> {
  await db
    .insertInto('due_alerts')
    .columns(DUE_COLUMNS)
    .expression((eb) =>
      eb
        .selectFrom('given_answers')
        .innerJoin('contacts', 'contacts.id', 'given_answers.contact_id')
        .select(['given_answers.contact_id', 'fact', 'given_answers.language', 'version as known_version'])
        .select((one) => [one.val(version).as('version'), one.val(notBefore).as('not_before')])
        .where('fact', '=', fact)
        .where('given_at', '>', nowMs - RETENTION_MS.givenAnswer)
        .where('corrections_at', 'is not', null),
    )
    .onConflict((conflict) => conflict.columns(['contact_id', 'fact']).doNothing())
    .execute();
}

function add(sum: Announced, edition: Edition, alerts: number): Announced {
  const isWithdrawn = edition.version === WITHDRAWN;
  return {
    changed: sum.changed + (isWithdrawn ? 0 : 1),
    withdrawn: sum.withdrawn + (isWithdrawn ? 1 : 0),
    alerts: sum.alerts + alerts,
  };
}

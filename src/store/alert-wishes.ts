/** What people want to be told of. All of it happens inside a turn's transaction, and goes with a stop or an erasure. */
import type { ContactId, FactId, FactVersion } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import { among } from './dialect.ts';
import type { Db } from './dialect.ts';
import { statement } from './statement.ts';

export async function wishAlert(
  db: Db,
  contactId: ContactId,
  { fact, language }: { readonly fact: FactId; readonly language: Language },
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('alert_wishes')
    .values({ contact_id: contactId, fact, language, wished_at: nowMs })
    .onConflict((conflict) => conflict.columns(['contact_id', 'fact']).doUpdateSet({ language, wished_at: nowMs }))
    .execute();
}

/** What was to be told already is not told any more, either. */
export async function stopAlert(db: Db, contactId: ContactId, fact: FactId): Promise<void> {
  for (const table of ['alert_wishes', 'due_alerts'] as const) {
    await db.deleteFrom(table).where('contact_id', '=', contactId).where('fact', '=', fact).execute();
  }
}

/** Without the consent nothing of it is kept. */
export async function allowCorrections(db: Db, contactId: ContactId, allowed: boolean, nowMs: number): Promise<void> {
  await db
    .updateTable('contacts')
    .set({ corrections_at: allowed ? nowMs : null })
    .where('id', '=', contactId)
    .execute();
  if (allowed) return;
  await db.deleteFrom('given_answers').where('contact_id', '=', contactId).execute();
  await db
    .deleteFrom('due_alerts')
    .where('contact_id', '=', contactId)
    .where('fact', 'not in', (eb) =>
      eb.selectFrom('alert_wishes').select('fact').where('alert_wishes.contact_id', '=', contactId),
    )
    .execute();
}

/** Everything that would make us write to this person unasked. */
export async function dropAlerts(db: Db, contactId: ContactId): Promise<void> {
  for (const table of ['alert_wishes', 'due_alerts', 'given_answers'] as const) {
    await db.deleteFrom(table).where('contact_id', '=', contactId).execute();
  }
  await db.updateTable('contacts').set({ corrections_at: null }).where('id', '=', contactId).execute();
}

export interface GivenAnswer {
  readonly fact: FactId;
  readonly version: FactVersion;
  readonly language: Language;
}

/** Remembers the newest answer somebody has of a fact; only of those who said yes to corrections, whoever asks for it. */
export async function noteAnswer(db: Db, contactId: ContactId, given: GivenAnswer, nowMs: number): Promise<void> {
  const agreed = await db
    .selectFrom('contacts')
    .select('id')
    .where('id', '=', contactId)
    .where('corrections_at', 'is not', null)
    .executeTakeFirst();
  if (agreed === undefined) return;
  const { fact, version, language } = given;
  await db
    .insertInto('given_answers')
    .values({ contact_id: contactId, fact, version, language, given_at: nowMs })
    .onConflict((conflict) =>
      conflict.columns(['contact_id', 'fact']).doUpdateSet({ version, language, given_at: nowMs }),
    )
    .execute();
}

const selectWishes = statement((db, given: { ids: readonly ContactId[] }) =>
  db
    .selectFrom('alert_wishes')
    .select(['contact_id', 'fact'])
    .where(among(db, 'contact_id', given.ids))
    .orderBy('wished_at')
    .orderBy('fact'),
);

export function readWishes(
  db: Db,
  ids: readonly ContactId[],
): Promise<readonly { readonly contact_id: ContactId; readonly fact: FactId }[]> {
  return selectWishes(db, { ids });
}

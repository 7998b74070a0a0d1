/** What a turn wants done besides its reply: done in the turn's own transaction, so that all of it happened or nothing. */
import type { ChannelName } from '../core/contact.ts';
import type { Effect } from '../core/effect.ts';
import type { CaseId, ContactId, IdSource } from '../core/ids.ts';
import { openCase } from './cases.ts';
import type { DataKey } from './cipher.ts';
import type { Db } from './dialect.ts';
import { beginErasure } from './erasure.ts';
import type { Rumours } from './rumours.ts';

/** Whose turn it was. */
export interface EffectContext {
  readonly contactId: ContactId;
  readonly channel: ChannelName;
  readonly dataKey: DataKey;
  readonly nowMs: number;
}

export class Effects {
  readonly #rumours: Rumours;
  readonly #ids: IdSource;

  constructor(rumours: Rumours, ids: IdSource) {
    this.#rumours = rumours;
    this.#ids = ids;
  }

  /** @returns the case that was opened, if one was */
  async apply(db: Db, context: EffectContext, effect: Effect): Promise<CaseId | null> {
    const { contactId, channel, nowMs } = context;
    switch (effect.kind) {
      case 'open_case':
        return openCase(db, { ...context, id: this.#ids.caseId(), ...effect.case }, nowMs);
      case 'set_language':
        await db.updateTable('contacts').set({ language: effect.language }).where('id', '=', contactId).execute();
        return null;
      case 'opt_in':
        await db.updateTable('contacts').set({ opted_out_at: null }).where('id', '=', contactId).execute();
        return null;
      case 'opt_out':
        await db.updateTable('contacts').set({ opted_out_at: nowMs }).where('id', '=', contactId).execute();
        await stopUnsent(db, contactId, nowMs);
        return null;
      case 'erase':
        await beginErasure(db, contactId, effect.receipt, nowMs);
        return null;
      case 'report_rumour':
        await this.#rumours.report(db, channel, effect, nowMs);
        return null;
    }
  }
}

/** After a stop nothing more goes out, also nothing that was written before. */
async function stopUnsent(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'dead', error_code: 'recipient_opted_out', updated_at: nowMs })
    .where('contact_id', '=', contactId)
    .where('state', 'in', ['queued', 'held'])
    .execute();
}

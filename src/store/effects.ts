/** What a turn wants done besides its reply: done in the turn's own transaction, so that all of it happened or nothing. */
import type { ChannelName } from '../core/contact.ts';
import type { Effect } from '../core/effect.ts';
import type { CaseId, ContactId, IdSource } from '../core/ids.ts';
import { allowCorrections, dropAlerts, noteAnswer, stopAlert, wishAlert } from './alert-wishes.ts';
import { amendCase, cancelCase, openCase } from './cases.ts';
import type { DataKey } from './cipher.ts';
import type { Deletions } from './deletions.ts';
import type { Db } from './dialect.ts';
import { beginErasure } from './erasure.ts';
import { hidePerson, showPerson } from './hiding.ts';
import { resumePerson, stopPerson } from './opt-out.ts';
import { planReminder } from './reminders.ts';
import { countFeedback } from './feedback.ts';
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
  readonly #deletions: Deletions;

  constructor(rumours: Rumours, ids: IdSource, deletions: Deletions) {
    this.#rumours = rumours;
    this.#ids = ids;
    this.#deletions = deletions;
  }

  /** @returns the case that was opened, if one was */
  async apply(db: Db, context: EffectContext, effect: Effect): Promise<CaseId | null> {
    const { contactId, channel, nowMs } = context;
    switch (effect.kind) {
      case 'open_case':
        return openCase(db, { ...context, id: this.#ids.caseId(), ...effect.case }, nowMs);
      case 'amend_case':
        await amendCase(db, context, effect, nowMs);
        return null;
      case 'close_case':
        await cancelCase(db, context, effect.line, nowMs);
        return null;
      case 'remind':
        await planReminder(db, context, effect);
        return null;
      case 'set_language':
        await db.updateTable('contacts').set({ language: effect.language }).where('id', '=', contactId).execute();
        return null;
      case 'opt_in':
        await resumePerson(db, contactId);
        await this.#deletions.note(db, 'resumed', contactId, nowMs);
        return null;
      case 'opt_out':
        await stopPerson(db, contactId, nowMs);
        await this.#deletions.note(db, 'stopped', contactId, nowMs);
        return null;
      case 'hide':
        await hidePerson(db, contactId, nowMs);
        await this.#deletions.note(db, 'hidden', contactId, nowMs);
        return null;
      case 'come_back':
        await showPerson(db, contactId, nowMs);
        return null;
      case 'erase':
        await beginErasure(db, contactId, effect.receipt, nowMs);
        await this.#deletions.note(db, 'erased', contactId, nowMs);
        return null;
      case 'forget_message':
        return null; // done with the message itself (`turns.ts`)
      case 'report_rumour':
        await this.#rumours.report(db, channel, effect, nowMs);
        return null;
      case 'report_question':
        await this.#rumours.reportQuestion(db, channel, effect, nowMs);
        return null;
      case 'note_feedback':
        await countFeedback(db, effect, nowMs);
        return null;
      case 'wish_alert':
        await wishAlert(db, contactId, effect, nowMs);
        return null;
      case 'stop_alerts':
        await (effect.fact === 'all' ? dropAlerts(db, contactId) : stopAlert(db, contactId, effect.fact));
        return null;
      case 'allow_corrections':
        await allowCorrections(db, contactId, effect.allowed, nowMs);
        return null;
      case 'note_answer':
        await noteAnswer(db, contactId, effect, nowMs);
        return null;
    }
  }
}

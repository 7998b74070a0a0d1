/** A case as its owner, or whoever supervises, reads it; and the few things of a person that are shown only when asked for. */
import type { CaseInQueue, CaseOutcome, CaseView } from '../../core/desk.ts';
import type { Address, ChannelName } from '../../core/contact.ts';
import type { AgentId, CaseId } from '../../core/ids.ts';
import type { InboundContent, MediaHandle } from '../../core/message.ts';
import { summaryPlace } from '../cases.ts';
import { decrypt } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import { readCase } from '../held-case.ts';
import type { HeldCase } from '../held-case.ts';
import { windowEnd } from '../unasked.ts';
import { addNote } from './notes.ts';
import { auditCase, done, isTheirs, NOT_FOUND, onCase, wrongState } from './on-case.ts';
import type { Actor, DeskParts } from './parts.ts';
import { Queue } from './queue.ts';
import { readNames } from './staff-rows.ts';
import { mediaOf, openReply, readMessage, readTranscript } from './transcript.ts';
import type { Whose } from './transcript.ts';

export interface MediaOnDemand {
  readonly channel: ChannelName;
  readonly media: MediaHandle;
}

export type Pin = Pick<Extract<InboundContent, { kind: 'location' }>, 'latitude' | 'longitude' | 'name'>;

export class Reading {
  readonly #parts: DeskParts;
  readonly #queue: Queue;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#queue = new Queue(parts);
  }

  /** For the router's "own case"; null when there is no such case. */
  async findOwner(id: CaseId): Promise<{ readonly owner: AgentId | null } | null> {
    const { db } = this.#parts.database;
    return (await db.selectFrom('cases').select('owner').where('id', '=', id).executeTakeFirst()) ?? null;
  }

  /** All of a case. That a supervisor reads what is in somebody else's hands, or closed, is written down. */
  async view(by: Actor, id: CaseId): Promise<CaseOutcome<CaseView>> {
    const { database, nowMs } = this.#parts;
    // First the version, so that what is read after it is never older than it says.
    const inQueue = await this.#queue.find(id);
    const row = await readCase(database.db, id);
    if (inQueue === null || row === undefined || !isTheirs(by, row)) return NOT_FOUND;
    if (row.owner !== by.id) await database.write((db) => auditCase(db, this.#parts, 'case_viewed', by, id, nowMs()));
    return done({ ...inQueue, ...(await this.#read(row)) });
  }

  async #read(row: HeldCase): Promise<Omit<CaseView, keyof CaseInQueue>> {
    const { db } = this.#parts.database;
    const whose = this.#whose(row);
    return {
      summary: decrypt(whose.dataKey, summaryPlace(row.id), row.summary).toString(),
      messages: await readTranscript(db, whose, await readNames(db, this.#parts.ring)),
      windowEndsAtMs: windowEnd(row),
      leaseUntilMs: row.state === 'taken' ? row.lease_until : null,
      closeReason: row.close_reason,
      parkedAnswer: await readParked(db, whose),
      ...this.#reach(row, whose),
    };
  }

  /** Says no more of the number than what can be sent to it. */
  #reach(row: HeldCase, { contactId, dataKey }: Whose): Pick<CaseView, 'smsReach'> {
    const address = this.#parts.contacts.readAddress(contactId, dataKey, row.address);
    const reach = address.channel === 'sms' ? this.#parts.smsReach(address.phone) : null;
    return reach === null ? {} : { smsReach: reach };
  }

  /**
   * The person's number, for a reason that stays with the case and that the log knows of.
   *
   * @returns null where WhatsApp gave us none
   */
  revealNumber(by: Actor, id: CaseId, reason: string): Promise<CaseOutcome<string | null>> {
    return this.#whileOpen(by, id, async (db, held, nowMs) => {
      const { dataKey } = this.#whose(held);
      const address: Address = this.#parts.contacts.readAddress(held.contact_id, dataKey, held.address);
      await addNote(db, this.#parts, held, by, { about: 'number', text: reason }, nowMs);
      await auditCase(db, this.#parts, 'number_revealed', by, id, nowMs);
      return done(address.phone ?? null);
    });
  }

  /** What the provider keeps of one message. @param message - the id of a line of the view */
  findMedia(by: Actor, id: CaseId, message: string): Promise<CaseOutcome<MediaOnDemand>> {
    return this.#whileOpen(by, id, async (db, held, nowMs) => {
      const inbound = await readMessage(db, this.#whose(held), message);
      const media = inbound === null ? null : mediaOf(inbound.content);
      if (media === null) return NOT_FOUND;
      await auditCase(db, this.#parts, 'media_fetched', by, id, nowMs);
      return done({ channel: held.channel, media });
    });
  }

  /** The place on the map that the person sent. @param message - the id of a line of the view */
  findPin(by: Actor, id: CaseId, message: string): Promise<CaseOutcome<Pin>> {
    return this.#whileOpen(by, id, async (db, held, nowMs) => {
      const inbound = await readMessage(db, this.#whose(held), message);
      if (inbound?.content.kind !== 'location') return NOT_FOUND;
      const { latitude, longitude, name } = inbound.content;
      await auditCase(db, this.#parts, 'location_viewed', by, id, nowMs);
      return done({ latitude, longitude, ...(name === undefined ? {} : { name }) });
    });
  }

  #whileOpen<Value>(
    by: Actor,
    id: CaseId,
    job: (db: Db, held: HeldCase, nowMs: number) => Promise<CaseOutcome<Value>>,
  ): Promise<CaseOutcome<Value>> {
    return onCase<Value>(this.#parts, id, (db, held, nowMs) => {
      if (!isTheirs(by, held)) return Promise.resolve(NOT_FOUND);
      return held.state === 'closed' ? Promise.resolve(wrongState(held)) : job(db, held, nowMs);
    });
  }

  #whose({ id, contact_id, data_key }: HeldCase): Whose {
    return { caseId: id, contactId: contact_id, dataKey: this.#parts.contacts.dataKey(contact_id, data_key) };
  }
}

/** All answers that wait for the person, as one text. */
async function readParked(db: Db, { contactId, dataKey }: Whose): Promise<string | null> {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'body'])
    .where('contact_id', '=', contactId)
    .where('state', '=', 'parked')
    .orderBy('seq')
    .execute();
  const texts = rows.flatMap(({ id, body }) => (body === null ? [] : [openReply(dataKey, id, body).text]));
  return texts.length === 0 ? null : texts.join('\n\n');
}

/** A conversation as an agent reads it: what the person wrote, what they were sent, notes, and what happened to the case. */
import type { CaseEventKind, DeskMessage } from '../../core/desk.ts';
import type { CaseId, ContactId, OutboxId } from '../../core/ids.ts';
import type { Inbound, InboundContent, MediaHandle } from '../../core/message.ts';
import type { Reply } from '../../core/reply.ts';
import { decrypt } from '../cipher.ts';
import type { DataKey } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import type { OutboxState } from '../schema.ts';
import { nameOf } from './staff-rows.ts';
import type { AgentNames } from './staff-rows.ts';

/** The newest of each kind: what is older than a few days has no words any more. */
const MAX_MESSAGES = 200;

/** What stands in the transcript as something else, or tells a reader nothing. */
const UNTOLD: readonly CaseEventKind[] = ['message', 'answered', 'delivery', 'noted', 'amended', 'tagged'];

/** A line with the moment by our clock that it is sorted by. */
interface Line {
  readonly sortMs: number;
  readonly message: DeskMessage;
}

export interface Whose {
  readonly caseId: CaseId;
  readonly contactId: ContactId;
  readonly dataKey: DataKey;
}

/** In order: oldest first. */
export async function readTranscript(db: Db, whose: Whose, names: AgentNames): Promise<readonly DeskMessage[]> {
  const lines = [
    ...(await readInbound(db, whose)),
    ...(await readOutbound(db, whose, names)),
    ...(await readHappenings(db, whose, names)),
    ...(await readNotes(db, whose, names)),
  ];
  return lines.toSorted((a, b) => a.sortMs - b.sortMs).map(({ message }) => message);
}

/** A person's message with its body; null when there is none, it is not of this person, or its time is over. */
export async function readMessage(db: Db, { contactId, dataKey }: Whose, id: string): Promise<Inbound | null> {
  const rows = await selectInbound(db, contactId).execute();
  const row = rows.find(({ message_key }) => message_key === id);
  return row === undefined || row.body === null ? null : openInbound(dataKey, row.message_key, row.body);
}

function selectInbound(db: Db, contactId: ContactId) {
  return db
    .selectFrom('inbox')
    .select(['message_key', 'body', 'received_at'])
    .where('contact_id', '=', contactId)
    .orderBy('seq', 'desc')
    .limit(MAX_MESSAGES);
}

function openInbound(dataKey: DataKey, key: string, body: Uint8Array): Inbound {
  return JSON.parse(decrypt(dataKey, `inbox|body|${key}`, body).toString()) as Inbound; // sealed by us
}

async function readInbound(db: Db, { contactId, dataKey }: Whose): Promise<readonly Line[]> {
  const rows = await selectInbound(db, contactId).execute();
  return rows.toReversed().flatMap(({ message_key: id, body, received_at }) => {
    if (body === null) return [];
    const { content, sentAtMs, forwarded } = openInbound(dataKey, id, body);
    const media = mediaOf(content);
    const message: DeskMessage = {
      kind: 'from_person',
      id,
      atMs: sentAtMs,
      content: content.kind,
      text: textOf(content),
      media: media === null ? null : { mimeType: media.mimeType, fileName: media.fileName ?? null },
      forwarded: forwarded ?? null,
    };
    return [{ sortMs: received_at, message }];
  });
}

async function readOutbound(db: Db, { contactId, dataKey }: Whose, names: AgentNames): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'body', 'author', 'agent_id', 'state', 'error_code', 'created_at'])
    .where('contact_id', '=', contactId)
    .where('state', '<>', 'replaced')
    .orderBy('seq', 'desc')
    .limit(MAX_MESSAGES)
    .execute();
  return rows.toReversed().flatMap(({ id, body, author, agent_id, state, error_code, created_at }) => {
    if (body === null) return [];
    const message: DeskMessage = {
      kind: 'to_person',
      id,
      atMs: created_at,
      author,
      agent: agent_id === null ? null : nameOf(names, agent_id),
      text: showReply(openReply(dataKey, id, body)),
      state: shownState(state),
      error: error_code,
    };
    return [{ sortMs: created_at, message }];
  });
}

export function openReply(dataKey: DataKey, id: OutboxId, body: Uint8Array): Reply {
  return JSON.parse(decrypt(dataKey, `outbox|body|${id}`, body).toString()) as Reply; // sealed by us
}

/** What was replaced is left out by the query. */
function shownState(state: OutboxState): Exclude<OutboxState, 'replaced'> {
  return state === 'replaced' ? 'failed' : state;
}

async function readNotes(db: Db, { caseId, dataKey }: Whose, names: AgentNames): Promise<readonly Line[]> {
  const rows = await db.selectFrom('case_notes').selectAll().where('case_id', '=', caseId).orderBy('at').execute();
  return rows.map(({ id, agent_id, body, at }) => {
    const note = JSON.parse(decrypt(dataKey, `case_notes|body|${id}`, body).toString()) as NoteBody; // sealed by us
    return { sortMs: at, message: { kind: 'note', id, atMs: at, agent: nameOf(names, agent_id), ...note } };
  });
}

/** What the body of a note holds. */
export interface NoteBody {
  readonly about: 'case' | 'number';
  readonly text: string;
}

async function readHappenings(db: Db, { caseId }: Whose, names: AgentNames): Promise<readonly Line[]> {
  const rows = await db
    .selectFrom('case_events')
    .select(['seq', 'kind', 'agent_id', 'at'])
    .where('case_id', '=', caseId)
    .where('kind', 'not in', UNTOLD)
    .orderBy('seq', 'desc')
    .limit(MAX_MESSAGES)
    .execute();
  return rows.toReversed().map(({ seq, kind, agent_id, at }) => {
    const agent = agent_id === null ? null : nameOf(names, agent_id);
    return { sortMs: at, message: { kind: 'event', id: String(seq), atMs: at, what: kind, agent } };
  });
}

/** What the person said, as far as it is words. A place is shown only to who asks for it; cards of others never. */
function textOf(content: InboundContent): string | null {
  switch (content.kind) {
    case 'text':
    case 'keyword':
      return content.text;
    case 'choice':
      return content.title;
    case 'voice':
    case 'audio':
    case 'image':
    case 'video':
    case 'document':
    case 'sticker':
      return content.media.caption ?? null;
    case 'form':
      return content.answers;
    case 'order':
      return content.text ?? null;
    case 'reaction':
      return content.emoji;
    case 'location':
    case 'contacts':
    case 'identity_changed':
    case 'edited':
    case 'revoked':
    case 'unsupported':
      return null;
  }
}

export function mediaOf(content: InboundContent): MediaHandle | null {
  return 'media' in content ? content.media : null;
}

/** With what could be picked, a line each: the person's "2" means nothing without it. */
function showReply(reply: Reply): string {
  if (reply.kind !== 'choices') return reply.text;
  return [reply.text, ...reply.choices.map(({ title }) => `• ${title}`)].join('\n');
}

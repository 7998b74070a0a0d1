/**
 * All that one webhook of Meta brought. A POST may hold a thousand updates in many entries, changes and lists, some of
 * other numbers: each is read on its own, so that one that cannot be read costs no other.
 */
import type { Inbound, ParsedWebhook, StatusReport, Unreadable } from '../../core/message.ts';
import { parseMessage } from './inbound.ts';
import { readPeople } from './sender.ts';
import { parseStatus } from './status.ts';
import { UnreadableItem } from './unreadable.ts';
import { isFields, readFields, readId } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

interface Findings {
  readonly messages: Inbound[];
  readonly statuses: StatusReport[];
  readonly unreadable: Unreadable[];
  ignored: number;
}

/**
 * Reads a genuine webhook. Never throws, whatever `body` is: Meta retries what is not answered with 200 for seven days,
 * so what cannot be read is handed back in `unreadable` instead.
 *
 * @param body - the parsed JSON
 * @param phoneNumberId - our number's id; what came for other numbers of the same account is counted as ignored
 * @returns messages and statuses in the order they came
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export function parseWhatsAppWebhook(body: unknown, phoneNumberId: string): ParsedWebhook {
  const findings: Findings = { messages: [], statuses: [], unreadable: [], ignored: 0 };
  if (isFields(body)) {
    readEach(body, 'entry', findings, (entry) => readEntry(entry, phoneNumberId, findings));
  } else {
    findings.unreadable.push({ reason: 'not_an_object', raw: body });
  }
  return findings;
}

function readEntry(entry: unknown, phoneNumberId: string, findings: Findings): void {
  if (!isFields(entry)) throw new UnreadableItem('not_an_object');
  readEach(entry, 'changes', findings, (change) => readChange(change, phoneNumberId, findings));
}

function readChange(change: unknown, phoneNumberId: string, findings: Findings): void {
  if (!isFields(change)) throw new UnreadableItem('not_an_object');
  // Every other field is news about the account: templates, quality, restrictions. It has another shape and no metadata.
  if (change['field'] !== 'messages') {
    findings.ignored += 1;
    return;
  }
  if (!isFields(change['value'])) throw new UnreadableItem('not_an_object');
  readValue(change['value'], phoneNumberId, findings);
}

function readValue(value: Fields, phoneNumberId: string, findings: Findings): void {
  const metadata = readFields(value, 'metadata');
  const receiver = metadata && readId(metadata, 'phone_number_id');
  if (receiver === undefined) throw new UnreadableItem('no_phone_number_id');
  // Without either list, it is an error of the account or the app (`errors`): nobody wrote.
  if (receiver !== phoneNumberId || (isAbsent(value, 'messages') && isAbsent(value, 'statuses'))) {
    findings.ignored += 1;
    return;
  }
  const people = readPeople(value);
  readEach(value, 'messages', findings, (message) => {
    findings.messages.push(parseMessage(message, people));
  });
  readEach(value, 'statuses', findings, (status) => {
    const report = parseStatus(status);
    if (report === null) findings.ignored += 1;
    else findings.statuses.push(report);
  });
}

/** Reads each item of a list in a `try` of its own: the heart of "one bad item never blocks the others". */
function readEach(parent: Fields, key: string, findings: Findings, read: (item: unknown) => void): void {
  if (isAbsent(parent, key)) return;
  const list: unknown = parent[key];
  if (!Array.isArray(list)) {
    findings.unreadable.push({ reason: `${key}_not_a_list`, raw: list });
    return;
  }
  for (const item of list) {
    try {
      read(item);
    } catch (error) {
      findings.unreadable.push({ reason: toReason(error), raw: item });
    }
  }
}

function isAbsent(parent: Fields, key: string): boolean {
  return parent[key] === undefined || parent[key] === null;
}

/** An error that is not ours is a mistake in a reader; its message may quote the item, so only the fact is told. */
function toReason(error: unknown): string {
  return error instanceof UnreadableItem ? error.reason : 'reader_failed';
}

/** One message of a webhook, in our own words. */
import type { Address } from '../../core/contact.ts';
import type { Inbound } from '../../core/message.ts';
import { parseContent } from './content.ts';
import { findIdentityChange, findSender } from './sender.ts';
import type { People } from './sender.ts';
import { UnreadableItem } from './unreadable.ts';
import { isFields, readFields, readId, readSecondsAsMs } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/** @throws {UnreadableItem} when the message has no id, sender or time, or its content cannot be read */
export function parseMessage(message: unknown, people: People): Inbound {
  if (!isFields(message)) throw new UnreadableItem('not_an_object');
  const providerId = readId(message, 'id');
  if (providerId === undefined) throw new UnreadableItem('no_id');
  const from = message['type'] === 'system' ? findFormerSelf(message) : findSender(message, people);
  if (from === null) throw new UnreadableItem('no_sender');
  const sentAtMs = readSecondsAsMs(message, 'timestamp');
  if (sentAtMs === undefined) throw new UnreadableItem('bad_timestamp');
  const content = parseContent(message);
  const forwarded = readForwarded(message);
  const inReplyTo = readInReplyTo(message);
  return {
    providerId,
    from,
    sentAtMs,
    content,
    ...(forwarded === undefined ? {} : { forwarded }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  };
}

/**
 * A change of identity is news about the person we knew. Some of these messages name the former id in prose only; then
 * all there is to file the news under is the new one.
 */
function findFormerSelf(message: Fields): Address | null {
  const { before, now } = findIdentityChange(message);
  return before ?? now;
}

function readForwarded(message: Fields): Inbound['forwarded'] {
  const context = readFields(message, 'context');
  if (context?.['frequently_forwarded'] === true) return 'often';
  return context?.['forwarded'] === true ? 'once' : undefined;
}

/** Also the message that a reaction, an edit or a revocation is about. */
function readInReplyTo(message: Fields): string | undefined {
  const context = readFields(message, 'context');
  const reaction = readFields(message, 'reaction');
  const change = readFields(message, 'edit') ?? readFields(message, 'revoke');
  return (
    (context && readId(context, 'id')) ??
    (reaction && readId(reaction, 'message_id')) ??
    (change && readId(change, 'original_message_id'))
  );
}

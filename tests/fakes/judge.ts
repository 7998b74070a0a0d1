/** What no turn may ever do, whatever was said: the judge of conversations that nobody wrote down. */
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { isTurn } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { openSnapshot } from '../../src/bot/snapshot.ts';

/** Of what is kept between two turns. */
const MAX_SNAPSHOT_BYTES = 8_192;
const MAX_SEGMENTS = 2;

/** @returns what is wrong with the turn, in words; empty when nothing is */
export function judgeTurn(message: TurnMessage, result: TurnResult): readonly string[] {
  const { reply, snapshot } = result;
  return [
    ...judgeSilence(message, result),
    ...judgeSnapshot(snapshot),
    ...(reply === null
      ? []
      : [...judgeText(reply), ...judgeLimits(message, reply), ...judgeWayOn(message, result, reply)]),
  ];
}

/** Silence is right where an agent talks, where the carrier did, after a STOP by SMS, and to what asks for no answer. */
function judgeSilence({ channel, content, contact }: TurnMessage, { reply }: TurnResult): readonly string[] {
  const isAnswered = content.kind === 'keyword' && content.handledByCarrier;
  const mayBeSilent = !isTurn(content) || isAnswered || contact.withAgent || (channel === 'sms' && contact.optedOut);
  if (reply === null) return mayBeSilent ? [] : ['nothing was answered'];
  return isAnswered ? ['answered beside the carrier'] : [];
}

function judgeSnapshot(snapshot: Snapshot): readonly string[] {
  const written = JSON.stringify(snapshot);
  const read = JSON.parse(written) as Snapshot; // it was one before
  const bytes = Buffer.byteLength(written);
  return [
    ...(bytes > MAX_SNAPSHOT_BYTES ? [`${bytes} bytes are kept`] : []),
    ...(JSON.stringify(read) === written ? [] : ['what is kept does not survive the database']),
    ...(openSnapshot(read).origin === 'known' ? [] : ['what is kept cannot be read']),
  ];
}

function judgeText({ text }: Reply): readonly string[] {
  return [
    ...(text.trim() === '' ? ['an empty reply'] : []),
    ...(/\{\{\w|\$t\(|undefined|\[object|\bNaN\b/.test(text) ? ['a hole in the text'] : []),
    ...(/\n{3}/.test(text) ? ['an empty paragraph'] : []),
  ];
}

function judgeLimits({ channel }: TurnMessage, reply: Reply): readonly string[] {
  try {
    if (channel === 'whatsapp') renderWhatsApp(reply);
    if (channel === 'whatsapp') return [];
    const { segments } = countSegments(renderSms(reply, { transliterate: true }));
    return segments > MAX_SEGMENTS ? [`${segments} segments`] : [];
  } catch (error) {
    return [`the channel refuses it: ${String(error)}`];
  }
}

/** Words by which a text says how to go on. MORE stands under a page that is not the last. */
const NAMED = /\b(?:0|MEN[UÚI]|MENI|START|FARO|MAS|MORE|MAIS|SUITE|PLIS|AGENTE?|AJAN)\b/;

/** A person or the menu, or what has them one step further: the end of a question, of a list, of a request. */
const LEADS_ON = /^v1:(?:human$|menu|erase:no$|way:|lang:|case:)/;

/** A person or the menu, by what may be picked or by a word that the text names. */
function judgeWayOn({ contact }: TurnMessage, { effects, snapshot }: TurnResult, reply: Reply): readonly string[] {
  const isEnd = effects.some(({ kind }) => kind === 'hide' || kind === 'erase' || kind === 'opt_out');
  const offered = reply.kind === 'choices' ? reply.choices : snapshot.offered;
  const isOffered = offered.some(({ id }) => LEADS_ON.test(id));
  if (isEnd || isOffered || contact.withAgent || contact.hidden || NAMED.test(reply.text)) return [];
  return ['no way on'];
}

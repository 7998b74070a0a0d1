/**
 * What is remembered of a chat between two turns: read with suspicion, because it may have been written by another
 * version of us, cut short, or damaged; a person must never be locked out by it.
 */
import type { DialogInstance } from 'botbuilder-dialogs';
import { CASE_REASONS } from '../core/case.ts';
import type { CaseReason } from '../core/case.ts';
import type { CityId, FactId, TopicSlug } from '../core/ids.ts';
import { KEPT_MS } from '../core/kept.ts';
import { isLanguage, isUnservedLanguage } from '../core/language.ts';
import type { Choice } from '../core/reply.ts';
import type { TurnMessage } from '../core/turn.ts';
import type { LanguageState } from '../language/decide.ts';
import { parseInterview } from '../../dialogs/interview.ts';
import { PLACES_AWAITED } from '../../dialogs/needs.ts';
import type { Awaited, LastReply, Memory, Rest, Together } from '../../dialogs/talk.ts';

/** The engine's stack of conversations in progress: empty between most turns. */
export type Stack = readonly DialogInstance[];

export interface OpenedSnapshot {
  /** `foreign`: there was something, and it was not ours to read. */
  readonly origin: 'new' | 'known' | 'foreign';
  readonly turns: number;
  readonly language: LanguageState;
  readonly offered: readonly Choice[];
  readonly version: string;
  readonly stack: Stack;
  readonly memory: Memory;
}

const NOTHING: Omit<OpenedSnapshot, 'origin' | 'memory'> = {
  turns: 0,
  language: { language: null, chosen: false, other: null },
  offered: [],
  version: '',
  stack: [],
};

export function freshMemory(): Memory {
  return {
    greeted: false,
    unknowns: 0,
    misses: 0,
    last: null,
    awaits: null,
    sent: null,
    voices: 0,
    country: null,
    city: null,
    interview: null,
    rest: null,
  };
}

/**
 * What is still remembered when this message comes. After a long silence nothing is: whoever holds the phone now finds a
 * stranger's chat. Only the language that somebody picked is theirs for longer.
 */
export function recall(snapshot: unknown, { nowMs, contact }: Pick<TurnMessage, 'nowMs' | 'contact'>): OpenedSnapshot {
  const opened = openSnapshot(snapshot);
  const { turns, language } = opened;
  const recalled: OpenedSnapshot = isLongAgo(snapshot, nowMs)
    ? { ...openSnapshot(null), turns, language: language.chosen ? { ...language, other: null } : NOTHING.language }
    : opened;
  if (recalled.language.language !== null || contact.chosenLanguage === null) return recalled;
  return { ...recalled, language: { language: contact.chosenLanguage, chosen: true, other: null } };
}

function isLongAgo(snapshot: unknown, nowMs: number): boolean {
  const lastMs = isRecord(snapshot) ? snapshot['lastTurnAtMs'] : null;
  return typeof lastMs === 'number' && nowMs - lastMs >= KEPT_MS.conversation;
}

/** Never throws. What is unreadable is left out; who and in which language is kept wherever it can be. */
export function openSnapshot(snapshot: unknown): OpenedSnapshot {
  if (snapshot === null || snapshot === undefined) return { ...NOTHING, origin: 'new', memory: freshMemory() };
  if (!isRecord(snapshot)) return openForeign({});
  const dialogs = readDialogs(snapshot['dialogs']);
  if (snapshot['v'] !== 1 || dialogs === null) return openForeign(snapshot);
  return {
    origin: 'known',
    turns: readCount(snapshot['turns']),
    language: readLanguage(snapshot, dialogs['otherLanguage']),
    offered: readOffered(snapshot['offered']),
    version: typeof snapshot['dialogsVersion'] === 'string' ? snapshot['dialogsVersion'] : '',
    stack: dialogs.stack,
    memory: readMemory(dialogs['memory']),
  };
}

function openForeign(snapshot: Readonly<Record<string, unknown>>): OpenedSnapshot {
  return {
    ...NOTHING,
    origin: 'foreign',
    turns: readCount(snapshot['turns']),
    language: readLanguage(snapshot, null),
    memory: readMemory({}),
  };
}

type Dialogs = Readonly<Record<string, unknown>> & { readonly stack: Stack };

/** Null when there is something that we did not write. */
function readDialogs(dialogs: unknown): Dialogs | null {
  if (dialogs === null || dialogs === undefined) return { stack: [] };
  if (!isRecord(dialogs)) return null;
  const { stack = [] } = dialogs;
  return Array.isArray(stack) && stack.every(isDialogInstance) ? { ...dialogs, stack } : null;
}

function isDialogInstance(value: unknown): value is DialogInstance {
  return isRecord(value) && typeof value['id'] === 'string' && isRecord(value['state']);
}

function readLanguage(snapshot: Readonly<Record<string, unknown>>, other: unknown): LanguageState {
  const { language } = snapshot;
  if (!isLanguage(language)) return NOTHING.language;
  return { language, chosen: snapshot['languageChosen'] === true, other: readOther(other) };
}

function readOther(other: unknown): LanguageState['other'] {
  return isLanguage(other) || isUnservedLanguage(other) ? other : null;
}

function readOffered(offered: unknown): readonly Choice[] {
  if (!Array.isArray(offered)) return [];
  return offered.every(isChoice) ? offered : []; // with one left out, "2" would mean another one
}

function isChoice(value: unknown): value is Choice {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['title'] === 'string';
}

/** Who has a snapshot has been greeted, unless it says otherwise. */
function readMemory(memory: unknown): Memory {
  if (!isRecord(memory)) return { ...freshMemory(), greeted: true };
  return {
    greeted: memory['greeted'] !== false,
    unknowns: readCount(memory['unknowns']),
    misses: readCount(memory['misses']),
    last: readLast(memory['last']),
    awaits: readOneOf(AWAITED, memory['awaits']),
    sent: readOneOf(['voice', 'picture'], memory['sent']),
    voices: readCount(memory['voices']),
    country: typeof memory['country'] === 'string' ? memory['country'] : null, // looked up before use
    city: typeof memory['city'] === 'string' ? (memory['city'] as CityId) : null, // as above
    interview: parseInterview(memory['interview']),
    rest: readRest(memory['rest']),
  };
}

function readLast(last: unknown): LastReply | null {
  if (!isRecord(last)) return null;
  const { fact, topic, reason, question } = last;
  return {
    fact: typeof fact === 'string' ? (fact as FactId) : null, // looked up before use
    topic: typeof topic === 'string' ? (topic as TopicSlug) : null, // looked up before use
    reason: isCaseReason(reason) ? reason : 'request',
    question: typeof question === 'string' ? question : null,
  };
}

/** Longer than any reply of ours; what is longer was not written by us. */
const MAX_REST = 4_000;

function readRest(rest: unknown): Rest | null {
  if (!isRecord(rest)) return null;
  const { text } = rest;
  if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_REST) return null;
  const together = readTogether(rest['together']);
  return { text, pagesSent: readCount(rest['pagesSent']), ...(together === null ? {} : { together }) };
}

function readTogether(together: unknown): Together | null {
  if (!isRecord(together)) return null;
  const { start, end, endApart } = together;
  const isOurs = [start, end, endApart].every((text) => typeof text === 'string' && text.length <= MAX_REST);
  return isOurs ? { start: String(start), end: String(end), endApart: String(endApart) } : null;
}

const AWAITED: readonly Awaited[] = [
  'case_words',
  'case_language',
  'interview',
  'interview_go_on',
  'need',
  ...PLACES_AWAITED,
];

function readOneOf<Value extends string>(known: readonly Value[], value: unknown): Value | null {
  return known.find((one) => one === value) ?? null;
}

function isCaseReason(value: unknown): value is CaseReason {
  return (CASE_REASONS as readonly unknown[]).includes(value);
}

function readCount(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `Snapshot.dialogs` holds: ours to write and to read, opaque to everybody else. */
export interface StoredDialogs {
  readonly stack: Stack;
  readonly memory: Memory;
  readonly otherLanguage: LanguageState['other'];
}

/**
 * "What do you know about me?" All that is kept of this person now, for how long, and who can see it. Nothing of what they
 * wrote is repeated, and no number: somebody else may be reading.
 */
import { DAY_MS, HOUR_MS } from '../src/core/clock.ts';
import { KEPT_MS } from '../src/core/kept.ts';
import { localTime } from '../src/core/zoned-time.ts';
import { formatDay, formatDayOfYear } from '../src/language/dates.ts';
import { eraseChoice, hideHelpChoice, menuChoice } from './choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk } from './talk.ts';

export const privacyDialog = () =>
  oneReply('privacy', async (context, talk) => {
    talk.memory.last = talk.last; // whoever looks aside goes on with what was said before
    const text = talk.message.channel === 'sms' ? composeForSms(talk) : composeForWhatsApp(talk);
    await say(context, text, [eraseChoice(talk), hideHelpChoice(talk), menuChoice(talk)]);
  });

function composeForWhatsApp(talk: Talk): string {
  const kept = [
    phrase(talk, 'privacy.start'),
    phrase(talk, 'privacy.contact', { language: languageName(talk), since: sayDay(talk, sinceMs(talk)) }),
    phrase(talk, 'privacy.messages', { days: toDays(KEPT_MS.body), until: sayDayOfYear(talk, messagesUntilMs(talk)) }),
    phrase(talk, 'privacy.conversation', { hours: KEPT_MS.conversation / HOUR_MS }),
    ...listMore(talk),
  ];
  return [
    kept.join('\n- '),
    phrase(talk, 'privacy.end', { days: contactDays(talk) }),
    phrase(talk, 'privacy.seen.whatsapp'),
    phrase(talk, 'privacy.not_kept'),
  ].join('\n\n');
}

/** As much as two segments hold beside the choices; what else is kept of some people is on the next page. */
function composeForSms(talk: Talk): string {
  const kept = phrase(talk, 'privacy.sms', {
    language: languageName(talk),
    since: sayDay(talk, sinceMs(talk)),
    days: toDays(KEPT_MS.body),
    until: sayDayOfYear(talk, messagesUntilMs(talk)),
    contactDays: contactDays(talk),
  });
  return [kept, phrase(talk, 'privacy.seen.sms'), ...listMore(talk).map((line) => `- ${line}`)].join('\n');
}

/** What is kept of those only who asked for something. */
function listMore(talk: Talk): readonly string[] {
  const { caseKept, alerts, corrections, optedOut, hidden } = talk.message.contact;
  return [
    ...(caseKept === null ? [] : [phrase(talk, `privacy.case.${caseKept}`, { days: toDays(KEPT_MS.closedCase) })]),
    ...(alerts.length === 0 ? [] : [phrase(talk, 'privacy.alerts', { count: alerts.length })]),
    ...(corrections ? [phrase(talk, 'privacy.corrections', { days: toDays(KEPT_MS.givenAnswer) })] : []),
    ...(optedOut ? [phrase(talk, 'privacy.opted_out')] : []),
    ...(hidden ? [phrase(talk, 'privacy.hidden')] : []),
  ];
}

function languageName(talk: Talk): string {
  return phrase(talk, `language.name.${talk.language}`);
}

function sinceMs({ message }: Talk): number {
  return message.contact.knownSinceMs ?? message.nowMs;
}

/** Of the message that asks: those before it go earlier. */
function messagesUntilMs({ message }: Talk): number {
  return message.nowMs + KEPT_MS.body;
}

function contactDays({ message }: Talk): number {
  return toDays(message.contact.alerts.length === 0 ? KEPT_MS.contact : KEPT_MS.wishfulContact);
}

function toDays(ms: number): number {
  return ms / DAY_MS;
}

function sayDay(talk: Talk, atMs: number): string {
  return formatDay(talk.language, localTime(atMs, talk.team.timeZone).day);
}

function sayDayOfYear(talk: Talk, atMs: number): string {
  return formatDayOfYear(talk.language, localTime(atMs, talk.team.timeZone).day);
}

/**
 * "Tell me if it changes." What is kept for it, and that the message may meet somebody else's eyes, is said with the
 * confirmation, and so is the word that ends it. The first time we also ask about corrections of other answers.
 */
import type { Fact } from '../src/core/fact.ts';
import type { FactId, FactVersion } from '../src/core/ids.ts';
import type { Choice } from '../src/core/reply.ts';
import { versionOf } from '../src/knowledge/fact-version.ts';
import { alertsChoice, correctionsChoice, menuChoice, stopAlertChoice, stopAllAlertsChoice } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { sayAnswer } from './show-fact.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** As many as fit one SMS with the ways to end them. */
const MAX_ALERTS = 5;

export interface WishAlertOptions {
  readonly fact: FactId;
  /** Of the answer that stood above the button. */
  readonly version: FactVersion | null;
}

export const wishAlertDialog = () =>
  oneReply<WishAlertOptions>('wish-alert', async (context, talk, { fact: id, version = null }) => {
    const fact = id === undefined ? null : talk.knowledge.find(id); // a button of another day: it may be gone
    if (fact === null) {
      await say(context, phrase(talk, 'ask.gone'));
      return showMainMenu(context, talk);
    }
    talk.memory.last = talk.last;
    const { mayBeAlerted, alerts } = talk.message.contact;
    if (!mayBeAlerted) return say(context, phrase(talk, 'alert.not_here'), [menuChoice(talk)]);
    if (alerts.length >= MAX_ALERTS && !alerts.includes(fact.id)) return refuseMore(context, talk);
    const isOlder = version !== null && version !== versionOf(fact);
    if (isOlder) await tellNow(context, talk, fact);
    await agree(context, talk, fact);
    if (!isOlder) await askAboutCorrections(context, talk);
  });

async function agree(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  if (talk.message.contact.optedOut) await want(context, { kind: 'opt_in' }); // they ask us to write to them
  await want(context, { kind: 'wish_alert', fact: fact.id, language: talk.language });
  await say(context, phrase(talk, 'alert.on'), [alertsChoice(talk), menuChoice(talk)]);
}

async function askAboutCorrections(context: TurnHandle, talk: Talk): Promise<void> {
  const { alerts, corrections } = talk.message.contact;
  if (corrections || alerts.length > 0) return; // asked before
  const choices = [correctionsChoice(talk, true), correctionsChoice(talk, false), menuChoice(talk)];
  await say(context, phrase(talk, 'alert.ask'), choices);
}

/** The change that they want to hear of has come already: since the day of the button. */
async function tellNow(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  await say(context, phrase(talk, 'alert.since'));
  await sayAnswer(context, talk, fact);
}

async function refuseMore(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, 'alert.full', { max: MAX_ALERTS }), waysToStop(talk, talk.message.contact.alerts));
}

/** All that we would write unasked, and how to end each. */
export const alertsDialog = () =>
  oneReply('alerts', async (context, talk) => {
    const { alerts, corrections } = talk.message.contact;
    if (alerts.length === 0 && !corrections) return say(context, phrase(talk, 'alert.none'), [menuChoice(talk)]);
    const lines = [
      ...(alerts.length === 0 ? [] : [phrase(talk, 'alert.list', { count: alerts.length })]),
      ...(corrections ? [phrase(talk, 'alert.corrected')] : []),
    ];
    await say(context, lines.join('\n'), waysToStop(talk, alerts));
  });

/** A fact that is gone has no title any more: "all" ends that one too. */
function waysToStop(talk: Talk, alerts: readonly FactId[]): readonly Choice[] {
  const facts = alerts.flatMap((id) => talk.knowledge.find(id) ?? []);
  return [
    ...facts.map((fact) => stopAlertChoice(talk, fact)),
    ...(talk.message.contact.corrections ? [correctionsChoice(talk, false)] : []),
    ...(alerts.length > 0 ? [stopAllAlertsChoice(talk)] : []),
    menuChoice(talk),
  ];
}

export const stopAlertsDialog = () =>
  oneReply<{ fact: FactId | 'all' }>('stop-alerts', async (context, talk, { fact = 'all' }) => {
    await want(context, { kind: 'stop_alerts', fact });
    const { alerts, corrections } = talk.message.contact;
    const hasMore = fact !== 'all' && (corrections || alerts.some((other) => other !== fact));
    const text = phrase(talk, fact === 'all' ? 'alert.all_off' : 'alert.off');
    await say(context, text, [...(hasMore ? [alertsChoice(talk)] : []), menuChoice(talk)]);
  });

export const correctionsDialog = () =>
  oneReply<{ wanted: boolean }>('corrections', async (context, talk, { wanted = false }) => {
    const { mayBeAlerted, optedOut } = talk.message.contact;
    if (wanted && !mayBeAlerted) return say(context, phrase(talk, 'alert.not_here'), [menuChoice(talk)]);
    if (wanted && optedOut) await want(context, { kind: 'opt_in' });
    await want(context, { kind: 'allow_corrections', allowed: wanted });
    await say(context, phrase(talk, wanted ? 'alert.yes' : 'alert.no'), [alertsChoice(talk), menuChoice(talk)]);
  });

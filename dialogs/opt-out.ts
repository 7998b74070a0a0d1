/**
 * Stop, and start again.
 *
 * By SMS, stop means silence until START: carriers and laws want it so, and what we sent would be refused (21610). On
 * WhatsApp, where no carrier stands between and every chat is begun by the person, stop ends what we would send on our
 * own (alerts, news); who asks is still answered.
 */
import { mainMenu } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';

export const optOutDialog = () =>
  oneReply('opt-out', async (context, talk) => {
    await want(context, { kind: 'opt_out' });
    await say(context, phrase(talk, `opt_out.${talk.message.channel}`));
  });

/** Some people begin with START because other bots want it: to them it is a greeting. */
export const optInDialog = () =>
  oneReply('opt-in', async (context, talk) => {
    await want(context, { kind: 'opt_in' });
    if (!talk.message.contact.optedOut) return showMainMenu(context, talk);
    await say(context, phrase(talk, 'opt_out.back'), mainMenu(talk));
  });

/**
 * "Nothing of this on my phone." Somebody else may hold it, or look over a shoulder: one word that looks like nothing is
 * answered with a line that looks like nothing, and nothing more of ours appears until the person comes back.
 *
 * The word is WEATHER, in each language: everybody knows it, it is hard to forget in fear, and someone who sees it typed
 * asks no question. HIDE works too, for whoever remembers only what the word is for, but nobody is taught it. Taken by
 * mistake it costs one odd line. Left out: a word for each person (one more thing to remember, and to keep here).
 *
 * The line is true: we have no forecast. Anything more (a forecast, a wrong number) would be made up, and people cross
 * rivers by forecasts. What stands on the phone already we cannot take back; the help says so.
 *
 * Who then only says hello or asks who this is may be whoever holds the phone now, trying the number: they hear the same
 * line (`src/bot/under-cover.ts`). The person knows what to ask for; a cry for help is heard as always.
 */
import { eraseChoice, menuChoice } from './choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';

export const hideDialog = () =>
  oneReply('hide', async (context, talk) => {
    await want(context, { kind: 'hide' });
    await say(context, phrase(talk, 'hide.cover'));
  });

export const hideHelpDialog = () =>
  oneReply('hide-help', async (context, talk) => {
    await say(context, phrase(talk, 'hide.help'), [eraseChoice(talk), menuChoice(talk)]);
  });

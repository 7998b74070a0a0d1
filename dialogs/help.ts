/** What we can do, and the words that always work. "Help" may also be a cry, so the emergency number is here too. */
import { humanChoice, menuChoice, privacyChoice } from './choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';

export const helpDialog = () =>
  oneReply('help', async (context, talk) => {
    const lines = [phrase(talk, 'help.what'), phrase(talk, 'help.words')];
    if (talk.message.channel === 'sms') lines.push(phrase(talk, 'help.stop_sms')); // carriers require it
    const choices = [humanChoice(talk), privacyChoice(talk), menuChoice(talk)];
    await say(context, [...lines, phrase(talk, 'human.emergency')].join('\n\n'), choices);
  });

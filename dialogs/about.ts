/** Who we are, in full. By SMS the first message says it in one line, so that the answer has room. */
import { mainMenu } from './choices.ts';
import { introduceFully } from './first-contact.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';

export const aboutDialog = () =>
  oneReply('about', async (context, talk) => {
    await introduceFully(context, talk);
    await say(context, phrase(talk, 'menu.ask'), mainMenu(talk));
  });

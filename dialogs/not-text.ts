/** Voice notes, pictures, places: what we cannot read yet. We say so, and how to go on. */
import { wayOut } from './choices.ts';
import { oneReply, phrase, say } from './talk.ts';
import type { Unreadable } from './talk.ts';

export const notTextDialog = () =>
  oneReply<{ what: Unreadable }>('not-text', async (context, talk, { what = 'other' }) =>
    say(context, phrase(talk, `not_text.${what}`), wayOut(talk)),
  );

import { describe, expect, test } from 'vitest';
import { composeReply } from '../../src/bot/compose.ts';
import type { Choice } from '../../src/core/reply.ts';

function choice(name: string): Choice {
  return { id: `v1:fact:${name}`, title: name };
}

describe('what was said in a turn becomes one reply', () => {
  test('with its paragraphs in order and the choices that were offered last', () => {
    const said = [
      { text: 'Hello.', choices: [choice('a')] },
      { text: ' ', choices: [] },
      { text: 'Which one?', choices: [choice('b'), choice('c')] },
      { text: 'Take your time.', choices: [] },
    ];
    expect(composeReply(said, 'See')).toEqual({
      kind: 'choices',
      text: 'Hello.\n\nWhich one?\n\nTake your time.',
      choices: [choice('b'), choice('c')],
      listLabel: 'See',
    });
  });

  test('that is plain text when nothing was offered', () => {
    expect(composeReply([{ text: 'Hello.', choices: [] }], 'See')).toEqual({ kind: 'text', text: 'Hello.' });
  });

  test('that asks where they are when that is all it asks', () => {
    const asked = { text: 'Where?', choices: [], asksForPin: true };
    expect(composeReply([{ text: 'Hello.', choices: [] }, asked], 'See')).toEqual({
      kind: 'location_request',
      text: 'Hello.\n\nWhere?',
    });
    const offered = { text: 'Or choose.', choices: [choice('a')] };
    expect(composeReply([asked, offered], 'See')?.kind).toBe('choices');
  });

  test('that offers each choice once, and at most ten', () => {
    const many = 'a b a c d e f g h i j k l m'.split(' ').map(choice);
    const reply = composeReply([{ text: 'Which one?', choices: many }], 'See');
    expect(reply?.kind === 'choices' && reply.choices.map(({ title }) => title).join('')).toBe('abcdefghij');
  });

  test.each([[[]], [[{ text: ' \n', choices: [choice('a')] }]]])('or none when nothing was said: %o', (said) => {
    expect(composeReply(said, 'See')).toBe(null);
  });
});

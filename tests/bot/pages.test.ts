/** A turn by SMS never costs more than two segments, and nothing of what we say is lost. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takePage } from '../../src/bot/pages.ts';
import type { PageStyle } from '../../src/bot/pages.ts';
import { renderSms, writeSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Reply } from '../../src/core/reply.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { createTestBot, idsOf, messageOf, startChat, tap, textOf } from '../fakes/chat.ts';
import type { Chat } from '../fakes/chat.ts';

const MORE = /(?:^|\n)MORE: read on \((\d+)\/(\d+)\)$/;

/** The last line of a page in the middle of an answer. */
const REPEATED = /\n[^\n]+$/;

const style: PageStyle = {
  transliterate: true,
  moreLine: (page, pages) => createPhrases().say('en', 'more.line', { page, pages }),
};

/** All pages of a reply, as they are sent. */
function read(reply: Reply, how: PageStyle = style): readonly string[] {
  const pages: string[] = [];
  let next = takePage(reply, 0, how);
  pages.push(renderSms(next.reply, how));
  while (next.rest !== null) {
    next = takePage({ kind: 'text', text: next.rest.text }, next.rest.pagesSent, how);
    pages.push(renderSms(next.reply, how));
  }
  return pages;
}

function plain(text: string): string {
  return toGsm7(text).replaceAll(/\s+/g, ' ');
}

/** One foreign letter keeps the accents of a whole text, but not those of its other pages. */
function wordsOf(text: string): string {
  return text.split(/\s+/).map(toGsm7).join('');
}

const word = fc.oneof(
  fc.stringMatching(/^[a-zñé]{1,12}[.,:?!]?$/),
  fc.constantFrom('US$100', 'EE.', 'UU.', '1', 'uscis.gov', 'está', '“sí”', '€5', '[x]', '\n', '\n\n'),
  { weight: 1, arbitrary: fc.constantFrom('مرحبا', '日本', '👋🏽', 'x'.repeat(400)) },
);
const long = fc.array(word, { minLength: 1, maxLength: 250 }).map((words) => words.join(' '));
const replies: fc.Arbitrary<Reply> = fc.oneof(
  long.map((text) => ({ kind: 'text', text: `Hello ${text}` }) as const),
  fc.record({
    kind: fc.constant('choices' as const),
    text: long.map((text) => `Hello ${text}`),
    choices: fc.array(
      fc.stringMatching(/^[A-Z][a-z]{3,20}$/).map((title) => ({ id: 'v1:menu', title: `${title} ok` })),
      { minLength: 1, maxLength: 10 },
    ),
    listLabel: fc.constant('See'),
  }),
);

describe('a reply by SMS', () => {
  test('is cut into pages of two segments at most, which together are the whole of it', () => {
    fc.assert(
      fc.property(replies, fc.boolean(), (reply, transliterate) => {
        const how = { ...style, transliterate };
        const pages = read(reply, how);
        for (const page of pages) expect(countSegments(page).segments).toBeLessThanOrEqual(2);
        for (const [index, page] of pages.slice(0, -1).entries())
          expect(MORE.exec(page)?.slice(1)).toEqual([String(index + 1), String(pages.length)]);
        expect(pages.at(-1)).not.toMatch(MORE);
        const together = pages.map((page) => page.replace(MORE, '\n')).join('');
        expect(wordsOf(together)).toEqual(wordsOf(writeSms(reply, how)));
      }),
      { numRuns: 300 },
    );
  });

  test('that fits stays as it is', () => {
    const reply: Reply = {
      kind: 'choices',
      text: 'Which?',
      choices: [{ id: 'v1:menu', title: 'Menu' }],
      listLabel: 'x',
    };
    expect(takePage(reply, 0, style)).toEqual({ reply, rest: null });
  });

  test('is cut between lines where that leaves no page half empty, else after a sentence', () => {
    const answer = `${'An answer. '.repeat(22)}Source: x.example, 2026-01-01`;
    const lines = read({ kind: 'text', text: `${answer}\nMay have changed: check it.\nFARO-K7M2P` });
    expect(lines[0]).toBe(`${answer}\nMORE: read on (1/2)`);
    const sentences = read({ kind: 'text', text: `Who we are.\n\n${'An answer. '.repeat(40)}` });
    expect(sentences[0]).toMatch(/An answer\.\nMORE/);
  });

  test('is not cut within "EE. UU." or between a question and what may be picked', () => {
    const text = `${'palabra '.repeat(32)}en EE. UU. se puede trabajar con permiso y con visa.`;
    const choices = ['uno', 'dos', 'tres'].map((name) => ({ id: 'v1:menu', title: `Opcion ${name}` }));
    const pages = read({ kind: 'choices', text: `${text}\n\n¿Sirve?`, choices, listLabel: 'x' });
    expect(pages[0]).not.toMatch(/EE\.\nMORE/);
    expect(pages.at(-1)).toMatch(/¿Sirve\?\n1 Opcion uno\n2 Opcion dos\n3 Opcion tres$/);
  });
});

describe('an answer by SMS', () => {
  const shipped = loadFacts('content', { today: '9999-12-31' }).facts.map(({ fact }) => fact);
  const knowledge: Knowledge = {
    ...createFakeKnowledge(),
    ...createAnswerCodes(shipped),
    facts: shipped,
    find: (id) => shipped.find((fact) => fact.id === id) ?? null,
    freshness: () => 'due',
  };
  const bot = createTestBot({ knowledge });

  test.each(LANGUAGES)(
    'has its source, its date and its warning on its first page in %s, also when it is the first message of all',
    async (language) => {
      const warning = createPhrases().say(language, 'answer.due_plain');
      for (const fact of shipped) {
        const content = tap(`v1:fact:${fact.id}`);
        const chosen = await bot.turn(null, messageOf(tap(`v1:lang:${language}`), { channel: 'sms' }));
        const greeted = { ...chosen.snapshot, dialogs: { stack: [], memory: { greeted: true } } };
        const stranger = { ...chosen.snapshot, dialogs: { stack: [], memory: { greeted: false } } };
        for (const snapshot of [greeted, stranger]) {
          const { reply } = await bot.turn(snapshot, messageOf(content, { channel: 'sms' }));
          const page = reply === null ? '' : renderSms(reply, { transliterate: true });
          expect([fact.id, countSegments(page).segments <= 2]).toEqual([fact.id, true]);
          expect([fact.id, page.includes(fact.verifiedOn)]).toEqual([fact.id, true]);
          const isWarned = page.includes(toGsm7(warning.slice(0, -1)));
          expect([fact.id, isWarned]).toEqual([fact.id, true]);
        }
      }
    },
  );

  test('that is cut is read whole on its pages, but for the source that is said twice', async () => {
    const chat = startChat('sms', bot);
    await chat.say(tap('v1:lang:en'));
    for (const fact of shipped) {
      const pages = [textOf(await chat.say(tap(`v1:fact:${fact.id}`)))];
      while (/\(\d\/\d\)$/.test(pages.at(-1) ?? '')) pages.push(textOf(await chat.say('more')));
      const { sms } = fact.text.en;
      const closing = toGsm7(sms.slice(sms.lastIndexOf('. ') + 2));
      const read = pages.map((page) =>
        page.replace(MORE, '').replace(REPEATED, (line) => (line.includes(closing) ? '' : line)),
      );
      expect([fact.id, plain(read.join(' ')).includes(plain(sms))]).toEqual([fact.id, true]);
    }
  });
});

describe('the word MORE', () => {
  /** A first question by SMS: the introduction and the answer do not fit together. */
  async function askFirst(): Promise<Chat> {
    const chat = startChat('sms');
    expect(textOf(await chat.say('¿Es verdad que abrieron la frontera?'))).toMatch(/MAS: seguir \(1\/2\)$/);
    return chat;
  }

  test.each(['MAS', 'más', 'Ver más', 'sigue!', 'more', 'NEXT', 'mais', 'suite', 'plis', 'kontinye'])(
    'brings the next page, in any language: "%s"',
    async (word) => {
      const chat = await askFirst();
      const answer = await chat.say(word);
      expect(textOf(answer)).toMatch(/1 Si, me sirvio/);
      expect(answer.effects).toEqual([]);
    },
  );

  test('is not needed to pick what stands on a later page', async () => {
    const chat = await askFirst();
    expect((await chat.say('1')).effects).toMatchObject([{ kind: 'note_feedback', helped: true }]);
    const other = await askFirst();
    await other.say('mas');
    expect((await other.say('3')).effects).toMatchObject([{ kind: 'open_case' }]);
    const tapped = await askFirst();
    expect((await tapped.say('no')).effects).toMatchObject([{ kind: 'note_feedback', helped: false }]);
  });

  test('when there is nothing more says so, and what may be picked stays', async () => {
    const chat = await askFirst();
    await chat.say('mas');
    const answer = await chat.say('mas');
    expect(textOf(answer)).toBe('Eso era todo. No hay más que leer.');
    expect(idsOf(answer)).toContain('v1:human');
    const fresh = startChat('sms');
    expect(textOf(await fresh.say('mas'))).toContain('Eso era todo');
    expect(fresh.snapshot?.offered.map(({ id }) => id)).toContain('v1:menu:ask'); // the menu is on the second page
  });

  test('is forgotten after something else was said', async () => {
    const chat = await askFirst();
    await chat.say('gracias');
    expect(textOf(await chat.say('mas'))).toMatch(/^Eso era todo/);
  });

  test('survives what is no turn', async () => {
    const chat = await askFirst();
    await chat.say({ kind: 'edited' });
    expect(textOf(await chat.say('mas'))).toContain('1 Si, me sirvio');
  });

  test('leaves a question that waits for its answer where it was', async () => {
    const chat = startChat('sms');
    await chat.say('hola');
    await chat.say('borrar');
    expect(idsOf(await chat.say('mas'))).toEqual(['v1:erase:yes', 'v1:erase:no']);
    expect((await chat.say('1')).effects).toEqual([{ kind: 'erase', receipt: 'ABCD-2345' }]);
  });

  test('keeps what the reply was about, for a person who is asked for next', async () => {
    const chat = await askFirst();
    await chat.say('mas');
    expect((await chat.say('agente')).effects).toMatchObject([{ case: { topic: 'border-open-rumour' } }]);
  });

  test('on WhatsApp, where nothing is cut, leads to the menu', async () => {
    const chat = startChat('whatsapp');
    expect(textOf(await chat.say('¿cuánto cuesta?'))).not.toMatch(/MAS/);
    expect(textOf(await chat.say('mas'))).toMatch(/^Eso era todo/);
  });

  test.each(LANGUAGES)('stands under a page in %s as it is understood', async (language) => {
    const line = createPhrases().say(language, 'more.line', { page: 1, pages: 2 });
    const chat = await askFirst();
    expect(textOf(await chat.say(line.split(':')[0] ?? ''))).toContain('1 Si, me sirvio');
  });
});

describe('the first message by SMS', () => {
  test.each(LANGUAGES)(
    'says in %s who we are and are not, and the word that deletes, in one line',
    async (language) => {
      const said = textOf(await startChat('sms').say(tap(`v1:lang:${language}`)));
      const [line = ''] = said.split('\n');
      expect(line).toMatch(/Faro/);
      expect(line).toMatch(/gobierno|government|governo|gouvernement|gouvènman/);
      expect(line).toMatch(/dinero|money|dinheiro|argent|lajan/);
      expect(line).toMatch(/BORRAR|DELETE|APAGAR|EFFACER|EFASE/);
      expect(countSegments(toGsm7(line)).units).toBeLessThanOrEqual(120);
    },
  );

  test('leaves the rest for the word that it names', async () => {
    const chat = startChat('sms');
    await chat.say('¿cuánto cuesta?');
    expect(textOf(await chat.say('faro'))).toContain('Guardamos mensajes 7 dias, cifrados');
    const first = textOf(await startChat('sms').say('FARO'));
    expect(first.match(/Faro/g)).toHaveLength(1);
  });
});

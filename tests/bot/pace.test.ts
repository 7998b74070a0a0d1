/** Two robots never talk for ever, and no person is taken for one. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { InboundContent } from '../../src/core/message.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createTestBot, messageOf, NEW_CONTACT, tap, textOf } from '../fakes/chat.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';

const SILENCE = /^Esto parece automático: no respondo por /;

/** A chat in which every message says how much later it was sent. */
class Talk {
  readonly #bot: Bot = createTestBot();
  readonly #channel: ChannelName;
  snapshot: Snapshot | null = null;
  nowMs = TODAY_MS;

  constructor(channel: ChannelName = 'whatsapp') {
    this.#channel = channel;
  }

  async say(laterMs: number, said: string | InboundContent, more: Partial<TurnMessage> = {}): Promise<TurnResult> {
    this.nowMs += laterMs;
    const { nowMs } = this;
    const message = messageOf(said, { channel: this.#channel, nowMs, sentAtMs: nowMs, ...more });
    const result = await this.#bot.turn(this.snapshot, message);
    this.snapshot = JSON.parse(JSON.stringify(result.snapshot)) as Snapshot; // as the store gives it back
    return result;
  }

  /** The same said so often. @returns what came back each time */
  async repeat(times: number, laterMs: number, said: string): Promise<readonly string[]> {
    const answers: string[] = [];
    for (let time = 0; time < times; time += 1) answers.push(textOf(await this.say(laterMs, said)));
    return answers;
  }
}

const isAnswered = (text: string): boolean => text !== '' && !SILENCE.test(text);

describe.each(['whatsapp', 'sms'] as const)('on %s', (channel) => {
  test('the same text three times within seconds gets one sentence, then nothing for ten minutes', async () => {
    const talk = new Talk(channel);
    const answers = await talk.repeat(8, SECOND_MS, 'Estoy fuera de la oficina');
    expect(answers.map(isAnswered)).toEqual([true, true, false, false, false, false, false, false]);
    expect(answers[2]).toMatch(/^Esto parece automático: no respondo por 10 minutos\..*MENÚ o AGENTE.*911/);
    expect(answers.slice(3)).toEqual(['', '', '', '', '']);
    expect(textOf(await talk.say(9 * MINUTE_MS, 'Estoy fuera de la oficina'))).toBe('');
    expect(isAnswered(textOf(await talk.say(MINUTE_MS, 'Estoy fuera de la oficina')))).toBe(true);
  });

  test('more than thirty messages in ten minutes get one sentence, then nothing', async () => {
    const talk = new Talk(channel);
    const answers: string[] = [];
    for (let index = 0; index < 34; index += 1)
      answers.push(textOf(await talk.say(15 * SECOND_MS, `mensaje ${'x'.repeat(index + 1)}`)));
    expect(answers.slice(0, 30).every(isAnswered)).toBe(true);
    expect(answers[30]).toMatch(SILENCE);
    expect(answers.slice(31)).toEqual(['', '', '']);
  });

  test('thirty messages in ten minutes are a person who has much to say', async () => {
    const talk = new Talk(channel);
    for (let index = 0; index < 60; index += 1)
      expect(isAnswered(textOf(await talk.say(21 * SECOND_MS, `y otra cosa ${'x'.repeat(index + 1)}`)))).toBe(true);
  });

  test('our own reply to one text four times in a row, each time soon answered, ends it', async () => {
    const talk = new Talk(channel);
    await talk.say(HOUR_MS, 'ayuda');
    const answers = await talk.repeat(6, 5 * SECOND_MS, 'hola');
    expect(answers.map(isAnswered)).toEqual([true, true, true, false, false, false]);
    expect(answers[3]).toMatch(SILENCE);
    expect(answers.slice(4)).toEqual(['', '']);
  });

  test('our own reply ten times in a row, each time soon answered, ends it, whatever they wrote', async () => {
    const talk = new Talk(channel);
    const said = ['hola', 'buenas', 'buenos dias', 'buenas tardes', 'buenas noches', 'hola buenas'];
    await talk.say(HOUR_MS, 'ayuda');
    const answers: string[] = [];
    for (let index = 0; index < 12; index += 1)
      answers.push(textOf(await talk.say(5 * SECOND_MS, said[index % said.length] ?? '')));
    expect(answers.slice(0, 9).every(isAnswered)).toBe(true);
    expect(answers[9]).toMatch(SILENCE);
    expect(answers.slice(10)).toEqual(['', '']);
  });

  test('ten different messages at once each have their answer', async () => {
    const talk = new Talk(channel);
    for (let index = 0; index < 10; index += 1) {
      const result = await talk.say(50, `hola ${index}`, { sentAtMs: TODAY_MS });
      expect(isAnswered(textOf(result))).toBe(true);
    }
  });

  test('a person who repeats a greeting slowly is answered each time', async () => {
    for (const laterMs of [15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS]) {
      const talk = new Talk(channel);
      expect((await talk.repeat(15, laterMs, 'hola')).every(isAnswered)).toBe(true);
    }
    const rare = new Talk(channel);
    expect((await rare.repeat(40, 11 * MINUTE_MS, 'hola')).every(isAnswered)).toBe(true);
  });
});

describe('who seems to be a program', () => {
  test('and repeats itself for days hears from us a handful of times', async () => {
    const talk = new Talk();
    const answers = await talk.repeat(24 * 60, 2 * MINUTE_MS, 'Gracias por su mensaje, le contestaremos pronto');
    // Two days at one message in two minutes.
    expect(answers.filter((text) => SILENCE.test(text)).length).toBeLessThanOrEqual(4);
    expect(answers.filter((text) => text !== '').length).toBeLessThanOrEqual(100);
    const fast = new Talk();
    const replies = await fast.repeat(2_000, SECOND_MS, 'Gracias por su mensaje');
    expect(replies.filter((text) => text !== '').length).toBeLessThanOrEqual(6);
  });

  test('and counts its messages is one all the same', async () => {
    const talk = new Talk();
    const answers: string[] = [];
    for (let index = 0; index < 6; index += 1)
      answers.push(textOf(await talk.say(SECOND_MS, `Su turno es el numero ${1000 + index}, por favor espere`)));
    expect(answers[2]).toMatch(SILENCE);
    expect(answers.slice(3)).toEqual(['', '', '']);
  });

  test('is quiet for longer each time, and told for how long', async () => {
    const talk = new Talk();
    const told: string[] = [];
    for (const waitMs of [0, 10 * MINUTE_MS, HOUR_MS, DAY_MS]) {
      talk.nowMs += waitMs;
      told.push(...(await talk.repeat(3, SECOND_MS, 'hola robot amigo')).filter((text) => SILENCE.test(text)));
    }
    expect(told.map((text) => /por (.*?)\./.exec(text)?.[1])).toEqual(['10 minutos', '1 hora', '24 horas', '24 horas']);
  });

  test('is forgotten a day after it was last quiet', async () => {
    const talk = new Talk();
    await talk.repeat(3, SECOND_MS, 'hola robot amigo');
    talk.nowMs += DAY_MS + HOUR_MS;
    const again = await talk.repeat(3, SECOND_MS, 'hola robot amigo');
    expect(again[2]).toContain('10 minutos');
  });
});

test('whatever a program answers, and however fast, it does not go on for ever', async () => {
  const robots = fc.record({
    /** What it says, one after the other. */
    says: fc.array(fc.constantFrom('Gracias', 'hola', 'Estoy ocupado', 'zz qq', 'menu', 'Turno 17', 'ok 👍'), {
      minLength: 1,
      maxLength: 5,
    }),
    /** How long it takes to answer us, and to try again when we say nothing. */
    answerMs: fc.integer({ min: 300, max: 5 * MINUTE_MS }),
    nagMs: fc.integer({ min: MINUTE_MS, max: 6 * HOUR_MS }),
  });
  await fc.assert(
    fc.asyncProperty(robots, async ({ says, answerMs, nagMs }) => {
      const talk = new Talk();
      let spoken = 0;
      let laterMs = 0;
      for (let turn = 0; turn < 1_000; turn += 1) {
        const said = textOf(await talk.say(laterMs, says[turn % says.length] ?? ''));
        spoken += said === '' ? 0 : 1;
        laterMs = said === '' ? nagMs : answerMs;
      }
      // Two hundred in the first day, twenty with each of three ways back and each silence that is over.
      const days = Math.ceil((talk.nowMs - TODAY_MS) / DAY_MS);
      expect(spoken).toBeLessThan(200 * days + 200);
      expect(days > 1 || spoken < 400).toBe(true);
    }),
    { numRuns: 15 },
  );
}, 30_000);

describe('who was taken for a program and is a person', () => {
  async function silenced(): Promise<Talk> {
    const talk = new Talk();
    await talk.repeat(4, SECOND_MS, 'cuanto cuesta el asilo');
    return talk;
  }

  test.each(['menu', 'AGENTE', 'borrar', 'english', '¿Es verdad que abrieron la frontera?'])(
    'comes back with another word: "%s"',
    async (word) => {
      const talk = await silenced();
      expect(isAnswered(textOf(await talk.say(20 * SECOND_MS, word)))).toBe(true);
      expect(isAnswered(textOf(await talk.say(MINUTE_MS, 'cuanto cuesta el asilo')))).toBe(true);
    },
  );

  test('comes back with a tap', async () => {
    const talk = await silenced();
    expect(isAnswered(textOf(await talk.say(20 * SECOND_MS, tap('v1:menu'))))).toBe(true);
  });

  test('does not come back with what robots say by themselves after sending too fast', async () => {
    const talk = new Talk();
    for (let index = 0; index < 31; index += 1) await talk.say(SECOND_MS, `mensaje ${'x'.repeat(index + 1)}`);
    for (const word of ['hola', 'gracias', 'cualquier otra cosa'])
      expect(textOf(await talk.say(5 * SECOND_MS, word))).toBe('');
    expect(isAnswered(textOf(await talk.say(5 * SECOND_MS, 'agente')))).toBe(true);
  });

  test('comes back with anything else after a pause: a program has nothing to answer while we say nothing', async () => {
    const talk = new Talk();
    for (let index = 0; index < 31; index += 1) await talk.say(SECOND_MS, `mensaje ${'x'.repeat(index + 1)}`);
    expect(textOf(await talk.say(5 * SECOND_MS, 'cuanto cuesta el asilo'))).toBe('');
    expect(isAnswered(textOf(await talk.say(20 * SECOND_MS, '¿Es verdad que abrieron la frontera?')))).toBe(true);
    expect(isAnswered(textOf(await talk.say(SECOND_MS, 'y otra cosa')))).toBe(true);
  });

  test('tells a long story line by line, slowly, and is answered each time', async () => {
    const talk = new Talk();
    for (let index = 0; index < 28; index += 1)
      expect(isAnswered(textOf(await talk.say(12 * SECOND_MS, `y luego ${'x'.repeat(index + 1)}`)))).toBe(true);
  });

  test('is heard by the team when they ask for a person once too often', async () => {
    const talk = await silenced();
    for (const word of ['menu', 'ayuda', 'idioma']) {
      await talk.say(20 * SECOND_MS, word);
      await talk.repeat(3, SECOND_MS, 'cuanto cuesta el asilo');
    }
    expect(textOf(await talk.say(20 * SECOND_MS, 'menu'))).toBe('');
    const asked = await talk.say(20 * SECOND_MS, 'agente');
    expect([asked.reply, asked.effects]).toMatchObject([null, [{ kind: 'open_case' }]]);
  });

  test('keeps the conversation they were in', async () => {
    const talk = new Talk();
    await talk.say(MINUTE_MS, 'borrar');
    await talk.repeat(4, SECOND_MS, 'que');
    expect((await talk.say(MINUTE_MS, 'menu')).effects).toEqual([]);
  });

  test('is not one for a message that waited for us, or that a phone sent late', async () => {
    const talk = new Talk();
    // The service was away: all are heard at once, but were sent a minute apart.
    for (let index = 0; index < 5; index += 1) {
      const result = await talk.say(0, 'hola', { sentAtMs: TODAY_MS + index * MINUTE_MS });
      expect(isAnswered(textOf(result))).toBe(true);
    }
  });

  test('sends an album of pictures at once, and is answered', async () => {
    const talk = new Talk();
    const picture: InboundContent = { kind: 'image', media: { mediaId: 'm1', mimeType: 'image/jpeg' } };
    for (let index = 0; index < 8; index += 1) expect(textOf(await talk.say(SECOND_MS, picture))).not.toMatch(SILENCE);
    expect(isAnswered(textOf(await talk.say(SECOND_MS, 'son mis papeles')))).toBe(true);
  });
});

describe('in the silence', () => {
  async function silenced(channel: ChannelName = 'whatsapp'): Promise<Talk> {
    const talk = new Talk(channel);
    await talk.repeat(4, SECOND_MS, 'hola robot amigo');
    return talk;
  }

  test('a cry for help is answered, and the team is told', async () => {
    const talk = await silenced();
    const result = await talk.say(SECOND_MS, 'me secuestraron, ayuda');
    expect(textOf(result)).toContain('911');
    expect(result.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
    expect(result.vital).toBe('danger');
  });

  test('a cry for help that is repeated fast reaches the team each time, and is answered again after a pause', async () => {
    const talk = new Talk();
    const results: TurnResult[] = [];
    for (let index = 0; index < 5; index += 1) results.push(await talk.say(SECOND_MS, 'me secuestraron, ayuda'));
    expect(results.map((result) => textOf(result) !== '')).toEqual([true, true, false, false, false]);
    expect(results.every(({ effects }) => effects.some(({ kind }) => kind === 'open_case'))).toBe(true);
    expect(textOf(await talk.say(20 * SECOND_MS, 'me secuestraron, ayuda'))).toContain('911');
  });

  test('a stop is obeyed', async () => {
    const whatsapp = await silenced();
    expect((await whatsapp.say(SECOND_MS, 'alto')).effects).toEqual([{ kind: 'opt_out' }]);
    const sms = await silenced('sms');
    const keyword = { kind: 'keyword', keyword: 'stop', text: 'STOP', handledByCarrier: true } as const;
    expect((await sms.say(SECOND_MS, keyword)).effects).toEqual([{ kind: 'opt_out' }]);
  });

  test('the word that hides is obeyed', async () => {
    const talk = await silenced();
    const result = await talk.say(SECOND_MS, 'clima');
    expect(result.effects).toMatchObject([{ kind: 'hide' }]);
    expect(JSON.stringify(result.snapshot)).not.toContain('pace');
  });

  test('somebody who hides is never told that this is a program', async () => {
    const talk = new Talk();
    const hidden = { contact: { ...NEW_CONTACT, hidden: true } };
    for (let index = 0; index < 6; index += 1)
      expect(textOf(await talk.say(SECOND_MS, 'hola', hidden))).not.toMatch(SILENCE);
  });

  test('an agent who has the case is not disturbed', async () => {
    const talk = new Talk();
    const withAgent = { contact: { ...NEW_CONTACT, withAgent: true } };
    for (let index = 0; index < 5; index += 1) {
      const { reply } = await talk.say(SECOND_MS, 'hola robot amigo', withAgent);
      expect(reply).toBeNull();
    }
  });
});

test('what is kept of it are numbers and fingerprints, no words, and a little of them', async () => {
  const talk = new Talk();
  await talk.repeat(35, SECOND_MS, 'palabras muy mias que nadie mas dice');
  const kept = JSON.stringify((talk.snapshot?.dialogs as { readonly pace: unknown } | undefined)?.pace); // written by the bot
  expect(kept).not.toContain('palabras');
  expect(kept.length).toBeLessThan(800);
});

test.each([
  null,
  7,
  { sentAt: 'x', quietUntilMs: -1, cause: 'boredom', text: 'x'.repeat(900) },
  { sentAt: [Number.NaN, null, {}], silences: 1e9, returns: 'many' },
])('a snapshot with a damaged pace is read: %j', async (pace) => {
  const talk = new Talk();
  await talk.say(0, 'hola');
  const { snapshot } = talk;
  if (snapshot === null) throw new Error('expected a snapshot');
  talk.snapshot = { ...snapshot, dialogs: { ...(snapshot.dialogs as object), pace } }; // written by the bot
  expect(isAnswered(textOf(await talk.say(MINUTE_MS, 'menu')))).toBe(true);
});

test('the sentence is said in every language', async () => {
  for (const language of LANGUAGES) {
    const talk = new Talk();
    await talk.say(MINUTE_MS, tap(`v1:lang:${language}`));
    const [, , third] = await talk.repeat(3, SECOND_MS, 'zzz qqq');
    expect(third).toMatch(/10 (minut|minit)/);
  }
});

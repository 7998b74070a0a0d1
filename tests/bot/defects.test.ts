/**
 * The six defects of the dialog engine (botbuilder 4.23.3, out of support) that the bot is designed around. Each one is
 * shown, then shown not to reach a person.
 */
import { TurnContext } from 'botbuilder-core';
import { ChoicePrompt, ComponentDialog, ConfirmPrompt, DialogSet, NumberPrompt, TextPrompt } from 'botbuilder-dialogs';
import type { DialogState } from 'botbuilder-dialogs';
import { describe, expect, test, vi } from 'vitest';
import { DIALOGS } from '../../dialogs/all.ts';
import { Conversation, oneReply } from '../../dialogs/conversation.ts';
import { say, talkOf, want } from '../../dialogs/talk.ts';
import { CollectingAdapter, openContext } from '../../src/bot/adapter.ts';
import { createEngine } from '../../src/bot/engine.ts';
import type { DialogTable } from '../../src/bot/engine.ts';
import type { Snapshot } from '../../src/core/turn.ts';
import { choicesOf, createTestBot, idsOf, messageOf, startChat, tap, textOf } from '../fakes/chat.ts';

/** The deletion as the next deploy might have it: one question more, under the same name. */
class LongerDeletion extends ComponentDialog {
  constructor(id = 'delete-my-data') {
    super(id);
    const ask = `${id}/ask`;
    this.addDialog(
      new Conversation(`${id}/steps`, [
        async (step) => {
          await say(step.context, 'Why?');
          return step.prompt(ask, {});
        },
        async (step) => {
          await say(step.context, 'Really?');
          return step.prompt(ask, {});
        },
        async (step) => step.endDialog(),
      ]),
    );
    this.addDialog(new TextPrompt(ask));
  }

  override getVersion(): string {
    return `${this.id}:${this.dialogs.getVersion()}`;
  }
}

function deployOf(changes: Partial<DialogTable>): DialogTable {
  return { ...DIALOGS, ...changes };
}

describe('1. a deploy that changes a conversation', () => {
  test('breaks the bare engine for ever: it throws on every later turn', async () => {
    let saved: DialogState = { dialogStack: [] };
    let state = saved;
    const turn = async (dialogs: DialogSet) => {
      state = structuredClone(saved);
      const { context } = openContext(new CollectingAdapter(), 'hello');
      const dc = await dialogs.createContext(context);
      await (dc.activeDialog === undefined ? dc.beginDialog('delete-my-data') : dc.continueDialog());
      saved = state; // as the engine does: only after a turn that did not throw
    };
    const accessor = { get: async () => state, set: async () => {}, delete: async () => {} };
    const before = new DialogSet(accessor);
    before.add(new LongerDeletion());
    await turn(before);

    class ShorterDeletion extends ComponentDialog {
      constructor() {
        super('delete-my-data');
        this.addDialog(new Conversation('delete-my-data/steps', [async (step) => step.endDialog()]));
      }
    }
    const after = new DialogSet(accessor);
    after.add(new ShorterDeletion());
    await expect(turn(after)).rejects.toThrow(/trackTrace/);
    await expect(turn(after)).rejects.toThrow(/trackTrace/);
  });

  test.each([
    ['a step more', deployOf({ 'delete-my-data': () => new LongerDeletion() })],
    ['another name', deployOf({ 'delete-my-data': () => new LongerDeletion('delete-it-all') })],
  ])('begins anew with an apology here, and the person goes on (%s)', async (_change, table) => {
    const restarts: string[] = [];
    const chat = startChat();
    await chat.say('hola');
    await chat.say('borrar');
    chat.bot = createTestBot({ onRestart: (reason) => restarts.push(reason) }, createEngine(table));
    const answer = await chat.say('ehhh');
    expect(textOf(answer)).toMatch(/^Disculpe: cambiamos algo/);
    expect(idsOf(answer)).toContain('v1:human');
    expect(answer.effects).toEqual([]);
    expect(restarts).toEqual(['version']);
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toMatch(/^Ejemplo de prueba/);
  });

  test('is noticed by itself: another number of steps is another version', () => {
    const ours = createEngine().version;
    expect(createEngine().version).toBe(ours);
    expect(createEngine(deployOf({ 'delete-my-data': () => new LongerDeletion() })).version).not.toBe(ours);
    expect(createEngine(deployOf({ help: () => new Conversation('help', []) })).version).not.toBe(ours);
  });

  test('goes unnoticed when no conversation is in progress: nothing is lost, so nobody is bothered', async () => {
    const restarts: string[] = [];
    const chat = startChat();
    await chat.say('hola');
    chat.bot = createTestBot({ dialogsVersion: 'next', onRestart: (reason) => restarts.push(reason) });
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toMatch(/^Ejemplo de prueba/);
    expect(restarts).toEqual([]);
    expect(chat.snapshot?.dialogsVersion).toMatch(/^next\./);
  });

  test("that only the engine's own hash shows is no error: it has its telemetry client, if one that does nothing", async () => {
    const onRestart = vi.fn();
    const chat = startChat('whatsapp', createTestBot({ onRestart }));
    await chat.say('borrar');
    const written = JSON.stringify(chat.snapshot);
    chat.snapshot = JSON.parse(written.replace(/"version":"\d+"/, '"version":"1"')) as Snapshot; // else as written
    expect(JSON.stringify(chat.snapshot)).not.toBe(written);
    expect((await chat.say('1')).effects).toMatchObject([{ kind: 'erase' }]);
    expect(onRestart).not.toHaveBeenCalled();
  });

  test('does not carry an old yes over to the new question', async () => {
    const chat = startChat();
    await chat.say('borrar');
    chat.bot = createTestBot({ dialogsVersion: 'next' });
    const answer = await chat.say(tap('v1:erase:yes'));
    expect(answer.effects).toEqual([]);
    expect(idsOf(answer)).toEqual(['v1:erase:yes', 'v1:erase:no']);
  });
});

describe('2. the engine has no concurrency control', () => {
  test('so a turn works on its own copy: what it was given stays as it was', async () => {
    const chat = startChat();
    await chat.say('borrar');
    const given = deepFreeze(chat.snapshot);
    const written = JSON.stringify(given);
    await expect(chat.bot.turn(given, messageOf('ehhh'))).resolves.toMatchObject({ effects: [] });
    await expect(chat.bot.turn(given, messageOf('1'))).resolves.toMatchObject({ effects: [{ kind: 'erase' }] });
    expect(JSON.stringify(given)).toBe(written);
  });

  test('and many turns at once do not hear each other', async () => {
    const bot = createTestBot();
    const asked = ['borrar', '¿cuánto cuesta?', 'kreyòl', 'me secuestraron', 'agente', 'ehhh', 'menú', 'tps'];
    const alone = await Promise.all(asked.map((text) => createTestBot().turn(null, messageOf(text))));
    const together = await Promise.all(
      Array.from({ length: 20 }, () => asked.map((text) => bot.turn(null, messageOf(text)))).flat(),
    );
    for (const [index, result] of together.entries()) expect(result).toEqual(alone[index % asked.length]);
  });

  test('and turns in order lose none', async () => {
    const chat = startChat();
    for (let turn = 1; turn <= 25; turn += 1) {
      await chat.say(turn % 3 === 0 ? 'borrar' : 'ehhh');
      expect(chat.snapshot?.turns).toBe(turn);
    }
  });
});

describe('3. the engine sends traces and typing', () => {
  test('which are dropped: only what is said and what is wanted is kept', async () => {
    const { context, collected } = openContext(new CollectingAdapter(), 'hello');
    await context.sendTraceActivity('BotState', { secret: true });
    await context.sendActivity({ type: 'typing' });
    await context.sendActivity({ type: 'event', name: 'something-else', value: {} });
    await say(context, 'Hello.');
    await want(context, { kind: 'opt_in' });
    expect(collected).toEqual({ said: [{ text: 'Hello.', choices: [] }], effects: [{ kind: 'opt_in' }] });
  });

  test('and it can neither change nor take back what was said in an earlier turn', async () => {
    const adapter = new CollectingAdapter();
    const context = new TurnContext(adapter, { type: 'message', text: 'hello' });
    await expect(adapter.updateActivity()).rejects.toThrow('cannot change');
    await expect(adapter.deleteActivity()).rejects.toThrow('cannot take back');
    await expect(adapter.continueConversation()).rejects.toThrow('by the worker');
    expect(context.responded).toBe(false);
  });
});

describe("4. the engine's choice prompts write lists of their own", () => {
  test('so none of our conversations has one', () => {
    const dialogs = new DialogSet();
    for (const create of Object.values(DIALOGS)) dialogs.add(create());
    const inner = dialogs
      .getDialogs()
      .flatMap((dialog) => (dialog instanceof ComponentDialog ? dialog.dialogs.getDialogs() : []));
    const all = [...dialogs.getDialogs(), ...inner];
    expect(inner.length).toBeGreaterThanOrEqual(4);
    for (const dialog of all)
      for (const Prompt of [ChoicePrompt, ConfirmPrompt, NumberPrompt]) expect(dialog).not.toBeInstanceOf(Prompt);
  });

  test('and choices stand beside the text, never in it', async () => {
    const chat = startChat();
    for (const said of ['hola', 'idioma', 'borrar', 'asilo', 'agente', 'ehhh']) {
      const answer = await chat.say(said);
      expect(choicesOf(answer).length).toBeGreaterThan(0);
      for (const { title } of choicesOf(answer)) expect(textOf(answer)).not.toMatch(new RegExp(`\\d\\W*${title}`));
    }
  });
});

describe('5. a prompt takes every word for its answer', () => {
  const waits = ['borrar', 'idioma'];
  const words = [
    ['menú', /^(No borramos nada\.\n\n)?¿En qué le ayudo/],
    ['agente', /Guardamos su pedido/],
    ['help', /Respondo preguntas/],
    ['STOP', /no le escribiremos/],
    ['gracias', /Con gusto/],
    ['english', /we go on in English/],
  ] as const;

  test.each(waits.flatMap((wait) => words.map(([word, answer]) => [wait, word, answer] as const)))(
    'but while "%s" waits, "%s" does what it always does',
    async (wait, word, answer) => {
      const chat = startChat();
      await chat.say('hola');
      await chat.say(wait);
      expect(textOf(await chat.say(word))).toMatch(answer);
    },
  );

  test.each(waits)('and danger is heard while "%s" waits', async (wait) => {
    const chat = startChat();
    await chat.say(wait);
    const answer = await chat.say('me secuestraron');
    expect(textOf(answer)).toMatch(/^Si está en peligro ahora, llame al 911/);
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent', reason: 'danger' } }]);
  });
});

describe('6. the engine sends while a turn is still under way', () => {
  const failing = oneReply('ask', async (context, talk) => {
    await say(context, 'half a sentence');
    await want(context, { kind: 'opt_out' });
    if (talk.last === null) throw new Error('broken on purpose');
  });

  test('here a turn that fails has said and done nothing but sorry', async () => {
    const onRestart = vi.fn();
    const bot = createTestBot({ onRestart }, createEngine(deployOf({ ask: () => failing })));
    const chat = startChat('whatsapp', bot);
    await chat.say('hola');
    const answer = await chat.say('¿es verdad que abrieron la frontera?');
    expect(textOf(answer)).toBe(
      'Disculpe: algo falló de nuestro lado y empezamos de nuevo.\n\n¿En qué le ayudo? Escriba su pregunta con sus palabras, o elija:',
    );
    expect(answer.effects).toEqual([]);
    expect(idsOf(answer)).toContain('v1:human');
    expect(onRestart).toHaveBeenCalledExactlyOnceWith('error', expect.any(Error));
    expect(textOf(await chat.say('agente'))).toMatch(/^Guardamos su pedido/);
  });

  test('and a conversation that waited is begun anew when its state cannot be continued', async () => {
    const onRestart = vi.fn();
    const chat = startChat('whatsapp', createTestBot({ onRestart }));
    await chat.say('borrar');
    chat.snapshot = breakStack(chat.snapshot);
    const answer = await chat.say('¿es verdad que abrieron la frontera?');
    expect(textOf(answer)).toMatch(/^Disculpe: algo falló de nuestro lado[^]*Ejemplo de prueba: no/);
    expect(onRestart).toHaveBeenCalledExactlyOnceWith('error', expect.any(Error));
  });

  test('a turn that says nothing counts as failed, so nobody is left without an answer', async () => {
    const mute = oneReply('ask', async (context) => {
      talkOf(context);
    });
    const chat = startChat('whatsapp', createTestBot({}, createEngine(deployOf({ ask: () => mute }))));
    await chat.say('hola');
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toMatch(/^Disculpe/);
  });
});

function breakStack(snapshot: Snapshot | null): Snapshot {
  const stack = [{ id: 'delete-my-data', state: { dialogs: { dialogStack: [{ id: 'not-there', state: {} }] } } }];
  return { ...(snapshot as Snapshot), dialogs: { stack } }; // the chat has had a turn, so there is one
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

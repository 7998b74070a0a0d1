import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toScript } from '../../src/dev/chat-script.ts';
import { startChatSession } from '../../src/dev/chat-session.ts';
import { talk } from '../../src/dev/chat-talk.ts';
import type { ChatTurn } from '../../src/dev/chat-script.ts';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { buttons, link, list, postGraph, rows, text } from './graph-client.ts';
import { startReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';

/** Only decides how soon silence is called silence. */
const WAIT_MS = 150;
const LONG_WAIT_MS = 5_000;

let graph: FakeGraph;
let twilio: FakeTwilio;
let service: Receiver;
/** What the service answers to the next messages, in order; nothing when there is nothing left. */
let answers: (object | string)[] = [];

beforeEach(async () => {
  graph = await startFakeGraph({ statuses: { steps: [] }, retryDelaysMs: [] });
  twilio = await startFakeTwilio({ statuses: { steps: [] } });
  service = await startReceiver((response) => {
    response.end();
    if (response.statusCode === 200) void answer(response.req.url === '/sms');
  });
  graph.deliverTo(`${service.url}/wa`);
  twilio.deliverTo(`${service.url}/sms`);
  answers = [];
});
afterEach(async () => {
  await Promise.all([graph.stop(), twilio.stop(), service[Symbol.asyncDispose]()]);
});

async function answer(isSms: boolean): Promise<void> {
  const next = answers.shift();
  if (typeof next === 'object') await postGraph(graph, { ...next, to: '+12025550142' });
  if (isSms && typeof next === 'string') await sendSms(next);
}

async function sendSms(body: string): Promise<void> {
  await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
    body: new URLSearchParams({ To: '+12025550142', From: twilio.phone, Body: body }),
  });
}

const chat = async (
  channel: 'whatsapp' | 'sms',
  lines: readonly string[],
  { waitMs = LONG_WAIT_MS, first = null as string | null } = {},
): Promise<{ readonly shown: string; readonly turns: readonly ChatTurn[] }> => {
  let shown = '';
  const terminal = {
    input: Readable.from(lines.map((line) => `${line}\n`)),
    write: (written: string): void => {
      shown += written;
    },
    interactive: false,
    signal: new AbortController().signal,
  };
  const turns = await talk(startChatSession({ graph, twilio }, channel, waitMs), terminal, first);
  return { shown, turns };
};
const lastInbound = (): string => service.received.at(-1)?.body.toString('utf8') ?? '';

describe('a chat on WhatsApp', () => {
  it('shows what was said and what was answered, with choices numbered', async () => {
    answers = [buttons(['Yes', 'No'])];
    expect((await chat('whatsapp', ['hola', ''])).shown).toBe('> hola\npick\n  1  Yes\n  2  No\n\n');
  });

  it('taps a button by its number, as an answer to the message that has it', async () => {
    answers = [buttons(['Yes', 'No']), text('done')];
    const { turns } = await chat('whatsapp', ['hola', '2']);
    expect(turns[1]?.said).toEqual({ tap: 'v1:1', title: 'No' });
    expect(lastInbound()).toContain('"button_reply":{"id":"v1:1","title":"No"}');
    expect(lastInbound()).toContain('"context":{"from":');
  });

  it('taps a row of a list by its number', async () => {
    answers = [list([...rows(1), { id: 'v1:x', title: 'X', description: 'more' }]), text('done')];
    const { shown } = await chat('whatsapp', ['hola', '2']);
    expect(shown).toContain('[Topics]\n  1  Row 0\n  2  X: more\n');
    expect(lastInbound()).toContain('"list_reply":{"id":"v1:x","title":"X","description":"more"}');
  });

  it('says a number that stands for nothing', async () => {
    answers = [buttons(['Yes']), text('what?'), text('and?')];
    const { turns } = await chat('whatsapp', ['hola', '9', '1']);
    expect(turns.slice(1).map(({ said }) => said)).toEqual([{ say: '9' }, { say: '1' }]);
  });

  it('shows where a link button leads', async () => {
    answers = [link('Open', 'https://example.org/a')];
    expect((await chat('whatsapp', ['hola'])).shown).toContain('[Open] https://example.org/a');
  });

  it('says so when there is no answer, and goes on', async () => {
    const { shown, turns } = await chat('whatsapp', ['hola', 'hello?'], { waitMs: WAIT_MS });
    expect(shown).toBe('> hola\n(no answer)\n\n> hello?\n(no answer)\n\n');
    expect(turns).toHaveLength(2);
  });

  it('says hello first when asked', async () => {
    answers = [text('Bonjou!')];
    expect((await chat('whatsapp', [], { first: 'Bonjou' })).shown).toBe('> Bonjou\nBonjou!\n\n');
  });

  it('ends with an error when the service does not take what was said', async () => {
    service.answerNext(503);
    await expect(chat('whatsapp', ['hola'])).rejects.toThrow('The service answered 503.');
  });

  it('hears what comes without having been asked for', async () => {
    const session = startChatSession({ graph, twilio }, 'whatsapp', LONG_WAIT_MS);
    const heard = new Promise((resolve) => session.onUnasked(resolve));
    graph.openWindow({ phone: '+12025550142' });
    await postGraph(graph, { ...buttons(['Yes']), to: '+12025550142' });
    expect(await heard).toMatchObject({ from: 'faro', view: { kind: 'buttons' } });
    expect(session.offered).toMatchObject([{ title: 'Yes' }]);
  });
});

describe('a chat by SMS', () => {
  it('shows the text with what it costs, and sends numbers as they are', async () => {
    answers = ['1 Sí\n2 No', 'Bien'];
    const { shown, turns } = await chat('sms', ['hola', '1']);
    expect(shown).toBe(
      '> hola\n1 Sí\n2 No\n(UCS-2, 9 characters, 1 segment)\n\n> 1\nBien\n(GSM-7, 4 characters, 1 segment)\n\n',
    );
    expect(turns[1]?.said).toEqual({ say: '1' });
    expect(new URLSearchParams(lastInbound()).get('Body')).toBe('1');
  });

  it('does not wait for the bot when the telephone company has answered', async () => {
    const { shown } = await chat('sms', ['STOP'], { waitMs: 60_000 });
    expect(shown).toContain('(the telephone company)');
  });
});

it('a channel that is not simulated cannot be chatted on', () => {
  expect(() => startChatSession({ graph: null, twilio }, 'whatsapp', 1)).toThrow(/WhatsApp has real credentials/);
  expect(() => startChatSession({ graph, twilio: null }, 'sms', 1)).toThrow(/SMS has real credentials/);
});

describe('a chat that is saved', () => {
  it('has what was done and what was seen, as golden conversations have', async () => {
    answers = [list(rows(1)), buttons(['Yes']), text('one\ntwo')];
    const { turns } = await chat('whatsapp', ['hola', '1', 'bye']);
    expect(toScript(turns, 'whatsapp', 'marisol', 'es')).toEqual({
      about: 'Saved from the terminal, whatsapp.',
      who: 'marisol',
      language: 'es',
      turns: [
        { say: 'hola', whatsapp: { reply: ['pick'], choices: ['list: Topics', 'Row 0 (v1:0)'] } },
        { tap: 'v1:0', title: 'Row 0', whatsapp: { reply: ['pick'], choices: ['buttons', 'Yes (v1:0)'] } },
        { say: 'bye', whatsapp: { reply: ['one', 'two'] } },
      ],
    });
  });

  it('has the segments of SMS, and the silence of the bot behind the telephone company', async () => {
    answers = ['Bien'];
    const { turns } = await chat('sms', ['hola', 'STOP']);
    expect(toScript(turns, 'sms', 'wilmer', 'es')['turns']).toEqual([
      { say: 'hola', sms: { reply: ['Bien'], segments: 1 } },
      { say: 'STOP', sms: { reply: null } },
    ]);
  });
});

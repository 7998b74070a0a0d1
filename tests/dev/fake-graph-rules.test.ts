import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { partyOfWamid } from '../../src/dev/graph/ids.ts';
import { ANA, buttons, HIDDEN, interactive, link, list, postGraph, rows, template, text } from './graph-client.ts';

let graph: FakeGraph;

beforeAll(async () => {
  graph = await startFakeGraph({
    pairLimit: 'off',
    statuses: { steps: [] },
    templates: [
      { name: 'case_update', language: 'es', variables: 1 },
      { name: 'login_code', language: 'es', variables: 0, category: 'authentication' },
    ],
  });
  graph.openWindow(ANA);
  graph.openWindow(HIDDEN);
});
afterAll(() => graph.stop());

const x = (count: number): string => 'x'.repeat(count);

describe('what Graph takes', () => {
  const good: readonly [name: string, body: object][] = [
    ['a text of 4,096 characters', text(x(4_096))],
    ['4,096 characters that need two UTF-16 units each', text('𝒳'.repeat(4_096))],
    ['a text without a type', text('hola', { type: undefined })],
    ['a text that quotes another message', text('hola', { context: { message_id: 'wamid.QQ==' } })],
    ['512 characters of callback data', text('hola', { biz_opaque_callback_data: x(512) })],
    ['three buttons of 20 characters', buttons([x(20), `${x(19)}y`, `${x(19)}z`])],
    ['a body of 1,024 characters above buttons', buttons(['a'], { body: { text: x(1_024) } })],
    [
      'a header and a footer of 60 characters',
      buttons(['a'], { header: { type: 'text', text: x(60) }, footer: { text: x(60) } }),
    ],
    ['a list of ten rows', list(rows(10))],
    ['a row at all its limits', list([{ id: x(200), title: x(24), description: x(72) }])],
    ['a body of 4,096 characters above a list', list(rows(1), { body: { text: x(4_096) } })],
    ['a list label of 20 characters', list(rows(1), {}, x(20))],
    [
      'ten rows in two sections with titles',
      interactive({
        type: 'list',
        action: {
          button: 'Topics',
          sections: [
            { title: 'A', rows: rows(10).slice(0, 5) },
            { title: 'B', rows: rows(10).slice(5) },
          ],
        },
      }),
    ],
    ['a link button of 20 characters', link(x(20))],
    ['a request for a location', interactive({ type: 'location_request_message', action: { name: 'send_location' } })],
    ['a request for a number', interactive({ type: 'request_contact_info', action: { name: 'request_contact_info' } })],
    [
      'an approved template',
      template({
        name: 'case_update',
        language: { code: 'es' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'x' }] }],
      }),
    ],
    ['a reaction', text(undefined, { type: 'reaction', reaction: { message_id: 'wamid.QQ==', emoji: '👍' } })],
    ['a user id instead of a number', text('hola', { to: undefined, recipient: HIDDEN.userId })],
    ['a number and a user id, of which the number wins', text('hola', { recipient: 'GT.1' })],
  ];

  it.each(good)('%s', async (_, body) => {
    const answer = await postGraph(graph, body);
    expect(answer.body.error).toBeUndefined();
    expect(answer.status).toBe(200);
    expect(answer.body.messages).toHaveLength(1);
  });

  it('answers with the number it was given and a new id that holds that number', async () => {
    const { body } = await postGraph(graph, text());
    expect(body.contacts).toEqual([{ input: ANA.phone, wa_id: ANA.phone.slice(1) }]);
    const id = body.messages?.[0]?.id ?? '';
    expect(id).toMatch(/^wamid\.[A-Za-z0-9+/]+=*$/);
    expect(partyOfWamid(id)).toBe(ANA.phone.slice(1));
    const again = await postGraph(graph, text());
    expect(again.body.messages?.[0]?.id).not.toBe(id);
  });

  it('answers with the user id when it was sent to one', async () => {
    const { body } = await postGraph(graph, text('hola', { to: undefined, recipient: HIDDEN.userId }));
    expect(body.contacts).toEqual([{ input: HIDDEN.userId, user_id: HIDDEN.userId }]);
    expect(partyOfWamid(body.messages?.[0]?.id ?? '')).toBe(HIDDEN.userId);
  });

  it('takes read marks and typing, and remembers them', async () => {
    const answer = await postGraph(graph, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.QQ==',
      typing_indicator: { type: 'text' },
    });
    expect(answer).toMatchObject({ status: 200, body: { success: true } });
    expect(graph.reads.at(-1)).toMatchObject({ messageId: 'wamid.QQ==', typing: true });
  });
});

describe('what Graph refuses', () => {
  const bad: readonly [name: string, code: number, body: unknown][] = [
    ['a body that is not JSON', 100, '{"messaging_product":'],
    ['another product', 100, text('hola', { messaging_product: 'messenger' })],
    ['a text of 4,097 characters', 100, text(x(4_097))],
    ['an empty text', 100, text('')],
    ['a text without a body', 131008, text(null)],
    ['a text that is a number', 100, text(7)],
    ['a key it does not know', 131009, text('hola', { text: { body: 'hola', colour: 'red' } })],
    ['a quote of something that is no message id', 131009, text('hola', { context: { message_id: '12' } })],
    ['513 characters of callback data', 100, text('hola', { biz_opaque_callback_data: x(513) })],
    ['an unknown type', 100, text('hola', { type: 'poll' })],
    ['a group as recipient type', 100, text('hola', { recipient_type: 'group' })],
    ['four buttons', 131009, buttons(['a', 'b', 'c', 'd'])],
    ['no button', 131009, buttons([])],
    ['a button of 21 characters', 131009, buttons([x(21)])],
    ['an empty button', 131009, buttons([''])],
    ['two buttons of the same title', 131009, buttons(['a', 'a'])],
    [
      'two buttons of the same id',
      131009,
      interactive({
        type: 'button',
        action: {
          buttons: [
            { type: 'reply', reply: { id: '1', title: 'a' } },
            { type: 'reply', reply: { id: '1', title: 'b' } },
          ],
        },
      }),
    ],
    [
      'a button id of 257 characters',
      131009,
      interactive({ type: 'button', action: { buttons: [{ type: 'reply', reply: { id: x(257), title: 'a' } }] } }),
    ],
    ['a body of 1,025 characters above buttons', 131009, buttons(['a'], { body: { text: x(1_025) } })],
    ['buttons without a body', 131008, buttons(['a'], { body: undefined })],
    ['a header of 61 characters', 131009, buttons(['a'], { header: { type: 'text', text: x(61) } })],
    ['a footer of 61 characters', 131009, buttons(['a'], { footer: { text: x(61) } })],
    ['a list of eleven rows', 131009, list(rows(11))],
    [
      'eleven rows in two sections',
      131009,
      interactive({
        type: 'list',
        action: {
          button: 'Topics',
          sections: [
            { title: 'A', rows: rows(6) },
            { title: 'B', rows: rows(5) },
          ],
        },
      }),
    ],
    [
      'two sections without titles',
      131008,
      interactive({
        type: 'list',
        action: { button: 'Topics', sections: [{ rows: rows(1) }, { rows: [{ id: 'other', title: 'x' }] }] },
      }),
    ],
    [
      'a section title of 25 characters',
      131009,
      interactive({ type: 'list', action: { button: 'Topics', sections: [{ title: x(25), rows: rows(1) }] } }),
    ],
    ['a list without rows', 131009, list([])],
    ['two rows of the same id', 131009, list([...rows(1), ...rows(1)])],
    ['a row title of 25 characters', 131009, list([{ id: '1', title: x(25) }])],
    ['a row description of 73 characters', 131009, list([{ id: '1', title: 'a', description: x(73) }])],
    ['a row id of 201 characters', 131009, list([{ id: x(201), title: 'a' }])],
    ['a list label of 21 characters', 131009, list(rows(1), {}, x(21))],
    ['a body of 4,097 characters above a list', 131009, list(rows(1), { body: { text: x(4_097) } })],
    ['a picture above a list', 131009, list(rows(1), { header: { type: 'image', image: { id: '1' } } })],
    ['a link button of 21 characters', 131009, link(x(21))],
    ['a link without http', 131009, link('Open', 'example.org')],
    [
      'a location request with another action',
      131009,
      interactive({ type: 'location_request_message', action: { name: 'location' } }),
    ],
    [
      'a location request with parameters',
      131009,
      interactive({ type: 'location_request_message', action: { name: 'send_location', parameters: {} } }),
    ],
    ['an unknown kind of interactive message', 131009, interactive({ type: 'carousel', action: {} })],
    ['a template without a name', 131008, template({ language: { code: 'es' } })],
    ['a template without a language', 131008, template({ name: 'case_update' })],
    ['a template nobody approved', 132001, template({ name: 'hello', language: { code: 'es' } })],
    ['a template in a language nobody approved', 132001, template({ name: 'case_update', language: { code: 'ht' } })],
    ['a template with a variable missing', 132000, template({ name: 'case_update', language: { code: 'es' } })],
    [
      'a login code to a user id',
      131062,
      template({ name: 'login_code', language: { code: 'es' } }, { to: undefined, recipient: HIDDEN.userId }),
    ],
    ['a number without its plus sign', 131026, text('hola', { to: ANA.phone.slice(1) })],
    ['something that is no number', 100, text('hola', { to: 'Ana' })],
    ['no recipient', 131008, text('hola', { to: undefined })],
    ['a user id of another shape', 131009, text('hola', { to: undefined, recipient: '1349' })],
    [
      'a read mark of something that is no message',
      131009,
      { messaging_product: 'whatsapp', status: 'read', message_id: '12' },
    ],
    ['a status other than read', 100, { messaging_product: 'whatsapp', status: 'delivered', message_id: 'wamid.QQ==' }],
    [
      'typing of another type',
      131009,
      { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.QQ==', typing_indicator: { type: 'audio' } },
    ],
  ];

  it.each(bad)('%s', async (_, code, body) => {
    const before = graph.totals;
    const answer = await postGraph(graph, body);
    expect(answer.body.error?.code).toBe(code);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.error?.fbtrace_id).not.toBe('');
    expect(graph.totals).toEqual({ ...before, refused: before.refused + 1 });
  });

  it('a wrong token, with 401 and code 190', async () => {
    const answer = await postGraph(graph, text(), { token: 'another' });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 190 } } });
  });

  it('an unknown phone number id, with 400 and code 100, subcode 33', async () => {
    const answer = await postGraph(graph, text(), { id: '999' });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });

  it('a path without a version', async () => {
    const response = await fetch(`${graph.url}/${graph.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${graph.accessToken}` },
      body: JSON.stringify(text()),
    });
    expect(response.status).toBe(400);
  });
});

describe('what the fake lets one see', () => {
  it('each accepted message with its time, recipient, payload and our own id', async () => {
    const seen: string[] = [];
    const stop = graph.on('accepted', (message) => seen.push(message.outboxId ?? ''));
    const waiting = graph.waitFor((message) => message.outboxId === 'outbox-2', 1_000);
    await postGraph(graph, buttons(['a'], {}));
    await postGraph(graph, text('hola', { biz_opaque_callback_data: 'outbox-2' }));
    stop();
    await postGraph(graph, text());
    expect(await waiting).toMatchObject({ to: ANA.phone, kind: 'text', payload: { text: { body: 'hola' } } });
    expect(seen).toEqual(['', 'outbox-2']);
    expect(graph.accepted.at(-3)).toMatchObject({ kind: 'button', outboxId: null });
  });

  it('an error when what is waited for does not come', async () => {
    await expect(graph.waitFor(() => false, 5)).rejects.toThrow(/within 5 ms/);
  });

  it('nothing but totals when it shall keep nothing', async () => {
    const forgetful = await startFakeGraph({ keep: 0, window: false, pairLimit: 'off' });
    for (let count = 0; count < 3; count += 1) await postGraph(forgetful, text());
    expect(forgetful.accepted).toHaveLength(0);
    expect(forgetful.totals.accepted).toBe(3);
    await forgetful.stop();
  });
});

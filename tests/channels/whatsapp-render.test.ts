import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { RenderError } from '../../src/core/errors.ts';
import type { Choice, Reply } from '../../src/core/reply.ts';

function choices(count: number, title = 'Choice'): readonly Choice[] {
  return Array.from({ length: count }, (_, n) => ({ id: `v1:choice:${n}`, title: `${title} ${n}` }));
}

function menu(text: string, offered: readonly Choice[], listLabel = 'Ver opciones'): Reply {
  return { kind: 'choices', text, choices: offered, listLabel };
}

function longestRow(n: number): Choice {
  return { id: `${n}`.padEnd(200, 'x'), title: `${n}`.padEnd(24, 'x'), description: 'x'.repeat(72) };
}

/** What is refused, and with which words. */
function refusal(reply: Reply): string {
  try {
    renderWhatsApp(reply);
  } catch (error) {
    if (error instanceof RenderError) return error.message;
    throw error;
  }
  return 'not refused';
}

function shapeOf(reply: Reply): string {
  const content = renderWhatsApp(reply);
  return content.type === 'interactive' ? content.interactive.type : content.type;
}

describe('a text', () => {
  it('goes out without a preview of its links', () => {
    expect(renderWhatsApp({ kind: 'text', text: 'Hola, ¿qué necesitas? https://example.org' })).toEqual({
      type: 'text',
      text: { body: 'Hola, ¿qué necesitas? https://example.org', preview_url: false },
    });
  });

  it('may have 4,096 characters and no more', () => {
    expect(shapeOf({ kind: 'text', text: 'ñ'.repeat(4_096) })).toBe('text');
    expect(refusal({ kind: 'text', text: 'ñ'.repeat(4_097) })).toBe(
      'WhatsApp text: at most 4096 characters, got 4097. Shorten it.',
    );
  });

  it('is counted in UTF-16 units, so that an emoji counts at least as much as WhatsApp counts it', () => {
    expect(shapeOf({ kind: 'text', text: '🙏'.repeat(2_048) })).toBe('text');
    expect(refusal({ kind: 'text', text: '🙏'.repeat(2_049) })).toContain('got 4098');
  });

  it('must say something', () => {
    expect(refusal({ kind: 'text', text: '' })).toContain('must not be empty');
    expect(refusal({ kind: 'text', text: ' \n' })).toContain('must not be empty');
  });
});

describe('choices', () => {
  it('are buttons when there are three short ones', () => {
    const [first, second] = choices(2);
    expect(renderWhatsApp(menu('¿Qué necesitas?', choices(2)))).toEqual({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: '¿Qué necesitas?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: first?.id, title: first?.title } },
            { type: 'reply', reply: { id: second?.id, title: second?.title } },
          ],
        },
      },
    });
    expect(shapeOf(menu('Hola', choices(1)))).toBe('button');
    expect(shapeOf(menu('Hola', choices(3)))).toBe('button');
  });

  it('are a list when there are four, with descriptions where they have one', () => {
    const [first, ...others] = choices(4);
    if (first === undefined) throw new Error('no choice');
    expect(renderWhatsApp(menu('Elige', [{ ...first, description: 'La primera' }, ...others]))).toEqual({
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'Elige' },
        action: {
          button: 'Ver opciones',
          sections: [{ rows: [{ ...first, description: 'La primera' }, ...others] }],
        },
      },
    });
  });

  it('are a list when a title is too long for a button, or the text for what stands above buttons', () => {
    expect(shapeOf(menu('Hola', [{ id: 'a', title: 'x'.repeat(20) }]))).toBe('button');
    expect(shapeOf(menu('Hola', [{ id: 'a', title: 'x'.repeat(21) }]))).toBe('list');
    expect(shapeOf(menu('x'.repeat(1_024), choices(3)))).toBe('button');
    expect(shapeOf(menu('x'.repeat(1_025), choices(3)))).toBe('list');
  });

  it.each([
    ['no choice', menu('Hola', []), 'WhatsApp choices: 1 to 3, got 0.'],
    ['eleven choices', menu('Hola', choices(11)), 'WhatsApp choices: 1 to 10, got 11.'],
    ['a title of 25', menu('Hola', choices(4, 'x'.repeat(23))), 'list row title: at most 24 characters, got 25.'],
    ['an empty title', menu('Hola', [{ id: 'a', title: ' ' }]), 'button title: must not be empty.'],
    ['an empty id', menu('Hola', [{ id: '', title: 'a' }]), 'button id: must not be empty.'],
    ['a button id of 257', menu('Hola', [{ id: 'x'.repeat(257), title: 'a' }]), 'button id: at most 256 characters'],
    [
      'a row id of 201',
      menu('Hola', [...choices(3), { id: 'x'.repeat(201), title: 'a' }]),
      'list row id: at most 200 characters, got 201.',
    ],
    [
      'a description of 73',
      menu('Hola', [...choices(3), { id: 'a', title: 'a', description: 'x'.repeat(73) }]),
      'list row description: at most 72 characters, got 73.',
    ],
    ['a text of 4,097', menu('x'.repeat(4_097), choices(4)), 'text above a list: at most 4096 characters, got 4097.'],
    ['a list label of 21', menu('Hola', choices(4), 'x'.repeat(21)), 'list label: at most 20 characters, got 21.'],
    ['an empty list label', menu('Hola', choices(4), ''), 'list label: must not be empty.'],
    ['an empty text', menu('', choices(2)), 'text above buttons: must not be empty.'],
    [
      'two buttons of one title',
      menu('Hola', [
        { id: 'a', title: 'Sí' },
        { id: 'b', title: 'Sí' },
      ]),
      'button titles: must differ, got 1 for 2 choices.',
    ],
    [
      'two buttons of one id',
      menu('Hola', [
        { id: 'a', title: 'Sí' },
        { id: 'a', title: 'No' },
      ]),
      'button ids: must differ, got 1 for 2 choices.',
    ],
    [
      'two rows of one id',
      menu('Hola', [...choices(4), { id: 'v1:choice:0', title: 'Otra' }]),
      'list row ids: must differ, got 4 for 5 choices.',
    ],
  ])('are refused with %s', (_name, reply, words) => {
    expect(refusal(reply)).toContain(words);
  });

  it('at every limit are taken', () => {
    const rows = Array.from({ length: 10 }, (_, n) => longestRow(n));
    expect(shapeOf(menu('x'.repeat(4_096), rows, 'x'.repeat(20)))).toBe('list');
  });
});

describe('a link', () => {
  const link = {
    kind: 'link',
    text: 'La página oficial:',
    label: 'Abrir',
    url: 'https://www.uscis.gov/forms',
  } as const;

  it('is a button that opens the address', () => {
    expect(renderWhatsApp(link)).toEqual({
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        body: { text: 'La página oficial:' },
        action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: 'https://www.uscis.gov/forms' } },
      },
    });
  });

  it('is refused with a long text or label, or an address that is none', () => {
    expect(refusal({ ...link, text: 'x'.repeat(1_025) })).toContain('at most 1024 characters, got 1025');
    expect(refusal({ ...link, label: 'x'.repeat(21) })).toContain('link label: at most 20 characters, got 21');
    for (const url of ['', 'www.uscis.gov', 'javascript:alert(1)', 'ftp://example.org', 'https://']) {
      expect(refusal({ ...link, url })).toContain('WhatsApp link address');
    }
  });
});

describe('a request for a location', () => {
  it('is WhatsApp’s own, with one button', () => {
    expect(renderWhatsApp({ kind: 'location_request', text: '¿Dónde estás?' })).toEqual({
      type: 'interactive',
      interactive: {
        type: 'location_request_message',
        body: { text: '¿Dónde estás?' },
        action: { name: 'send_location' },
      },
    });
    expect(refusal({ kind: 'location_request', text: 'x'.repeat(1_025) })).toContain('got 1025');
  });
});

describe('a template', () => {
  const template = {
    kind: 'template',
    name: 'case_update',
    language: 'es',
    variables: ['A-12'],
    text: 'Sobre A-12',
  } as const;

  it('carries its name, its language and its variables', () => {
    expect(renderWhatsApp(template)).toEqual({
      type: 'template',
      template: {
        name: 'case_update',
        language: { code: 'es' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'A-12' }] }],
      },
    });
    expect(renderWhatsApp({ ...template, variables: [] })).toMatchObject({ template: { components: [] } });
  });

  it('is asked for in a language that WhatsApp has', () => {
    expect(renderWhatsApp({ ...template, language: 'pt' })).toMatchObject({
      template: { language: { code: 'pt_BR' } },
    });
    expect(renderWhatsApp({ ...template, language: 'ht' })).toMatchObject({ template: { language: { code: 'fr' } } });
  });

  it('has its variables on one line each, as WhatsApp demands', () => {
    expect(renderWhatsApp({ ...template, variables: [' a\n\tb     c '] })).toMatchObject({
      template: { components: [{ parameters: [{ text: 'a b c' }] }] },
    });
  });

  it('is refused with a name WhatsApp cannot have given, or an empty or endless variable', () => {
    expect(refusal({ ...template, name: 'Case Update' })).toContain('template name');
    expect(refusal({ ...template, name: 'x'.repeat(513) })).toContain('template name');
    expect(refusal({ ...template, variables: ['\n'] })).toContain('template variable: must not be empty');
    expect(refusal({ ...template, variables: ['x'.repeat(1_025)] })).toContain('got 1025');
  });
});

describe('whatever is rendered', () => {
  it('keeps every limit or is refused in words that quote nothing of it', () => {
    const word = fc.string({ maxLength: 90, unit: 'grapheme' });
    const choice = fc.record({ id: word, title: word, description: word });
    const reply = fc.record({ text: word, choices: fc.array(choice, { maxLength: 12 }), listLabel: word });
    fc.assert(
      fc.property(reply, (fields) => {
        const words = refusal({ kind: 'choices', ...fields });
        if (words === 'not refused') {
          const json = JSON.stringify(renderWhatsApp({ kind: 'choices', ...fields }));
          expect(json).toContain('"interactive"');
          for (const { id, title } of fields.choices) {
            expect(id.length).toBeLessThanOrEqual(256);
            expect(title.length).toBeLessThanOrEqual(24);
          }
        } else {
          expect(words).toMatch(/^WhatsApp [a-z ]+: [A-Za-z0-9 ,.]+$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

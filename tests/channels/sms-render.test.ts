import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { RenderError } from '../../src/core/errors.ts';
import type { Reply } from '../../src/core/reply.ts';

const asWritten = { transliterate: false };
const cheap = { transliterate: true };

function menu(...titles: readonly string[]): Reply {
  const choices = titles.map((title, index) => ({ id: `v1:choice:${index}`, title, description: 'left out on SMS' }));
  return { kind: 'choices', text: '¿Qué necesita?', choices, listLabel: 'Ver' };
}

describe('a reply as SMS', () => {
  test('is its text', () => {
    expect(renderSms({ kind: 'text', text: 'Está aquí.' }, asWritten)).toBe('Está aquí.');
    expect(renderSms({ kind: 'text', text: 'Está aquí.' }, cheap)).toBe('Esta aqui.');
  });

  test('shows choices as numbered lines, without their descriptions', () => {
    const reply = menu('Pedir asilo', 'Un albergue', 'Ninguna de estas');
    expect(renderSms(reply, asWritten)).toBe('¿Qué necesita?\n1 Pedir asilo\n2 Un albergue\n3 Ninguna de estas');
  });

  test('numbers ten choices', () => {
    const titles = Array.from({ length: 10 }, (_, index) => `Tema ${index}`);
    expect(
      renderSms(menu(...titles), asWritten)
        .split('\n')
        .at(-1),
    ).toBe('10 Tema 9');
    expect(() => renderSms(menu(...titles, 'Tema 10'), asWritten)).toThrow(RenderError);
    expect(() => renderSms(menu(), asWritten)).toThrow(RenderError);
  });

  test('brings a link as it is, even when the words lose their accents', () => {
    const reply: Reply = { kind: 'link', text: 'Aquí está:', label: 'Abrir', url: 'https://example.org/guía?a=`b`' };
    expect(renderSms(reply, cheap)).toBe('Aqui esta:\nhttps://example.org/guía?a=`b`');
  });

  test('asks for a place in words', () => {
    expect(renderSms({ kind: 'location_request', text: '¿En qué ciudad está?' }, asWritten)).toBe(
      '¿En qué ciudad está?',
    );
  });

  test('says what a template stands for', () => {
    const reply: Reply = {
      kind: 'template',
      name: 'case_news',
      language: 'es',
      variables: ['x'],
      text: 'Hay noticias.',
    };
    expect(renderSms(reply, asWritten)).toBe('Hay noticias.');
  });

  test('joins letters and accents that came apart', () => {
    expect(renderSms({ kind: 'text', text: 'nin\u0303o' }, asWritten)).toBe('niño');
  });

  test('of one picture is still sent', () => {
    expect(renderSms({ kind: 'text', text: '👍' }, cheap)).toBe('👍');
  });
});

describe('a reply that no SMS can hold is refused', () => {
  test('when it is longer than 1,600 characters', () => {
    expect(renderSms({ kind: 'text', text: 'a'.repeat(1_600) }, asWritten)).toHaveLength(1_600);
    expect(() => renderSms({ kind: 'text', text: 'a'.repeat(1_601) }, asWritten)).toThrow(/1601 characters/);
  });

  test('when nothing is in it', () => {
    expect(() => renderSms({ kind: 'text', text: ' \n' }, asWritten)).toThrow(RenderError);
  });

  test.each(['Cancel', 'End', 'Yes', 'INFO', 'Stop!', 'Ayuda', 'Salir'])(
    'when a choice is called "%s", which a carrier takes for itself',
    (title) => {
      expect(() => renderSms(menu('Asilo', title), asWritten)).toThrow(/choice 2 /);
      expect(renderSms(menu('Asilo', `${title} otra cosa`), asWritten)).toContain(title);
    },
  );

  test('and the error quotes none of it', () => {
    const secret = 'palabras privadas ';
    expect(() => renderSms({ kind: 'text', text: secret.repeat(100) }, asWritten)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('privadas') }),
    );
  });
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPasswordFault, makeOneTimePassword } from '../../src/desk/password-rules.ts';
import { createPasswords } from '../../src/desk/password.ts';
import { Refusal } from '../../src/desk/refusal.ts';

const passwords = createPasswords();

test('a password is kept as argon2id with at least 19 MiB and two passes, never twice the same', async () => {
  const [first, second] = await Promise.all([
    passwords.hash('a long enough phrase'),
    passwords.hash('a long enough phrase'),
  ]);
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22}\$[\w+/]{43}$/.exec(first) ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
  expect(first).not.toBe(second);
});

test('only the same password matches; the same letters typed in another way are the same', async () => {
  const stored = await passwords.hash('el niño en la montaña');
  expect(await passwords.matches('el niño en la montaña', stored)).toBe(true);
  expect(await passwords.matches('el niño en la montaña'.normalize('NFD'), stored)).toBe(true);
  expect(await passwords.matches('el niño en la Montaña', stored)).toBe(false);
  expect(await passwords.matches('', stored)).toBe(false);
});

test('with nobody to compare with, nothing matches', async () => {
  expect(await passwords.matches('a long enough phrase', null)).toBe(false);
});

test('what was kept at another cost is still read', async () => {
  // RFC 9106 has no vector without secret; this one was made with the reference implementation's parameters m=64,t=1.
  const stored = await lightHash('a long enough phrase');
  expect(await passwords.matches('a long enough phrase', stored)).toBe(true);
  expect(await passwords.matches('another long phrase', stored)).toBe(false);
});

async function lightHash(password: string): Promise<string> {
  const { argon2Sync } = await import('node:crypto');
  const nonce = Buffer.alloc(16, 5);
  const hash = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: 64,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=64,t=1,p=1$${text(nonce)}$${text(hash)}`;
}

test('a stored password that we did not write is a mistake, not a match', async () => {
  await expect(passwords.matches('x', 'plain text')).rejects.toThrow('not in the form that we write');
});

test('when too many sign in at once, the rest are told to come back, and the next ones are served', async () => {
  const busy = createPasswords();
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => busy.matches('some phrase', null)));
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(8);
  for (const { reason } of refused) expect(reason instanceof Refusal && reason.code).toBe('busy');
  expect(await busy.matches('some phrase', null)).toBe(false);
});

test.each([
  ['una frase larga de prueba', null],
  ['faro que alumbra la noche', null],
  ['correct horse battery', null],
  ['🏠🚶🌊🌙⭐🔥🌵🎈🐢🍀🎻🧭', null],
  ['doce letras', 'too_short'],
  ['aaaaaaaaaaaabbbbb', 'too_plain'],
  ['marisol-lopez-1', 'like_your_name'],
  ['Qwertyqwerty1', 'common'],
])('"%s": %s', (password, fault) => {
  expect(findPasswordFault(password, ['marisol.lopez@faro.example', 'Marisol López'])).toBe(fault);
});

test('every password that is handed out is good, and none comes twice', () => {
  const many = Array.from({ length: 500 }, makeOneTimePassword);
  expect(new Set(many).size).toBe(500);
  for (const one of many) expect(findPasswordFault(one, ['agent@faro.example']), one).not.toBe('too_short');
});

test('whatever is typed is judged, and what is short is too short', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (password) => {
      const fault = findPasswordFault(password, ['agent@faro.example', 'Nombre']);
      if (Array.from(password).length < 12) expect(fault).toBe('too_short');
    }),
  );
});

import { expect, test } from 'vitest';
import { remember } from '../../src/knowledge/remember.ts';

test('a word is worked out once, and again after thousands of others', () => {
  const made: string[] = [];
  const lengthOf = remember((word) => {
    made.push(word);
    return word.length;
  });
  expect([lengthOf('asilo'), lengthOf('asilo'), lengthOf('cita')]).toEqual([5, 5, 4]);
  expect(made).toEqual(['asilo', 'cita']);
  for (let index = 0; index < 10_000; index += 1) lengthOf(`word${index}`);
  expect(lengthOf('asilo')).toBe(5);
  expect(made.filter((word) => word === 'asilo')).toHaveLength(2);
});

test('what is used now and then stays, however many others come', () => {
  const made: string[] = [];
  const lengthOf = remember((word) => {
    made.push(word);
    return word.length;
  });
  for (let index = 0; index < 50_000; index += 1) {
    if (index % 1_000 === 0) lengthOf('asilo');
    lengthOf(`word${index}`);
  }
  expect(made.filter((word) => word === 'asilo')).toHaveLength(1);
});

/** The log of what the team did: whole, or it shows. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/core/clock.ts';
import { AUDIT_ACTIONS } from '../../../src/core/audit.ts';
import type { AgentId } from '../../../src/core/ids.ts';
import { DESK_RETENTION_MS } from '../../../src/store/desk/desk-retention.ts';
import { lineOf } from '../../fakes/desk.ts';
import { readRows, runStatement } from '../../fakes/house.ts';
import { openTestStore } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const ana = 'agent-ana' as AgentId; // invented

async function write(house: TestStore, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await house.store.desk.audit.append({ ...lineOf('signed_in', ana), detail: `try=${index}` });
}

test('lines count from one without gaps, whoever writes them at once', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? house.store : other).desk.audit.append(lineOf('signed_in', ana)),
    ),
  );
  const lines = await house.store.desk.audit.page(null, 100);
  expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => 40 - index));
  expect(await house.store.desk.audit.verify()).toEqual({ kind: 'whole', lines: 40, lastHash: lines[0]?.hash });
  await other.close();
});

test('the log is read in pages, newest first', async () => {
  await using house = await openTestStore();
  await write(house, 5);
  const first = await house.store.desk.audit.page(null, 2);
  const second = await house.store.desk.audit.page(first.at(-1)?.seq ?? null, 2);
  expect([...first, ...second].map(({ detail }) => detail)).toEqual(['try=4', 'try=3', 'try=2', 'try=1']);
});

test('an empty log is whole', async () => {
  await using house = await openTestStore();
  expect(await house.store.desk.audit.verify()).toEqual({ kind: 'whole', lines: 0, lastHash: '' });
});

test.each([
  ['a changed word', "update audit_log set detail = 'try=9' where seq = 3", 3],
  ['a changed time', 'update audit_log set at = at + 1 where seq = 3', 3],
  ['another author', "update audit_log set agent_id = 'agent-beto' where seq = 3", 3],
  ['a line that is missing', 'delete from audit_log where seq = 3', 4],
  ['a first line that is missing', 'delete from audit_log where seq = 1', 2],
  ['a line in the place of another', 'update audit_log set seq = 99 where seq = 3', 4],
  ['a hash that was made to fit', "update audit_log set previous = '' where seq = 3", 3],
] as const)('%s shows', async (_what, tampering, seq) => {
  await using house = await openTestStore();
  await write(house, 5);
  expect(await house.store.desk.audit.verify()).toMatchObject({ kind: 'whole' });
  await runStatement(house, tampering);
  expect(await house.store.desk.audit.verify()).toEqual({ kind: 'broken', seq });
});

test('a line that is written anew, with a hash that fits it, shows at the next one', async () => {
  await using house = await openTestStore();
  await write(house, 5);
  const [line] = await readRows(house, 'select * from audit_log where seq = 3');
  const fields = [line?.['previous'], 3, Number(line?.['at']), 'signed_in', ana, null, 'try=9'];
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
  await runStatement(house, `update audit_log set detail = 'try=9', hash = '${hash}' where seq = 3`);
  expect(await house.store.desk.audit.verify()).toEqual({ kind: 'broken', seq: 4 });
});

test('what is past its time goes, and what is left is still a chain', async () => {
  await using house = await openTestStore();
  await Promise.all(Array.from({ length: 600 }, () => write(house, 1))); // more than a sweep takes at once
  house.clock.advance(DAY_MS);
  await write(house, 5);
  house.clock.advance(DESK_RETENTION_MS.audit - DAY_MS);
  await house.store.sweep();
  expect(await house.store.desk.audit.verify()).toMatchObject({ kind: 'whole', lines: 5 });
  house.clock.advance(DAY_MS);
  await house.store.sweep();
  await write(house, 1);
  expect(await house.store.desk.audit.verify()).toMatchObject({ kind: 'whole', lines: 1 });
  expect(await house.store.desk.audit.page(null, 1)).toMatchObject([{ seq: 606 }]);
  await runStatement(house, 'delete from audit_log');
  await write(house, 1);
  await runStatement(house, 'update audit_log set seq = 608');
  expect(await house.store.desk.audit.verify()).toEqual({ kind: 'broken', seq: 608 });
});

test.each(['Hola, soy Ana', 'ana@faro.example', '+12025550101', 'x'.repeat(201), ''])(
  'words are refused as a detail: %j',
  async (detail) => {
    await using house = await openTestStore();
    await expect(house.store.desk.audit.append({ ...lineOf('signed_in'), detail })).rejects.toThrow(TypeError);
    expect(await house.store.desk.audit.page(null, 1)).toEqual([]);
  },
);

test('no action is named twice', () => {
  expect(new Set(AUDIT_ACTIONS).size).toBe(AUDIT_ACTIONS.length);
});

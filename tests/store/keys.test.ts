import { expect, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store, StoreSettings } from '../../src/store/store.ts';
import { hire, say, takeTurns } from '../fakes/desk.ts';
import { takeTurns as takeTurnsOf } from '../fakes/house.ts';
import { messageFrom, openTestStore, STORE_OPTIONS, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const [OLD] = STORE_OPTIONS.masterKeys;
const NEW = { id: 'k2', key: Buffer.alloc(32, 7) };
const PEOPLE = 2_000;

function openWith(house: TestStore, settings: Partial<StoreSettings>): Promise<Store> {
  const { dataDir, databaseUrl, clock } = house;
  return openStore({ ...STORE_OPTIONS, dataDir, databaseUrl, clock, ...settings });
}

function person(index: number): Address {
  return { channel: 'whatsapp', phone: '+12025550100', userId: `US.${index}` };
}

async function meet(house: TestStore, from: number, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, index) => person(from + index));
  for (let start = 0; start < count; start += 250) await takeTurnsOf(house, people.slice(start, start + 250), []);
}

test('2,000 data keys are wrapped anew while people write, and the old key can go', async () => {
  await using house = await openTestStore();
  await meet(house, 0, PEOPLE);
  // The service with the new key in front, as it is restarted before; and the command.
  const service = await openWith(house, { masterKeys: [NEW, OLD] });
  const command = await openWith(house, { masterKeys: [NEW, OLD] });
  let written = 0;
  let running = true;
  const writing = (async () => {
    while (running) {
      const from = written % 2 === 0 ? person(written % PEOPLE) : person(PEOPLE + written);
      await service.inbox.receive('whatsapp', webhookWith(messageFrom(from, 'sigo')));
      await takeTurns(service);
      written += 1;
    }
  })();
  const { people, left } = await command.rewrap();
  running = false;
  await writing;
  expect(people).toBe(PEOPLE);
  expect(written).toBeGreaterThan(0);
  expect([...left]).toEqual([]);
  await command.close();
  await service.close();

  const alone = await openWith(house, { masterKeys: [NEW] });
  await alone.inbox.receive(
    'whatsapp',
    webhookWith(...Array.from({ length: 64 }, (_, index) => messageFrom(person(index * 31), 'hola'))),
  );
  const claims = await alone.turns.claim(64);
  expect(claims).toHaveLength(64);
  for (const { snapshot } of claims) expect(snapshot?.turns).toBeGreaterThanOrEqual(1);
  await alone.close();
  await expect(openWith(house, { masterKeys: [OLD] })).rejects.toThrow(/MASTER_KEYS .* needs the key "k2"/);
});

test('a service that still makes keys with the old one is noticed', async () => {
  await using house = await openTestStore();
  await meet(house, 0, 3);
  const command = await openWith(house, { masterKeys: [NEW, OLD] });
  expect(await command.rewrap()).toEqual({ people: 3, left: new Map() });
  await meet(house, 3, 1); // by the service, which has the old key alone
  const early = await openWith(house, { masterKeys: [OLD, NEW] });
  expect((await early.rewrap()).people).toBe(3); // the one in front counts, whatever its age
  expect(await command.rewrap()).toEqual({ people: 4, left: new Map() });
  await early.close();
  await command.close();
});

test('with a key missing or wrong nobody is served, and the sentence says which', async () => {
  await using house = await openTestStore();
  await say(house, person(1), 'hola');
  const refused = async (settings: Partial<StoreSettings>): Promise<string> => {
    const error: unknown = await openWith(house, settings).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message; // just seen
  };
  expect(await refused({ masterKeys: [NEW] })).toContain('"k1"');
  expect(await refused({ masterKeys: [{ ...NEW, id: 'k1' }] })).toContain('"k1"');
  expect(await refused({ contactKey: Buffer.alloc(32, 9) })).toContain('CONTACT_KEY is not the one');
  await (await openWith(house, {})).close();
});

test('before anybody has written, the contact key is known by the team’s accounts', async () => {
  await using house = await openTestStore();
  await hire(house.store, 'Rosa');
  await expect(openWith(house, { contactKey: Buffer.alloc(32, 9) })).rejects.toThrow('CONTACT_KEY is not the one');
  await (await openWith(house, { masterKeys: [NEW] })).close(); // no data key was made yet
});

/**
 * `npm run drill [name …]`: the long tests, each printed with its figures. Without names, all of them. `npm test` runs
 * shorter forms of the same code.
 */
import { measureStart } from './start-drill.ts';
import { runKillDrill } from './kill-drill.ts';
import { runSmsProviderDrill, runWhatsAppProviderDrill } from './provider-drill.ts';
import { runSyncDrill } from './sync-drill.ts';

const DRILLS: Readonly<Record<string, () => Promise<unknown>>> = {
  kill: () => runKillDrill({ kills: 40, people: 250, messagesEach: 8, senders: 8, seed: 1 }),
  'provider-whatsapp': runWhatsAppProviderDrill,
  'provider-sms': runSmsProviderDrill,
  sync: async () => [await runSyncDrill('FULL', 500), await runSyncDrill('NORMAL', 500)],
  start: measureStart,
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(DRILLS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name}:`, await run());
}

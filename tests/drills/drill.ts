/**
 * `npm run drill [name …]`: the long tests, each printed with its figures. Without names, all of them. `npm test` runs
 * shorter forms of the same code.
 */
import { runBackupDrill } from './backup-drill.ts';
import { runClaimsDrill } from './claims-drill.ts';
import { measureFirstLoad } from './first-load-drill.ts';
import { runContainerDrill } from './container-drill.ts';
import { runRotateDrill } from './rotate-drill.ts';
import { canMountDisk, runDiskDrill } from './disk-drill.ts';
import { runMemoryDrill } from './memory-drill.ts';
import { runPostgresOutages, runSqliteOutage } from './outage-drill.ts';
import { canCutPower, runPowerDrill } from './power-drill.ts';
import { runStopDrill } from './stop-drill.ts';
import { runRestartStorm, runStartStorm } from './storm-drill.ts';
import { measureStart } from './start-drill.ts';
import { runKillDrill } from './kill-drill.ts';
import { runKillTwoDrill } from './kill-two-drill.ts';
import { runSmsProviderDrill, runWhatsAppProviderDrill } from './provider-drill.ts';
import { runHangDrill, runThrottleDrill } from './provider-outage-drill.ts';
import { runSmsOutageDrill } from './sms-outage-drill.ts';
import { runSlowClientsDrill } from './slow-clients-drill.ts';
import { runSyncDrill } from './sync-drill.ts';

/** Some three messages each: who writes more of the same in a hurry is taken for a robot (`src/bot/pace.ts`). */
const OUTAGE = { seconds: 60, perSecond: 20, people: 500 } as const;

const DRILLS: Readonly<Record<string, () => Promise<unknown>>> = {
  kill: () => runKillDrill({ kills: 40, people: 250, messagesEach: 8, senders: 8, seed: 1 }),
  'kill-two': () => runKillTwoDrill({ kills: 200, messages: 10_000, people: 2_000, perSecond: 40, seed: 1 }),
  'provider-whatsapp': runWhatsAppProviderDrill,
  'provider-sms': runSmsProviderDrill,
  'provider-hang': () => runHangDrill({ hangMs: 60_000, perSecond: 5, sendTimeoutMs: 10_000, holdMs: 12_000 }),
  throttle: async () => [
    await runThrottleDrill({ people: 5_000, limitPerSecond: 80, isTold: true }),
    await runThrottleDrill({ people: 5_000, limitPerSecond: 80, isTold: false }),
  ],
  'sms-outage': () => runSmsOutageDrill({ textsEach: 40, withLockedStore: true }),
  backup: async () => [
    await runBackupDrill({ store: 'sqlite', perSecond: 40, seconds: 10 }),
    await runBackupDrill({ store: 'postgres', perSecond: 40, seconds: 10 }),
  ],
  rotate: () => runRotateDrill(100_000),
  sync: async () => [await runSyncDrill('FULL', 500), await runSyncDrill('NORMAL', 500)],
  start: measureStart,
  outage: async () => [...(await runPostgresOutages(OUTAGE)), await runSqliteOutage(OUTAGE)],
  disk: () =>
    canMountDisk()
      ? runDiskDrill({ perSecond: 60, fullSeconds: 20 })
      : Promise.resolve('left out: it needs root, or users who may unshare (mount a tmpfs of their own)'),
  stop: async () => [
    await runStopDrill('sqlite', { perSecond: 120, people: 1_200, stops: 5, seconds: 5 }),
    await runStopDrill('postgres', { perSecond: 120, people: 1_200, stops: 5, seconds: 5 }),
  ],
  storm: async () => [await runRestartStorm({ restarts: 20, perSecond: 20 }), await runStartStorm(8)],
  power: async () =>
    canCutPower()
      ? [
          await runPowerDrill('sqlite', 'synced', 4),
          await runPowerDrill('sqlite', 'unsynced', 4),
          await runPowerDrill('postgres', 'synced', 4),
          await runPowerDrill('postgres', 'unsynced', 4),
        ]
      : 'left out: it needs root, losetup and mkfs.ext4',
  memory: () => runMemoryDrill({ messages: 100_000, perSecond: 300 }),
  claims: () => runClaimsDrill({ cases: 500, agents: 20 }),
  'first-load': measureFirstLoad,
  container: runContainerDrill,
  'slow-clients': () => runSlowClientsDrill({ connections: 1_000, seconds: 60, webhooksPerSecond: 50 }),
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(DRILLS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`${name}:`, await run());
}

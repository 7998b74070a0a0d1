/** Shorter forms of `npm run drill provider-hang throttle sms-outage`. */
import { expect, test } from 'vitest';
import { runHangDrill, runThrottleDrill } from './provider-outage-drill.ts';
import { runSmsOutageDrill } from './sms-outage-drill.ts';

test('Graph hangs as a whole: it is left alone but for probes, SMS goes on, and soon after its return everybody has one answer', async () => {
  const result = await runHangDrill({ hangMs: 12_000, perSecond: 10, sendTimeoutMs: 1_000, holdMs: 3_000 });
  expect(result).toMatchObject({ answeredOnce: result.messages, doubled: 0, sms: { answered: result.sms.texts } });
  expect(result.probes).toBeLessThanOrEqual(2);
  expect(result.firstAnswerAfterMs).toBeLessThan(15_000);
});

test('a crowd at a number with a limit: everybody is answered at its pace, and nothing is refused', async () => {
  const result = await runThrottleDrill({ people: 600, limitPerSecond: 150, isTold: true });
  expect(result).toMatchObject({ answeredOnce: 600, doubled: 0, refused: 0 });
});

test('SMS that came while nobody was there are answered once after the return', async () => {
  const result = await runSmsOutageDrill({ textsEach: 25, withLockedStore: false });
  expect(result).toMatchObject({ texts: 30, takenMeanwhile: 0, answeredOnce: 30, doubled: 0, answeredAfterStop: 0 });
});

/** Shorter forms of `npm run drill provider-whatsapp provider-sms`. */
import { expect, test } from 'vitest';
import { runSmsProviderDrill, runWhatsAppProviderDrill } from './provider-drill.ts';

test.each([
  ['Graph', runWhatsAppProviderDrill],
  ['Twilio', runSmsProviderDrill],
])(
  '%s fails in every way it knows: each message is answered once, what can never work is tried once, and nobody is in the log',
  async (_name, run) => {
    const result = await run();
    expect(result).toMatchObject({
      answeredOnce: result.messages,
      doubled: 0,
      triesOfPermanent: 1,
      replayed: 1,
      leaks: 0,
    });
  },
);

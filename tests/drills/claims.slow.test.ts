/** A shorter form of `npm run drill claims`. */
import { expect, test } from 'vitest';
import { runClaimsDrill } from './claims-drill.ts';

test('twenty agents over two processes reach for each of twenty cases: one has it, the others are told who', async () => {
  expect(await runClaimsDrill({ cases: 20, agents: 20 })).toMatchObject({
    oneWinner: 20,
    othersTold: 20,
    oneAuditLine: 20,
    otherAnswers: 0,
  });
});

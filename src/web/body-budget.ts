/**
 * What bodies that are still coming in may hold together. A signature can be checked only when the whole body is there, so
 * without this anybody could fill our memory with large bodies that never end, on as many connections as they like.
 */
import type { Request, Response } from 'express';

/** Nearly every webhook is smaller, and is never cut off here. */
const SMALL_BYTES = 64 * 1024;
/** Twenty of Meta's largest at once. */
const BUDGET_BYTES = 64 * 1024 * 1024;

export interface BodyBudget {
  /**
   * Counts what comes until the answer is out. A large body that comes when there is no room for it is cut off, and the
   * provider sends it again.
   *
   * @param onCutOff - once for such a body
   */
  watch(request: Request, response: Response, onCutOff: () => void): void;
}

export function createBodyBudget(budgetBytes = BUDGET_BYTES): BodyBudget {
  let heldBytes = 0;
  return {
    watch: (request, response, onCutOff) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        heldBytes += chunk.length;
        if (bytes <= SMALL_BYTES || heldBytes <= budgetBytes || request.destroyed) return;
        onCutOff();
        request.destroy();
      });
      response.once('close', () => {
        heldBytes -= bytes;
        bytes = 0;
      });
    },
  };
}

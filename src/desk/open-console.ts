/** The desk's pages, ready to be mounted. */
import type { Router } from 'express';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { findOrBuildConsole } from './build-console.ts';
import { createConsolePages } from './serve-console.ts';

/** Null when they cannot be built: people are answered all the same, so a start must not fail over it. */
export async function openConsole(telemetry: Telemetry): Promise<Router | null> {
  try {
    return await createConsolePages(await findOrBuildConsole());
  } catch (error) {
    telemetry.record({ event: 'bug', where: 'desk-console', reason: errorReason(error) });
    return null;
  }
}

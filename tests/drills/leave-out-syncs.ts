/** The control of the drills about power: without our own sync after each commit, acknowledged messages are lost. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** From here on SQLite alone decides when it syncs: `synchronous=NORMAL`, at checkpoints only. */
export function leaveOutSyncs(): void {
  const leftOut = (_file: number, done: (error: null) => void): void => done(null);
  fs.fdatasync = leftOut as typeof fs.fdatasync; // the one form of it that the store uses
  syncBuiltinESMExports();
}

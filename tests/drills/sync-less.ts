/** Loaded before the service's own code (`--import`), as a control: nothing is synced, by us or by SQLite. */
import { DatabaseSync } from 'node:sqlite';
import { leaveOutSyncs } from './leave-out-syncs.ts';

leaveOutSyncs();

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function turnedDown(this: DatabaseSync, sql: string): void {
  exec.call(this, sql.replace(/synchronous = (?:FULL|NORMAL)/, 'synchronous = OFF'));
};

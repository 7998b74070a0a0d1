/**
 * Writes SQLite's journal back into the file, beside the thread that serves people: 2,000 pages take tens of milliseconds
 * in which nobody would be heard. `sqlite.ts` starts it for a service; commands and tests do without.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 250;

const database = new DatabaseSync(String(workerData)); // the file's path
database.exec('PRAGMA busy_timeout = 0; PRAGMA synchronous = NORMAL');
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

const timer = setInterval(() => {
  try {
    checkpoint.all();
  } catch {
    // Somebody else is at it, or the disk is full: the serving thread hears of that by itself.
  }
}, EVERY_MS);

parentPort?.once('message', () => {
  clearInterval(timer);
  database.close();
  parentPort?.close();
});

/** Remembers whether the last write went well. Something is written every second, so that is how it is now. */
import { isStoreTrouble } from '../core/errors.ts';
import type { StoreErrorCode } from '../core/errors.ts';
import type { Job, OpenDatabase, WriteOptions } from './dialect.ts';

export interface TroubledDatabase {
  readonly database: OpenDatabase;
  /** What the last write met; null when it went well. */
  readonly trouble: () => StoreErrorCode | null;
}

export function watchTrouble(database: OpenDatabase): TroubledDatabase {
  let met: StoreErrorCode | null = null;
  const write = async <T>(job: Job<T>, options?: WriteOptions<T>): Promise<T> => {
    try {
      const result = await database.write(job, options);
      met = null;
      return result;
    } catch (error) {
      // One job's own mistake says nothing of the database.
      if (isStoreTrouble(error)) met = error.code;
      throw error;
    }
  };
  return { database: { ...database, write }, trouble: () => met };
}

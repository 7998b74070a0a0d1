import { defineConfig } from 'vitest/config';

/**
 * Three projects: `fast` runs before every commit; `slow` holds what starts whole processes or a browser; `postgres` runs
 * what touches the database once more on a PostgreSQL that it starts itself. `npm test` runs all.
 */
export default defineConfig({
  test: {
    setupFiles: ['tests/setup.ts'],
    // What takes a second here may take ten on a machine that does other work too; nothing waits for it on purpose.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.slow.test.ts'],
          isolate: false, // content and dialogs are loaded once by each worker and not by each file: half the time
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['tests/**/*.slow.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } }, // a page or a process has more to do than a function
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after the others, which take every core: vitest wants a group of its own for a count of its own
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['tests/store/**/*.test.ts', 'tests/worker/**/*.test.ts'],
          exclude: ['tests/**/*.slow.test.ts'], // those run on SQLite: here they take minutes
          isolate: false,
          globalSetup: ['tests/fakes/postgres-setup.ts'],
        },
      },
    ],
  },
});

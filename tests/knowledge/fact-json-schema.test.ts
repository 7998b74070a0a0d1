import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toJsonSchema } from '../../src/knowledge/fact-schema.ts';
import { CONTENT_DIR } from './content-folder.ts';

test('the schema that editors’ programs read is that of the program (npm run facts -- --schema)', () => {
  const written: unknown = JSON.parse(readFileSync(join(CONTENT_DIR, 'fact.schema.json'), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(toJsonSchema())));
});

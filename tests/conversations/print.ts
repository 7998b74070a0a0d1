/** `npm run conversations`: what Faro says, as people see it. Reads the golden conversations; plays nothing. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BOOK, writeBook } from './book.ts';
import { listScripts, readScript } from './files.ts';
import { drawConversation, languageOf } from './picture.ts';

const HELP = `Read what Faro says, WhatsApp beside SMS.

  npm run conversations                   lists all conversations
  npm run conversations -- NAME …         shows those whose name begins so; width of the terminal permitting, side by side
  npm run conversations -- --all          shows all of them
  npm run conversations -- --write        writes all of them to docs/conversations.md
`;

const DEFAULT_WIDTH = 120;

function show(names: readonly string[]): void {
  const width = process.stdout.columns ?? (Number(process.env['COLUMNS']) || DEFAULT_WIDTH);
  for (const name of names) console.log(drawConversation(nameOf(name), readScript(name), width));
}

function list(): void {
  for (const file of listScripts()) {
    const script = readScript(file);
    console.log(`${nameOf(file).padEnd(36)} ${languageOf(script).padEnd(16)} ${script.about}`);
  }
}

function nameOf(file: string): string {
  return file.replace(/\.json$/, '');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
});
const wanted = listScripts().filter((file) => values.all === true || positionals.some((name) => isNamed(file, name)));
if (values.help === true) console.log(HELP);
else if (values.write === true) writeFileSync(BOOK, writeBook());
else if (wanted.length > 0) show(wanted);
else if (positionals.length === 0) list();
else {
  console.error(`No conversation is called so. "npm run conversations" lists them.`);
  process.exitCode = 1;
}

function isNamed(file: string, name: string): boolean {
  const full = nameOf(file);
  return full.startsWith(name) || full.startsWith(`real/${name}`);
}

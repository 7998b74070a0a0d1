/** docs/benchmarks.md: what was measured, on which machine, on which day, with which command. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { toMarkdown } from './table.ts';
import type { Section } from './table.ts';

const PATH = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const HEAD = [
  '# Benchmarks',
  '',
  'Each figure stands beside its floor of the same run, on the same cores: look at the ratios, not at the machine. The load',
  'generator and the provider’s stand-in run beside what is measured.',
  '',
].join('\n');

/** Replaces the tables of these benchmarks; those that were not run stay as they are. */
export function writeDocument(
  measured: readonly { readonly name: string; readonly sections: readonly Section[] }[],
): void {
  const kept = readParts();
  for (const { name, sections } of measured) {
    const tables = sections.map((section) => `${toMarkdown(section)}\n`).join('\n');
    kept.set(name, `${tables}${describeRun(name)}\n`);
  }
  const parts = [...kept].map(([name, text]) => `<!-- ${name} -->\n\n${text.trim()}\n`);
  writeFileSync(PATH, [HEAD, ...parts].join('\n'));
  spawnSync('oxfmt', [PATH], { stdio: 'ignore' }); // where npm runs this, it is at hand
}

/** What stands under each `<!-- name -->`, in order. */
function readParts(): Map<string, string> {
  const text = existsSync(PATH) ? readFileSync(PATH, 'utf8') : '';
  const [, ...parts] = text.split(/^<!-- (?=[a-z-]+ -->)/m);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf(' -->');
      return [part.slice(0, end), part.slice(end + 4)];
    }),
  );
}

function describeRun(name: string): string {
  const [processor] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return (
    `\`npm run bench ${name}\`, ${day}, Node ${process.versions.node}, ${availableParallelism()} cores ` +
    `(${processor?.model.trim() ?? 'unknown'}), ${gigabytes} GB.`
  );
}

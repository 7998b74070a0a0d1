/** All golden conversations as one readable page, docs/conversations.md: written from the files, and checked by a test. */
import { fileURLToPath } from 'node:url';
import { listScripts, readScript } from './files.ts';
import { languageOf, writeConversation } from './picture.ts';

export const BOOK = fileURLToPath(new URL('../../docs/conversations.md', import.meta.url));

export function writeBook(): string {
  const chapters = listScripts().map((file) => ({ name: file.replace(/\.json$/, ''), script: readScript(file) }));
  const rows = chapters.map(
    ({ name, script }) => `| [${name}](#${anchorOf(name)}) | ${languageOf(script)} | ${script.about.replaceAll('|', '/')} |`,
  );
  return `${[
    '# What Faro says',
    `Every golden conversation, as the person sees it on WhatsApp and by SMS. Written by \`npm run conversations -- --write\` from
\`tests/conversations/*.json\`, which are played in \`npm test\`. Those of \`real/\` are had about the facts that Faro ships; the
others about three invented ones, so that they do not change with the news. The people are invented, their numbers too.`,
    ['| conversation | language at the end | what it shows |', '| --- | --- | --- |', ...rows].join('\n'),
    ...chapters.map(({ name, script }) => writeConversation(name, script)),
  ].join('\n\n')}\n`;
}

/** As GitHub makes them of headings. */
function anchorOf(name: string): string {
  return name.replaceAll('/', '').toLowerCase();
}

/** No conversation is left out of the golden ones: neither a dialog, nor a kind of choice, nor a word that works everywhere. */
import type { Dialog } from 'botbuilder-dialogs';
import { expect, test } from 'vitest';
import { DIALOGS } from '../../dialogs/all.ts';
import { readChoiceId } from '../../dialogs/choices.ts';
import type { Picked } from '../../dialogs/choices.ts';
import type { GlobalWord } from '../../dialogs/talk.ts';
import { createEngine } from '../../src/bot/engine.ts';
import type { DialogTable, Engine } from '../../src/bot/engine.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { listScripts, readScript } from './files.ts';
import { openMemoryLine } from './lines.ts';
import { play } from './script.ts';

interface Heard {
  readonly dialogs: Set<string>;
  readonly picked: Set<string>;
  readonly words: Set<string>;
}

const heard: Heard = { dialogs: new Set(), picked: new Set(), words: new Set() };

/** The engine that the service has, and a note of what it was asked for. */
function listeningEngine(): Engine {
  const engine = createEngine(listeningDialogs());
  return {
    version: engine.version,
    converse(talk, stack, apology) {
      if (talk.heard.kind === 'picked') heard.picked.add(talk.heard.picked.kind);
      if (talk.heard.kind === 'word') heard.words.add(talk.heard.word);
      return engine.converse(talk, stack, apology);
    },
  };
}

function listeningDialogs(): DialogTable {
  const entries = Object.entries(DIALOGS).map(([id, create]) => {
    const listening = (): Dialog => {
      const dialog: Dialog = create();
      const begin: Dialog['beginDialog'] = dialog.beginDialog.bind(dialog);
      dialog.beginDialog = (context, options) => {
        heard.dialogs.add(id);
        return begin(context, options);
      };
      return dialog;
    };
    return [id, listening] as const;
  });
  return Object.fromEntries(entries) as unknown as DialogTable; // the same keys
}

/** A kind that is missing here does not compile. */
const KINDS = {
  menu: true,
  ask: true,
  human: true,
  language_list: true,
  help: true,
  none: true,
  privacy: true,
  hide_help: true,
  erase: true,
  language: true,
  case_theme: true,
  case_language: true,
  cancel_case: true,
  feedback: true,
  wish_alert: true,
  stop_alerts: true,
  alerts: true,
  corrections: true,
  fact: true,
  interview: true,
  pathway: true,
  more_pathways: true,
  find_help: true,
  unknown: true,
} as const satisfies Record<Picked['kind'], true>;

const WORDS = {
  menu: true,
  back: true,
  pathways: true,
  human: true,
  delete: true,
  help: true,
  about: true,
  who: true,
  privacy: true,
  hide: true,
  language: true,
  alerts: true,
  stop: true,
  start: true,
  more: true,
  thanks: true,
  hello: true,
} as const satisfies Record<GlobalWord, true>;

test('every dialog, every kind of choice and every word is in a golden conversation', async () => {
  const engine = listeningEngine();
  for (const file of listScripts())
    for (const channel of CHANNELS) {
      await using line = openMemoryLine(channel);
      await play(readScript(file), channel, line, engine);
    }
  const missing = (all: object, met: Set<string>): readonly string[] => Object.keys(all).filter((one) => !met.has(one));
  expect(missing(DIALOGS, heard.dialogs)).toEqual([]);
  expect(missing(KINDS, heard.picked)).toEqual([]);
  expect(missing(WORDS, heard.words)).toEqual([]);
}, 60_000);

test('what is offered in a golden conversation can be read when it is picked', () => {
  const ids = listScripts().flatMap((file) =>
    readScript(file).turns.flatMap(({ whatsapp }) =>
      (whatsapp?.choices ?? []).flatMap((line) => / \((v1:[^)]+)\)/.exec(line)?.[1] ?? []),
    ),
  );
  expect(ids.length).toBeGreaterThan(0);
  expect([...new Set(ids)].filter((id) => readChoiceId(id).kind === 'unknown')).toEqual([]);
});

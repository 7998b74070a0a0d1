/** The thread in which the bot takes its turns: `start-bot-thread.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { createKnowledge } from '../../knowledge/knowledge.ts';
import { loadTeam } from '../../knowledge/team/load-team.ts';
import { createChangingTeam } from '../../knowledge/team/team-state.ts';
import { createPhrases } from '../../language/phrases.ts';
import { createBot } from '../bot.ts';
import type { FromThread, ThreadData, ToThread } from './messages.ts';

const port = parentPort;
if (port === null) throw new TypeError('Expected to run as a thread: start it with startBotThread().');
const say = (message: FromThread): void => port.postMessage(message);

const { contentDir, sms } = workerData as ThreadData; // what startBotThread() gives
// What is wrong with the content is told by the service, which reads it too.
const knowledge = createKnowledge({ contentDir, telemetry: { record: () => {} } });
const team = createChangingTeam(loadTeam(contentDir));
const bot = createBot({
  knowledge,
  phrases: createPhrases(),
  team,
  sms,
  onRestart: (reason) => say({ kind: 'restarted', reason }),
});

port.on('message', (message: ToThread) => {
  if (message.kind === 'team') {
    team.take(message.state);
    return;
  }
  const { id, snapshot } = message;
  bot.turn(snapshot, message.message).then(
    (result) => say({ kind: 'taken', id, result }),
    (error: unknown) => say({ kind: 'failed', id, error }),
  );
});

say({ kind: 'ready' });

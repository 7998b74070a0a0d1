/** A thread in place of the bot's that does what the message says: end, never come back, or give the number of its life. */
import { parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from '../../../src/bot/thread/messages.ts';

const life = Math.random();
const port = parentPort;
if (port === null) throw new TypeError('Expected to run as a thread.');
const say = (message: FromThread): void => port.postMessage(message);

port.on('message', (message: ToThread) => {
  if (message.kind !== 'turn') return;
  const { content } = message.message;
  const said = content.kind === 'text' ? content.text : '';
  if (said === 'end') process.exit(1);
  while (said === 'never come back');
  if (said === 'fail') say({ kind: 'failed', id: message.id, error: new RangeError('odd') });
  else say({ kind: 'taken', id: message.id, result: { snapshot: { life } as never, reply: null, effects: [] } });
});
say({ kind: 'ready' });

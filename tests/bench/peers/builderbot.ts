/**
 * BuilderBot with its Meta provider, as its guide sets it up: one flow that answers everything, memory database.
 *
 *   node tests/bench/peers/builderbot.ts PORT GRAPH_URL
 */
import { Server } from 'node:net';
import { requirePeer } from './install.ts';

interface BuilderBot {
  readonly addKeyword: (event: string) => { addAnswer(text: string): unknown };
  readonly createBot: (parts: object) => Promise<{ httpServer(port: number): void }>;
  readonly createFlow: (flows: readonly unknown[]) => unknown;
  readonly createProvider: (kind: unknown, settings: object) => { on(event: string, listener: () => void): void };
  readonly EVENTS: { readonly WELCOME: string };
  readonly MemoryDB: new () => unknown;
}
interface Axios {
  readonly interceptors: { readonly request: { use(change: (config: { url: string }) => { url: string }): void } };
}

const [port = '0', graphUrl = ''] = process.argv.slice(2);
// As its documentation shows them; the installed versions are pinned.
const { addKeyword, createBot, createFlow, createProvider, EVENTS, MemoryDB } = requirePeer(
  '@builderbot/bot',
) as BuilderBot;
const { MetaProvider } = requirePeer('@builderbot/provider-meta') as { readonly MetaProvider: unknown };
const axios = requirePeer('axios') as Axios;

// It would listen on every network that the machine has.
const { prototype } = Server;
const listen: unknown = Reflect.get(prototype, 'listen');
Reflect.set(prototype, 'listen', function (this: Server, ...words: unknown[]): unknown {
  const listening = words.filter((word) => typeof word === 'function');
  if (typeof listen !== 'function') throw new TypeError('Expected a server that can listen.');
  return Reflect.apply(listen, this, [Number(port), '127.0.0.1', ...listening]);
});
// Meta's address is written into it.
axios.interceptors.request.use((config) => ({
  ...config,
  url: config.url.replace('https://graph.facebook.com', graphUrl),
}));
const provider = createProvider(MetaProvider, {
  jwtToken: 'bench-token',
  numberId: '106540352242922',
  verifyToken: 'bench-verify-token',
  version: 'v18.0',
});
provider.on('ready', () => process.stdout.write('ready\n'));
const flow = createFlow([addKeyword(EVENTS.WELCOME).addAnswer('Respuesta de prueba.')]);
const bot = await createBot({ flow, provider, database: new MemoryDB() });
bot.httpServer(Number(port));

/**
 * bottender with its WhatsApp channel (by way of Twilio) and its sessions in memory: counts each person's messages.
 *
 *   node tests/bench/peers/bottender.ts PORT PROVIDER_URL SECRET
 */
import type { Server } from 'node:http';
import { requirePeer } from './install.ts';

interface Context {
  readonly state: { readonly count?: number };
  setState(state: { readonly count: number }): void;
  sendText(text: string): Promise<unknown>;
}
interface WhatsappBot {
  onEvent(handler: (context: Context) => Promise<void>): WhatsappBot;
}

const [port = '0', origin = '', authToken = ''] = process.argv.slice(2);
// As its types say; the installed version is pinned.
const { default: Bot } = requirePeer('bottender/dist/whatsapp/WhatsappBot') as {
  readonly default: new (settings: object) => WhatsappBot;
};
const { createServer } = requirePeer('@bottender/express') as {
  readonly createServer: (
    bot: WhatsappBot,
    settings: { readonly path: string },
  ) => { listen(port: number, host: string, listening: () => void): Server };
};
const bot = new Bot({ accountSid: 'AC0', authToken, phoneNumber: 'house', origin }).onEvent(async (context) => {
  const count = (context.state.count ?? 0) + 1;
  context.setState({ count });
  await context.sendText(`Respuesta ${count}.`);
});
createServer(bot, { path: '/webhooks/whatsapp' }).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write('ready\n');
});

/**
 * A plain Bot Framework bot for WhatsApp, as its samples do it: an adapter of its own, state in MemoryStorage, a dialog
 * that asks on and on. Answers the webhook when its turn is over, as the framework's own adapters do.
 *
 *   node tests/bench/peers/bot-framework.ts PORT GRAPH_URL SECRET
 */
import { createHmac } from 'node:crypto';
import { BotAdapter, ConversationState, MemoryStorage, TurnContext } from 'botbuilder-core';
import type { Activity, ResourceResponse } from 'botbuilder-core';
import { ComponentDialog, DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import type { WaterfallStepContext } from 'botbuilder-dialogs';
import express from 'express';

const [port = '0', graphUrl = '', secret = ''] = process.argv.slice(2);

class GraphAdapter extends BotAdapter {
  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const { from } = context.activity;
    for (const { type, text } of activities) {
      if (type !== 'message') continue;
      const body = JSON.stringify({ messaging_product: 'whatsapp', to: from.id, type: 'text', text: { body: text } });
      const headers = { 'content-type': 'application/json', authorization: 'Bearer bench-token' };
      const answer = await fetch(`${graphUrl}/v23.0/106540352242922/messages`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
    }
    return activities.map(() => ({ id: '' }));
  }
  override updateActivity(): Promise<void> {
    return Promise.resolve();
  }
  override deleteActivity(): Promise<void> {
    return Promise.resolve();
  }
  override continueConversation(): Promise<void> {
    return Promise.resolve();
  }
}

class Asking extends ComponentDialog {
  constructor() {
    super('asking');
    this.addDialog(new TextPrompt('text'));
    this.addDialog(
      new WaterfallDialog('ask', [
        (step: WaterfallStepContext) => step.prompt('text', 'Respuesta de prueba. ¿Algo más?'),
        (step: WaterfallStepContext) => step.replaceDialog('ask'),
      ]),
    );
    this.initialDialogId = 'ask';
  }
}

const adapter = new GraphAdapter();
const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty('dialogs'));
dialogs.add(new Asking());

async function takeTurn(from: string, text: string): Promise<void> {
  const context = new TurnContext(adapter, {
    type: 'message',
    channelId: 'whatsapp',
    text,
    from: { id: from, name: '' },
    conversation: { id: from, isGroup: false, conversationType: 'personal', name: '' },
  });
  const dialog = await dialogs.createContext(context);
  const { status } = await dialog.continueDialog();
  if (status === DialogTurnStatus.empty) await dialog.beginDialog('asking');
  await state.saveChanges(context);
}

interface Webhook {
  readonly entry: readonly {
    readonly changes: readonly {
      readonly value: {
        readonly messages?: readonly { readonly from: string; readonly text: { readonly body: string } }[];
      };
    }[];
  }[];
}

const app = express();
app.post('/webhooks/whatsapp', express.raw({ type: () => true }), async (request, response) => {
  const body = request.body as Buffer; // express.raw made it
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  if (request.headers['x-hub-signature-256'] !== `sha256=${signature}`) {
    response.sendStatus(401);
    return;
  }
  const webhook = JSON.parse(body.toString()) as Webhook; // our own bench sent it
  const messages = webhook.entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.messages ?? []));
  for (const { from, text } of messages) await takeTurn(from, text.body);
  response.sendStatus(200);
});
app.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write('ready\n');
});

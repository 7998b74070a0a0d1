/** What a person sees of a message: one shape for the simulator and the terminal, whatever the channel. */
import type { AcceptedGraphMessage } from './graph/events.ts';
import { templateVariables } from './graph/message-rules.ts';
import { toList, toObject, toText } from './json.ts';
import type { JsonObject } from './json.ts';

export interface ViewChoice {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
}

export type View =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'buttons'; readonly text: string; readonly choices: readonly ViewChoice[] }
  /** The choices of all sections, in order; `label` names the button that opens them. */
  | { readonly kind: 'list'; readonly text: string; readonly label: string; readonly choices: readonly ViewChoice[] }
  | { readonly kind: 'link'; readonly text: string; readonly label: string; readonly url: string }
  | { readonly kind: 'location_request'; readonly text: string }
  /** Something that has no picture here; `what` is the provider's word for it. */
  | { readonly kind: 'other'; readonly what: string; readonly text: string };

/** What may be picked in a message; empty when it asks nothing. */
export function choicesOf(view: View): readonly ViewChoice[] {
  return view.kind === 'buttons' || view.kind === 'list' ? view.choices : [];
}

export function toWhatsAppView(message: AcceptedGraphMessage): View {
  const { payload, kind } = message;
  switch (kind) {
    case 'text':
      return { kind: 'text', text: toText(toObject(payload['text'])['body']) };
    case 'template':
      return { kind: 'text', text: toTemplateText(message) };
    case 'button':
    case 'list':
    case 'cta_url':
    case 'location_request_message':
      return toInteractiveView(kind, toObject(payload['interactive']));
    default:
      return { kind: 'other', what: kind, text: toText(toObject(toObject(payload['interactive'])['body'])['text']) };
  }
}

function toInteractiveView(
  kind: 'button' | 'list' | 'cta_url' | 'location_request_message',
  interactive: JsonObject,
): View {
  const action = toObject(interactive['action']);
  const text = toWholeText(interactive);
  switch (kind) {
    case 'button':
      return {
        kind: 'buttons',
        text,
        choices: toList(action['buttons']).map((button) => toChoice(toObject(button)['reply'])),
      };
    case 'list': {
      const rows = toList(action['sections']).flatMap((section) => toList(toObject(section)['rows']));
      return { kind: 'list', text, label: toText(action['button']), choices: rows.map(toChoice) };
    }
    case 'cta_url': {
      const { display_text: label, url } = toObject(action['parameters']);
      return { kind: 'link', text, label: toText(label), url: toText(url) };
    }
    case 'location_request_message':
      return { kind: 'location_request', text };
  }
}

/** Header, body and footer as they stand above each other. */
function toWholeText(interactive: JsonObject): string {
  const header = toText(toObject(interactive['header'])['text']);
  const body = toText(toObject(interactive['body'])['text']);
  const footer = toText(toObject(interactive['footer'])['text']);
  return [header === '' ? '' : `*${header}*`, body, footer].filter((part) => part !== '').join('\n\n');
}

function toChoice(row: unknown): ViewChoice {
  const { id, title, description } = toObject(row);
  return { id: toText(id), title: toText(title), description: typeof description === 'string' ? description : null };
}

/** Only Meta knows a template's words; what the fake was not told is shown as its name and variables. */
function toTemplateText({ payload, template }: AcceptedGraphMessage): string {
  const variables = templateVariables(payload);
  if (template?.text === undefined) {
    return [`[${toText(toObject(payload['template'])['name'])}]`, ...variables].join('\n');
  }
  return template.text.replaceAll(/\{\{(\d+)\}\}/g, (gap, place: string) => variables[Number(place) - 1] ?? gap);
}

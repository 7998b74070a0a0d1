/** Plain requests to the fake Graph, and good bodies that a test can spoil. */
import type { FakeGraph } from '../../src/dev/fake-graph.ts';

export const ANA = { phone: '+12025550101', name: 'Ana' } as const;
export const LUIS = { phone: '+12025550102', name: 'Luis' } as const;
/** Took a username: has no number that anybody may see. */
export const HIDDEN = { userId: 'GT.10000000000000000103' } as const;

export interface GraphResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: GraphBody;
}

interface GraphBody {
  readonly error?: { readonly code: number; readonly error_subcode?: number; readonly fbtrace_id: string };
  readonly messages?: readonly { readonly id: string }[];
  readonly contacts?: readonly Record<string, string>[];
  readonly success?: boolean;
}

export async function postGraph(
  graph: FakeGraph,
  body: unknown,
  { token = graph.accessToken, id = graph.phoneNumberId }: { readonly token?: string; readonly id?: string } = {},
): Promise<GraphResponse> {
  const response = await fetch(`${graph.url}/v26.0/${id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  // The fake's own answers; each test looks at what it expects.
  return { status: response.status, headers: response.headers, body: (await response.json()) as GraphBody };
}

const TO_ANA = { messaging_product: 'whatsapp', recipient_type: 'individual', to: ANA.phone };

export function text(body: unknown = 'hola', more: object = {}): object {
  return { ...TO_ANA, type: 'text', text: { body }, ...more };
}

export function interactive(content: object, more: object = {}): object {
  return { ...TO_ANA, type: 'interactive', interactive: { body: { text: 'pick' }, ...content }, ...more };
}

export function buttons(titles: readonly string[], more: object = {}): object {
  const list = titles.map((title, index) => ({ type: 'reply', reply: { id: `v1:${index}`, title } }));
  return interactive({ type: 'button', action: { buttons: list }, ...more });
}

export function list(rows: readonly object[], more: object = {}, button = 'Topics'): object {
  return interactive({ type: 'list', action: { button, sections: [{ rows }] }, ...more });
}

export function rows(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ id: `v1:${index}`, title: `Row ${index}` }));
}

export function link(displayText: string, url = 'https://example.org/'): object {
  return interactive({ type: 'cta_url', action: { name: 'cta_url', parameters: { display_text: displayText, url } } });
}

export function template(content: object, more: object = {}): object {
  return { ...TO_ANA, type: 'template', template: content, ...more };
}

/** What the page hears about one person, in the order in which it happened. */
import type { ChannelName } from '../../core/contact.ts';
import type { View } from '../view.ts';

/** What the person sent, as their own bubble shows it. */
export type OwnView =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly title: string; readonly description: string | null }
  | { readonly kind: 'location'; readonly name: string; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'image' | 'voice' };

/** What a text costs as an SMS. */
interface SmsCost {
  readonly encoding: string;
  readonly units: number;
  readonly segments: number;
  readonly costly: readonly string[];
}

export type Tick = 'sent' | 'delivered' | 'read' | 'failed';

export type SimulatorEvent =
  | {
      readonly type: 'message';
      readonly channel: ChannelName;
      readonly from: 'person';
      readonly id: string;
      readonly atMs: number;
      readonly view: OwnView;
    }
  | {
      readonly type: 'message';
      readonly channel: ChannelName;
      /** `carrier`: the telephone company answers STOP, START and HELP itself. */
      readonly from: 'bot' | 'carrier';
      readonly id: string;
      readonly atMs: number;
      readonly view: View;
      readonly cost: SmsCost | null;
    }
  /** `status` is what the service answered when it did not take the message. */
  | {
      readonly type: 'tick';
      readonly channel: ChannelName;
      readonly id: string;
      readonly tick: Tick;
      readonly status: number | null;
    }
  | { readonly type: 'typing'; readonly channel: 'whatsapp' };

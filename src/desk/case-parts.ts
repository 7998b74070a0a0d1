/** What the desk's routes about cases work with, besides what the door needs. */
import type { DeskWords } from '../bot/desk-words.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { MediaSource } from '../core/media.ts';
import type { ReturnNotice } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { TeamHours } from '../core/team.ts';
import type { Desk } from '../store/desk/desk.ts';
import type { Live } from './live/live.ts';
import type { Translate } from './translate.ts';

export interface CaseDeskParts {
  readonly store: Desk;
  readonly knowledge: Pick<Knowledge, 'facts' | 'find' | 'freshness' | 'search' | 'readCodes' | 'places' | 'countries'>;
  /** The bot's own words, so that agents and bot say the same. */
  readonly words: DeskWords;
  /** Tells a person that the automatic answers are back. */
  readonly returned: (notice: ReturnNotice) => Reply;
  /** Only of channels that are on. */
  readonly media: Readonly<Partial<Record<ChannelName, MediaSource>>>;
  /** Null where no server is set. */
  readonly translate: Translate | null;
  /** The hours of `content/team.yaml`. */
  readonly shippedHours: TeamHours;
  /** As in the channel that sends it. */
  readonly smsTransliterate: boolean;
  readonly live: Live;
  /** Something is to be sent. */
  readonly onQueued: () => void;
}

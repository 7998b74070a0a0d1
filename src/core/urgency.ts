/** Whether a message may be a cry for help: a first look, for the order in which people are served, and nothing more. */
import type { InboundContent } from './message.ts';

/** Takes some microseconds. What it misses waits like the others; what it hears wrongly is served earlier. */
export type HearDanger = (content: InboundContent) => boolean;

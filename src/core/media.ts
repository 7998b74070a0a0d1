/** Files that people sent. They stay at the provider, and pass through us only while an agent looks at one. */
import type { MediaHandle } from './message.ts';

export interface FetchedMedia {
  /** As the provider names it, for example `audio/ogg; codecs=opus`. */
  readonly mimeType: string;
  /** Null when the provider does not say. */
  readonly bytes: number | null;
  readonly body: ReadableStream<Uint8Array>;
}

/** One for each channel whose provider keeps files. */
export interface MediaSource {
  /**
   * Begins to fetch a file. Whoever asks reads `body` to its end, or cancels it.
   *
   * @throws {MediaError} when there is nothing to read
   */
  fetchMedia(media: MediaHandle): Promise<FetchedMedia>;
}

/** Tells of an urgent case when nobody looks: two soft tones, and a mark before the page's title. */
import { preferences } from './preferences.ts';

/** Browsers let a page sound only after somebody has touched it. Heard first: buttons keep their events to themselves. */
let audio: AudioContext | null = null;
for (const gesture of ['pointerdown', 'keydown'] as const) {
  addEventListener(gesture, () => void (audio ??= new AudioContext()), { once: true, capture: true });
}

const TONES = [660, 880];
const TONE_SECONDS = 0.22;
const LOUDNESS = 0.12;

export function ring(): void {
  if (!preferences.value.sound || audio === null) return;
  for (const [index, frequency] of TONES.entries()) playTone(audio, frequency, index * TONE_SECONDS);
}

function playTone(context: AudioContext, frequency: number, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds;
  const tone = new OscillatorNode(context, { frequency });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + TONE_SECONDS / 4);
  volume.gain.linearRampToValueAtTime(0, start + TONE_SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + TONE_SECONDS);
}

/** @example markTitle(2, 'Casos') // "(2!) Casos · Faro" */
export function markTitle(urgent: number, page: string): void {
  document.title = `${urgent === 0 ? '' : `(${urgent}!) `}${page} · Faro`;
}

import { useSay } from '../phrases.ts';
import type { Kept } from './use-kept.ts';

/** Says that a form shows what was typed into it earlier. */
export function KeptNote<Fields extends object>({ kept }: { readonly kept: Kept<Fields> }) {
  const say = useSay();
  return kept.isOld ? <p className="quiet small">{say('form.kept')}</p> : null;
}

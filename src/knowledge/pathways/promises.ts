/**
 * Words that tell a person they have a right to something. Only an authority can say that, or a lawyer who knows the
 * whole story; whoever reads it from us may sell a house and set out.
 */
import { fold, wordsOf } from '../fold.ts';
import { compilePhrases } from '../phrases.ts';

const PROMISES = compilePhrases([
  // es, pt
  'califica|calificas|califican|calificaria|calificarias',
  'usted|tu es|eres elegible',
  'usted|ud|si es elegible',
  'eres|son elegible|elegibles',
  'tiene|tienes derecho a ... asilo|visa|residencia|estatus|refugio|permiso',
  'le|te garantizamos|aseguramos',
  'se qualifica|qualificam|qualificaria',
  'voce qualifica',
  'voce|voces e|sao elegivel|elegiveis',
  'voce|voces tem ... direito a|ao|as|de ... asilo|visto|residencia|refugio|ficar|permanecer',
  'garantimos',
  // en
  'qualify|qualifies|qualified',
  'you are|re eligible|entitled',
  'youre eligible|entitled',
  'you have a|the right to ... asylum|visa|residence|status|stay|enter',
  'we guarantee|promise',
  // fr
  'vous avez ... droit',
  'tu as ... droit',
  'vous etes|serez eligible|eligibles|admissible|admissibles',
  'vous remplissez ... conditions',
  'nous garantissons',
  // ht
  'kalifye',
  'ou|w elijib',
  'ou|w gen dwa pou|jwenn|resevwa',
  'nou garanti|pwomet',
]);

/** Whether a text says that somebody has a right to a pathway, or is promised one. */
export function isPromise(text: string): boolean {
  return PROMISES.occursIn(wordsOf(fold(text)));
}

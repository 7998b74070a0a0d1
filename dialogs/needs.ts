/** What people look for near them, and the words for it, in all five languages together: people mix them. */
import type { Service } from '../src/core/place.ts';
import { compilePhrases } from '../src/knowledge/phrases.ts';
import type { Phrases } from '../src/knowledge/phrases.ts';

/** In the order in which they are offered. */
export const NEEDS = ['shelter', 'legal', 'refuge', 'documents', 'health', 'family_search', 'all'] as const;
export type Need = (typeof NEEDS)[number];

/** A place was asked for, to look there for this. */
export type PlaceAwaited = `place:${Need | 'unsaid'}`;
export const PLACES_AWAITED: readonly PlaceAwaited[] = [...NEEDS, 'unsaid' as const].map(
  (need): PlaceAwaited => `place:${need}`,
);

/** What is looked for at the place that we asked for; null when that was not said, or we did not ask. */
export function needAwaited(awaited: string | null): Need | null {
  return NEEDS.find((need) => awaited === `place:${need}`) ?? null;
}

/** The service that a place must have; null: any will do. */
export function serviceOf(need: Need): Service | null {
  return need === 'all' ? null : need;
}

/** `...` stands for up to three words. */
const WORDS = {
  shelter: [
    'albergue*|alberge*|albege|alvergue*|alverge*|posada|hospedaje|alojamiento',
    'casa|casas del|de|para migrante|migrantes',
    'refugio|refugios para dormir|migrantes|mujeres|familias|la|pasar',
    'donde|lugar|sitio|algo ... dormir|duermo|dormimos|quedarme|quedarnos|alojarme|hospedarme|descansar',
    'pasar la noche',
    'shelter*|shelther|shalter',
    'where|place|somewhere|anywhere ... sleep|stay|rest',
    'migrant|migrants house|home',
    'abrigo|abrigos|abrigu',
    'casa do|de|dos migrante|migrantes',
    'onde|lugar ... dormir|ficar|pernoitar',
    'abri|abris|hebergement|foyer',
    'ou|endroit|lieu ... dormir|loger|heberger|coucher',
    'maison du|des migrant|migrants',
    'kote ... domi|dome|domi|rete',
    'lojman',
    'kay|sant migran',
  ],
  legal: [
    'abogad*|avogad*|advogad*|adevogad*|lawyer*|attorney*|avocat*|avoka',
    'ayuda|asesoria|asistencia|orientacion|apoyo legal|juridica|juridico|migratoria',
    'legal help|aid|assistance|advice|clinic|support',
    'ajuda|assistencia|assessoria juridica|legal',
    'aide|assistance|conseil juridique|legale',
    'ed|asistans|konsey legal|jiridik',
  ],
  refuge: [
    'comar|acnur|unhcr|hcr|onpar|conare',
    'oficina|oficinas de|del|para refugio|refugiados|refugiado|asilo|los',
    'refugee|refugees|asylum office|agency',
    'escritorio de|do|dos|para refugio|refugiados|asilo',
    'bureau de|d|des|pour refugies|asile|refuge|les',
    'biwo refijye|azil',
  ],
  documents: [
    'consulado*|consulate*|consulat*|konsila|konsula',
    'embajada*|embassy|embaixada*|ambassade*|anbasad',
    'oficina de|del migracion|inmigracion|inm',
    'immigration|migration office',
    'biwo imigrasyon',
  ],
  health: [
    'medico|medica|medicos|doctor|doctora|doctores|doctors|hospital|hospitales|hospitals|hopital',
    'clinica|clinicas|clinic|clinics|clinique',
    'centro|puesto|posto|centre|sant de salud|saude|sante',
    'health|medical center|centre|care|help',
    'medecin|medecins|docteur|dokte|lopital|klinik|medsen',
    'sant lasante|sante',
  ],
  family_search: [
    'cruz roja|vermelha',
    'red cross',
    'croix rouge',
    'lakwa|kwa wouj',
    'busco|buscar|buscando|encontrar|localizar|hallar ... familiar|familiares|hijo|hija|hermano|hermana|esposo|esposa|desaparecid*',
    'persona|personas desaparecida|desaparecidas',
    'missing|find|finding|for ... relative|relatives|family|son|daughter|brother|sister|husband|wife',
    'missing person|people|persons',
    'procuro|procurar|procurando|achar ... familiar|parente|filho|filha|irmao|irma|marido|esposa|desaparecid*',
    'cherche|chercher|retrouver ... famille|fils|fille|frere|soeur|mari|femme|disparu*',
    'chache|jwenn ... fanmi|pitit|fre|se|mari|madanm',
  ],
  all: [
    'ayuda|ayudas|ayudan|apoyo|apoyos|organizacion|organizaciones|ong|comida|comedor|comedores|informacion',
    'help|helps|support|organization|organizations|ngo|food|services',
    'ajuda|ajudam|apoio|organizacao|organizacoes|comida',
    'aide|aides|aident|soutien|association|associations|nourriture|manger',
    'ed|ede|asistans|oganizasyon|manje',
    'todo|todos|everything|all|tudo|tout|tou',
  ],
} as const satisfies Record<Need, readonly string[]>;

interface NeedWords {
  readonly need: Need;
  readonly phrases: Phrases;
}

const NEED_WORDS: readonly NeedWords[] = NEEDS.map((need) => ({ need, phrases: compilePhrases(WORDS[need]) }));

export interface NamedNeed {
  readonly need: Need;
  /** How many words name it. */
  readonly length: number;
}

/** The need that the longest words from here on name; of equally long ones the first of {@link NEEDS}. */
export function needAt(words: readonly string[], start: number): NamedNeed | null {
  const named = NEED_WORDS.map(({ need, phrases }) => ({ need, length: phrases.lengthAt(words, start) }));
  const longest = named.reduce((best, one) => (one.length > best.length ? one : best));
  return longest.length === 0 ? null : longest;
}

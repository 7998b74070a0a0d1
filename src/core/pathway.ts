/**
 * Legal pathways as data, and the short interview over them. It says what is worth asking about, never that somebody
 * qualifies: that is for a lawyer or an authority to say.
 */
import type { CountryCode } from './country.ts';
import type { Cadence, Day, Freshness, Source } from './fact.ts';
import type { FactId, PathwayId } from './ids.ts';
import type { Language } from './language.ts';

export const DESTINATIONS = ['US', 'MX', 'CA'] as const;
export type Destination = (typeof DESTINATIONS)[number];

export const PATHWAY_KINDS = [
  'asylum',
  'refugee',
  'family',
  'work',
  'study',
  'humanitarian',
  'victims',
  'children',
  'return',
] as const;
export type PathwayKind = (typeof PATHWAY_KINDS)[number];

/** The interview's questions in order, each with its answers; `nationality` takes a country's code. */
export const INTERVIEW = {
  destination: ['US', 'MX', 'CA', 'any'],
  /** Where they are now. `on_the_way`: in a country that is neither theirs nor one of the three. */
  location: ['home', 'on_the_way', 'MX', 'US', 'CA'],
  nationality: [],
  /** Afraid of going back because somebody would harm them. */
  fear: ['yes', 'no'],
  /** The closest relative in the country they want to live in: spouse, parent, child, brother or sister. */
  family: ['citizen', 'resident', 'protected', 'none'], // protected: with asylum or refugee status
  offer: ['job', 'study', 'none'],
  situation: ['victim', 'child_alone', 'wants_home', 'none'], // victim: of a crime, trafficking or violence at home
} as const satisfies Record<string, readonly string[]>;

export type InterviewQuestion = keyof typeof INTERVIEW;
export const INTERVIEW_QUESTIONS = [
  'destination',
  'location',
  'nationality',
  'fear',
  'family',
  'offer',
  'situation',
] as const satisfies readonly InterviewQuestion[];

/** What a person chose to answer. What is missing was skipped, and rules nothing out. */
export type InterviewAnswers = Readonly<Partial<Record<InterviewQuestion, string>>>;

export interface PathwayText {
  /** At most 24 characters: it stands in a list. */
  readonly title: string;
  /** Who may ask for it, in one sentence. */
  readonly who: string;
  readonly needs: string;
  readonly cost: string;
  /** The official first step. */
  readonly first: string;
  /** All of it for a basic phone, with source and date, in two segments. */
  readonly sms: string;
  readonly status: 'draft' | 'reviewed';
}

/** `unsettled`: courts or governments are changing it, so nobody should rely on either. */
export type PathwayState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly since: Day }
  | { readonly kind: 'unsettled'; readonly since: Day };

export interface Pathway {
  readonly id: PathwayId;
  readonly destination: Destination;
  readonly kind: PathwayKind;
  readonly state: PathwayState;
  /** Closed for citizens of some countries only. */
  readonly closedFor: readonly {
    readonly nationality: readonly CountryCode[];
    readonly since: Day;
    readonly fact: FactId;
  }[];
  /** A wrong step here can cost the person dearly, so the first step is a lawyer. */
  readonly lawyerFirst: boolean;
  readonly text: Readonly<Record<Language, PathwayText>>;
  /** The official page of the first step. */
  readonly url: string;
  readonly facts: readonly [FactId, ...FactId[]];
  readonly sources: readonly [Source, ...Source[]];
  readonly verifiedOn: Day;
  readonly cadence: Cadence;
}

/**
 * - `ask`: open and nothing that they said speaks against it: worth asking about.
 * - `lawyer`: the same, but only with a lawyer; also everything unsettled.
 * - `closed`: would have fitted, and is closed (for them).
 */
export const VERDICTS_ON_PATHWAY = ['ask', 'lawyer', 'closed'] as const;
export type PathwayVerdict = (typeof VERDICTS_ON_PATHWAY)[number];

export interface Finding {
  readonly pathway: Pathway;
  readonly verdict: PathwayVerdict;
  /** Of a closed one: the fact that says so. Null otherwise. */
  readonly fact: FactId | null;
}

export interface Pathways {
  /** Best first: `ask`, then `lawyer`, then `closed`; within each, what more of the answers speak for. */
  assess(answers: InterviewAnswers): readonly Finding[];
  /** Whether any open or closed pathway still depends on this question, given the answers so far. */
  matters(question: InterviewQuestion, answers: InterviewAnswers): boolean;
  find(id: PathwayId): Pathway | null;
  /** As of facts: due ones are shown with a warning, expired ones only by name and official address. */
  freshness(pathway: Pathway, nowMs: number): Freshness;
  readonly all: readonly Pathway[];
}

/**
 * The topics that people ask about, and the folder of `content/facts` that holds each one's facts.
 *
 * A topic's slug is what evaluation, statistics and agents speak of; it stays when facts come and go.
 */
import type { TopicSlug } from '../core/ids.ts';

export type Area =
  | 'us-asylum'
  | 'us-parole-tps'
  | 'us-visas'
  | 'us-removal'
  | 'daily-life'
  | 'danger'
  | 'mexico'
  | 'canada'
  | 'other-countries';

const AREA_OF_TOPIC: Readonly<Record<string, Area>> = {
  'us-asylum-basics': 'us-asylum',
  'us-asylum-one-year': 'us-asylum',
  'us-asylum-port-of-entry': 'us-asylum',
  'us-credible-fear': 'us-asylum',
  'us-asylum-work-permit': 'us-asylum',
  'us-asylum-fees': 'us-asylum',
  'us-asylum-waiting': 'us-asylum',
  'us-title42-ended': 'us-asylum',
  'us-cbp-one-ended': 'us-asylum',
  'us-cbp-home': 'us-asylum',
  'us-parole-chnv': 'us-parole-tps',
  'us-parole-family': 'us-parole-tps',
  'us-tps-general': 'us-parole-tps',
  'us-tps-venezuela': 'us-parole-tps',
  'us-tps-haiti': 'us-parole-tps',
  'us-tps-central-america': 'us-parole-tps',
  'us-refugee-program': 'us-parole-tps',
  'safe-mobility-offices': 'us-parole-tps',
  'us-family-visas': 'us-visas',
  'us-work-visas-h2': 'us-visas',
  'us-student-visa': 'us-visas',
  'us-visa-rules': 'us-visas',
  'us-diversity-visa': 'us-visas',
  'us-t-visa': 'us-visas',
  'us-u-visa': 'us-visas',
  'us-vawa': 'us-visas',
  'us-unaccompanied-children': 'us-visas',
  'us-daca': 'us-visas',
  'us-expedited-removal': 'us-removal',
  'us-reentry-bars': 'us-removal',
  'us-illegal-entry-crime': 'us-removal',
  'us-court-dates': 'us-removal',
  'us-change-address': 'us-removal',
  'us-lawyer-right': 'us-removal',
  'ice-detainee-locator': 'us-removal',
  'us-rights-encounter': 'us-removal',
  'us-detention-bond': 'us-removal',
  'us-registration': 'us-removal',
  'us-voluntary-departure': 'us-removal',
  'us-third-country': 'us-removal',
  'lone-star-sb4': 'us-removal',
  'us-public-charge': 'daily-life',
  'us-schooling': 'daily-life',
  'health-care': 'daily-life',
  'legal-help-free': 'daily-life',
  'notario-fraud': 'daily-life',
  'us-fees-forms-free': 'daily-life',
  'verify-official-sites': 'daily-life',
  'immigration-scams': 'daily-life',
  'consulate-help': 'daily-life',
  'smuggling-dangers': 'danger',
  'smuggler-law': 'danger',
  'border-open-rumour': 'danger',
  'kidnapping-extortion': 'danger',
  'fake-jobs-trafficking': 'danger',
  'emergency-numbers': 'danger',
  'missing-migrants': 'danger',
  darien: 'danger',
  'mx-refugee-comar': 'mexico',
  'mx-comar-process': 'mexico',
  'mx-humanitarian-card': 'mexico',
  'mx-transit': 'mexico',
  'iom-voluntary-return': 'mexico',
  'ca-refugee-claim': 'canada',
  'ca-stca': 'canada',
  'ca-programs': 'canada',
  'gt-status': 'other-countries',
  'cr-status': 'other-countries',
  'co-status': 'other-countries',
  'pa-status': 'other-countries',
  'br-refugee': 'other-countries',
  'ec-status': 'other-countries',
};

/** All slugs, area by area. */
// The keys above are the slugs, by definition; they are branded here and nowhere else.
export const TOPICS: readonly TopicSlug[] = Object.keys(AREA_OF_TOPIC) as TopicSlug[];

export function isTopic(slug: string): slug is TopicSlug {
  return Object.hasOwn(AREA_OF_TOPIC, slug);
}

/** The folder that a topic's facts live in. */
export function areaOf(topic: TopicSlug): Area {
  const area = AREA_OF_TOPIC[topic];
  if (area === undefined) throw new RangeError(`unknown topic: ${topic}`);
  return area;
}

/** Where in the console one is; it stands in the address, so that a reload and the back button do what they should. */
import type { CaseId } from '../../core/ids.ts';
import { Watched } from './watched.ts';

export const PAGES = [
  'cases',
  'canned',
  'proposals',
  'hearing',
  'reports',
  'teams',
  'agents',
  'audit',
  'account',
] as const;
export type PageName = (typeof PAGES)[number];

export type Place = { readonly page: Exclude<PageName, 'cases'> } | CasesPlace | { readonly page: null };

export interface CasesPlace {
  readonly page: 'cases';
  readonly caseId: CaseId | null;
}

const BASE = '/desk';

export function pathOf(place: Place): string {
  if (place.page === null) return BASE;
  if (place.page !== 'cases') return `${BASE}/${place.page}`;
  return place.caseId === null ? `${BASE}/cases` : `${BASE}/cases/${place.caseId}`;
}

function parsePath(path: string): Place {
  const [page, id] = path.slice(BASE.length + 1).split('/');
  // Whatever stands there is asked of the server, which knows whether there is such a case.
  if (page === 'cases') return { page, caseId: id === undefined || id === '' ? null : (id as CaseId) };
  const known = PAGES.find((one) => one === page);
  return known === undefined || known === 'cases' ? { page: null } : { page: known };
}

export const place = new Watched<Place>(parsePath(location.pathname));

addEventListener('popstate', () => place.set(parsePath(location.pathname)));

export function go(to: Place, how: 'push' | 'replace' = 'push'): void {
  const path = pathOf(to);
  if (path !== location.pathname) {
    if (how === 'push') history.pushState(null, '', path);
    else history.replaceState(null, '', path);
  }
  place.set(to);
}

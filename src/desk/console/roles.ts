/** What each role finds in the console: the same as `src/desk/permissions.ts` lets it do. */
import type { Role } from '../../core/desk.ts';
import type { PageName } from './place.ts';

const PAGES_OF = {
  agent: ['cases', 'canned'],
  supervisor: ['cases', 'canned', 'reports', 'hearing', 'proposals'],
  editor: ['proposals', 'hearing', 'canned'],
  auditor: ['audit', 'reports'],
  admin: ['agents', 'teams'],
} as const satisfies Record<Role, readonly PageName[]>;

/** In the order of the menu; the first one is where they begin. */
export function pagesOf(role: Role): readonly [PageName, ...PageName[]] {
  return PAGES_OF[role];
}

export function mayOpen(role: Role, page: PageName): boolean {
  return page === 'account' || pagesOf(role).includes(page);
}

export function takesCases(role: Role): boolean {
  return mayOpen(role, 'cases');
}

/**
 * Who may do what at the desk. The router is built from this table: a route without a line does not exist, and a line
 * without a handler does not compile. `tests/desk/permissions.test.ts` walks through it with every kind of visitor.
 *
 * To add a route:
 * 1. a line here, by method and path under `/desk/api`; `:caseId` for a case, `:somethingId` for other ids;
 * 2. a handler of the same name in `src/desk/routes/*.ts`, made with `signedIn` (see `route.ts`):
 *
 *        'POST /cases/:caseId/notes': signedIn({ body: z.strictObject({ text: words(2_000) }) }, async (call) => {
 *          const id = call.params['caseId'] as CaseId; // the router has seen that it is theirs
 *          const outcome = await store.notes.add(call.account, id, call.body.text);
 *          return outcome.kind === 'done' ? NOTHING : refuse('not_found');
 *        }),
 *
 *    The store's functions for cases write their line in the log themselves, in the same transaction; the others are
 *    given `call.audit(subject)`, which takes its action from this table;
 *
 * 3. a line in `tests/desk/route-samples.ts`: a request that works, so that the table can be tested with it.
 *
 * What a person wrote never stands in an address: searches that may hold their words are POST.
 */
import type { AuditAction } from '../core/audit.ts';
import { ROLES } from '../core/desk.ts';
import type { Role } from '../core/desk.ts';

export interface Permission {
  /**
   * - `anyone`: strangers at the door. - `half_signed_in`: the password was right, the second proof is due.
   * - a list of roles: signed in, and in one of these.
   */
  readonly who: 'anyone' | 'half_signed_in' | readonly Role[];
  /**
   * Which cases, for a path with `:caseId`. What is neither is answered like a case that does not exist.
   * - `any`: whichever there is; only for what shows no words. - `own`: only while it is theirs.
   * - `own_or_supervise`: that, or a supervisor.
   */
  readonly cases?: 'any' | 'own' | 'own_or_supervise';
  /** The line that a success leaves in the log; null where reading it again and again means nothing. */
  readonly audit: AuditAction | null;
  /** Also for those who must change their password or add a second factor before anything else. */
  readonly unsettled?: true;
  /** The page calls it by itself: it does not show that anybody is there, so it does not keep a session alive. */
  readonly background?: true;
}

const STAFF = ROLES;
/** Those who take cases. */
const AGENTS = ['agent', 'supervisor'] as const satisfies readonly Role[];
/** Those who look after what agents say again and again. */
const WRITERS = ['supervisor', 'editor'] as const satisfies readonly Role[];
/** Those who look for verified answers. */
const READERS = ['agent', 'supervisor', 'editor'] as const satisfies readonly Role[];

export const PERMISSIONS = {
  // The door
  'POST /sign-in': { who: 'anyone', audit: 'signed_in' },
  'POST /sign-in/code': { who: 'half_signed_in', audit: 'signed_in' },
  'POST /sign-in/passkey/options': { who: 'anyone', audit: null },
  'POST /sign-in/passkey': { who: 'anyone', audit: 'signed_in' },
  'POST /sign-out': { who: 'anyone', audit: 'signed_out' },

  // One's own account
  'GET /me': { who: STAFF, audit: null, unsettled: true, background: true },
  'POST /me/password': { who: STAFF, audit: 'password_changed', unsettled: true },
  'POST /me/totp': { who: STAFF, audit: null, unsettled: true },
  'POST /me/totp/confirm': { who: STAFF, audit: 'totp_added', unsettled: true },
  'POST /me/totp/remove': { who: STAFF, audit: 'totp_removed' },
  'POST /me/passkeys/options': { who: STAFF, audit: null, unsettled: true },
  'POST /me/passkeys': { who: STAFF, audit: 'passkey_added', unsettled: true },
  'POST /me/passkeys/:passkeyId/remove': { who: STAFF, audit: 'passkey_removed' },
  'POST /me/sign-out-others': { who: STAFF, audit: 'signed_out' },

  // Accounts and teams
  'GET /agents': { who: ['admin'], audit: null },
  'POST /agents': { who: ['admin'], audit: 'agent_created' },
  'PATCH /agents/:agentId': { who: ['admin'], audit: 'agent_changed' },
  'POST /agents/:agentId/reset': { who: ['admin'], audit: 'agent_reset' },
  'GET /teams': { who: STAFF, audit: null },
  'POST /teams': { who: ['admin'], audit: 'team_created' },
  'PATCH /teams/:teamId': { who: ['admin'], audit: 'team_changed' },

  // What there is, who is there
  'GET /settings': { who: STAFF, audit: null },
  'GET /colleagues': { who: AGENTS, audit: null },
  'GET /hours': { who: [...AGENTS, 'admin'], audit: null },
  'POST /here': { who: STAFF, audit: null },

  // Cases. The pages ask for them by themselves whenever something happens.
  'GET /cases': { who: AGENTS, audit: null, background: true },
  // That a supervisor reads a case of somebody else's does leave a line: `case_viewed`.
  'GET /cases/:caseId': { who: AGENTS, cases: 'own_or_supervise', audit: null, background: true },
  'POST /cases/:caseId/claim': { who: AGENTS, cases: 'any', audit: 'case_claimed' },
  'POST /cases/:caseId/renew': { who: AGENTS, cases: 'own', audit: null, background: true },
  'POST /cases/:caseId/release': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_released' },
  'POST /cases/:caseId/transfer': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_transferred' },
  'POST /cases/:caseId/park': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_parked' },
  'POST /cases/:caseId/close': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_closed' },
  'POST /cases/:caseId/reopen': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_reopened' },
  'POST /cases/:caseId/return': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_returned' },
  'POST /cases/:caseId/another': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_opened' },
  'POST /cases/:caseId/notes': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_noted' },
  'PUT /cases/:caseId/tags': { who: AGENTS, cases: 'own_or_supervise', audit: 'case_tagged' },
  'POST /cases/:caseId/number': { who: AGENTS, cases: 'own_or_supervise', audit: 'number_revealed' },
  'POST /cases/:caseId/typing': { who: AGENTS, cases: 'own', audit: null },
  'POST /cases/:caseId/messages': { who: AGENTS, cases: 'own', audit: 'case_answered' },
  'POST /cases/:caseId/messages/:messageId/retry': { who: AGENTS, cases: 'own', audit: 'answer_retried' },
  'POST /cases/:caseId/messages/:messageId/withdraw': { who: AGENTS, cases: 'own', audit: 'answer_withdrawn' },
  'POST /cases/:caseId/location-request': { who: AGENTS, cases: 'own', audit: 'location_asked' },
  'POST /cases/:caseId/messages/:messageId/location': {
    who: AGENTS,
    cases: 'own_or_supervise',
    audit: 'location_viewed',
  },
  'GET /cases/:caseId/messages/:messageId/media': { who: AGENTS, cases: 'own_or_supervise', audit: 'media_fetched' },
  'GET /events': { who: AGENTS, audit: null, background: true },

  // What helps with answering
  'POST /facts/search': { who: READERS, audit: null },
  'POST /facts/:factId': { who: READERS, audit: null },
  'POST /places/search': { who: READERS, audit: null },
  'POST /sms-cost': { who: READERS, audit: null },
  'POST /translate': { who: AGENTS, audit: null },
  'GET /canned-replies': { who: READERS, audit: null },
  'POST /canned-replies': { who: WRITERS, audit: 'canned_changed' },
  'PUT /canned-replies/:replyId': { who: WRITERS, audit: 'canned_changed' },
  'DELETE /canned-replies/:replyId': { who: WRITERS, audit: 'canned_changed' },

  // What editors and reports are made of
  'GET /proposals': { who: WRITERS, audit: null },
  'POST /proposals': { who: AGENTS, audit: 'proposal_made' },
  'POST /proposals/:proposalId/settle': { who: ['editor'], audit: 'proposal_settled' },
  'GET /reports/cases': { who: ['supervisor', 'auditor'], audit: null },
  'GET /reports/cases.csv': { who: ['supervisor', 'auditor'], audit: 'report_exported' },
  'GET /reports/heard': { who: WRITERS, audit: null },
  'GET /reports/heard.csv': { who: WRITERS, audit: 'report_exported' },

  // The log
  'GET /audit': { who: ['auditor'], audit: null },
  'GET /audit/check': { who: ['auditor'], audit: null },
} as const satisfies Readonly<Record<string, Permission>>;

export type RouteName = keyof typeof PERMISSIONS;

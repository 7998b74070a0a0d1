/** Every question that the console puts to the desk's API, by name. Paths: `src/desk/permissions.ts`. */
import type { AuditCheck } from '../../core/audit.ts';
import type { CaseState } from '../../core/case.ts';
import type { ChannelName } from '../../core/contact.ts';
import type {
  AgentForAdmin,
  AuditPage,
  Colleagues,
  DeskSettings,
  FoundFacts,
  HandedOut,
  Me,
  QueueAnswer,
  SignInAnswer,
  TotpOffer,
} from '../../core/desk-api.ts';
import type {
  AnswerTaken,
  AnswerToSend,
  CannedReplies,
  CannedReplyToKeep,
  CaseEnded,
  CaseLease,
  CaseOpened,
  CaseReport,
  FoundPlaces,
  HeardReport,
  MapPlace,
  NumberRevealed,
  ProposalList,
  ProposalToMake,
  SmsCost,
  TeamsNow,
  Translated,
} from '../../core/desk-cases-api.ts';
import type { CannedReply, CaseView, CloseReason, Proposal, Role } from '../../core/desk.ts';
import type { AgentId, CaseId, OutboxId, TeamId } from '../../core/ids.ts';
import type { Language } from '../../core/language.ts';
import type { Team } from '../../core/staff.ts';
import { ask, askForFile } from './ask.ts';

type Nothing = null;

export const door = {
  signIn: (email: string, password: string) => ask<SignInAnswer>('POST', '/sign-in', { email, password }),
  code: (code: string) => ask<SignInAnswer>('POST', '/sign-in/code', { code }),
  passkeyOptions: () => ask<unknown>('POST', '/sign-in/passkey/options', {}),
  passkey: (proof: unknown) => ask<SignInAnswer>('POST', '/sign-in/passkey', proof),
  signOut: () => ask<Nothing>('POST', '/sign-out'),
};

export const account = {
  me: () => ask<Me>('GET', '/me'),
  password: (password: string, next: string) => ask<Nothing>('POST', '/me/password', { password, next }),
  offerTotp: (password: string) => ask<TotpOffer>('POST', '/me/totp', { password }),
  confirmTotp: (code: string) => ask<Nothing>('POST', '/me/totp/confirm', { code }),
  removeTotp: (password: string) => ask<Nothing>('POST', '/me/totp/remove', { password }),
  passkeyOptions: (password: string) => ask<unknown>('POST', '/me/passkeys/options', { password }),
  addPasskey: (name: string, made: unknown) => ask<Nothing>('POST', '/me/passkeys', { name, made }),
  removePasskey: (id: string, password: string) => ask<Nothing>('POST', `/me/passkeys/${id}/remove`, { password }),
  signOutOthers: () => ask<Nothing>('POST', '/me/sign-out-others'),
};

export type TransferTo = { readonly agent: AgentId } | { readonly team: TeamId };

export const cases = {
  queue: (state?: CaseState) => ask<QueueAnswer>('GET', state === undefined ? '/cases' : `/cases?state=${state}`),
  view: (id: CaseId) => ask<CaseView>('GET', `/cases/${id}`),
  claim: (id: CaseId) => ask<CaseLease>('POST', `/cases/${id}/claim`),
  renew: (id: CaseId) => ask<CaseLease>('POST', `/cases/${id}/renew`),
  release: (id: CaseId) => ask<Nothing>('POST', `/cases/${id}/release`),
  transfer: (id: CaseId, to: TransferTo) => ask<Nothing>('POST', `/cases/${id}/transfer`, to),
  park: (id: CaseId, untilMs: number) => ask<Nothing>('POST', `/cases/${id}/park`, { untilMs }),
  close: (id: CaseId, reason: CloseReason) => ask<CaseEnded>('POST', `/cases/${id}/close`, { reason }),
  reopen: (id: CaseId) => ask<Nothing>('POST', `/cases/${id}/reopen`),
  openAnother: (id: CaseId, summary: string) => ask<CaseOpened>('POST', `/cases/${id}/another`, { summary }),
  returnToBot: (id: CaseId) => ask<CaseEnded>('POST', `/cases/${id}/return`),
  answer: (id: CaseId, answer: AnswerToSend) => ask<AnswerTaken>('POST', `/cases/${id}/messages`, answer),
  retry: (id: CaseId, message: OutboxId, clientKey: string) =>
    ask<AnswerTaken>('POST', `/cases/${id}/messages/${message}/retry`, { clientKey }),
  withdraw: (id: CaseId, message: OutboxId) => ask<Nothing>('POST', `/cases/${id}/messages/${message}/withdraw`),
  askLocation: (id: CaseId, clientKey: string) =>
    ask<AnswerTaken>('POST', `/cases/${id}/location-request`, { clientKey }),
  showLocation: (id: CaseId, message: string) => ask<MapPlace>('POST', `/cases/${id}/messages/${message}/location`),
  media: (id: CaseId, message: string) => askForFile(`/cases/${id}/messages/${message}/media`),
  note: (id: CaseId, text: string) => ask<unknown>('POST', `/cases/${id}/notes`, { text }),
  tags: (id: CaseId, tags: readonly string[]) => ask<Nothing>('PUT', `/cases/${id}/tags`, { tags }),
  typing: (id: CaseId) => ask<Nothing>('POST', `/cases/${id}/typing`),
  revealNumber: (id: CaseId, reason: string) => ask<NumberRevealed>('POST', `/cases/${id}/number`, { reason }),
};

export interface FactQuery {
  readonly query: string;
  readonly language: Language;
  readonly channel: ChannelName;
  readonly readIn: Language;
}

export const library = {
  settings: () => ask<DeskSettings>('GET', '/settings'),
  findFacts: (query: FactQuery) => ask<FoundFacts>('POST', '/facts/search', query),
  findPlaces: (query: string, readIn: Language) =>
    ask<FoundPlaces>('POST', '/places/search', { query, service: null, readIn }),
  smsCost: (text: string) => ask<SmsCost>('POST', '/sms-cost', { text }),
  canned: () => ask<CannedReplies>('GET', '/canned-replies'),
  addCanned: (reply: CannedReplyToKeep) => ask<CannedReply>('POST', '/canned-replies', reply),
  changeCanned: ({ id, ...reply }: CannedReply) => ask<unknown>('PUT', `/canned-replies/${id}`, reply),
  removeCanned: (id: string) => ask<Nothing>('DELETE', `/canned-replies/${id}`),
  proposals: (state: Proposal['state']) => ask<ProposalList>('GET', `/proposals?state=${state}`),
  propose: (proposal: ProposalToMake) => ask<unknown>('POST', '/proposals', proposal),
  settle: (id: string, state: Proposal['state']) => ask<Nothing>('POST', `/proposals/${id}/settle`, { state }),
  translate: (text: string, from: Language, to: Language) => ask<Translated>('POST', '/translate', { text, from, to }),
};

export const office = {
  /** Somebody is at this console: their sign-in lives on. */
  here: () => ask<Nothing>('POST', '/here'),
  hours: () => ask<TeamsNow>('GET', '/hours'),
  colleagues: () => ask<Colleagues>('GET', '/colleagues'),
  teams: () => ask<{ readonly teams: readonly Team[] }>('GET', '/teams'),
  addTeam: (team: Team) => ask<unknown>('POST', '/teams', team),
  changeTeam: (id: TeamId, change: Partial<Omit<Team, 'id'>>) => ask<Nothing>('PATCH', `/teams/${id}`, change),
  agents: () => ask<{ readonly agents: readonly AgentForAdmin[] }>('GET', '/agents'),
  addAgent: (agent: NewAgent) => ask<HandedOut>('POST', '/agents', agent),
  changeAgent: (id: AgentId, change: AgentChange) =>
    ask<{ readonly agent: AgentForAdmin }>('PATCH', `/agents/${id}`, change),
  resetAgent: (id: AgentId) => ask<HandedOut>('POST', `/agents/${id}/reset`),
  audit: (before: number | null) => ask<AuditPage>('GET', before === null ? '/audit' : `/audit?before=${before}`),
  checkAudit: () => ask<AuditCheck>('GET', '/audit/check'),
  caseReport: () => ask<CaseReport>('GET', '/reports/cases'),
  hearingReport: () => ask<HeardReport>('GET', '/reports/heard'),
};

export interface NewAgent {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly team: TeamId;
  readonly languages: readonly Language[];
}

export type AgentChange = Partial<Omit<NewAgent, 'email'> & { readonly disabled: boolean }>;

/**
 * What a handler is given and what it gives back. By the time it runs, the router has seen to origin, sign-in, role, case
 * and input; it decides nothing about permissions itself, except what only its own transaction can know.
 */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { AuditEntry } from '../core/audit.ts';
import type { DeskRefusal } from '../core/desk-refusal.ts';
import type { Account, Session } from '../core/staff.ts';
import type { RouteName } from './permissions.ts';
import type { PERMISSIONS } from './permissions.ts';
import { Refusal } from './refusal.ts';

export interface Visitor {
  readonly session: Session;
  readonly account: Account;
}

export interface OpenCall<Body = unknown, Query = unknown> {
  /** Whoever is signed in or halfway there, if anybody is. */
  readonly visitor: Visitor | null;
  readonly request: Request;
  /** The ids of the path: letters, digits, `-` and `_`. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  readonly nowMs: number;
  /** The line for the log, with the action of the table; the store writes it together with the change. */
  audit(subject: string | null, detail?: string): AuditEntry;
}

export interface SignedInCall<Body = unknown, Query = unknown> extends OpenCall<Body, Query> {
  readonly visitor: Visitor;
  /** The one who calls. */
  readonly account: Account;
  /** For answers that go on: whether this sign-in still counts, with the same role. */
  stillSignedIn(): Promise<boolean>;
}

export type Answer =
  | {
      readonly kind: 'json';
      readonly status: 200 | 201 | 202;
      readonly json: unknown;
      readonly cookies: readonly string[];
    }
  | { readonly kind: 'nothing'; readonly cookies: readonly string[]; readonly clear: boolean }
  /** Live events and files: the handler writes the answer itself, and ends it. */
  | { readonly kind: 'stream'; readonly write: (response: Response) => void | Promise<void> };

export function ok(json: unknown, cookies: readonly string[] = []): Answer {
  return { kind: 'json', status: 200, json, cookies };
}

export function created(json: unknown): Answer {
  return { kind: 'json', status: 201, json, cookies: [] };
}

/** Done, and there is nothing to say. */
export const NOTHING: Answer = { kind: 'nothing', cookies: [], clear: false };

export function stream(write: (response: Response) => void | Promise<void>): Answer {
  return { kind: 'stream', write };
}

/** @throws {Refusal} always; declared to return, so that it can stand in an expression */
export function refuse(code: DeskRefusal, more?: Readonly<Record<string, unknown>>): never {
  throw new Refusal(code, more);
}

interface Inputs<Body extends z.ZodType, Query extends z.ZodType> {
  /** JSON; without it, a body is not even read. Objects are strict, texts have a longest length. */
  readonly body?: Body;
  /** Each parameter once, as text. Without it, none is taken. */
  readonly query?: Query;
}

export interface Route {
  readonly kind: 'open' | 'signed_in';
  readonly body: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly handle: (call: SignedInCall) => Promise<Answer>;
}

export interface OpenRoute extends Route {
  readonly kind: 'open';
}

export interface SignedInRoute extends Route {
  readonly kind: 'signed_in';
}

/** A route for strangers too. */
export function open<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  { body, query }: Inputs<Body, Query>,
  handle: (call: OpenCall<z.output<Body>, z.output<Query>>) => Promise<Answer>,
): OpenRoute {
  // The router hands over what these very schemas gave back, and a visitor or null to an open route.
  return { kind: 'open', body: body ?? null, query: query ?? null, handle: handle as Route['handle'] };
}

/** A route for those that its line in the table names. */
export function signedIn<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  { body, query }: Inputs<Body, Query>,
  handle: (call: SignedInCall<z.output<Body>, z.output<Query>>) => Promise<Answer>,
): SignedInRoute {
  // As above: body and query have just been through these schemas.
  return { kind: 'signed_in', body: body ?? null, query: query ?? null, handle: handle as Route['handle'] };
}

/** One handler for each line of the table, of the right kind. */
export type Routes = {
  readonly [Name in RouteName]: (typeof PERMISSIONS)[Name]['who'] extends 'anyone' ? OpenRoute : SignedInRoute;
};

/**
 * Ids that cannot be mixed up. All are opaque strings; none is derived from a phone number or a name.
 */
import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A person on one channel, as our database knows them. Random, says nothing about the person. */
export type ContactId = Branded<'ContactId'>;
/** One outgoing message. Travels to the provider and comes back in its status reports. */
export type OutboxId = Branded<'OutboxId'>;
/** One conversation handed to, or asked for by, a human agent. */
export type CaseId = Branded<'CaseId'>;
/** A rumour report: random, and like no other id of the person who told of it. */
export type RumourId = Branded<'RumourId'>;
/** Keyed hash of a provider's message id: the id itself may contain a phone number (WhatsApp's does). */
export type MessageKey = Branded<'MessageKey'>;
/** Keyed hash of an address: what a contact is found by. */
export type AddressKey = Branded<'AddressKey'>;
/** Keyed hash of a contact's id: what a deletion is remembered by. */
export type DeletionKey = Branded<'DeletionKey'>;
/** Keyed hash of what a rumour says, by which a second report of the same day is known. */
export type RumourKey = Branded<'RumourKey'>;
/** A fact's file name without its ending, for example `us-asylum-fees`. */
export type FactId = Branded<'FactId'>;
/** Which answer a fact gives: changes whenever what it says does (`src/knowledge/fact-version.ts`). */
export type FactVersion = Branded<'FactVersion'>;
/** A slug of the index of topics, for example `us-asylum-fees`. */
export type TopicSlug = Branded<'TopicSlug'>;

/** An id of `content/cities.yaml`, for example `mx-tapachula`. */
export type CityId = Branded<'CityId'>;
/** An id under `content/places`, for example `mx-comar-tapachula`. */
export type PlaceId = Branded<'PlaceId'>;
/** A file's name under `content/pathways`, for example `us-asylum-inside`. */
export type PathwayId = Branded<'PathwayId'>;

/** Somebody of the team who signs in to the desk. */
export type AgentId = Branded<'AgentId'>;
/** A team of agents, for example `default`. */
export type TeamId = Branded<'TeamId'>;
/** SHA-256 of a sign-in's token, in base64url: what is stored. The token itself is only in the browser. */
export type SessionKey = Branded<'SessionKey'>;

/** Where new ids come from; tests pass a predictable one. */
export interface IdSource {
  contactId(): ContactId;
  outboxId(): OutboxId;
  caseId(): CaseId;
  rumourId(): RumourId;
  agentId(): AgentId;
  /** For a row that nothing else refers to: a note, a canned reply, a proposal. */
  rowId(): string;
}

const ID_BYTES = 15;
/** Drawn ahead for some hundreds of ids: a call for each costs more than the id. */
let drawn = Buffer.alloc(0);

/** 120 random bits as 20 characters of base64url: URL-safe, unguessable, short enough for a callback address. */
function randomId(): string {
  if (drawn.length < ID_BYTES) drawn = randomBytes(ID_BYTES * 512);
  const id = drawn.toString('base64url', 0, ID_BYTES);
  drawn = drawn.subarray(ID_BYTES);
  return id;
}

export const randomIds: IdSource = {
  contactId: () => randomId() as ContactId, // branded here and nowhere else
  outboxId: () => randomId() as OutboxId,
  caseId: () => randomId() as CaseId,
  rumourId: () => randomId() as RumourId,
  agentId: () => randomId() as AgentId,
  rowId: randomId,
};

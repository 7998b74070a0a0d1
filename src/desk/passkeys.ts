/**
 * Passkeys: a key in the browser or on a stick that only answers to our own name, so that it cannot be given to an
 * imitation of this desk. Always with a finger, a face or a PIN: a passkey alone is two factors.
 *
 * @see W3C Web Authentication Level 3
 */
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { AuditEntry } from '../core/audit.ts';
import { MINUTE_MS } from '../core/clock.ts';
import { StoreError } from '../core/errors.ts';
import type { AgentId } from '../core/ids.ts';
import type { Account, Passkey } from '../core/staff.ts';
import type { DeskStore } from './ports.ts';
import { Refusal } from './refusal.ts';

const CHALLENGE_MS = 5 * MINUTE_MS;
/** COSE numbers of Ed25519, P-256 and RSA, which every authenticator has one of. Newer ones are experimental in Node. */
const ALGORITHMS = [-8, -7, -257];
/** Bytes in base64url: the longest credential id has 1,023, an attestation a few thousand. */
const encoded = z.base64url().max(8_000);
const transports = z.array(z.string().max(32)).max(10);

/** What `navigator.credentials.create` gives, as JSON; fields that nobody reads are left out. */
export const newPasskey = z.object({
  id: encoded.max(1_364),
  rawId: encoded.max(1_364),
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: encoded, attestationObject: encoded, transports: transports.exactOptional() }),
});

/** What `navigator.credentials.get` gives. */
export const passkeyProof = z.object({
  id: encoded.max(1_364),
  rawId: encoded.max(1_364),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: encoded,
    authenticatorData: encoded,
    signature: encoded,
    userHandle: encoded.max(128).exactOptional(),
  }),
});

export interface Passkeys {
  /** What the browser needs to make one. @throws {Refusal} `passkeys_need_a_name` */
  offer(account: Account, origin: string): Promise<unknown>;
  /** False when it is no answer to what was offered, or known already. */
  add(
    account: Account,
    name: string,
    origin: string,
    made: z.output<typeof newPasskey>,
    audit: AuditEntry,
  ): Promise<boolean>;
  /** @param account - whose passkeys may answer; null: whoever has one for this desk */
  ask(account: Account | null, origin: string): Promise<unknown>;
  /** Whose passkey it says to be. Proves nothing. */
  ownerOf(proof: z.output<typeof passkeyProof>): Promise<AgentId | null>;
  /** @param account - as in `ask`: whoever else answers proves nothing */
  prove(account: Account | null, origin: string, proof: z.output<typeof passkeyProof>): Promise<boolean>;
}

export type PasskeyStores = Pick<DeskStore, 'passkeys' | 'challenges'>;

export function createPasskeys(store: PasskeyStores, nowMs: () => number): Passkeys {
  const keep = (challenge: string, agent: AgentId | null): Promise<void> =>
    store.challenges.keep(challenge, agent, nowMs() + CHALLENGE_MS);
  /** Looked up by the answer itself, and gone with that. */
  const isOurs =
    (agent: AgentId | null) =>
    (challenge: string): Promise<boolean> =>
      store.challenges.take(challenge, agent, nowMs());

  return {
    offer: async (account, origin) => {
      const known = await store.passkeys.listOf(account.id);
      const options = await generateRegistrationOptions({
        rpName: 'Faro',
        rpID: nameOf(origin),
        userID: new TextEncoder().encode(account.id),
        userName: account.email,
        userDisplayName: account.name,
        excludeCredentials: known.map(toDescriptor),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
      });
      await keep(options.challenge, account.id);
      return options;
    },
    add: async (account, name, origin, made, audit) => {
      const verified = await verifyRegistrationResponse({
        response: { ...made, clientExtensionResults: {} },
        expectedChallenge: isOurs(account.id),
        expectedOrigin: origin,
        expectedRPID: nameOf(origin),
        supportedAlgorithmIDs: ALGORITHMS,
      }).catch(ifStoreWorks);
      if (verified?.verified !== true) return false;
      const { id, publicKey, counter } = verified.registrationInfo.credential;
      const usable = made.response.transports ?? [];
      const passkey = { id, agent: account.id, name, publicKey, counter, transports: usable };
      return store.passkeys.add({ ...passkey, addedAtMs: nowMs(), usedAtMs: null }, audit);
    },
    ask: async (account, origin) => {
      const known = account === null ? [] : await store.passkeys.listOf(account.id);
      const options = await generateAuthenticationOptions({
        rpID: nameOf(origin),
        userVerification: 'required',
        ...(account === null ? {} : { allowCredentials: known.map(toDescriptor) }),
      });
      await keep(options.challenge, account?.id ?? null);
      return options;
    },
    ownerOf: async ({ id }) => (await store.passkeys.find(id))?.agent ?? null,
    prove: async (account, origin, proof) => {
      const passkey = await store.passkeys.find(proof.id);
      if (passkey === null || (account !== null && passkey.agent !== account.id)) return false;
      const verified = await verifyAuthenticationResponse({
        response: { ...proof, clientExtensionResults: {} },
        expectedChallenge: isOurs(account?.id ?? null),
        expectedOrigin: origin,
        expectedRPID: nameOf(origin),
        credential: toCredential(passkey),
      }).catch(ifStoreWorks);
      if (verified?.verified !== true) return false;
      return store.passkeys.use(passkey.id, verified.authenticationInfo.newCounter, nowMs());
    },
  };
}

/** @throws {Refusal} for `http://127.0.0.1`: browsers keep passkeys for names only */
function nameOf(origin: string): string {
  const { hostname } = new URL(origin);
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) throw new Refusal('passkeys_need_a_name');
  return hostname;
}

function toDescriptor({ id, transports }: Passkey): { id: string; transports: string[] } {
  return { id, transports: [...transports] };
}

function toCredential({ id, publicKey, counter, transports }: Passkey) {
  return { id, publicKey: Uint8Array.from(publicKey), counter, transports: [...transports] };
}

/** The library throws at whatever does not fit; what it says may repeat the input, so it goes no further. */
function ifStoreWorks(error: unknown): null {
  if (error instanceof StoreError || error instanceof Refusal) throw error;
  return null;
}

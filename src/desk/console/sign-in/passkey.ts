/** Passkeys: what the browser does with them, and what the server makes of it. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { Asked } from '../ask.ts';
import type { SignInAnswer } from '../../../core/desk-api.ts';
import { account, door } from '../service.ts';

/** `not_proven`: the browser gave nothing; most often somebody changed their mind. */
export type WithKey<Value> = Asked<Value> | { readonly kind: 'not_proven' };

export function browserKnowsPasskeys(): boolean {
  return browserSupportsWebAuthn();
}

export async function signInWithPasskey(): Promise<WithKey<SignInAnswer>> {
  const options = await door.passkeyOptions();
  if (options.kind !== 'done') return options;
  try {
    // Our own server made them with the same library.
    const optionsJSON = options.value as PublicKeyCredentialRequestOptionsJSON;
    return await door.passkey(await startAuthentication({ optionsJSON }));
  } catch {
    return { kind: 'not_proven' };
  }
}

export async function addPasskey(name: string, password: string): Promise<WithKey<null>> {
  const options = await account.passkeyOptions(password);
  if (options.kind !== 'done') return options;
  try {
    // As above.
    const optionsJSON = options.value as PublicKeyCredentialCreationOptionsJSON;
    const { id, rawId, type, response } = await startRegistration({ optionsJSON });
    const { clientDataJSON, attestationObject, transports } = response;
    const made = { id, rawId, type, response: { clientDataJSON, attestationObject, transports } };
    return await account.addPasskey(name, made);
  } catch {
    return { kind: 'not_proven' };
  }
}

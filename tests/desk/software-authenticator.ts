/**
 * A security key made of software: answers as a browser with a P-256 passkey does. Enough of CBOR and COSE for that.
 *
 * @see W3C Web Authentication Level 3, sections 6.1 and 6.5
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface AuthenticatorSettings {
  /** Whether it counts its uses; passkeys that are synchronised do not. */
  readonly counts?: boolean;
  /** Whether it asked for a finger or a PIN. */
  readonly verifiesUser?: boolean;
}

const UP = 0x01;
const UV = 0x04;
const AT = 0x40;

export function createAuthenticator({ counts = false, verifiesUser = true }: AuthenticatorSettings = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const presence = UP | (verifiesUser ? UV : 0);
  let uses = 0;

  const data = (rpId: string, flags: number): Buffer => {
    if (counts) uses += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(uses);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.of(flags), counter]);
  };

  return {
    id: id.toString('base64url'),
    /** A copy of the key that does not know how often it was used. */
    forgetUses: (): void => {
      uses = 0;
    },
    /** What `navigator.credentials.create` gives. */
    create: (options: { readonly challenge: string; readonly rp: { readonly id?: string } }, origin: string) => {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const key = cborMap([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([data(options.rp.id ?? '', presence | AT), Buffer.alloc(16), length, id, key]);
      const attestation = cborMap([
        ['fmt', 'none'],
        ['attStmt', []],
        ['authData', authData],
      ]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        authenticatorAttachment: 'cross-platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['usb'],
        },
      };
    },
    /** What `navigator.credentials.get` gives. */
    get: (options: { readonly challenge: string; readonly rpId?: string }, origin: string) => {
      const client = clientData('webauthn.get', options.challenge, origin);
      const authData = data(options.rpId ?? '', presence);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

type CborValue = number | string | Buffer | readonly [];

function cborMap(entries: readonly (readonly [CborValue, CborValue])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flatMap((entry) => entry.map(cbor))]);
}

function cbor(value: CborValue): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  if (typeof value === 'string') return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value]);
  return cborMap([]);
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 256) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 0xff);
}

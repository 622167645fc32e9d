// Credentials of WebAuthn, made and used by this browser or a device beside it.
import { api } from '../core/api';
import type { CredentialToMake, CredentialToUse, MadeCredential, UsedCredential } from '../core/shapes';
import { t } from '../i18n';

const MINUTES_5 = 300_000;
type Transports = NonNullable<MadeCredential['transports']>;
const TRANSPORTS: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
}
function written(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte)).join('');
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Why a browser has none to give: the person stopped, or this device has a passkey of theirs already. */
export class NoCredential extends Error {
  constructor(readonly isKnown: boolean) {
    super();
  }
}
/** What a browser gives. Raises NoCredential. */
async function given(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await asking;
    if (credential) return credential as PublicKeyCredential;
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
    throw new NoCredential(problem.name === 'InvalidStateError');
  }
  throw new NoCredential(false);
}

/** Makes a credential. Raises NoCredential. */
export async function make(options: CredentialToMake): Promise<MadeCredential> {
  const credential = await given(
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(options.challenge),
        rp: { id: options.rp_id, name: t('name') },
        user: { id: bytes(options.user_handle), name: options.user_name, displayName: options.user_name },
        pubKeyCredParams: options.algorithms.map(alg => ({ type: 'public-key', alg })),
        excludeCredentials: options.known.map(({ id, transports }) => ({
          type: 'public-key',
          id: bytes(id),
          transports: transports as AuthenticatorTransport[],
        })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
        attestation: 'none',
        timeout: MINUTES_5,
      },
    }),
  );
  const response = credential.response as AuthenticatorAttestationResponse;
  const transports = response.getTransports?.().filter(one => TRANSPORTS.includes(one)) ?? [];
  return {
    id: credential.id,
    client_data: written(response.clientDataJSON),
    attestation: written(response.attestationObject),
    transports: transports as Transports,
  };
}

/** Signs in with any passkey of this place that the person has at hand; `code` is of a second factor.
 * Raises NoCredential, and what the server says. */
export async function signInWithPasskey(shared: boolean, code: string | null = null): Promise<void> {
  await api.post('/login/passkey', await used(shared, code));
}

/** Has any passkey of this place sign; begins nothing. Raises NoCredential, and what the server says. */
export async function used(shared: boolean, code: string | null): Promise<UsedCredential> {
  const options = await api.post<CredentialToUse>('/login/passkey/start', {});
  const credential = await given(
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(options.challenge),
        rpId: options.rp_id,
        userVerification: 'preferred',
        timeout: MINUTES_5,
      },
    }),
  );
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    id: credential.id,
    client_data: written(response.clientDataJSON),
    authenticator_data: written(response.authenticatorData),
    signature: written(response.signature),
    user_handle: response.userHandle ? written(response.userHandle) : null,
    code,
    shared,
  };
}

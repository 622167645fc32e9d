// A portal as it is typed, and what of it is said to the server.
import type { ClaimNames, PortalState } from '../core/shapes';
import { t, type Key } from '../i18n';

export type Role = PortalState['roles'][number];
export const ROLES: readonly Role[] = ['student', 'guardian', 'trusted', 'teacher', 'staff', 'leadership', 'admin'];
export const roleWord = (role: Role): string => t(`role_${role}` as Key);
export const DETAILS = ['family', 'given', 'patronymic', 'birth_day', 'email', 'phone', 'snils'] as const;

export interface TypedPortal {
  name_ru: string;
  name_en: string;
  issuer: string;
  client_id: string;
  /** Empty leaves the secret that is kept. */
  client_secret: string;
  scopes: string;
  claims: ClaimNames;
  roles: readonly Role[];
  contacts_verified: boolean;
  matches: boolean;
  is_on: boolean;
  everywhere: boolean;
}
export const typedPortal = (held: PortalState | undefined): TypedPortal => ({
  name_ru: held?.name.ru ?? '',
  name_en: held?.name.en ?? '',
  issuer: held?.issuer ?? '',
  client_id: held?.client_id ?? '',
  client_secret: '',
  scopes: (held?.scopes ?? ['openid', 'profile', 'email']).join(' '),
  claims: held?.claims ?? {
    family: 'family_name',
    given: 'given_name',
    patronymic: 'middle_name',
    birth_day: 'birthdate',
    email: 'email',
    phone: 'phone_number',
    snils: 'snils',
  },
  roles: held?.roles ?? ['guardian', 'student'],
  contacts_verified: held?.contacts_verified ?? false,
  matches: held?.matches ?? false,
  is_on: held?.is_on ?? false,
  everywhere: held?.everywhere ?? false,
});

/** What the server is asked with: of a portal that is kept all but its issuer, and a secret only if one was typed. */
export function saidPortal(typed: TypedPortal, isNew: boolean): object {
  const { issuer, everywhere, client_secret, scopes, ...same } = typed;
  return {
    ...same,
    name_ru: typed.name_ru.trim(),
    name_en: typed.name_en.trim() || typed.name_ru.trim(),
    client_id: typed.client_id.trim(),
    client_secret: client_secret || (isNew ? '' : null),
    scopes: scopes.split(/\s+/).filter(Boolean),
    ...(isNew ? { issuer: issuer.trim(), everywhere } : {}),
  };
}
export const isReady = (typed: TypedPortal): boolean =>
  !!typed.name_ru.trim() &&
  /^https?:\/\/\S+$/.test(typed.issuer.trim()) &&
  !!typed.client_id.trim() &&
  !!typed.roles.length;

import { expect, test } from 'vitest';
import type { PortalState } from '../src/core/shapes';
import { causeOf } from '../src/i18n/account/portals';
import { isReady, saidPortal, typedPortal } from '../src/portals/typedPortal';

const kept = {
  name: { ru: 'Портал', en: 'Portal' },
  issuer: 'https://portal.example',
  client_id: 'zvonok',
  scopes: ['openid', 'snils'],
  claims: { ...typedPortal(undefined).claims, snils: 'person.snils' },
  roles: ['guardian'],
  is_on: true,
} as unknown as PortalState;

test('a secret that is not typed stays as it is', () => {
  expect(saidPortal(typedPortal(kept), false)).toMatchObject({ client_secret: null, scopes: ['openid', 'snils'] });
  expect(saidPortal({ ...typedPortal(kept), client_secret: 'new' }, false)).toMatchObject({ client_secret: 'new' });
  expect(saidPortal(typedPortal(undefined), true)).toMatchObject({ client_secret: '' });
});

test('the issuer is said once', () => {
  expect(saidPortal(typedPortal(kept), false)).not.toHaveProperty('issuer');
  expect(saidPortal({ ...typedPortal(kept), issuer: ' https://portal.example ' }, true)).toHaveProperty(
    'issuer',
    'https://portal.example',
  );
});

test('a portal without a name, an address, a client or a role is not saved', () => {
  const whole = typedPortal(kept);
  expect(isReady(whole)).toBe(true);
  for (const gap of [{ name_ru: ' ' }, { issuer: 'portal' }, { client_id: '' }, { roles: [] }])
    expect(isReady({ ...whole, ...gap })).toBe(false);
});

test('a cause that nobody knows is said like any failure', () => {
  expect(causeOf('not_matched')).toBe('not_matched');
  expect(causeOf('<script>')).toBe('portal_failed');
});

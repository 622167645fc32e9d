// The way from Me to trusted persons, and a line above it when somebody waits for an answer there.
import { api } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import type { OneTrust, Trusts } from '../core/shapes';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { TRUSTS, trustPath, whoOf } from './trusts';

/** Whether the reader can still say something: an offer to accept, something of others that is to open. */
const waits = (one: OneTrust): boolean =>
  one.may.includes('accept') ||
  (!one.given && !one.mine && one.may.includes('end') && one.stage !== 'open') ||
  (one.may.includes('refuse_more') && !one.given);

export function TrustedLink() {
  const changes = useInvalidation('trust');
  const { state } = useResource(() => api.get<Trusts>(TRUSTS), changes);
  if (!state || (!state.children.length && !state.trusts.length)) return null;
  return (
    <>
      {state.trusts.filter(waits).map(one => (
        <a key={one.id} class="note brass" href={trustPath(one.id).replace('/trusts', '/trusted')} data-trust-waits>
          <Icon name="person" />
          <span>{one.mine ? tr('invited') : tr('mayLook', { who: whoOf(one), child: one.child.given })}</span>
        </a>
      ))}
      <a class="btn two wide" href="/me/trusted" data-trusted-link>
        <Icon name="people" />
        {tr('head')}
      </a>
    </>
  );
}

// The way from Me to one's consents, and a line above it while the school asks for an answer.
import { api } from '../core/api';
import type { MyConsents } from '../core/shapes';
import { co } from '../i18n/account/consents';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { byText, MINE, summary } from './consents';
import './consents.css';

export function ConsentsLink() {
  const { state } = useResource(() => api.get<MyConsents>(MINE), 0);
  if (!state?.consents.length) return null;
  const owed = byText(state.consents.filter(one => one.is_due && one.required)).length;
  const said = summary(state.consents);
  return (
    <>
      {owed > 0 && (
        <a class="note brass" href="/me/consents" data-consents-due={owed}>
          <Icon name="paper" />
          <span>{co('waits', { n: owed })}</span>
        </a>
      )}
      <a class="btn two wide consents-link" href="/me/consents" data-consents-link>
        <Icon name="paper" />
        <span>
          {co('head')}
          {said && <span class="meta">{said}</span>}
        </span>
      </a>
    </>
  );
}

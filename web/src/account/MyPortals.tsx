// The portals of one's own: seen, connected and disconnected.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import { place } from '../core/router';
import { zone } from '../core/session';
import type { MyPortal, MyPortals as Mine, PortalAddress } from '../core/shapes';
import { t } from '../i18n';
import { po } from '../i18n/account/portals';
import { sf } from '../i18n/account/secondFactor';
import { si } from '../i18n/account/signIns';
import { dayMonth } from '../i18n/format';
import { Icon } from '../parts/icons';
import { NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { portalName } from '../portals/PortalButtons';
import { PortalNote } from '../portals/PortalNote';
import { CodeField } from './fields/CodeField';
import { PasswordField } from './fields/PasswordField';

const PORTALS = '/me/portals';
const dayOf = (moment: string): string => dayMonth(dayIn(zone(), moment));

export function MyPortals() {
  const { state, problem, set } = useResource(() => api.get<Mine>(PORTALS), 0);
  const [dialog, setDialog] = useState<MyPortal>();
  const said = place.value.query.get('portal');
  if (!state)
    return problem ? (
      <section class="sheet pad">
        <h2>{po('head')}</h2>
        <NotYet problem={problem} />
      </section>
    ) : null;
  if (!state.portals.length && !said) return null;
  const close = () => setDialog(undefined);
  return (
    <section class="sheet pad stack" aria-labelledby="portals-h" data-portals={state.portals.length}>
      <h2 id="portals-h">{po('head')}</h2>
      {said === 'connected' ? (
        <p class="note good" role="status" data-portal-connected>
          <Icon name="check" />
          {po('connected')}
        </p>
      ) : (
        said && <PortalNote said={said} />
      )}
      <p class="meta">{po('text')}</p>
      <ul class="list">
        {state.portals.map(one => (
          <li key={one.id} data-my-portal={one.id} data-bound={!!one.bound_at}>
            <div>
              <b>{portalName(one.name)}</b>
              <p class="meta">{one.bound_at ? po('since', { day: dayOf(one.bound_at) }) : po('notYet')}</p>
              {one.bound_at && one.used_at && <p class="meta">{po('used', { day: dayOf(one.used_at) })}</p>}
            </div>
            <button
              type="button"
              class="btn two small"
              aria-label={po(one.bound_at ? 'partOf' : 'connectOf', { name: portalName(one.name) })}
              data-portal-dialog
              onClick={() => setDialog(one)}
            >
              {po(one.bound_at ? 'part' : 'connect')}
            </button>
          </li>
        ))}
      </ul>
      {dialog &&
        (dialog.bound_at ? (
          <Part
            one={dialog}
            isLastWay={!state.has_password}
            onClose={close}
            done={now => {
              set(now);
              close();
            }}
          />
        ) : (
          <Connect one={dialog} hasPassword={state.has_password} hasCode={state.has_code} onClose={close} />
        ))}
    </section>
  );
}

interface ConnectProps {
  one: MyPortal;
  hasPassword: boolean;
  hasCode: boolean;
  onClose: () => void;
}
function Connect({ one, hasPassword, hasCode, onClose }: ConnectProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { ask, error } = useAction();
  const name = portalName(one.name);
  const go = async () => {
    const asked = {
      portal: one.id,
      password: hasPassword ? password : null,
      code: hasCode ? code.trim() : null,
    };
    location.assign((await api.post<PortalAddress>(PORTALS, asked)).address);
  };
  return (
    <Sheet label={po('connectHead', { name })} onClose={onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void ask(go);
        }}
      >
        <h2>{po('connectHead', { name })}</h2>
        <p class="soft">{po('connectText')}</p>
        {hasPassword && (
          <PasswordField
            id="portal-password"
            name="password"
            label={si('present')}
            kind="current-password"
            onType={setPassword}
          />
        )}
        {hasCode && <CodeField id="portal-code" label={sf('codeToo')} isDigits={false} onType={setCode} />}
        {error}
        <p class="row wrap">
          <button type="submit" class="btn" data-connect-portal>
            {po('goOn')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

function Part({
  one,
  isLastWay,
  onClose,
  done,
}: {
  one: MyPortal;
  isLastWay: boolean;
  onClose: () => void;
  done: (now: Mine) => void;
}) {
  const { ask, error } = useAction();
  const name = portalName(one.name);
  const part = () =>
    void ask(async () => done(await api.send<Mine>('DELETE', `${PORTALS}/${one.id}`, undefined, newKey())));
  return (
    <Sheet label={po('partHead', { name })} onClose={onClose}>
      <div class="stack">
        <h2>{po('partHead', { name })}</h2>
        <p class="soft">{po('partText')}</p>
        {isLastWay && (
          <p class="note brass">
            <Icon name="alert" />
            {po('partLast')}
          </p>
        )}
        {error}
        <p class="row">
          <button type="button" class="btn bad" data-part-portal onClick={part}>
            {po('part')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}

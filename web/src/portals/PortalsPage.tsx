// The portals of a school, as its admins keep them, and whose passwords open nothing beside them.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import type { PortalsOfSchool, PortalState } from '../core/shapes';
import { dayMonth, nearShort } from '../i18n/format';
import { pt } from '../i18n/set_up/portals';
import { Check } from '../parts/Check';
import { Icon } from '../parts/icons';
import { Empty, NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { portalName } from './PortalButtons';
import { PortalForm } from './PortalForm';
import { type Role, ROLES, roleWord } from './typedPortal';
import './portals.css';

export function PortalsPage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'portals');
  const { state, problem, set } = useResource(() => api.get<PortalsOfSchool>(path), school.id);
  const [form, setForm] = useState<'new' | PortalState>();
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={8} />
      </div>
    );
  const done = (now: PortalsOfSchool) => {
    set(now);
    setForm(undefined);
  };
  return (
    <div class="kept-portals">
      <section class="sheet pad stack" aria-labelledby="kept-portals-h" data-kept-portals={state.portals.length}>
        <h2 id="kept-portals-h">{pt('head')}</h2>
        <p class="meta">{pt('text')}</p>
        {state.portals.length > 0 ? (
          <ul class="portals">
            {state.portals.map(one => (
              <PortalCard key={one.id} one={one} school={school} change={() => setForm(one)} />
            ))}
          </ul>
        ) : (
          <Empty icon="keys" head={pt('none')} text={pt('noneText')} />
        )}
        <p>
          <button type="button" class="btn two small" data-add-portal onClick={() => setForm('new')}>
            <Icon name="plus" />
            {pt('add')}
          </button>
        </p>
      </section>
      <Passwords key={state.passwords_off.join()} held={state} path={apiPath(school.id, 'passwords-off')} saved={set} />
      {form && (
        <PortalForm
          held={form === 'new' ? undefined : form}
          path={path}
          mayEverywhere={state.may_everywhere && school.many}
          close={() => setForm(undefined)}
          done={done}
        />
      )}
    </div>
  );
}

function PortalCard({ one, school, change }: { one: PortalState; school: KeptSchool; change: () => void }) {
  const name = portalName(one.name);
  return (
    <li class="stack" data-kept-portal={one.id} data-on={one.is_on}>
      <div class="row">
        <b class="portal-name">{name}</b>
        <span class={one.is_on ? 'tag good' : 'tag'}>{pt(one.is_on ? 'on' : 'off')}</span>
        {one.everywhere && <span class="tag">{pt('everywhere')}</span>}
      </div>
      <p class="meta portal-address">{one.issuer}</p>
      <p class="meta">{pt('forRoles', { roles: one.roles.map(roleWord).join(', ') })}</p>
      {one.away_since && (
        <p class="note brass">
          <Icon name="off" />
          {pt('away', { time: nearShort(one.away_since, school.zone) })}
        </p>
      )}
      {one.changed_subjects_at && (
        <div class="note bad" data-changed-subjects>
          <Icon name="alert" />
          <div>
            <b>{pt('changed', { day: dayMonth(dayIn(school.zone, one.changed_subjects_at)) })}</b>
            <p>{pt('changedText')}</p>
          </div>
        </div>
      )}
      <dl class="portal-addresses">
        <dt class="meta">
          {pt('toRegister')}: {pt('redirect')}
        </dt>
        <dd class="portal-address">{one.redirect_uri}</dd>
        <dt class="meta">{pt('logout')}</dt>
        <dd class="portal-address">{one.logout_uri}</dd>
        <dt class="meta">{pt('afterLogout')}</dt>
        <dd class="portal-address">{one.after_logout_uri}</dd>
      </dl>
      <p>
        <button
          type="button"
          class="btn two small"
          data-change-portal
          aria-label={pt('changeOf', { name })}
          onClick={change}
        >
          {pt('change')}
        </button>
      </p>
    </li>
  );
}

function Passwords({
  held,
  path,
  saved,
}: {
  held: PortalsOfSchool;
  path: string;
  saved: (now: PortalsOfSchool) => void;
}) {
  const [off, setOff] = useState<readonly Role[]>(held.passwords_off);
  const { ask, error } = useAction();
  const isChanged = off.length !== held.passwords_off.length || off.some(role => !held.passwords_off.includes(role));
  const save = () =>
    void ask(async () => saved(await api.send<PortalsOfSchool>('PUT', path, { roles: off }, newKey())));
  return (
    <section class="sheet pad stack" aria-labelledby="passwords-h" data-passwords-off={held.passwords_off.join(' ')}>
      <h2 id="passwords-h">{pt('passwords')}</h2>
      <p class="meta">{pt('passwordsText')}</p>
      {ROLES.map(role => (
        <Check
          key={role}
          name="passwords-off"
          value={role}
          words={roleWord(role)}
          checked={off.includes(role)}
          set={on => setOff(on ? [...off, role] : off.filter(one => one !== role))}
        />
      ))}
      {error}
      <p>
        <button type="button" class="btn" data-save-passwords disabled={!isChanged} onClick={save}>
          {isChanged ? pt('save') : pt('passwordsSaved')}
        </button>
      </p>
    </section>
  );
}

// Where one is signed in, and the password: seen, ended and changed.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import { zone } from '../core/session';
import type { MyLogin, MyLogins } from '../core/shapes';
import { t } from '../i18n';
import { dayAndTime, dayMonth } from '../i18n/format';
import { si } from '../i18n/account/signIns';
import { Icon } from '../parts/icons';
import { NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { PasswordField } from './fields/PasswordField';

const LOGINS = '/me/logins';
const nameOf = ({ system, browser }: MyLogin): string => [system, browser].filter(Boolean).join(', ') || si('unknown');
const dayOf = (moment: string): string => dayMonth(dayIn(zone(), moment));

export function SignIns() {
  const { state, problem, set } = useResource(() => api.get<MyLogins>(LOGINS), 0);
  const [isChanging, setChanging] = useState(false);
  const [isChanged, setChanged] = useState(false);
  const { ask, error } = useAction();
  if (!state)
    return (
      <section class="sheet pad">
        <h2>{si('head')}</h2>
        <NotYet problem={problem} />
      </section>
    );
  const end = (one: MyLogin) =>
    void ask(async () => set(await api.send<MyLogins>('DELETE', `${LOGINS}/${one.id}`, undefined, newKey())));
  const endOthers = () => void ask(async () => set(await api.post<MyLogins>(`${LOGINS}/end-others`, {}, newKey())));
  return (
    <section class="sheet pad" aria-labelledby="logins-h" data-logins={state.logins.length}>
      <h2 id="logins-h">{si('head')}</h2>
      <ul class="list">
        {state.logins.map(one => (
          <li key={one.id} data-login={one.current ? 'current' : one.id}>
            <div>
              <b>{nameOf(one)}</b>
              <p class="meta">{si('seen', { when: one.current ? si('now') : dayAndTime(one.seen_at, zone()) })}</p>
              <p class="meta">{si('since', { day: dayOf(one.started_at) })}</p>
              {one.shared && <p class="meta">{si('shared')}</p>}
            </div>
            {one.current ? (
              <span class="tag good">{si('current')}</span>
            ) : (
              <button
                type="button"
                class="btn two small"
                aria-label={si('endOf', { device: nameOf(one) })}
                data-end-login
                onClick={() => end(one)}
              >
                {si('end')}
              </button>
            )}
          </li>
        ))}
        <li>
          <div>
            <b>{si('password')}</b>
            <p class="meta">
              {state.password_changed_at ? si('changed', { day: dayOf(state.password_changed_at) }) : si('noPassword')}
            </p>
          </div>
          <button type="button" class="btn two small" data-change-password onClick={() => setChanging(true)}>
            {si(state.password_changed_at ? 'change' : 'choose')}
          </button>
        </li>
      </ul>
      {error}
      {isChanged && (
        <p class="note good" role="status" data-password-changed>
          <Icon name="check" />
          {si('saved')}
        </p>
      )}
      {state.logins.length > 1 && (
        <button type="button" class="btn plain small" data-end-others onClick={endOthers}>
          {si('endOthers')}
        </button>
      )}
      {isChanging && (
        <NewPassword
          isFirst={!state.password_changed_at}
          onClose={() => setChanging(false)}
          done={left => {
            set(left);
            setChanging(false);
            setChanged(true);
          }}
        />
      )}
    </section>
  );
}

interface NewPasswordProps {
  isFirst: boolean;
  onClose: () => void;
  done: (left: MyLogins) => void;
}
function NewPassword({ isFirst, onClose, done }: NewPasswordProps) {
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const { ask, error } = useAction();
  const save = (event: Event) => {
    event.preventDefault();
    const asked = { current: isFirst ? null : current, new: fresh };
    void ask(async () => done(await api.post<MyLogins>('/me/password', asked, newKey())));
  };
  const head = si(isFirst ? 'chooseHead' : 'changeHead');
  return (
    <Sheet label={head} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <h2>{head}</h2>
        <p class="soft">{si('changeText')}</p>
        {!isFirst && (
          <PasswordField
            id="password-current"
            name="current"
            label={si('present')}
            kind="current-password"
            onType={setCurrent}
          />
        )}
        <PasswordField
          id="password-new"
          name="new"
          label={si('fresh')}
          kind="new-password"
          describedBy="password-text"
          onType={setFresh}
        />
        <p class="meta" id="password-text">
          {si('freshText')}
        </p>
        {error}
        <p class="row">
          <button type="submit" class="btn" data-save-password>
            {si(isFirst ? 'choose' : 'save')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

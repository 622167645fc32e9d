// The passkeys of one's own: seen, added and removed.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { dayIn } from '../core/dates';
import { zone } from '../core/session';
import type { CredentialToMake, MyPasskey, MyPasskeys } from '../core/shapes';
import { t } from '../i18n';
import { dayMonth } from '../i18n/format';
import { pk } from '../i18n/account/passkeys';
import { sf } from '../i18n/account/secondFactor';
import { si } from '../i18n/account/signIns';
import { Icon } from '../parts/icons';
import { NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { canUsePasskeys } from './canUsePasskeys';
import { CodeField } from './fields/CodeField';
import { PasswordField } from './fields/PasswordField';
import { make, NoCredential } from './webauthn';

const PASSKEYS = '/me/passkeys';
const nameOf = ({ system, browser }: MyPasskey): string =>
  [system, browser].filter(Boolean).join(', ') || pk('unknown');
const dayOf = (moment: string): string => dayMonth(dayIn(zone(), moment));

/** Why none can be added here; nothing if one can. */
function obstacle({ origin }: MyPasskeys): string | undefined {
  if (!origin) return pk('nowhere');
  if (origin !== location.origin) return pk('elsewhere', { origin });
  return canUsePasskeys() ? undefined : pk('noBrowser');
}

/** `changed` is called when one was added. */
export function Passkeys({ changed }: { changed?: () => void }) {
  const { state, problem, set } = useResource(() => api.get<MyPasskeys>(PASSKEYS), 0);
  const [dialog, setDialog] = useState<'add' | MyPasskey>();
  const [isAdded, setAdded] = useState(false);
  const { ask, error } = useAction();
  if (!state)
    return (
      <section class="sheet pad">
        <h2>{pk('head')}</h2>
        <NotYet problem={problem} />
      </section>
    );
  const cannot = obstacle(state);
  const close = () => setDialog(undefined);
  const add = () =>
    void ask(async () => {
      setAdded(false);
      set(await api.get<MyPasskeys>(PASSKEYS)); // a password may have been chosen since
      setDialog('add');
    });
  return (
    <section class="sheet pad stack" aria-labelledby="passkeys-h" data-passkeys={state.passkeys.length}>
      <h2 id="passkeys-h">{pk('head')}</h2>
      <p class="meta">{pk('text')}</p>
      {state.passkeys.length > 0 ? (
        <ul class="list">
          {state.passkeys.map(one => (
            <li key={one.id} data-passkey={one.id}>
              <div>
                <b>{nameOf(one)}</b>
                <p class="meta">{pk('made', { day: dayOf(one.made_at) })}</p>
                <p class="meta">{one.used_at ? pk('used', { day: dayOf(one.used_at) }) : pk('unused')}</p>
              </div>
              <button
                type="button"
                class="btn two small"
                aria-label={pk('removeOf', { device: nameOf(one) })}
                data-remove-passkey
                onClick={() => setDialog(one)}
              >
                {pk('remove')}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="soft">{pk('none')}</p>
      )}
      {error}
      {isAdded && (
        <p class="note good" role="status" data-passkey-added>
          <Icon name="check" />
          {pk('added')}
        </p>
      )}
      {cannot ? (
        <p class="note" data-passkeys-cannot>
          <Icon name="info" />
          {cannot}
        </p>
      ) : (
        <button type="button" class="btn plain small" data-add-passkey onClick={add}>
          {pk('add')}
        </button>
      )}
      {dialog === 'add' && (
        <AddPasskey
          hasPassword={state.has_password}
          hasCode={state.has_code}
          onClose={close}
          done={now => {
            set(now);
            setAdded(true);
            close();
            changed?.();
          }}
        />
      )}
      {dialog && dialog !== 'add' && (
        <RemovePasskey
          one={dialog}
          isLastWay={!state.has_password && state.passkeys.length === 1}
          onClose={close}
          done={now => {
            set(now);
            setAdded(false);
            close();
          }}
        />
      )}
    </section>
  );
}

interface DialogProps {
  onClose: () => void;
  done: (now: MyPasskeys) => void;
}
function AddPasskey({ hasPassword, hasCode, onClose, done }: DialogProps & { hasPassword: boolean; hasCode: boolean }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [stopped, setStopped] = useState('');
  const { ask, error } = useAction();
  const add = async () => {
    setStopped('');
    try {
      const options = await api.post<CredentialToMake>(`${PASSKEYS}/start`, {
        password: hasPassword ? password : null,
        code: hasCode ? code.trim() : null,
      });
      done(await api.post<MyPasskeys>(PASSKEYS, await make(options), newKey()));
    } catch (problem) {
      if (!(problem instanceof NoCredential)) throw problem;
      setStopped(pk(problem.isKnown ? 'known' : 'stopped'));
    }
  };
  return (
    <Sheet label={pk('addHead')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void ask(add);
        }}
      >
        <h2>{pk('addHead')}</h2>
        <p class="soft">{pk('addText')}</p>
        {hasPassword && (
          <PasswordField
            id="passkey-password"
            name="password"
            label={si('present')}
            kind="current-password"
            onType={setPassword}
          />
        )}
        {hasCode && <CodeField id="passkey-code" label={sf('codeToo')} isDigits={false} onType={setCode} />}
        {error}
        {stopped && (
          <p class="err" role="alert" data-passkey-stopped>
            <Icon name="alert" />
            {stopped}
          </p>
        )}
        <p class="row">
          <button type="submit" class="btn" data-make-passkey>
            {pk('goOn')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

function RemovePasskey({ one, isLastWay, onClose, done }: DialogProps & { one: MyPasskey; isLastWay: boolean }) {
  const { ask, error } = useAction();
  const remove = () =>
    void ask(async () => done(await api.send<MyPasskeys>('DELETE', `${PASSKEYS}/${one.id}`, undefined, newKey())));
  return (
    <Sheet label={pk('removeHead')} onClose={onClose}>
      <div class="stack">
        <h2>{pk('removeHead')}</h2>
        <p>
          <b>{nameOf(one)}</b>
        </p>
        <p class="soft">{pk('removeText')}</p>
        {isLastWay && (
          <p class="note brass">
            <Icon name="alert" />
            {pk('removeLast')}
          </p>
        )}
        {error}
        <p class="row">
          <button type="button" class="btn bad" data-remove-it onClick={remove}>
            {pk('remove')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('cancel')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}

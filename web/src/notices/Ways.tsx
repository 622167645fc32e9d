// By which way one is told of each kind.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { has } from '../core/session';
import { o } from '../i18n/notices';
import { useAction, useOptimistic } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { type KindModes, type Mode, type NoticeSettings } from './notices';
import './notices.css';
import { type Part } from './notices';

export const PUSH: Mode[] = ['instant', 'off'];
export const MAIL: Mode[] = ['instant', 'fallback', 'daily', 'weekly', 'off'];
export const PHONE: Mode[] = ['instant', 'fallback', 'off'];
/** Tells oneself something, to see whether it comes. */
export function Try({ carrier }: { carrier: 'push' | 'mail' | 'webhook' }) {
  const [tried, setTried] = useState(false);
  const { ask, error } = useAction();
  const attempt = async () => setTried(await ask(() => api.post('/notices/try', { carrier }, newKey())));
  return (
    <>
      {error}
      {tried ? (
        <p class="note good" role="status" data-tried={carrier}>
          <Icon name="check" />
          {o('tried')}
        </p>
      ) : (
        <p>
          <button type="button" class="btn plain" data-try={carrier} onClick={() => void attempt()}>
            {o('try')}
          </button>
        </p>
      )}
    </>
  );
}
export function Ways({ settings: stored, set }: Part) {
  const { state: settings, press, error } = useOptimistic(stored, set);
  const change = (one: KindModes, part: Partial<KindModes>) => {
    const next = { ...one, ...part };
    const { kind, push, mail, webhook } = next;
    press({ ...settings, kinds: settings.kinds.map(held => (held.kind === kind ? next : held)) }, () =>
      api.send<NoticeSettings>('PUT', '/notices/ways', { kind, push, mail, webhook }, newKey()),
    );
  };
  const field = (one: KindModes, way: 'push' | 'mail' | 'webhook', of: Mode[], word: 'push' | 'byMail' | 'phone') => (
    <label class="way">
      <span class="meta">{o(word)}</span>
      <select
        class="input"
        name={`${one.kind}-${way}`}
        value={one[way]}
        onChange={event => change(one, { [way]: event.currentTarget.value as Mode })}
      >
        {of.map(mode => (
          <option key={mode} value={mode}>
            {o(mode)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <section class="sheet pad stack" data-ways>
      <h2>{o('about')}</h2>
      {error}
      {settings.rings && (
        <section data-phone>
          <h3>{o('phone')}</h3>
          <Try carrier="webhook" />
        </section>
      )}
      {settings.kinds
        .filter(({ kind }) => kind !== 'unanswered' || has('class_teacher'))
        .map(one => (
          <fieldset key={one.kind} class="ways" data-kind={one.kind}>
            <legend>{o(`kind_${one.kind}`)}</legend>
            <div class="row">
              {field(one, 'push', PUSH, 'push')}
              {settings.mails && field(one, 'mail', MAIL, 'byMail')}
              {settings.rings && field(one, 'webhook', PHONE, 'phone')}
            </div>
            {one.needed && settings.works.length > 0 && <p class="meta">{o('needed')}</p>}
          </fieldset>
        ))}
    </section>
  );
}

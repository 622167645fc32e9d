// Extending and narrowing a trust that is open.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { OneTrust, Trusts } from '../core/shapes';
import { tr } from '../i18n/account/trusted';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { Services } from './Services';
import { TRUSTS, trustPath, whoOf, type Service } from './trusts';

interface Props {
  of: OneTrust;
  close: () => void;
  done: (changed: OneTrust) => void;
}
export function ChangeSheet({ of: one, close, done }: Props) {
  const { state } = useResource(() => api.get<Trusts>(TRUSTS), one.id);
  const own = state?.children.find(({ child }) => child.id === one.student);
  const offered = [...new Set<Service>([...(own?.services ?? []), ...one.services, ...(one.more?.services ?? [])])];
  const [services, setServices] = useState<readonly Service[]>(one.more?.services ?? one.services);
  const [day, setDay] = useState(one.more?.until_day ?? one.until_day);
  const { ask, error } = useAction();
  const head = tr('changeHead', { who: whoOf(one) });
  const save = () =>
    void ask(async () =>
      done(await api.send<OneTrust>('PATCH', trustPath(one.id), { services, until_day: day }, newKey())),
    );
  return (
    <Sheet label={head} class="detail roomy" onClose={close}>
      <form
        class="stack trust-form"
        noValidate
        data-change-trust
        onSubmit={event => {
          event.preventDefault();
          save();
        }}
      >
        <header class="row">
          <h2>{head}</h2>
          <CloseButton onClose={close} />
        </header>
        <Services offered={offered} chosen={services} set={setServices} />
        <label class="field">
          <span class="label">{tr('day')}</span>
          <input
            class="input"
            type="date"
            name="until_day"
            min={own?.today}
            max={own?.latest_day}
            value={day}
            onInput={event => setDay(event.currentTarget.value)}
          />
        </label>
        <p class="note">
          <Icon name="info" />
          <span>{tr('less', { n: one.delay_hours })}</span>
        </p>
        {error}
        <p class="row wrap">
          <button class="btn" disabled={!services.length || !day} data-save>
            {tr('save')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {tr('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

// How long a school lets a family object before a trust opens, for leadership and admins.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import type { NewTrustDelay, TrustDelay } from '../core/shapes';
import { td } from '../i18n/set_up/trustDelay';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';

const HOURS = [0, 1, 2, 4, 8, 12, 24];
const WHOSE = ['stranger_hours', 'known_hours'] as const;

export function TrustDelayPage({ school }: { school: KeptSchool }) {
  const path = apiPath(school.id, 'trust_delay');
  const { state, problem, set } = useResource(() => api.get<TrustDelay>(path), school.id);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={6} />
      </div>
    );
  return <Hours key={WHOSE.map(one => state[one]).join()} held={state} path={path} saved={set} />;
}

function Hours({ held, path, saved }: { held: TrustDelay; path: string; saved: (now: TrustDelay) => void }) {
  const [hours, setHours] = useState<NewTrustDelay>({ ...held });
  const { ask, error } = useAction();
  const isChanged = WHOSE.some(one => hours[one] !== held[one]);
  const save = () => void ask(async () => saved(await api.send<TrustDelay>('PUT', path, hours)));
  return (
    <form
      class="sheet pad set-up-form"
      data-trust-delay={WHOSE.map(one => held[one]).join(' ')}
      onSubmit={event => {
        event.preventDefault();
        if (isChanged) save();
      }}
    >
      <h2>{td('head')}</h2>
      <p class="meta">{td('text')}</p>
      {WHOSE.map(one => (
        <label key={one} class="field">
          <span class="label">{td(one)}</span>
          <span class="hint">{td(`${one}_hint`)}</span>
          <select
            class="input"
            name={one}
            value={hours[one]}
            onChange={event => setHours({ ...hours, [one]: Number(event.currentTarget.value) })}
          >
            {[...new Set([...HOURS, held[one]])]
              .toSorted((a, b) => a - b)
              .map(n => (
                <option key={n} value={n} selected={n === hours[one]}>
                  {n ? td('hours', { n }) : td('atOnce')}
                </option>
              ))}
          </select>
        </label>
      ))}
      <p class="note">
        <Icon name="info" />
        <span>{td('note')}</span>
      </p>
      {error}
      <p>
        <button class="btn" data-save-delay disabled={!isChanged}>
          {td(isChanged ? 'save' : 'saved')}
        </button>
      </p>
    </form>
  );
}

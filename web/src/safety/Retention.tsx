// How long a school keeps what is written, set by its leadership; and what is held nevertheless, by who looks after safety.
import { useState } from 'preact/hooks';
import type { Holds as HoldList, Terms } from '../core/shapes';
import { api, newKey } from '../core/api';
import { zone } from '../core/session';
import { nearShort, polite } from '../i18n/format';
import { f } from '../i18n/safety';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';

const YEARS = [1, 2, 3, 5, 10];
const YEAR = 365;

export function Retention({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const path = `/schools/${encodeURIComponent(school.id)}/retention`;
  const { state, set } = useResource(async () => (await api.get<Terms>(path)).terms, school.id);
  const { askEach, error } = useAction();
  const keep = (kind: string, days: number | null) =>
    void askEach(async () => set((await api.send<Terms>('PUT', path, { kind, days }, newKey())).terms));
  return state ? (
    <details class="sheet pad" data-retention={school.id}>
      <summary>
        <span>
          {f('retention')}
          {many && ` ${school.name}`}
        </span>
        <Icon name="down" class="turn" />
      </summary>
      <p class="meta">{f('retentionText')}</p>
      {error}
      {state.map(({ kind, days }) => (
        <div key={kind} class="field">
          <label for={`term-${kind}`}>{f(`kind_${kind}`)}</label>
          <select
            class="input"
            id={`term-${kind}`}
            name={`term-${kind}`}
            value={days ?? ''}
            onChange={event => keep(kind, event.currentTarget.value ? Number(event.currentTarget.value) : null)}
          >
            <option value="">{f('forEver')}</option>
            {[...new Set([...YEARS.map(n => n * YEAR), ...(days ? [days] : [])])]
              .sort((a, b) => a - b)
              .map(n => (
                <option key={n} value={n}>
                  {n % YEAR ? f('nDays', { n }) : f('nYears', { n: n / YEAR })}
                </option>
              ))}
          </select>
        </div>
      ))}
    </details>
  ) : null;
}

export function Holds({ school }: { school: string }) {
  const path = `/schools/${encodeURIComponent(school)}/holds`;
  const { state, set } = useResource(async () => (await api.get<HoldList>(path)).holds, school);
  const { askEach, error } = useAction();
  const release = (id: string) =>
    void askEach(async () =>
      set((await api.send<HoldList>('DELETE', `${path}/${encodeURIComponent(id)}`, undefined, newKey())).holds),
    );
  if (!state?.length) return null;
  return (
    <section class="sheet pad stack" data-holds>
      <h2>{f('holds')}</h2>
      {error}
      <ul class="list">
        {state.map(one => (
          <li key={one.id} data-hold={one.id}>
            <div>
              <b>{one.person ? polite(one.person.name) : f('holdChat')}</b>
              <span class="meta">{one.reason}</span>
            </div>
            <time class="meta num">{nearShort(one.set_at, zone())}</time>
            <button type="button" class="btn plain small" data-release onClick={() => release(one.id)}>
              {f('release')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
export function HoldButton({ school, chat }: { school: string; chat: string }) {
  const [reason, setReason] = useState('');
  const [held, setHeld] = useState(false);
  const { ask, error } = useAction();
  const hold = async (event: Event) => {
    event.preventDefault();
    setHeld(
      await ask(() =>
        api.post(`/schools/${encodeURIComponent(school)}/holds`, { chat, reason: reason.trim() }, newKey()),
      ),
    );
  };
  if (held)
    return (
      <p class="note good" role="status" data-held-chat>
        <Icon name="check" />
        {f('heldChat')}
      </p>
    );
  return (
    <details>
      <summary>
        <span>{f('hold')}</span>
        <Icon name="down" class="turn" />
      </summary>
      <form class="form" onSubmit={event => void hold(event)}>
        <div class="field">
          <label for="hold-reason">{f('holdReason')}</label>
          <input
            class="input"
            id="hold-reason"
            name="reason"
            required
            maxLength={300}
            value={reason}
            onInput={event => setReason(event.currentTarget.value)}
          />
        </div>
        {error}
        <p>
          <button type="submit" class="btn two" data-hold-chat>
            {f('hold')}
          </button>
        </p>
      </form>
    </details>
  );
}

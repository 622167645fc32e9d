// What one was told, and how.
import { api } from '../core/api';
import { zone } from '../core/session';
import { nearShort, time } from '../i18n/format';
import { o } from '../i18n/notices';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { NotYet } from '../parts/parts';
import { type Told } from './notices';
import './notices.css';

export function became({ state, why, held_until, acted_at, ways }: Told): string {
  if (acted_at) return o('acted');
  if (state === 'waiting') return held_until ? o('until', { when: time(held_until, zone()) }) : o('waiting');
  if (state === 'gathered') return o('daily');
  if (ways.length) return ways.map(way => `${o(`way_${way.carrier}`)}: ${o(`way_${way.state}`)}`).join(', ');
  return why === 'off'
    ? o('offWhy')
    : why === 'live' || why === 'seen' || why === 'no_way' || why === 'ended' || why === 'overtaken'
      ? o(why)
      : '';
}
export function WasTold() {
  const { state, problem, set } = useResource(() => api.get<{ notices: Told[]; more: boolean }>('/notices/told'), 0);
  const { ask, error } = useAction();
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  const older = () =>
    void ask(async () => {
      const page = await api.get<{ notices: Told[]; more: boolean }>(
        `/notices/told?before=${encodeURIComponent(state.notices.at(-1)!.id)}`,
      );
      set({ notices: [...state.notices, ...page.notices], more: page.more });
    });
  return (
    <section class="sheet pad stack" data-was-told>
      <h2>{o('told')}</h2>
      {!state.notices.length && (
        <div class="none">
          <b>{o('nothing')}</b>
          <span>{o('nothingText')}</span>
        </div>
      )}
      <ul class="list">
        {state.notices.map(one => (
          <li key={one.id} data-told={one.state}>
            <div>
              <b>{o(`kind_${one.kind}`)}</b>
              <span class="meta">{became(one)}</span>
            </div>
            <time class="meta num">{nearShort(one.published_at, zone())}</time>
          </li>
        ))}
      </ul>
      {error}
      {state.more && (
        <p>
          <button type="button" class="btn two" onClick={older}>
            {o('more')}
          </button>
        </p>
      )}
    </section>
  );
}

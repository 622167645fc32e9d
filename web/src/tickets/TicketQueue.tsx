// The office's queue: those that wait, the oldest first; then those that are done.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import { me } from '../core/session';
import { t } from '../i18n';
import { polite, whole } from '../i18n/format';
import { h } from '../i18n/tickets';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Empty, NotYet } from '../parts/parts';
import { TicketLink } from './TicketLink';
import { TicketPage } from './TicketPage';
import { answeredIn, queuePath, type Page as Lines, type TicketLine } from './tickets';
import './tickets.css';

export function TicketQueue({ id }: { id: string | undefined }) {
  if (id) return <TicketPage key={id} id={id} up="/school/tickets" />;
  const schools = me.value!.schools.filter(school => answeredIn().includes(school.id));
  return (
    <Page title={h('queue')} up="/school" narrow>
      {schools.map(school => (
        <Queue key={school.id} school={school.id} name={schools.length > 1 ? school.name : ''} />
      ))}
    </Page>
  );
}
function Queue({ school, name }: { school: string; name: string }) {
  const [done, setDone] = useState(false);
  const address = (last?: string) => `${queuePath(school)}?done=${done}${last ? `&last=${last}` : ''}`;
  const { state, problem, set } = useResource(() => api.get<Lines>(address()), `${useInvalidation('ticket')}.${done}`);
  const more = async () => {
    const next = await api.get<Lines>(address(state!.tickets.at(-1)!.id));
    set({ tickets: [...state!.tickets, ...next.tickets], more: next.more });
  };
  return (
    <section class="stack">
      {name && <h2>{name}</h2>}
      <div class="seg" role="group" aria-label={h('queue')}>
        {[false, true].map(one => (
          <button
            key={String(one)}
            type="button"
            aria-pressed={done === one}
            data-done={one}
            onClick={() => setDone(one)}
          >
            {h(one ? 'handled' : 'waiting')}
          </button>
        ))}
      </div>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : !state.tickets.length ? (
        <div class="sheet pad">
          <Empty icon="check" head={h(done ? 'noneDone' : 'noneWait')} text={done ? undefined : h('noneWaitText')} />
        </div>
      ) : (
        <ul class="letters">
          {state.tickets.map(one => (
            <li key={one.id}>
              <TicketLink one={one} to="/school/tickets/" owes={one.status === 'new'} under={about(one)} />
            </li>
          ))}
        </ul>
      )}
      {state?.more && (
        <button type="button" class="btn two wide" onClick={() => void more()}>
          {t('moreHits')}
        </button>
      )}
    </section>
  );
}
const about = (one: TicketLine): string =>
  [
    one.writer ? whole(one.writer.name) : h('guest'),
    h(`kind_${one.kind}`),
    one.taken_by ? h('takenBy', { name: polite(one.taken_by.name) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');

// What I asked the school, and asking anew.
import { api } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import type { OneTicket } from '../core/shapes';
import { go } from '../core/router';
import { me } from '../core/session';
import { t } from '../i18n';
import { h } from '../i18n/tickets';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Empty, NotYet } from '../parts/parts';
import { TicketForm } from './TicketForm';
import { TicketLink } from './TicketLink';
import { TicketPage } from './TicketPage';
import { type Page as Lines, type Place } from './tickets';
import './tickets.css';

export function Tickets({ id }: { id: string | undefined }) {
  if (id === 'new') return <New />;
  if (id) return <TicketPage key={id} id={id} up="/help" />;
  return (
    <Page title={t('help')} up="/me" narrow>
      <div class="stack">
        <a class="btn wide" href="/help/new" data-new-ticket>
          <Icon name="pen" />
          {h('ask')}
        </a>
        <Own />
        <p>
          <a class="btn plain small" href="/help/first-steps" data-first-steps>
            {h('firstSteps')}
          </a>
          <a class="btn plain small" href="/status" data-status-page>
            {t('serverStatus')}
          </a>
        </p>
      </div>
    </Page>
  );
}
function New() {
  const send = async (asked: unknown, key: string) =>
    go('/help/' + (await api.post<OneTicket>('/tickets', asked, key)).ticket.id, true);
  const { state, problem } = useResource(() => api.get<Place>('/guest-tickets'), 'place');
  return (
    <Page title={t('help')} up="/help" narrow>
      {state ? (
        <TicketForm
          schools={me.value!.schools}
          head={h('ask')}
          hints={[h('askText'), h(state.mails ? 'askMail' : 'askNoMail')]}
          send={send}
        />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}
function Own() {
  const { state, problem, set } = useResource(() => api.get<Lines>('/tickets'), useInvalidation('ticket'));
  const more = async () => {
    const older = await api.get<Lines>(`/tickets?last=${state!.tickets.at(-1)!.id}`);
    set({ tickets: [...state!.tickets, ...older.tickets], more: older.more });
  };
  return (
    <section class="stack">
      <h2>{h('mine')}</h2>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : !state.tickets.length ? (
        <div class="sheet pad">
          <Empty icon="chat" head={h('none')} text={h('noneText')} />
        </div>
      ) : (
        <ul class="letters">
          {state.tickets.map(one => (
            <li key={one.id}>
              <TicketLink one={one} to="/help/" owes={one.status === 'answered'} under={h(`kind_${one.kind}`)} />
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

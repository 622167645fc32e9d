// Writing to the school without a sign-in: for those who cannot get in.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { t } from '../i18n';
import { h } from '../i18n/tickets';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { LangButton, NotYet } from '../parts/parts';
import { TicketForm } from './TicketForm';
import type { Place } from './tickets';
import './tickets.css';

export function TicketGuest() {
  const { state, problem } = useResource(() => api.get<Place>('/guest-tickets'), 'place');
  const [done, setDone] = useState<{ number: string; address: string } | null>(null);
  const reply = state && h(state.mails ? 'guestMail' : 'guestNoMail');
  return (
    <main class="door asking" id="main" tabIndex={-1}>
      <div class="door-head">
        <Icon name="logo" />
        <p>
          <b>{t('name')}</b>
          <span class="meta">{t('signInHead')}</span>
        </p>
        <LangButton class="lang push" />
      </div>
      <div class="stack">
        <h1>{h('guestHead')}</h1>
        <p class="soft">{h('guestText')}</p>
        <p class="row wrap">
          <a class="btn plain small" href="/sign-in">
            {h('toSignIn')}
          </a>
          <a class="btn plain small" href="/status" data-status-page>
            {t('serverStatus')}
          </a>
        </p>
      </div>
      {done ? (
        <section class="sheet pad stack" data-ticket-done={done.number}>
          <h2>{h('done', { number: done.number })}</h2>
          <p role="status">{state?.mails ? h('doneMail', { address: done.address }) : h('doneNoMail')}</p>
          <p>
            <button type="button" class="btn two" onClick={() => setDone(null)}>
              {h('more')}
            </button>
          </p>
        </section>
      ) : state ? (
        <TicketForm
          schools={state.schools}
          kind="sign_in"
          needsPhone={!state.mails}
          hints={[reply!]}
          send={async (asked, key) =>
            setDone({ ...(await api.post<{ number: string }>('/guest-tickets', asked, key)), address: asked.address })
          }
        />
      ) : (
        <section class="sheet pad">
          <NotYet problem={problem} />
        </section>
      )}
    </main>
  );
}

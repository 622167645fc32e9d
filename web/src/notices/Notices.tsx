// How one is told when the page is closed: this browser, mail, of what and how, quiet hours; and what one was told.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { zone } from '../core/session';
import { Telephone } from '../telephone/Telephone';
import { t } from '../i18n';
import { nearShort } from '../i18n/format';
import { o } from '../i18n/notices';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { LinkState, NotYet } from '../parts/parts';
import { forget, here, turnOff, turnOn, type Here, type NoticeSettings } from './notices';
import './notices.css';
import { Try, Ways } from './Ways';
import { Hours } from './QuietHours';
import { WasTold } from './WasTold';
import { again, type Part } from './notices';

export function Notices() {
  const { state, problem, set } = useResource(() => api.get<NoticeSettings>('/notices/settings'), 0);
  return (
    <main id="main" tabIndex={-1} data-notices>
      <header class="top">
        <a class="btn icon plain" href="/me" aria-label={t('back')}>
          <Icon name="back" />
        </a>
        <h1 class="cut">{o('notices')}</h1>
        <LinkState />
      </header>
      <div class="page narrow stack">
        {!state ? (
          <div class="sheet pad">
            <NotYet problem={problem} />
          </div>
        ) : (
          <>
            {!state.works.length && (
              <p class="note bad" role="status" data-unreachable>
                <Icon name="alert" />
                {o('nobodyReaches')}
              </p>
            )}
            <ThisBrowser settings={state} set={set} />
            <Mail settings={state} set={set} />
            <Telephone />
            <Ways settings={state} set={set} />
            <Hours key={String(state.quiet)} settings={state} set={set} />
            <WasTold />
          </>
        )}
      </div>
    </main>
  );
}

function ThisBrowser({ settings, set }: Part) {
  const [now, setNow] = useState<Here | 'failed' | undefined>();
  const { askEach, error } = useAction();
  useEffect(() => {
    here(settings).then(setNow, () => setNow('unsupported'));
  }, [settings]);
  const on = () =>
    void askEach(async () => {
      const state = await turnOn(settings).catch(problem => {
        if (problem instanceof DOMException) return 'unsupported' as const;
        throw problem;
      });
      // It is on when the server's list has it: turning it off takes it from that list.
      if (state === 'on') await again(set);
      else setNow(state);
    });
  const off = () =>
    void askEach(async () => {
      await turnOff(settings);
      await again(set);
    });
  const others = settings.browsers.filter(one => !(one.mine && now === 'on'));
  return (
    <section class="sheet pad stack" data-here={now}>
      <h2>{o('here')}</h2>
      <p class="meta">{o('hereText')}</p>
      {error}
      {now === 'denied' && (
        <p class="note brass" role="status">
          <Icon name="alert" />
          {o('denied')}
        </p>
      )}
      {now === 'unsupported' && (
        <p class="note" role="status">
          <Icon name="info" />
          {o('unsupported')}
        </p>
      )}
      {now === 'on' && (
        <p class="row">
          <span class="note good">
            <Icon name="check" />
            {o('on')}
          </span>
          <button type="button" class="btn two" data-turn="off" onClick={off}>
            {o('turnOff')}
          </button>
        </p>
      )}
      {now === 'on' && <Try carrier="push" />}
      {(now === 'off' || now === 'denied') && (
        <p>
          <button type="button" class="btn" data-turn="on" onClick={on}>
            {o('turnOn')}
          </button>
        </p>
      )}
      {others.length > 0 && (
        <>
          <h3>{o('elsewhere')}</h3>
          <ul class="list">
            {others.map(one => (
              <li key={one.id} data-browser={one.id}>
                <div>{o('since', { day: nearShort(one.added_at, zone()) })}</div>
                <button
                  type="button"
                  class="btn plain small"
                  onClick={() =>
                    void askEach(async () => {
                      await forget(one.id);
                      await again(set);
                    })
                  }
                >
                  {o('remove')}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Mail({ settings: { mailbox, mails } }: Part) {
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState('');
  const { ask, error } = useAction();
  const send = async (event: Event) => {
    event.preventDefault();
    if (await ask(() => api.send('PUT', '/notices/mail', { address: address.trim() }, newKey()))) {
      setSent(address.trim());
      setAddress('');
    }
  };
  return (
    <section class="sheet pad stack" data-mail>
      <h2>{o('mail')}</h2>
      {!mails ? (
        <p class="meta">{o('noMail')}</p>
      ) : (
        <>
          {mailbox ? (
            <p class="cut">
              <b>{mailbox.address}</b>
            </p>
          ) : (
            <p class="meta">{o('noAddress')}</p>
          )}
          {mailbox?.refused ? (
            <p class="note bad">
              <Icon name="alert" />
              {o('refused')}
            </p>
          ) : (
            mailbox &&
            !mailbox.confirmed && (
              <p class="note brass">
                <Icon name="info" />
                {o('unconfirmed')}
              </p>
            )
          )}
          <form class="form" onSubmit={event => void send(event)}>
            <div class="field">
              <label for="new-address">{o('newAddress')}</label>
              <input
                class="input"
                id="new-address"
                name="address"
                type="email"
                autocomplete="email"
                required
                maxLength={254}
                value={address}
                onInput={event => setAddress(event.currentTarget.value)}
              />
            </div>
            {error}
            {sent && (
              <p class="note good" role="status" data-link-sent>
                <Icon name="check" />
                {o('linkSent', { address: sent })}
              </p>
            )}
            <p class="row">
              <button type="submit" class="btn two">
                {o('sendLink')}
              </button>
            </p>
          </form>
          {mailbox && !mailbox.refused && <Try carrier="mail" />}
        </>
      )}
    </section>
  );
}

// How one is told when the page is closed: this browser, mail, of what and how, quiet hours; and what one was told.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { has, zone } from '../core/session';
import { t } from '../i18n';
import { nearShort, time, weekdayLong } from '../i18n/format';
import { o } from '../i18n/notices';
import { useAsk } from '../parts/ask';
import { Icon } from '../parts/icons';
import { useLoaded } from '../parts/loaded';
import { LinkState, NotYet } from '../parts/parts';
import {
  forget,
  fromClock,
  here,
  toClock,
  turnOff,
  turnOn,
  type Here,
  type KindModes,
  type Mode,
  type NoticeSettings,
  type SchoolQuiet,
  type Told,
} from './notices';
import './notices.css';

const PUSH: Mode[] = ['instant', 'off'];
const MAIL: Mode[] = ['instant', 'fallback', 'daily', 'weekly', 'off'];
const PHONE: Mode[] = ['instant', 'fallback', 'off'];

export function Notices() {
  const { state, problem, set } = useLoaded(() => api.get<NoticeSettings>('/notices/settings'), 0);
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
            <Ways settings={state} set={set} />
            <Hours key={String(state.quiet)} settings={state} set={set} />
            <WasTold />
          </>
        )}
      </div>
    </main>
  );
}
interface Part {
  settings: NoticeSettings;
  set: (settings: NoticeSettings) => void;
}
const again = async (set: Part['set']) => set(await api.get<NoticeSettings>('/notices/settings'));

function ThisBrowser({ settings, set }: Part) {
  const [now, setNow] = useState<Here | 'failed' | undefined>();
  const { askEach, error } = useAsk();
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

/** Tells oneself something, to see whether it comes. */
function Try({ carrier }: { carrier: 'push' | 'mail' | 'webhook' }) {
  const [tried, setTried] = useState(false);
  const { ask, error } = useAsk();
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

function Mail({ settings: { mailbox, mails } }: Part) {
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState('');
  const { ask, error } = useAsk();
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

function Ways({ settings, set }: Part) {
  const { askEach, error } = useAsk();
  const stored = useRef(settings);
  const waiting = useRef(0);
  const change = (one: KindModes, part: Partial<KindModes>) => {
    const next = { ...one, ...part };
    const { kind, push, mail, webhook } = next;
    if (!waiting.current) stored.current = settings;
    waiting.current += 1;
    set({ ...settings, kinds: settings.kinds.map(held => (held.kind === kind ? next : held)) });
    void askEach(async () => {
      try {
        stored.current = await api.send<NoticeSettings>(
          'PUT',
          '/notices/ways',
          { kind, push, mail, webhook },
          newKey(),
        );
      } finally {
        waiting.current -= 1;
        if (!waiting.current) set(stored.current);
      }
    });
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

function Hours({ settings, set }: Part) {
  const { language, zone: own, quiet, quiet_for_all: law, digest_hour, digest_weekday } = settings;
  const [chosen, choose] = useState({ language, zone: own, quiet, digest_hour, digest_weekday });
  const [saved, setSaved] = useState(false);
  const { ask, error } = useAsk();
  const change = (part: Partial<typeof chosen>) => {
    choose({ ...chosen, ...part });
    setSaved(false);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setSaved(await ask(async () => set(await api.send<NoticeSettings>('PUT', '/notices/settings', chosen, newKey()))));
  };
  return (
    <form class="sheet pad stack" data-quiet onSubmit={event => void save(event)}>
      <h2>{o('quiet')}</h2>
      <p class="meta">{o('quietText')}</p>
      {law && (
        <p class="note">
          <Icon name="clock" />
          {o('forAll', { begins: toClock(law.begins), ends: toClock(law.ends) })}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          name="own-quiet"
          checked={!!chosen.quiet}
          onChange={event => change({ quiet: event.currentTarget.checked ? { begins: 21 * 60, ends: 8 * 60 } : null })}
        />
        <span>{o('own')}</span>
      </label>
      {chosen.quiet && <Span of={chosen.quiet} name="quiet" change={next => change({ quiet: next })} />}
      <h3>{o('digests')}</h3>
      <div class="row">
        <label class="way">
          <span class="meta">{o('digestHour')}</span>
          <select
            class="input"
            name="digest-hour"
            value={chosen.digest_hour}
            onChange={event => change({ digest_hour: Number(event.currentTarget.value) })}
          >
            {Array.from({ length: 24 }, (_, hour) => (
              <option key={hour} value={hour}>
                {o('at', { hour })}
              </option>
            ))}
          </select>
        </label>
        <label class="way">
          <span class="meta">{o('digestDay')}</span>
          <select
            class="input"
            name="digest-day"
            value={chosen.digest_weekday}
            onChange={event => change({ digest_weekday: Number(event.currentTarget.value) })}
          >
            {Array.from({ length: 7 }, (_, day) => (
              <option key={day} value={day}>
                {weekdayLong(`2024-01-0${day + 1}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="field">
        <label for="notice-language">{o('language')}</label>
        <select
          class="input"
          id="notice-language"
          name="language"
          value={chosen.language}
          onChange={event => change({ language: event.currentTarget.value as 'ru' | 'en' })}
        >
          <option value="ru" lang="ru">
            Русский
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
      </div>
      {error}
      <p class="row">
        <button type="submit" class="btn">
          {o('save')}
        </button>
        {saved && (
          <span class="meta" role="status" data-saved>
            {o('saved')}
          </span>
        )}
      </p>
    </form>
  );
}
function Span({
  of,
  name,
  change,
}: {
  of: { begins: number; ends: number };
  name: string;
  change: (next: { begins: number; ends: number }) => void;
}) {
  return (
    <div class="row">
      <label class="way">
        <span class="meta">{o('begins')}</span>
        <input
          class="input"
          type="time"
          name={`${name}-begins`}
          required
          value={toClock(of.begins)}
          onInput={event =>
            event.currentTarget.value && change({ ...of, begins: fromClock(event.currentTarget.value) })
          }
        />
      </label>
      <label class="way">
        <span class="meta">{o('ends')}</span>
        <input
          class="input"
          type="time"
          name={`${name}-ends`}
          required
          value={toClock(of.ends)}
          onInput={event => event.currentTarget.value && change({ ...of, ends: fromClock(event.currentTarget.value) })}
        />
      </label>
    </div>
  );
}

function WasTold() {
  const { state, problem, set } = useLoaded(() => api.get<{ notices: Told[]; more: boolean }>('/notices/told'), 0);
  const { ask, error } = useAsk();
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
function became({ state, why, held_until, acted_at, ways }: Told): string {
  if (acted_at) return o('acted');
  if (state === 'waiting') return held_until ? o('until', { when: time(held_until, zone()) }) : o('waiting');
  if (state === 'gathered') return o('daily');
  if (ways.length) return ways.map(way => `${o(`way_${way.carrier}`)}: ${o(`way_${way.state}`)}`).join(', ');
  return why === 'off'
    ? o('offWhy')
    : why === 'live' || why === 'seen' || why === 'no_way' || why === 'ended'
      ? o(why)
      : '';
}

/** Set by a school's leadership. */
export function QuietOfSchool({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const path = `/schools/${encodeURIComponent(school.id)}/quiet`;
  const { state } = useLoaded(() => api.get<SchoolQuiet>(path), school.id);
  return state ? (
    <details class="sheet pad" data-school-quiet={school.id}>
      <summary>
        <span>
          {o('schoolQuiet')}
          {many && ` ${school.name}`}
        </span>
        <Icon name="down" class="turn" />
      </summary>
      <QuietForm path={path} kept={state} />
    </details>
  ) : null;
}
function QuietForm({ path, kept }: { path: string; kept: SchoolQuiet }) {
  const [quiet, setQuiet] = useState(kept.quiet);
  const [weekend, setWeekend] = useState(kept.weekend);
  const [days, setDays] = useState(kept.closed.join('\n'));
  const [saved, setSaved] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { ask, error } = useAsk();
  const save = async (event: Event) => {
    event.preventDefault();
    const closed = days.split(/\s+/).filter(Boolean);
    const bad = closed.some(day => !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)));
    setWrong(bad);
    setSaved(!bad && (await ask(() => api.send('PUT', path, { quiet, weekend, closed }, newKey()))));
  };
  return (
    <form class="form" onSubmit={event => void save(event)}>
      <p class="meta">{o('schoolQuietText')}</p>
      <label class="check">
        <input
          type="checkbox"
          name="nights"
          checked={!!quiet}
          onChange={event => setQuiet(event.currentTarget.checked ? { begins: 20 * 60, ends: 7 * 60 } : null)}
        />
        <span>{o('nights')}</span>
      </label>
      {quiet && <Span of={quiet} name="school-quiet" change={setQuiet} />}
      <label class="check">
        <input
          type="checkbox"
          name="weekend"
          checked={weekend}
          onChange={event => setWeekend(event.currentTarget.checked)}
        />
        <span>{o('weekends')}</span>
      </label>
      <div class="field">
        <label for="closed-days">{o('closed')}</label>
        <p class="meta">{o('closedText')}</p>
        <textarea
          class="input"
          id="closed-days"
          name="closed"
          rows={4}
          value={days}
          onInput={event => setDays(event.currentTarget.value)}
        />
      </div>
      {wrong && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {o('wrongDay')}
        </p>
      )}
      {error}
      <p class="row">
        <button type="submit" class="btn two">
          {o('save')}
        </button>
        {saved && (
          <span class="meta" role="status">
            {o('saved')}
          </span>
        )}
      </p>
    </form>
  );
}

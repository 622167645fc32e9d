// School events ahead: those one is asked to, and those of the city; and the address of one's calendar.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import { useValue } from '../core/store';
import { dayIn } from '../core/dates';
import { t } from '../i18n';
import { fullMoment } from '../i18n/format';
import { s } from '../i18n/school';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { CloseButton, Empty, NotYet, Sheet } from '../parts/parts';
import { placeWords } from './EventPage';
import { EVENT_KINDS, events, unanswered, type EventKind, type SchoolEvent } from './events';

type Listed = { events: SchoolEvent[]; more: boolean };

export function Events({ city }: { city: boolean }) {
  const [calendar, setCalendar] = useState(false);
  return (
    <>
      {city ? <OfCity /> : <Mine />}
      {!city && (
        <p>
          <button type="button" class="btn plain small" data-calendar onClick={() => setCalendar(true)}>
            <Icon name="today" />
            {s('calendar')}
          </button>
        </p>
      )}
      {calendar && <Calendar onClose={() => setCalendar(false)} />}
    </>
  );
}
function Mine() {
  const { state, problem } = useValue(events.shown);
  useEffect(() => {
    void events.open();
  }, []);
  const more = async () => {
    const next = await api.get<Listed>(`/school-events?after=${state!.events.at(-1)!.id}`);
    events.change(held => ({ events: [...held.events, ...next.events], more: next.more }));
  };
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  if (!state.events.length)
    return (
      <div class="sheet pad">
        <Empty icon="star" head={s('noEvents')} text={s('noEventsText')} />
      </div>
    );
  return <List listed={state} more={() => void more()} />;
}
function OfCity() {
  const [kind, setKind] = useState<EventKind | ''>('');
  const [subject, setSubject] = useState('');
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const again = useInvalidation('event');
  useEffect(() => {
    const timer = setTimeout(
      () =>
        setAsked(
          new URLSearchParams({
            of: 'city',
            ...(kind ? { kind } : {}),
            ...(subject.trim() ? { subject: subject.trim() } : {}),
            ...(words.trim() ? { q: words.trim() } : {}),
          }).toString(),
        ),
      asked ? 400 : 0,
    );
    return () => clearTimeout(timer);
  }, [kind, subject, words]);
  const { state, problem, set } = useResource(
    () => (asked ? api.get<Listed>('/school-events?' + asked) : new Promise<Listed>(() => {})),
    `${asked}.${again}`,
  );
  const more = async () => {
    const next = await api.get<Listed>(`/school-events?${asked}&after=${state!.events.at(-1)!.id}`);
    set({ events: [...state!.events, ...next.events], more: next.more });
  };
  return (
    <>
      <div class="row wrap wanted">
        <label class="search">
          <span class="vh">{s('find')}</span>
          <Icon name="search" />
          <input
            class="input"
            type="search"
            placeholder={s('find')}
            maxLength={100}
            value={words}
            onInput={event => setWords(event.currentTarget.value)}
          />
        </label>
        <label>
          <span class="vh">{s('eventKind')}</span>
          <select
            class="input"
            name="kind"
            value={kind}
            onChange={event => setKind(event.currentTarget.value as EventKind | '')}
          >
            <option value="">{s('anyKind')}</option>
            {EVENT_KINDS.map(one => (
              <option key={one} value={one}>
                {s(`kind_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="vh">{s('subject')}</span>
          <input
            class="input"
            name="subject"
            placeholder={s('subject')}
            maxLength={100}
            value={subject}
            onInput={event => setSubject(event.currentTarget.value)}
          />
        </label>
      </div>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : state.events.length ? (
        <List listed={state} more={() => void more()} />
      ) : (
        <div class="sheet pad">
          <Empty icon="search" head={s('noCity')} text={s('noCityText')} />
        </div>
      )}
    </>
  );
}
function List({ listed: { events: list, more }, more: load }: { listed: Listed; more: () => void }) {
  return (
    <>
      <ul class="letters">
        {list.map(event => (
          <Line key={event.id} event={event} />
        ))}
      </ul>
      {more && (
        <button type="button" class="btn two wide" onClick={load}>
          {s('more')}
        </button>
      )}
    </>
  );
}
function Line({ event }: { event: SchoolEvent }) {
  const owes = unanswered(event).length > 0;
  const [month, day] = dateParts(event);
  return (
    <li>
      <a class="sheet letter-line" href={'/school/e/' + event.id} data-event={event.id} data-owes={owes}>
        <span class="leaf" aria-hidden="true">
          <b>{day}</b>
          <small>{month}</small>
        </span>
        <span class="letter-words">
          <b>{event.title}</b>
          <span class="meta">
            {[s(`kind_${event.kind}`), fullMoment(event.starts_at, event.school.zone), event.place]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {!event.cancelled &&
            event.mine
              .filter(place => place.answer)
              .map(place => (
                <span key={place.participant.id} class="meta own">
                  {place.participant.name.given}: {placeWords(place)}
                </span>
              ))}
        </span>
        <span class="letter-side">
          {event.cancelled ? (
            <span class="tag bad">{s('cancelledHead')}</span>
          ) : (
            owes && <span class="tag brass">{s('toConfirm')}</span>
          )}
        </span>
      </a>
    </li>
  );
}
function dateParts({ starts_at, school }: SchoolEvent): [string, string] {
  const day = dayIn(school.zone, starts_at);
  const month = new Intl.DateTimeFormat(document.documentElement.lang === 'ru' ? 'ru' : 'en-GB', {
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day + 'T00:00:00Z'));
  return [month.replace('.', ''), String(Number(day.slice(8)))];
}

function Calendar({ onClose }: { onClose: () => void }) {
  const { ask, error } = useAction();
  const [address, setAddress] = useState<string | null | undefined>(undefined);
  const [copied, setCopied] = useState(false);
  const get = () =>
    void ask(async () => {
      setAddress(location.origin + (await api.post<{ path: string }>('/calendar', undefined, newKey())).path);
      setCopied(false);
    });
  const end = () =>
    void ask(async () => {
      await api.send('DELETE', '/calendar', undefined, newKey());
      setAddress(null);
    });
  const copy = async () => {
    await navigator.clipboard?.writeText(address!);
    setCopied(true);
  };
  return (
    <Sheet label={s('calendar')} onClose={onClose}>
      <header class="row">
        <h2>{s('calendar')}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <div class="stack">
        <p class="soft">{s('calendarText')}</p>
        {address && (
          <p>
            <input
              class="input"
              readOnly
              aria-label={s('calendar')}
              data-calendar-address
              value={address}
              onFocus={event => event.currentTarget.select()}
            />
          </p>
        )}
        {address === null && (
          <p class="note good" role="status">
            <Icon name="check" />
            {s('calendarEnded')}
          </p>
        )}
        {error}
        <p class="row wrap">
          {address ? (
            <button type="button" class="btn" onClick={() => void copy()}>
              <Icon name="copy" />
              {copied ? s('copied') : s('copy')}
            </button>
          ) : (
            <button type="button" class="btn" data-calendar-get onClick={get}>
              {s('calendarGet')}
            </button>
          )}
          <button type="button" class="btn plain" data-calendar-end onClick={end}>
            {s('calendarEnd')}
          </button>
        </p>
        {address === undefined && <p class="meta">{s('calendarNew')}</p>}
        <p>
          <button type="button" class="btn two wide" onClick={onClose}>
            {t('close')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}

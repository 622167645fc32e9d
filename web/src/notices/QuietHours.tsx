// When one, or a school, is quiet.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { weekdayLong } from '../i18n/format';
import { o } from '../i18n/notices';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import './notices.css';
import { fromClock, toClock, type NoticeSettings, type Part, type SchoolQuiet } from './notices';
import { Check } from '../parts/Check';

export function Span({
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
export function Hours({ settings, set }: Part) {
  const { language, zone: own, quiet, quiet_for_all: law, digest_hour, digest_weekday } = settings;
  const [chosen, choose] = useState({ language, zone: own, quiet, digest_hour, digest_weekday });
  const [saved, setSaved] = useState(false);
  const { ask, error } = useAction();
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
      <Check
        name="own-quiet"
        words={o('own')}
        checked={!!chosen.quiet}
        set={on => change({ quiet: on ? { begins: 21 * 60, ends: 8 * 60 } : null })}
      />
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
export function QuietForm({ path, kept }: { path: string; kept: SchoolQuiet }) {
  const [quiet, setQuiet] = useState(kept.quiet);
  const [weekend, setWeekend] = useState(kept.weekend);
  const [days, setDays] = useState(kept.closed.join('\n'));
  const [saved, setSaved] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { ask, error } = useAction();
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
      <Check
        name="nights"
        words={o('nights')}
        checked={!!quiet}
        set={on => setQuiet(on ? { begins: 20 * 60, ends: 7 * 60 } : null)}
      />
      {quiet && <Span of={quiet} name="school-quiet" change={setQuiet} />}
      <Check name="weekend" words={o('weekends')} checked={weekend} set={setWeekend} />
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
/** Set by a school's leadership. */
export function QuietOfSchool({ school, many }: { school: { id: string; name: string }; many: boolean }) {
  const path = `/schools/${encodeURIComponent(school.id)}/quiet`;
  const { state } = useResource(() => api.get<SchoolQuiet>(path), school.id);
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

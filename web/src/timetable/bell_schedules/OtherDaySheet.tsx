// One other day: which, what happens on it, and for whom.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { addDays } from '../../core/dates';
import type { Bells } from '../../core/shapes';
import { dayMonth } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { Icon } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { scheduleOn } from '../bells';
import { ForWhom } from './ClassPicker';
import type { BellsState } from './drafts';
import type { KeptSchool } from '../../parts/useKeptSchool';
import type { OtherDay } from './rules';
import { useYear } from '../school_year/useYear';

const FREE = '';

/** What nobody has all week is what a single day is for: the short day. */
const rarest = ({ schedules, rules }: Bells): string =>
  (
    schedules.find(
      ({ name }) => !rules.some(one => one.schedule === name && one.weekday === null && one.day === null),
    ) ?? schedules.at(-1)
  )?.name ?? FREE;

export function OtherDaySheet({
  school,
  state: { bells, year, classes },
  today,
  error,
  save,
  close,
}: {
  school: KeptSchool;
  state: BellsState;
  today: string;
  error: ComponentChildren;
  save: (one: OtherDay) => Promise<boolean>;
  close: () => void;
}) {
  const [day, setDay] = useState(addDays(today, 1));
  const [what, setWhat] = useState(rarest(bells));
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<string[] | null>(null);
  const years = useYear(school, year);
  const late = bells.until_day !== null && day >= bells.until_day ? bells.until_day : undefined;
  const early = bells.from_day !== null && bells.from_day > today ? bells.from_day : today;
  const problem = day < early ? o('otherPast') : late && what !== FREE ? o('otherLater', { day: dayMonth(late) }) : '';
  const ready = !!day && !problem && (what === FREE || chosen === null || chosen.length > 0);
  const concerned = classes.filter(
    ({ id }) => (chosen === null || chosen.includes(id)) && scheduleOn(bells.rules, id, day) !== what,
  );
  const submit = async () => {
    if (!ready) return;
    const ok =
      what === FREE
        ? await years.save(held => ({
            ...held,
            free: [
              ...held.free,
              { title: title.trim() || o('freeDefault'), from_day: day, until_day: addDays(day, 1) },
            ],
          }))
        : await save({ day, schedule: what, classes: chosen });
    if (ok) close();
  };
  return (
    <Sheet label={o('otherHead')} class="detail roomy" onClose={close}>
      <header class="row">
        <h2>{o('otherHead')}</h2>
        <CloseButton onClose={close} />
      </header>
      <form
        class="set-up-form up"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class={problem ? 'field wrong' : 'field'}>
          <label for="d-day">{o('otherDay')}</label>
          {problem && (
            <p class="err" role="alert">
              <Icon name="alert" />
              {problem}
            </p>
          )}
          <input
            class="input num"
            id="d-day"
            name="day"
            type="date"
            min={early}
            value={day}
            onInput={event => setDay(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <span class="label" id="d-what">
            {o('otherWhat')}
          </span>
          <div class="pills wrap" role="group" aria-labelledby="d-what">
            {[...bells.schedules.map(({ name }) => name), FREE].map(name => (
              <button
                key={name}
                type="button"
                class="pill"
                aria-pressed={what === name}
                onClick={() => setWhat(name)}
                data-what={name}
              >
                {name || o('free')}
              </button>
            ))}
          </div>
        </div>
        {what === FREE ? (
          <div class="field">
            <label for="d-title">{o('freeTitle')}</label>
            <input
              class="input"
              id="d-title"
              name="title"
              maxLength={60}
              placeholder={o('freeDefault')}
              value={title}
              onInput={event => setTitle(event.currentTarget.value)}
            />
          </div>
        ) : (
          <ForWhom classes={classes} chosen={chosen} set={setChosen} />
        )}
        <p class="note">
          <Icon name="info" />
          {what === FREE ? o('freeNote') : o('otherNote', { n: concerned.length })}
        </p>
        {what === FREE ? years.error : error}
        <p class="row">
          <button type="submit" class="btn" aria-disabled={!ready || undefined} data-save-day>
            {o('otherSave')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {o('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

// Which classes have which bells, as a table; changed for the whole school or for some classes, weekday by weekday.
import { useState } from 'preact/hooks';
import type { SaidBellRule } from '../../core/shapes';
import type { ClassRef } from '../../core/types';
import { addDays } from '../../core/dates';
import { lang } from '../../i18n';
import { weekdayLong, weekdayShort } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { CloseButton, Sheet } from '../../parts/parts';
import { ForWhom } from './ClassPicker';
import type { Draft } from './drafts';
import { classesInWords, sameDays, usualWeek, whoHasWhich, withWeek, type UsualWeek } from './rules';

const MONDAY = '2024-01-01';
export const dayNamed = (n: number): string => weekdayLong(addDays(MONDAY, n - 1));
export const dayBrief = (n: number): string => weekdayShort(addDays(MONDAY, n - 1));
export const daysBrief = ([first, last]: [number, number]): string =>
  first === last
    ? dayBrief(first)
    : `${dayBrief(first)}–${lang.value === 'ru' ? dayBrief(last).toLowerCase() : dayBrief(last)}`;

interface Props {
  draft: Draft;
  classes: readonly ClassRef[];
  weekdays: number;
  set: (rules: SaidBellRule[]) => void;
}
export function WhoHas({ draft, classes, weekdays, set }: Props) {
  const [open, setOpen] = useState(false);
  const rows = whoHasWhich(draft.rules, classes, weekdays);
  const columns = sameDays(rows, weekdays);
  return (
    <section class="sheet pad" aria-labelledby="who-h">
      <h2 id="who-h">{o('who')}</h2>
      <div class="tt-scroll" tabIndex={0} role="region" aria-label={o('whoTable')}>
        <table class="plan" data-who>
          <thead>
            <tr>
              <th scope="col">{o('classes')}</th>
              {columns.map(column => (
                <th key={column[0]} scope="col">
                  {daysBrief(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ classes: some, week }) => {
              const name = classesInWords(some, classes, n => o('wholeGrade', { n })) ?? o('allClasses');
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {columns.map(([day]) => (
                    <td key={day} class={week[day - 1] ? undefined : 'soft'}>
                      {week[day - 1] ?? o('noBells')}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <button type="button" class="btn two small up" onClick={() => setOpen(true)} data-change-who>
        {o('change')}
      </button>
      {open && (
        <WhoSheet
          draft={draft}
          classes={classes}
          weekdays={weekdays}
          set={rules => {
            set(rules);
            setOpen(false);
          }}
          close={() => setOpen(false)}
        />
      )}
    </section>
  );
}

function WhoSheet({ draft, classes, weekdays, set, close }: Props & { close: () => void }) {
  const [chosen, setChosen] = useState<string[] | null>(classes.length ? [] : null);
  const [typed, setTyped] = useState<UsualWeek | null | undefined>(); // null: as the school has it
  const week = typed ?? usualWeek(draft.rules, chosen?.[0] ?? null, weekdays);
  const asSchool = typed === null;
  const daily = week.every(name => name === week[0]) ? week[0] : undefined;
  const ready = typed !== undefined && (chosen === null || chosen.length > 0);
  const options = (
    <>
      {draft.schedules.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </>
  );
  return (
    <Sheet label={o('who')} class="detail roomy" onClose={close}>
      <header class="row">
        <h2>{o('who')}</h2>
        <CloseButton onClose={close} />
      </header>
      <form
        class="set-up-form up"
        onSubmit={event => {
          event.preventDefault();
          if (ready) set(withWeek(draft.rules, chosen, typed));
        }}
      >
        {classes.length > 0 && <ForWhom classes={classes} chosen={chosen} set={setChosen} />}
        <div class="field">
          <label for="who-daily">{o('everyDay')}</label>
          <select
            class="input"
            id="who-daily"
            name="daily"
            value={asSchool ? '*' : (daily ?? '')}
            onChange={event => {
              const name = event.currentTarget.value;
              setTyped(name === '*' ? null : week.map(() => name));
            }}
          >
            {daily === undefined && !asSchool && <option value="">{o('lengthDiffers')}</option>}
            {daily === null && <option value="">{o('noBells')}</option>}
            {chosen !== null && <option value="*">{o('asSchool')}</option>}
            {options}
          </select>
        </div>
        {!asSchool && (
          <div class="set-up-week">
            {week.map((name, n) => (
              <label key={n}>
                <span>{dayNamed(n + 1)}</span>
                <select
                  class="input"
                  name={`day${n + 1}`}
                  value={name ?? ''}
                  onChange={event =>
                    setTyped(week.map((held, other) => (other === n ? event.currentTarget.value || null : held)))
                  }
                >
                  {name === null && <option value="">{o('noBells')}</option>}
                  {options}
                </select>
              </label>
            ))}
          </div>
        )}
        <p class="meta">{o('takeText')}</p>
        <p class="row">
          <button type="submit" class="btn" aria-disabled={!ready || undefined} data-take>
            {o('take')}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {o('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

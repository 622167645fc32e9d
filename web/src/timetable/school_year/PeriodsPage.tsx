// Reporting periods: the year as strips and as tables, by the grades they are of.
import { useState } from 'preact/hooks';
import { api } from '../../core/api';
import { dayIn } from '../../core/dates';
import { go, place } from '../../core/router';
import type { CountedPeriods, SchoolYear } from '../../core/shapes';
import { now, useValue } from '../../core/store';
import { dayMonth, dayShort } from '../../i18n/format';
import { y } from '../../i18n/year';
import { Icon } from '../../parts/icons';
import { Empty, NotYet } from '../../parts/parts';
import { apiPath, setUpAddress, type KeptSchool } from '../../parts/useKeptSchool';
import { useResource } from '../../parts/useResource';
import { PeriodsSheet } from './PeriodsSheet';
import { useSchoolYear } from './useYear';
import { gradesWords, yearWords } from './words';
import { boundsOf, byGrades, freeOf, lastDay, schoolDays, yearOf, yearsOf, type Grades } from './year';
import { YearStrip } from './YearStrip';
import './year.css';

export function PeriodsPage({ school }: { school: KeptSchool }) {
  const { state, problem, set } = useSchoolYear(school);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={10} />
      </div>
    );
  return <Periods school={school} year={state} set={set} />;
}

/** The periods of rosters, where the school has said none of its own. */
function useImported(school: KeptSchool, year: SchoolYear) {
  const { state } = useResource(
    async () => (year.periods.length ? [] : (await api.get<CountedPeriods>(apiPath(school.id, 'periods'))).periods),
    `${school.id}.${year.revision}`,
  );
  return state ?? [];
}

function Periods({ school, year, set }: { school: KeptSchool; year: SchoolYear; set: (year: SchoolYear) => void }) {
  const today = dayIn(school.zone, new Date(useValue(now)));
  const { query } = useValue(place);
  const [open, setOpen] = useState<Grades | 'new' | undefined>();
  const imported = useImported(school, year);
  const counted = year.periods.length ? year.periods : imported;
  const years = [...new Set([...yearsOf(counted), yearOf(today), yearOf(today) + 1])].sort((a, b) => a - b);
  const chosen = years.find(one => String(one) === query.get('year')) ?? yearOf(today);
  const all = byGrades(counted, chosen);
  const bounds = boundsOf(all, chosen);
  return (
    <div data-periods={year.revision}>
      <section class="sheet pad" aria-labelledby="y-h">
        <div class="split">
          <h2 id="y-h">{y('year', { year: yearWords(chosen) })}</h2>
          {all.length > 0 && (
            <span class="meta">
              {dayMonth(bounds.from_day)} – {dayMonth(lastDay(bounds))}
            </span>
          )}
          <select
            class="input low set-up-year"
            aria-label={y('yearChoice')}
            name="year"
            value={chosen}
            onChange={event => go(setUpAddress(school, '/admin/calendar/periods', { year: event.currentTarget.value }))}
          >
            {years.map(one => (
              <option key={one} value={one} selected={one === chosen}>
                {yearWords(one)}
              </option>
            ))}
          </select>
        </div>
        {all.length ? (
          <>
            <div class="years up">
              {all.map((grades, n) => (
                <YearStrip
                  key={gradesWords(grades)}
                  grades={grades}
                  name={gradesWords(grades)}
                  bounds={bounds}
                  free={year.free}
                  today={today}
                  months={n === 0}
                />
              ))}
            </div>
            <p class="legend">
              <span>
                <i />
                {y('lessons')}
              </span>
              <span>
                <i class="rest" />
                {y('holidays')}
              </span>
              <span>
                <i class="point" />
                {y('today')}
              </span>
            </p>
          </>
        ) : (
          <Empty icon="today" head={y('none')} text={y('noneText')} />
        )}
      </section>
      {!year.periods.length && all.length > 0 && (
        <p class="note up">
          <Icon name="info" />
          {y('fromRoster')}
        </p>
      )}
      <div class="set-up-cols even up">
        {all.map(grades => (
          <Table key={gradesWords(grades)} grades={grades} year={year} change={() => setOpen(grades)} />
        ))}
      </div>
      {all.length > 0 && <p class="meta up">{y('recount')}</p>}
      <p class="set-up-acts up">
        <button type="button" class={all.length ? 'btn two' : 'btn'} onClick={() => setOpen('new')} data-add-periods>
          <Icon name="plus" />
          {all.length ? y('add') : y('addFirst')}
        </button>
        <span class="meta">{y('addText')}</span>
      </p>
      {open && (
        <PeriodsSheet
          school={school}
          year={year}
          of={chosen}
          grades={open === 'new' ? undefined : open}
          saved={set}
          close={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

function Table({ grades, year, change }: { grades: Grades; year: SchoolYear; change: () => void }) {
  const name = gradesWords(grades);
  return (
    <section class="sheet pad" aria-label={name} data-grades={`${grades.grade_from}-${grades.grade_until}`}>
      <div class="split">
        <h2>{name}</h2>
        <button type="button" class="btn two small" onClick={change} data-change-periods>
          {y('change')}
        </button>
      </div>
      <div class="tt-scroll" tabIndex={0} role="region" aria-label={name}>
        <table class="plan">
          <thead>
            <tr>
              <th scope="col">{y('period')}</th>
              <th scope="col">{y('days')}</th>
              <th scope="col">{y('schoolDays')}</th>
            </tr>
          </thead>
          <tbody>
            {grades.periods.map(one => (
              <tr key={one.from_day}>
                <th scope="row">{one.title}</th>
                <td class="num">
                  {dayShort(one.from_day)} – {dayShort(lastDay(one))}
                </td>
                <td class="num">{schoolDays(one, year.weekdays, freeOf(year.free, grades))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

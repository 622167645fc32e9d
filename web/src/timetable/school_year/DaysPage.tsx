// Days without lessons: holidays, single free days, and whether Saturday is one of school.
import { useState } from 'preact/hooks';
import { addDays, dayIn } from '../../core/dates';
import type { FreeDays, SchoolYear } from '../../core/shapes';
import { now, useValue } from '../../core/store';
import { dayMonth, dayShort, weekdayShort } from '../../i18n/format';
import { o } from '../../i18n/setUp';
import { y } from '../../i18n/year';
import { Icon } from '../../parts/icons';
import { CloseButton, NotYet, Sheet } from '../../parts/parts';
import { Both } from '../../parts/Both';
import type { KeptSchool } from '../../parts/useKeptSchool';
import { InTheWay } from './InTheWay';
import { Line, Range, Wrong, type GradeRange } from './PeriodsSheet';
import { useSchoolYear, useYear } from './useYear';
import { gradesWords, yearWords } from './words';
import { lastDay, lengthOf, saidDays, typedDays, yearFaults, yearOf, type Span, type TypedDays } from './year';

const KEYS = ['title', 'from_day', 'until_day', 'grade_from', 'grade_until'] as const;
const same = (a: FreeDays, b: FreeDays) => KEYS.every(key => a[key] === b[key]);
const daysWords = (one: Span): string =>
  lengthOf(one) === 1
    ? `${weekdayShort(one.from_day).toLowerCase()}, ${dayMonth(one.from_day)}`
    : y('nDays', { n: lengthOf(one), days: `${dayShort(one.from_day)} – ${dayShort(lastDay(one))}` });

export function DaysPage({ school }: { school: KeptSchool }) {
  const { state, problem, set } = useSchoolYear(school);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={8} />
      </div>
    );
  return <Days school={school} year={state} set={set} />;
}

type Opened = { held: FreeDays | undefined; single: boolean };

function Days({ school, year, set }: { school: KeptSchool; year: SchoolYear; set: (year: SchoolYear) => void }) {
  const today = dayIn(school.zone, new Date(useValue(now)));
  const [open, setOpen] = useState<Opened | undefined>();
  const here = year.free.filter(one => yearOf(one.from_day) >= yearOf(today));
  const list = (single: boolean) => {
    const days = here.filter(one => (lengthOf(one) === 1) === single);
    const head = single ? y('freeHead') : y('holidaysHead');
    return (
      <section class="sheet pad" aria-label={head} data-free={single ? 'days' : 'holidays'}>
        <div class="split">
          <h2>{head}</h2>
          <button
            type="button"
            class="btn two small"
            onClick={() => setOpen({ held: undefined, single })}
            data-add-free
          >
            <Icon name="plus" />
            {y('addDays')}
          </button>
        </div>
        <ul class="set-up-days">
          {days.map(one => (
            <li key={KEYS.map(key => one[key]).join()} data-free-from={one.from_day}>
              <div>
                <b>{one.title}</b>
                <span class="meta">
                  {[
                    yearOf(one.from_day) !== yearOf(today) && yearWords(yearOf(one.from_day)),
                    one.grade_from > 1 || one.grade_until < 11 ? gradesWords(one) : y('inAll'),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </div>
              <span class="num">{daysWords(one)}</span>
              <button
                type="button"
                class="icon-btn"
                aria-label={`${y('changeDays')}: ${one.title}`}
                onClick={() => setOpen({ held: one, single })}
              >
                <Icon name="pen" />
              </button>
            </li>
          ))}
          {!days.length && <li class="soft">{single ? y('noFree') : y('noHolidays')}</li>}
        </ul>
      </section>
    );
  };
  return (
    <div data-days={year.revision}>
      <Week school={school} year={year} set={set} />
      <div class="set-up-cols even up">
        {list(false)}
        {list(true)}
      </div>
      {open && (
        <FreeSheet
          school={school}
          year={year}
          opened={open}
          today={today}
          saved={set}
          close={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

function Week({ school, year, set }: { school: KeptSchool; year: SchoolYear; set: (year: SchoolYear) => void }) {
  const { save, error, met, inTheWay } = useYear(school, year, set);
  const [saved, setSaved] = useState(false);
  const choose = (weekdays: number) =>
    void save(held => ({ ...held, weekdays })).then(ok => {
      setSaved(ok);
      return ok;
    });
  return (
    <section class="sheet pad" aria-labelledby="week-h">
      <div class="split">
        <h2 id="week-h">{o('week')}</h2>
        <span class="meta" role="status">
          {saved ? y('savedWeek') : ''}
        </span>
      </div>
      <div class="seg set-up-five up" role="group" aria-labelledby="week-h">
        {([5, 6] as const).map(n => (
          <button
            key={n}
            type="button"
            aria-pressed={year.revision > 0 && year.weekdays === n}
            onClick={() => choose(n)}
            data-weekdays={n}
          >
            {n === 5 ? o('five') : o('six')}
          </button>
        ))}
      </div>
      <p class="meta up">
        {year.revision === 0 ? o('weekNotSaid') : year.weekdays === 5 ? y('fiveText') : y('sixText')}
      </p>
      {met && <p class="note brass up">{y('again')}</p>}
      {error}
      <InTheWay lessons={inTheWay} />
    </section>
  );
}

function FreeSheet({
  school,
  year,
  opened: { held, single },
  today,
  saved,
  close,
}: {
  school: KeptSchool;
  year: SchoolYear;
  opened: Opened;
  today: string;
  saved: (year: SchoolYear) => void;
  close: () => void;
}) {
  const [line, setLine] = useState<TypedDays>(
    held ? typedDays(held) : { title: '', first: single ? addDays(today, 1) : '', last: '' },
  );
  const [range, setRange] = useState<GradeRange>({
    grade_from: held?.grade_from ?? 1,
    grade_until: Math.min(held?.grade_until ?? 11, 11),
  });
  const [tried, setTried] = useState(false);
  const { save, met, error, inTheWay } = useYear(school, year, saved);
  const typed = single ? { ...line, last: line.first } : line;
  const turned = range.grade_until < range.grade_from;
  const [fault] = yearFaults([typed], range, []);
  const made = (): FreeDays => ({
    ...saidDays(typed),
    grade_from: range.grade_from,
    grade_until: range.grade_until === 11 ? 12 : range.grade_until,
  });
  const put = (instead: FreeDays[]) =>
    save(said => ({ ...said, free: [...said.free.filter(one => !held || !same(one, held)), ...instead] })).then(
      ok => ok && close(),
    );
  const words =
    fault && (tried || fault === 'ends_first') ? y(fault === 'no_title' ? 'wrongFree_no_title' : `wrong_${fault}`) : '';
  const name = held ? y('changeDays') : single ? y('newFree') : y('newHolidays');
  return (
    <Sheet label={name} class="detail roomy" onClose={close}>
      <header class="row">
        <h2>{name}</h2>
        <CloseButton onClose={close} />
      </header>
      <form
        class="set-up-form up"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          setTried(true);
          if (!fault && !turned) void put([made()]);
        }}
      >
        <ul class="set-up-lines one">
          <Line
            n={0}
            line={line}
            fault={words}
            single={single}
            set={part => setLine({ ...line, ...part })}
            remove={undefined}
          />
        </ul>
        <fieldset class="field">
          <legend class="label">{y('forGrades')}</legend>
          {turned && <Wrong words={y('wrong_grades')} />}
          <Range range={range} set={setRange} />
        </fieldset>
        {met && (
          <>
            <p class="note brass">
              <Icon name="alert" />
              {y('again')}
            </p>
            <Both
              differences={[
                {
                  head: single ? y('freeHead') : y('holidaysHead'),
                  theirs: met.free
                    .filter(one => (lengthOf(one) === 1) === single)
                    .map(one => `${one.title}: ${daysWords(one)}`),
                  mine: fault ? [] : [`${typed.title}: ${daysWords(saidDays(typed))}`],
                },
              ]}
            />
          </>
        )}
        {error}
        <InTheWay lessons={inTheWay} />
        <p class="row wrap">
          <button type="submit" class="btn" data-save-free>
            {y('saveDays')}
          </button>
          {held && (
            <button type="button" class="btn plain" onClick={() => void put([])} data-remove-free>
              {y('removeLine', { title: held.title })}
            </button>
          )}
          <button type="button" class="btn two" onClick={close}>
            {o('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}

// The week of all classes, or of all teachers, of a school: a sheet of paper each, and the browser prints them.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { addWeeks, isWeek } from '../../core/dates';
import { place } from '../../core/router';
import { me, staffIn } from '../../core/session';
import { useValue } from '../../core/store';
import { thisWeek } from '../../gradebook/diary/diaries';
import { t } from '../../i18n';
import { byName, polite, weekDates } from '../../i18n/format';
import { tt } from '../../i18n/timetable';
import { Icon } from '../../parts/icons';
import { Empty, LangButton, LinkState, NoSuchPage, NotYet, OffLine } from '../../parts/parts';
import { Drawing } from '../icons';
import { allAddress, behind, timetablesOf, type Everybody, type WeekOfAll } from '../timetables';
import { daysOf, fromTimetable, type Lesson } from '../week';
import { WeekTable, type Looks } from '../WeekTable';
import '../tabs.css';
import '../timetable.css';
import '../paper.css';
import './sheets.css';

interface One {
  id: string;
  name: string;
  grade?: number | null;
  lessons: Lesson[];
}
/** Each with the lessons of its own, in the order in which they are printed. */
function each(all: WeekOfAll): One[] {
  const lessons = new Map(fromTimetable(all).lessons.map(one => [one.id, one]));
  const own = (ids: readonly string[]) => ids.flatMap(id => lessons.get(id) ?? []);
  return 'classes' in all
    ? all.classes.map(one => ({ ...one.class, lessons: own(one.lessons) }))
    : [...all.teachers]
        .sort((a, b) => byName(a.teacher, b.teacher))
        .map(one => ({ id: one.teacher.id, name: polite(one.teacher.name), lessons: own(one.lessons) }));
}

export function AllTimetables({ path: [, , of, asked] }: { path: string[] }) {
  const { query } = useValue(place);
  const schools = (me.value?.schools ?? []).filter(({ id }) => staffIn().includes(id));
  const school = schools.find(({ id }) => id === query.get('school')) ?? schools[0];
  const week = isWeek(asked) ? asked : thisWeek();
  if (!school || (of !== 'class' && of !== 'teacher')) return <NoSuchPage />;
  const said = schools.length > 1 ? school.id : undefined;
  return (
    <main id="main" tabIndex={-1} class="timetable tt-all">
      <header class="top">
        <h1 class="cut">{tt('printAll')}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page">
        <nav class="tt-tabs" aria-label={tt('whose')}>
          {(['class', 'teacher'] as const).map(one => (
            <a
              key={one}
              href={allAddress(one, week, said)}
              aria-current={one === of ? 'page' : undefined}
              data-view={one}
            >
              {tt(`everybody_${one}`)}
            </a>
          ))}
          <a href={`/timetable/${of}?week=${week}`}>{tt('one')}</a>
        </nav>
        {schools.length > 1 && (
          <nav class="tt-tabs" aria-label={t('school')}>
            {schools.map(({ id, name }) => (
              <a key={id} href={allAddress(of, week, id)} aria-current={id === school.id ? 'page' : undefined}>
                {name}
              </a>
            ))}
          </nav>
        )}
        <Sheets key={`${of}.${school.id}.${week}`} of={of} school={school} week={week}>
          <div class="week-nav">
            <a class="icon-btn" href={allAddress(of, addWeeks(week, -1), said)} aria-label={t('prevWeek')}>
              <Icon name="left" />
            </a>
            <span data-week={week}>{weekDates(week)}</span>
            <a
              class="icon-btn"
              href={allAddress(of, addWeeks(week, 1), said)}
              aria-label={t('nextWeek')}
              data-week-step="1"
            >
              <Icon name="right" />
            </a>
          </div>
        </Sheets>
      </div>
    </main>
  );
}

function Sheets({
  of,
  school,
  week,
  children: nav,
}: {
  of: Everybody;
  school: { id: string; name: string };
  week: string;
  children: ComponentChildren;
}) {
  const live = useMemo(() => timetablesOf(of, school.id, week), [of, school.id, week]);
  const { state, problem, at } = useValue(live.shown);
  const { state: calendar } = useValue(behind([school.id], week).shown);
  const all = useMemo(() => state && each(state), [state]);
  if (!state || !all || !calendar)
    return (
      <>
        <div class="tt-acts">{nav}</div>
        <div class="sheet pad">
          <NotYet problem={problem} lines={12} />
        </div>
      </>
    );
  const held = all.filter(({ lessons }) => lessons.length);
  const without = all.filter(({ lessons }) => !lessons.length);
  // days of the week are the same on all sheets: they lie side by side on a wall
  const days = daysOf({ week, zone: state.zone, lessons: held.flatMap(({ lessons }) => lessons) }, calendar.weekdays);
  const looks = (one: One): Looks => ({
    days,
    lessons: one.lessons,
    behind: calendar,
    group: of === 'class' ? one.id : undefined,
    grade: one.grade,
    of,
    today: '',
    now: new Set(),
    next: new Set(),
  });
  if (!held.length)
    return (
      <>
        <div class="tt-acts">{nav}</div>
        <div class="sheet pad">
          <Empty icon="today" head={tt('empty')} text={tt('emptyText')} />
        </div>
      </>
    );
  return (
    <>
      <div class="tt-acts">
        {nav}
        <button type="button" class="btn" onClick={() => print()} data-print>
          <Drawing name="print" />
          {tt('printSheets', { n: held.length })}
        </button>
      </div>
      {without.length > 0 && (
        <details class="tt-without">
          <summary>{tt(`without_${of}`, { n: without.length })}</summary>
          <p class="meta">{without.map(({ name }) => name).join(', ')}</p>
        </details>
      )}
      <div class="a4-all" tabIndex={0} role="region" aria-label={tt('sheets')}>
        {held.map(one => (
          <section key={one.id} class="a4" aria-label={one.name} data-of={one.id}>
            <p class="tt-paper">
              <b>{one.name}</b> <time dateTime={week}>{weekDates(week)}</time>
              <span>{school.name}</span>
            </p>
            <WeekTable {...looks(one)} />
          </section>
        ))}
      </div>
      <OffLine what={t('timetable')} at={at} />
    </>
  );
}

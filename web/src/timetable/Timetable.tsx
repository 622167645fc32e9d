// Timetables to read: of a child, of a teacher, of a class, of a room; any week.
import { useEffect, useMemo } from 'preact/hooks';
import type { NoAnswer, Problem } from '../core/api';
import { isWeek, addWeeks, dayIn } from '../core/dates';
import { small } from '../core/local';
import { go, place } from '../core/router';
import { me, myId, staffIn, teaches, timetablesKept } from '../core/session';
import { now, useValue } from '../core/store';
import { diaryOf, thisWeek } from '../gradebook/diary/diaries';
import { readers } from '../gradebook/diary/news';
import { t } from '../i18n';
import { dayMonth, weekDates, weekdayShort, inside } from '../i18n/format';
import { deviations } from '../i18n/week/deviations';
import { tt } from '../i18n/timetable';
import { Icon } from '../parts/icons';
import { Empty, LangButton, LinkState, NotYet, OffLine } from '../parts/parts';
import { DayList, DayStrip } from './DayList';
import { Drawing } from './icons';
import { allAddress, behind, timetableOf } from './timetables';
import { daysOf, freeOn, fromDiary, fromTimetable, isChanged, nowAndNext, type WeekOfLessons } from './week';
import { WeekTable, type Looks } from './WeekTable';
import { Children, useNames, Whose, type Of } from './Whose';
import './tabs.css';
import './timetable.css';
import './paper.css';

export const addressOf = (of: Of, id: string, week: string): string => `/timetable/${of}/${id}/${week}`;

/** Where one starts: staff at their own, others at the child whose diary was open last. */
function start(): string {
  const all = readers();
  const child = all.find(({ id }) => id === small.read<string>('child')) ?? all[0];
  if (teaches()) return addressOf('teacher', myId(), thisWeek());
  if (child) return addressOf('student', child.id, thisWeek());
  return staffIn().length ? '/timetable/class' : '/diary';
}

export function Timetable({ path: [, of, id, asked] }: { path: string[] }) {
  const known = of === 'student' || of === 'teacher' || of === 'class' || of === 'room';
  const { query } = useValue(place);
  const said = asked ?? query.get('week') ?? undefined; // while nobody is chosen yet it stands there
  const week = isWeek(said) ? said : thisWeek();
  const address = !known ? start() : id && !isWeek(asked) ? addressOf(of, id, week) : undefined;
  useEffect(() => {
    if (address) go(address, true);
  }, [address]);
  if (!known) return <main id="main" tabIndex={-1} />;
  return <TimetableOf key={`${of}.${id}`} of={of} id={id} week={week} />;
}

function TimetableOf({ of, id, week }: { of: Of; id: string | undefined; week: string }) {
  const names = useNames(of);
  const name = (id && names.of(id)) || '';
  const to = (weeks: number) => addressOf(of, id ?? '', addWeeks(week, weeks));
  const staff = staffIn().length > 0;
  return (
    <main id="main" tabIndex={-1} class="timetable" data-timetable={id}>
      <header class="top">
        {staff || !readers().length ? <h1 class="cut">{t('timetable')}</h1> : <Children chosen={id} week={week} />}
        <LinkState />
        {id && <WeekNav week={week} to={to} class="desk-only" />}
        <LangButton class="lang" />
      </header>
      <div class="page">
        <Whose of={of} id={id} week={week} names={names} />
        {id ? (
          <>
            <h1 class="vh">{tt('of', { name, dates: weekDates(week) })}</h1>
            <p class="tt-paper">
              <b>{name}</b> <time dateTime={week}>{weekDates(week)}</time>
              <span>{me.value?.schools.length === 1 ? me.value.schools[0]!.name : ''}</span>
            </p>
            <WeekNav week={week} to={to} class="phone-only" />
            {of === 'student' ? <OfStudent id={id} week={week} /> : <OfOthers of={of} id={id} week={week} />}
          </>
        ) : (
          <>
            <div class="sheet pad">
              <Empty icon="today" head={tt('nobody')} />
            </div>
            <p class="tt-acts">
              <ToAll of={of} week={week} />
            </p>
          </>
        )}
      </div>
    </main>
  );
}

/** To the sheets of all of a school, for its staff. */
function ToAll({ of, week }: { of: Of; week: string }) {
  if ((of !== 'class' && of !== 'teacher') || !staffIn().length) return null;
  return (
    <a class="btn plain small" href={allAddress(of, week)} data-print-all>
      <Drawing name="print" />
      {tt(`printAll_${of}`)}
    </a>
  );
}

function WeekNav({ week, to, class: look }: { week: string; to: (weeks: number) => string; class: string }) {
  return (
    <div class={`week-nav ${look}`}>
      <a class="icon-btn" href={to(-1)} aria-label={t('prevWeek')} data-week-step="-1">
        <Icon name="left" />
      </a>
      <span data-week={week}>{weekDates(week)}</span>
      <a class="icon-btn" href={to(1)} aria-label={t('nextWeek')} data-week-step="1">
        <Icon name="right" />
      </a>
    </div>
  );
}

/** A family's week comes with its diary. */
function OfStudent({ id, week }: { id: string; week: string }) {
  const live = useMemo(() => diaryOf(id, week), [id, week]);
  const { state, problem, at } = useValue(live.shown);
  const held = useMemo(() => state && fromDiary(state), [state]);
  return <Lessons of="student" id={id} week={week} held={held} problem={problem} at={at} />;
}
function OfOthers({ of, id, week }: { of: Exclude<Of, 'student'>; id: string; week: string }) {
  const live = useMemo(() => timetableOf(of, id, week), [of, id, week]);
  const { state, problem, at } = useValue(live.shown);
  const held = useMemo(() => state && fromTimetable(state), [state]);
  return <Lessons of={of} id={id} week={week} held={held} problem={problem} at={at} />;
}
/** The class whose bells a student has. */
function classOf(of: Of, id: string): { id: string; grade: number | null } | undefined {
  if (of === 'class') return { id, grade: null };
  if (of !== 'student') return undefined;
  const { children = [], student } = me.value ?? {};
  return children.find(one => one.id === id)?.class ?? (student?.id === id ? student.class : null) ?? undefined;
}

function Lessons({
  of,
  id,
  week,
  held,
  problem,
  at,
}: {
  of: Of;
  id: string;
  week: string;
  held: WeekOfLessons | undefined;
  problem: Problem | NoAnswer | undefined;
  at: number;
}) {
  const moment = useValue(now);
  const schools = (me.value?.schools ?? []).map(school => school.id);
  const { state: calendar } = useValue(behind(schools, week).shown);
  const asked = useValue(place).query.get('day');
  if (!held)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={12} />
      </div>
    );
  const { lessons } = held;
  const today = dayIn(held.zone, new Date(moment));
  const days = daysOf(held, calendar?.weekdays ?? 5);
  const group = classOf(of, id);
  const looks: Looks = {
    days,
    lessons,
    behind: calendar,
    group: group?.id,
    grade: group?.grade,
    of,
    today,
    ...nowAndNext(lessons, moment, today),
    ...(of !== 'student' && timetablesKept().length
      ? { change: (lesson: string) => `/lesson/${lesson}/change?of=${of}&id=${id}&week=${week}` }
      : {}),
  };
  const chosen = days.find(day => day === asked) ?? days.find(day => day === today) ?? days[0]!;
  const titles = [...new Set(days.map(day => freeOn(calendar?.free ?? [], day, group?.grade)))];
  return (
    <>
      {lessons.length ? (
        <>
          <DayStrip {...looks} chosen={chosen} />
          <Changes looks={looks} />
          <DayList {...looks} chosen={chosen} />
          <section class="sheet tt-wide">
            <div class="tt-scroll" tabIndex={0} role="region" aria-label={tt('tableOf')}>
              <WeekTable {...looks} />
            </div>
          </section>
        </>
      ) : (
        <div class="sheet pad">
          {titles.length === 1 && titles[0] ? (
            <Empty icon="today" head={tt('freeWeek', { title: inside(titles[0]) })} />
          ) : (
            <Empty icon="today" head={tt('empty')} text={tt('emptyText')} />
          )}
        </div>
      )}
      <p class="tt-acts">
        {week !== thisWeek() && (
          <a class="btn plain small" href={addressOf(of, id, thisWeek())}>
            {tt('thisWeek')}
          </a>
        )}
        {lessons.length > 0 && (
          <button type="button" class="btn plain small" onClick={() => print()} data-print>
            <Drawing name="print" />
            {tt('print')}
          </button>
        )}
        <ToAll of={of} week={week} />
        {group && (
          <>
            <a class="btn plain small" href={`/timetable/curriculum/${group.id}`} data-to-curriculum>
              <Icon name="grid" />
              {tt('curriculum')}
            </a>
            <a class="btn plain small" href={`/timetable/routine/${group.id}/${week}`} data-to-routine>
              <Drawing name="lunch" />
              {tt('routine')}
            </a>
          </>
        )}
        {of !== 'student' && timetablesKept().length > 0 && (
          <a class="btn plain small" href={`/timetable/edit/${of}/${id}`} data-edit>
            <Icon name="pen" />
            {tt('edit')}
          </a>
        )}
      </p>
      <OffLine what={t('timetable')} at={at} />
    </>
  );
}

/** What is not as usual in this week, a line each. */
function Changes({ looks: { lessons } }: { looks: Looks }) {
  const changed = lessons.filter(isChanged);
  if (!changed.length) return null;
  return (
    <details class="sheet tt-changes" data-changes>
      <summary>
        {tt('changes', { n: changed.length })}
        <Icon name="down" />
      </summary>
      <ul>
        {changed.map(one => (
          <li key={one.id}>
            <b>
              {weekdayShort(one.day)}, {dayMonth(one.day)}:
            </b>{' '}
            {tt('change', { n: one.number, subject: inside(one.subject) })}{' '}
            {[one.cancelled && tt('cancelled'), ...deviations(one, one.teachers[0])].filter(Boolean).join(', ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

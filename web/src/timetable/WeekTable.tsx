// The week as a table, for a desk and for paper.
import { weekday } from '../core/dates';
import type { FreeDays } from '../core/shapes';
import { deviations, roomWords } from '../i18n/week/deviations';
import { dayMonth, initialled, weekdayLong } from '../i18n/format';
import { tt } from '../i18n/timetable';
import { Icon } from '../parts/icons';
import { clock } from './bells';
import type { Behind } from './timetables';
import { freeOn, gapBetween, rowsOf, type Lesson, type Row } from './week';

export interface Looks {
  days: string[];
  lessons: readonly Lesson[];
  behind: Behind | undefined;
  group: string | undefined; // the class whose bells hold, where one is known
  grade?: number | null | undefined; // and its grade
  of: 'student' | 'teacher' | 'class' | 'room';
  today: string;
  now: ReadonlySet<string>;
  next: ReadonlySet<string>;
  change?: (lesson: string) => string; // where a lesson is changed, for those who keep the timetable
}

/** Where, and with whom: a teacher sees the class, others the teachers, a room both. Who covers stands first. */
export function placeOf({ room, teachers, group }: Lesson, of: Looks['of']): string {
  const who = teachers[0] ? initialled(teachers[0].name) : '';
  const place = of === 'room' ? '' : roomWords(room);
  const whom = { teacher: [group], room: [group, who], class: [who], student: [who] }[of];
  return [place, ...whom].filter(Boolean).join(', ');
}
/** What is not as usual. A changed room is told apart from a cancellation: it is never struck through. */
export function Deviations({ lesson }: { lesson: Lesson }) {
  const phrases = deviations(lesson, lesson.teachers[0]);
  return phrases.length ? <span class="tt-dev">{phrases.join(' · ')}</span> : null;
}

export function WeekTable(looks: Looks) {
  const { days, lessons, behind, group, grade, today } = looks;
  const rows = rowsOf(lessons);
  const free: readonly FreeDays[] = behind?.free ?? [];
  return (
    <table class="tt">
      <caption class="vh">{tt('tableOf')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="vh">{tt('lesson')}</span>
          </th>
          {days.map(day => (
            <th
              key={day}
              scope="col"
              class={day === today ? 'today' : undefined}
              aria-current={today === day ? 'date' : undefined}
            >
              {weekdayLong(day)}
              <span class="meta">{dayMonth(day)}</span>
              {freeOn(free, day, grade) && <span class="meta tt-free">{freeOn(free, day, grade)}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.flatMap((row, n) => {
          const gap = behind && gapBetween(behind.versions, row, rows[n + 1], group);
          return [
            <tr key={`${row.number}.${row.starts}`} data-row={row.number}>
              <th scope="row">
                <b>{row.number}</b>
                {row.starts !== null && row.ends !== null ? `${clock(row.starts)}–${clock(row.ends)}` : tt('noTime')}
              </th>
              {days.map(day => (
                <Cell key={day} row={row} day={day} looks={looks} />
              ))}
            </tr>,
            gap && (
              <tr key={`${row.number}.${row.starts}.gap`} class="gap">
                <th scope="row">{clock(gap.from)}</th>
                <td colSpan={days.length}>{tt(`gap_${gap.kind}`, { n: gap.minutes })}</td>
              </tr>
            ),
          ];
        })}
      </tbody>
    </table>
  );
}

function Cell({ row, day, looks }: { row: Row; day: string; looks: Looks }) {
  const here = row.lessons.filter(one => one.day === day);
  const now = here.some(({ id }) => looks.now.has(id));
  const look = [now && 'now', day === looks.today && 'today', weekday(day) === 7 && 'sunday'].filter(Boolean).join(' ');
  return (
    <td class={look || undefined}>
      {here.map(lesson => (
        <div key={lesson.id} class="tt-one" data-lesson={lesson.id} data-off={lesson.cancelled}>
          {lesson.cancelled ? <s>{lesson.subject}</s> : <b>{lesson.subject}</b>}
          {lesson.cancelled ? (
            <span class="tag">{tt('cancelled')}</span>
          ) : (
            <span class="meta">{placeOf(lesson, looks.of)}</span>
          )}
          <Deviations lesson={lesson} />
          <OwnTime lesson={lesson} row={row} />
          {!lesson.cancelled && <When lesson={lesson} looks={looks} />}
          <ChangeLink lesson={lesson} looks={looks} />
        </div>
      ))}
    </td>
  );
}
/** Lessons that are over stay as they were. */
export function ChangeLink({ lesson: { id, day, subject, number }, looks }: { lesson: Lesson; looks: Looks }) {
  return looks.change && day >= looks.today ? (
    <a
      class="icon-btn tt-change"
      href={looks.change(id)}
      aria-label={tt('changeLesson', { subject, n: number })}
      data-change-lesson={id}
    >
      <Icon name="pen" />
    </a>
  ) : null;
}
/** A short day has other times than its row says. */
function OwnTime({ lesson: { starts, ends }, row }: { lesson: Lesson; row: Row }) {
  if (starts === row.starts && ends === row.ends) return null;
  return (
    <span class="meta num">{starts === null || ends === null ? tt('noTime') : `${clock(starts)}–${clock(ends)}`}</span>
  );
}
/** What is now and next, by the clock; not on paper. */
export function When({ lesson: { id, starts, ends }, looks }: { lesson: Lesson; looks: Pick<Looks, 'now' | 'next'> }) {
  if (looks.now.has(id) && ends !== null)
    return (
      <span class="tag board tt-when" data-when="now">
        {tt('nowUntil', { time: clock(ends) })}
      </span>
    );
  if (looks.next.has(id) && starts !== null)
    return (
      <span class="tag tt-when" data-when="next">
        {tt('next', { time: clock(starts) })}
      </span>
    );
  return null;
}

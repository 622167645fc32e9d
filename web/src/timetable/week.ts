// A week of lessons as a table and as lists of days: rows, breaks between, what is now and next.
import { addDays, monday, toLocal, weekday } from '../core/dates';
import type { Bells, FreeDays, LessonDeviation, Timetable, TimetableLesson } from '../core/shapes';
import type { DiaryState, Person } from '../core/types';
import { breakAfter, minutesOf, type BreakKind } from './bells';

/** A lesson as a timetable shows it. `starts` and `ends` in minutes of the school's day; null: nobody has said. */
export interface Lesson {
  id: string;
  course: string;
  day: string;
  number: number;
  starts: number | null;
  ends: number | null;
  begins: number; // the moments, in ms; 0 where nobody has said
  over: number;
  subject: string;
  group: string; // the class, or the course's title where no class is known
  room: string;
  teachers: readonly Person[];
  cancelled: boolean;
  deviation: LessonDeviation | null;
}
export interface WeekOfLessons {
  week: string;
  zone: string;
  lessons: Lesson[];
}

type Timed = Pick<
  TimetableLesson,
  'id' | 'course' | 'number' | 'starts_at' | 'ends_at' | 'subject' | 'room' | 'cancelled' | 'deviation'
>;
const timed = (one: Timed, day: string, zone: string) => {
  const minutes = (moment: string | null) => (moment ? (minutesOf(toLocal(moment, zone).slice(11)) ?? null) : null);
  return {
    id: one.id,
    course: one.course,
    day,
    number: one.number,
    starts: minutes(one.starts_at),
    ends: minutes(one.ends_at),
    begins: one.starts_at ? Date.parse(one.starts_at) : 0,
    over: one.ends_at ? Date.parse(one.ends_at) : 0,
    subject: one.subject,
    room: one.room,
    cancelled: one.cancelled,
    deviation: one.deviation,
  };
};
/** The lessons of a family's week. */
export const fromDiary = ({ week, zone, days }: DiaryState): WeekOfLessons => ({
  week,
  zone,
  lessons: days.flatMap(({ day, lessons }) =>
    lessons.map(one => ({ ...timed(one, day, zone), group: '', teachers: one.teacher ? [one.teacher] : [] })),
  ),
});
export const fromTimetable = ({ week, zone, lessons }: Timetable): WeekOfLessons => ({
  week,
  zone,
  lessons: lessons.map(one => ({
    ...timed(one, one.day, zone),
    group: one.class || one.title,
    teachers: one.teachers,
  })),
});

/** The days a week shows: Monday until the last of the school's week, and those after it that have lessons. */
export function daysOf({ week, lessons }: WeekOfLessons, weekdays: number): string[] {
  const first = monday(week);
  const last = Math.max(weekdays, ...lessons.map(({ day }) => weekday(day)));
  return Array.from({ length: last }, (_, index) => addDays(first, index));
}
/** Why a day is free: for everybody, or for the grade. */
export const freeOn = (free: readonly FreeDays[], day: string, grade?: number | null): string =>
  free.find(
    one =>
      one.from_day <= day && day < one.until_day && one.grade_from <= (grade ?? 1) && (grade ?? 11) <= one.grade_until,
  )?.title ?? '';

/** One line of the table: lessons of a number at about one time. Another shift has lines of its own. */
export interface Row {
  number: number;
  starts: number | null; // the time of most of its lessons
  ends: number | null;
  lessons: Lesson[];
}
const SHIFT = 120; // minutes between two lessons of one number that are not of one shift

export function rowsOf(lessons: readonly Lesson[]): Row[] {
  const rows: Row[] = [];
  const ordered = [...lessons].sort(
    (a, b) => a.number - b.number || (a.starts ?? Infinity) - (b.starts ?? Infinity) || 0,
  );
  for (const lesson of ordered) {
    const row = rows.find(
      one =>
        one.number === lesson.number &&
        (lesson.starts === null || one.starts === null
          ? lesson.starts === one.starts || lesson.starts === null
          : lesson.starts - one.starts < SHIFT),
    );
    if (row) row.lessons.push(lesson);
    else rows.push({ number: lesson.number, starts: lesson.starts, ends: lesson.ends, lessons: [lesson] });
  }
  for (const row of rows) Object.assign(row, mostOften(row.lessons));
  const last = (row: Row) => row.starts ?? Infinity;
  return rows.sort((a, b) => (last(a) === last(b) ? a.number - b.number : last(a) - last(b)));
}
function mostOften(lessons: readonly Lesson[]): Pick<Row, 'starts' | 'ends'> {
  const counts = new Map<string, { starts: number; ends: number; n: number }>();
  for (const { starts, ends } of lessons) {
    if (starts === null || ends === null) continue;
    const count = counts.get(`${starts}-${ends}`) ?? { starts, ends, n: 0 };
    count.n += 1;
    counts.set(`${starts}-${ends}`, count);
  }
  const most = [...counts.values()].sort((a, b) => b.n - a.n || a.starts - b.starts)[0];
  return { starts: most?.starts ?? null, ends: most?.ends ?? null };
}

/** A break that has a name: a meal, or a dynamic pause. */
export interface Gap {
  from: number;
  minutes: number;
  kind: Exclude<BreakKind, 'plain'>;
}
/** The named break between two lessons that follow each other. */
export function gapAfter(
  versions: readonly Bells[],
  lesson: Lesson | undefined,
  next: Lesson | undefined,
  group?: string,
): Gap | undefined {
  if (!lesson || !next || lesson.starts === null || lesson.ends === null || next.starts === null) return undefined;
  const minutes = next.starts - lesson.ends;
  if (minutes <= 0) return undefined;
  const kind = breakAfter(versions, { ...lesson, starts: lesson.starts, ends: lesson.ends }, group);
  return kind === 'plain' ? undefined : { from: lesson.ends, minutes, kind };
}
/** The numbers of a day between two lessons of somebody, at which there is none: "3", or "3–4"; empty for none. */
export function freeHours(lesson: Lesson, next: Lesson | undefined): string {
  if (!next || lesson.cancelled || next.number - lesson.number < 2) return '';
  const [first, last] = [lesson.number + 1, next.number - 1];
  return first === last ? `${first}` : `${first}–${last}`;
}
/** The named break between two lines of the table, as it is on most days: by a lesson at the time of its line. */
export function gapBetween(
  versions: readonly Bells[],
  row: Row,
  next: Row | undefined,
  group?: string,
): Gap | undefined {
  const usual = row.lessons.find(one => one.starts === row.starts && one.ends === row.ends);
  const after = next?.lessons.find(one => one.starts === next.starts);
  return next && next.number === row.number + 1 ? gapAfter(versions, usual, after, group) : undefined;
}

/** Not as the pattern says. */
export const isChanged = ({ cancelled, deviation }: Lesson): boolean => cancelled || !!deviation;

/** What is on at a moment, and what comes next on that day: a lesson, or what is held instead of one. */
export function nowAndNext(
  lessons: readonly Lesson[],
  moment: number,
  today: string,
): { now: Set<string>; next: Set<string> } {
  const held = lessons.filter(one => (!one.cancelled || one.deviation?.instead) && one.begins);
  const now = held.filter(one => one.begins <= moment && moment < one.over);
  const coming = held.filter(one => one.day === today && moment < one.begins).map(one => one.begins);
  const next = held.filter(one => one.begins === Math.min(...coming));
  return { now: new Set(now.map(({ id }) => id)), next: new Set(next.map(({ id }) => id)) };
}

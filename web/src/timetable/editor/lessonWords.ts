// Lessons, places and reasons in words.
import type { DayLesson, PatternClash, Room, TaughtCourse } from '../../core/shapes';
import { roomWords } from '../../i18n/week/deviations';
import { dayMonth, initialled, inside, weekdayLong, weekdayShort } from '../../i18n/format';
import { pt } from '../../i18n/week/pattern';
import { weekOfTwo, type Place, type Planned } from './plan';
import type { Known, Reason } from './whyNot';

export type View = 'class' | 'teacher';
/** Whose grid it is, and the names of what its rows speak of. */
export interface Names extends Known {
  view: View;
  rooms: ReadonlyMap<string, Room>;
}

const MONDAY = '2024-01-01'; // any Monday: only its weekday is written
const dayOf = (weekday: number) => `${MONDAY.slice(0, 8)}0${weekday}`;
export const weekdayName = (weekday: number): string => weekdayLong(dayOf(weekday));
export const weekdayBrief = (weekday: number): string => weekdayShort(dayOf(weekday));

const subjectOf = ({ subject, title, group }: TaughtCourse): string =>
  [subject || title, group].filter(Boolean).join(', ');
const classesOf = ({ classes, title }: TaughtCourse): string => classes.map(({ name }) => name).join(', ') || title;

/** A lesson's name on the grid: its subject; for a teacher the class. */
export function courseTitle(view: View, course: TaughtCourse | undefined): string {
  if (!course) return '';
  return view === 'class' ? subjectOf(course) : [classesOf(course), course.group].filter(Boolean).join(', ');
}
/** With whom, or what; the second line of a lesson. */
export const courseText = (view: View, course: TaughtCourse | undefined): string =>
  !course
    ? ''
    : view === 'class'
      ? course.teachers.map(({ name }) => initialled(name)).join(', ')
      : course.subject || course.title;
export function roomName(names: Names, id: string | null): string {
  const room = id === null ? undefined : names.rooms.get(id);
  return room ? [roomWords(room.name), room.building].filter(Boolean).join(', ') : '';
}
export function weekWords({ cycle, weeks }: Pick<Planned, 'cycle' | 'weeks'>): string {
  const week = weekOfTwo({ cycle, weeks });
  if (week === undefined) return pt('inWeeks', { weeks: weeks.join(', '), cycle });
  return week ? pt(`inWeek${week}`) : '';
}
export const rowTitle = (names: Names, row: Planned): string => courseTitle(names.view, names.courses.get(row.course));
export const rowText = (names: Names, row: Planned): string =>
  [
    weekWords(row),
    [courseText(names.view, names.courses.get(row.course)), roomName(names, row.room)].filter(Boolean).join(', '),
  ]
    .filter(Boolean)
    .join(' · ');
export const placeWords = ({ weekday, number }: Place): string =>
  pt('place', { day: weekdayBrief(weekday), n: number });

/** Class and subject of a lesson that stands somewhere else. */
const wholeTitle = (course: TaughtCourse | undefined): string =>
  course ? `${classesOf(course)}, ${inside(subjectOf(course))}` : '';

export function reasonWords(names: Names, reason: Reason): string {
  if (reason.why === 'bell' || reason.why === 'same') return pt(`no_${reason.why}`);
  const other = names.courses.get(reason.row.course);
  if (reason.why === 'class')
    return pt('taken', { what: reason.group.name, lesson: other ? inside(subjectOf(other)) : '' });
  const lesson = names.view === 'class' && other ? classesOf(other) : wholeTitle(other);
  if (reason.why === 'room') return pt('taken', { what: roomName(names, reason.room), lesson });
  return names.view === 'class' ? pt('taken', { what: reason.who.name.family, lesson }) : lesson;
}

/** One clash that the server has found: what is placed, and what else needs the same. */
export function clashWords(
  names: Names,
  clash: PatternClash,
  add: Planned,
  other: Pick<Planned, 'course'> | undefined,
) {
  const day = clash.lesson && `${weekdayShort(clash.lesson.day)}, ${dayMonth(clash.lesson.day)}`;
  const taken = (row: Pick<Planned, 'course'>) => wholeTitle(names.courses.get(row.course));
  const teachers = [add, other].flatMap(row => (row && names.courses.get(row.course)?.teachers) || []);
  const who =
    clash.kind === 'teacher'
      ? [...new Set(clash.who)]
          .flatMap(id => teachers.find(one => one.id === id) ?? [])
          .map(({ name }) => initialled(name))
          .join(', ')
      : clash.kind === 'room'
        ? roomName(names, clash.who[0] ?? null)
        : clash.who.length
          ? pt('students', { n: clash.who.length })
          : pt('wholeClass');
  return {
    head: `${wholeTitle(names.courses.get(add.course))}: ${placeWords(add)}`,
    text: other ? pt('taken', { what: who, lesson: [taken(other), day].filter(Boolean).join(', ') }) : who,
  };
}
export const keptWords = (names: Names, { day, number, course }: DayLesson): string => {
  const of = names.courses.get(course);
  return pt('keptOne', { day: `${weekdayShort(day)}, ${dayMonth(day)}`, n: number, subject: wholeTitle(of) });
};

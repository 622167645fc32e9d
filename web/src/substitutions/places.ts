// Where a lesson could go: free hours of the class, lessons to change places with, other subjects, other teachers.
import { addDays, addWeeks, weekOf } from '../core/dates';
import type { TaughtCourse, TimetableLesson } from '../core/shapes';
import type { Person } from '../core/types';
import { byName } from '../i18n/format';
import type { LessonCard, SwapPartner } from './decisions';

const held = (lessons: readonly TimetableLesson[]) => lessons.filter(one => !one.cancelled);
const begun = (lesson: TimetableLesson, moment: number) =>
  lesson.starts_at !== null && Date.parse(lesson.starts_at) <= moment;
export interface Hour {
  day: string;
  number: number;
}
export interface FreeHour extends Hour {
  after: boolean; // it makes the day of the class longer
}

/** Hours of days to come at which neither the class nor the teacher has a lesson: those within the day first.
 *
 * An hour is between the first lesson of the class on that day and the one after its last.
 */
export function freeHours(
  card: LessonCard,
  ofClass: readonly TimetableLesson[],
  ofTeacher: readonly TimetableLesson[],
  from: string,
  days: number,
  except: (day: string) => boolean,
): FreeHour[] {
  const found: FreeHour[] = [];
  for (let n = 0; n < days; n += 1) {
    const day = addDays(from, n);
    const numbers = held(ofClass).flatMap(one => (one.day === day ? [one.number] : []));
    if (!numbers.length || except(day)) continue;
    const busy = new Set([...numbers, ...held(ofTeacher).flatMap(one => (one.day === day ? [one.number] : []))]);
    const last = Math.max(...numbers);
    for (let number = Math.min(...numbers); number <= last + 1; number += 1)
      if (!busy.has(number) && !(day === card.day && number === card.number))
        found.push({ day, number, after: number > last });
  }
  return found.sort((a, b) => Number(a.after) - Number(b.after) || a.day.localeCompare(b.day) || a.number - b.number);
}

/** Lessons of the class that could change places with one: of other courses, not begun, on no excepted day. */
export function swapPartners(
  card: LessonCard,
  ofClass: readonly TimetableLesson[],
  moment: number,
  except: (day: string) => boolean,
  used: ReadonlySet<string>,
): (SwapPartner & { teachers: readonly Person[] })[] {
  return held(ofClass)
    .filter(
      one =>
        one.id !== card.id &&
        one.course !== card.course &&
        !used.has(one.id) &&
        !begun(one, moment) &&
        !except(one.day),
    )
    .map(({ id, revision, day, number, subject, teachers }) => ({ id, revision, day, number, subject, teachers }));
}

/** Other courses of the lesson's class. */
export function otherCourses(card: LessonCard, courses: readonly TaughtCourse[]): TaughtCourse[] {
  const ours = courses.find(({ id }) => id === card.course);
  const classes = new Set(ours?.classes.map(({ id }) => id) ?? []);
  return courses
    .filter(one => one.id !== card.course && one.classes.some(({ id }) => classes.has(id)))
    .sort((a, b) => a.title.localeCompare(b.title));
}

/** All who teach at the school but those who hold the lesson: of its subject, of its class, others. */
export interface TeacherGroups {
  subject: Person[];
  class: Person[];
  other: Person[];
}
export function teachersFor(card: LessonCard, courses: readonly TaughtCourse[]): TeacherGroups {
  const holds = new Set(card.teachers.map(({ id }) => id));
  const classes = new Set(courses.find(({ id }) => id === card.course)?.classes.map(({ id }) => id) ?? []);
  const rank = new Map<string, { person: Person; group: keyof TeacherGroups }>();
  const subject = card.subject.toLowerCase();
  for (const course of courses) {
    const group =
      course.subject.toLowerCase() === subject
        ? 'subject'
        : course.classes.some(({ id }) => classes.has(id))
          ? 'class'
          : 'other';
    for (const person of course.teachers) {
      if (holds.has(person.id)) continue;
      const known = rank.get(person.id)?.group;
      if (!known || known === 'other' || (known === 'class' && group === 'subject'))
        rank.set(person.id, { person, group });
    }
  }
  const groups: TeacherGroups = { subject: [], class: [], other: [] };
  for (const { person, group } of rank.values()) groups[group].push(person);
  for (const group of Object.values(groups) as Person[][]) group.sort(byName);
  return groups;
}
/** The lesson that keeps a teacher at the hour of another one. */
export function keptBy(card: LessonCard, ofTeacher: readonly TimetableLesson[]): TimetableLesson | undefined {
  const begins = card.starts && Date.parse(card.starts);
  const over = card.ends && Date.parse(card.ends);
  return held(ofTeacher).find(one => {
    if (one.id === card.id || one.day !== card.day) return false;
    if (!begins || !over || !one.starts_at || !one.ends_at) return one.number === card.number;
    return Date.parse(one.starts_at) < over && begins < Date.parse(one.ends_at);
  });
}

/** The weeks from one day to another, both included. */
export function weeksBetween(from: string, last: string): string[] {
  const weeks = [weekOf(from)];
  for (let week = addWeeks(weekOf(from), 1); week <= weekOf(last); week = addWeeks(week, 1)) weeks.push(week);
  return weeks;
}

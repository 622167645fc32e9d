// What the pages of substitutions read of the server, and what is sent to it.
import { api, newKey } from '../core/api';
import { addDays, addWeeks, dayIn, weekOf } from '../core/dates';
import { small } from '../core/local';
import type {
  ChangedLessons,
  LessonChanges,
  LessonToCover,
  Pattern,
  Room,
  Rooms,
  TaughtCourse,
  TeacherAbsence,
  Timetable,
  TimetableLesson,
  ToCover,
} from '../core/shapes';
import type { Person } from '../core/types';
import { byName } from '../i18n/format';
import type { Decisions, LessonCard } from './decisions';
import { weeksBetween } from './places';
import { type KeptSchool, apiPath, setUpAddress } from '../parts/useKeptSchool';

export const awayAddress = (school: KeptSchool, absence = ''): string =>
  setUpAddress(school, absence ? `/away/${absence}` : '/away');

/** What a change chooses from: the courses with their teachers, and the rooms. */
export interface Choices {
  courses: TaughtCourse[];
  rooms: Room[];
}
export async function choicesOf(school: string, day: string): Promise<Choices> {
  const [{ courses }, { rooms }] = await Promise.all([
    api.get<Pattern>(apiPath(school, `pattern?day=${day}`)),
    api.get<Rooms>(apiPath(school, 'rooms')),
  ]);
  return { courses, rooms };
}
/** Everybody who teaches, by name. */
export function allTeachers(courses: readonly TaughtCourse[]): Person[] {
  const all = new Map(courses.flatMap(({ teachers }) => teachers.map(one => [one.id, one] as const)));
  return [...all.values()].sort(byName);
}

const PATHS = { class: 'classes', teacher: 'teachers', room: 'rooms' };
/** Whose timetables lessons are listed in. */
export type Listed = keyof typeof PATHS;
export async function weeksOf(of: Listed, id: string, weeks: readonly string[]): Promise<TimetableLesson[]> {
  const all = await Promise.all(
    weeks.map(week => api.get<Timetable>(`/${PATHS[of]}/${encodeURIComponent(id)}/timetable?week=${week}`)),
  );
  return all.flatMap(({ lessons }) => lessons);
}
/** The week of a day and the one after it. */
export const twoWeeks = (day: string): string[] => [weekOf(day), addWeeks(weekOf(day), 1)];
const SHOWN = 60; // lessons of a long absence at once: a request has so many changes, and a person so much patience

export interface Cover {
  absence: TeacherAbsence;
  lessons: { card: LessonCard; proposals: LessonToCover['proposals'] }[];
  more: number; // those after them, which come when these are settled
  settled: LessonCard[]; // what they would hold and others do, or what is cancelled
  choices: Choices;
}
/** The lessons of who is away: from today on, since those that are over nobody can cover any more. */
export async function coverOf(school: KeptSchool, id: string): Promise<Cover> {
  const { absence, lessons } = await api.get<ToCover>(apiPath(school.id, `absences/${encodeURIComponent(id)}`));
  const { from_day, until_day, teacher } = absence;
  const today = dayIn(school.zone);
  const open = new Set(lessons.map(({ lesson }) => lesson.id));
  const ahead = lessons.filter(({ lesson }) => lesson.after.day >= today);
  const shown = ahead.slice(0, SHOWN);
  const first = from_day > today ? from_day : today;
  const last = ahead.length > SHOWN ? shown.at(-1)!.lesson.after.day : addDays(until_day, -1);
  const [choices, week] = await Promise.all([
    choicesOf(school.id, from_day),
    weeksOf('teacher', teacher.id, weeksBetween(first, last)),
  ]);
  return {
    absence,
    choices,
    more: ahead.length - shown.length,
    lessons: shown.map(({ lesson, proposals }) => {
      const { day, number, room, teachers, cancelled } = lesson.after;
      const timed = week.find(one => one.id === lesson.id);
      const course = choices.courses.find(one => one.id === lesson.course);
      const card: LessonCard = {
        id: lesson.id,
        revision: lesson.revision,
        course: lesson.course,
        subject: lesson.subject,
        title: timed?.title ?? course?.title ?? lesson.subject,
        classId: course?.class ?? null,
        className: timed?.class || classesOf(course),
        day,
        number,
        starts: timed?.starts_at ?? null,
        ends: timed?.ends_at ?? null,
        room,
        teachers,
        cancelled,
        deviation: timed?.deviation ?? null,
      };
      return { card, proposals };
    }),
    settled: week
      .filter(
        one => from_day <= one.day && one.day < until_day && !open.has(one.id) && (one.cancelled || one.deviation),
      )
      .map(one => cardOf(one, choices)),
  };
}
const classesOf = (course: TaughtCourse | undefined) => (course?.classes ?? []).map(({ name }) => name).join(', ');

/** A lesson of a timetable with what its course says. */
export function cardOf(lesson: TimetableLesson, { courses }: Choices): LessonCard {
  const course = courses.find(({ id }) => id === lesson.course);
  const { id, revision, subject, title, day, number, room, teachers, cancelled, deviation } = lesson;
  return {
    id,
    revision,
    course: lesson.course,
    subject,
    title,
    classId: course?.class ?? null,
    className: lesson.class || classesOf(course),
    day,
    number,
    starts: lesson.starts_at,
    ends: lesson.ends_at,
    room,
    teachers,
    cancelled,
    deviation,
  };
}

export const change = (school: string, body: LessonChanges): Promise<ChangedLessons> =>
  api.post<ChangedLessons>(apiPath(school, 'lesson-changes'), body, newKey());

/** What is decided and not applied yet: it outlives a reload, on this device. */
interface Kept {
  said: Decisions;
  taken: string[];
}
export function keptCover(absence: string) {
  const key = `cover.${absence}`;
  return {
    read: (): Kept => small.read<Kept>(key) ?? { said: {}, taken: [] },
    write: (kept: Kept) => small.write(key, kept.taken.length || Object.keys(kept.said).length ? kept : undefined),
  };
}

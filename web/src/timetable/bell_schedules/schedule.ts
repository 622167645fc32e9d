// A schedule as it is typed: the first bell, how long each lesson and each break is. All times follow from that.
import type { BellSchedule, NewBellSchedule } from '../../core/shapes';
import { minutesOf, type BreakKind } from '../bells';

export const BREAK_KINDS: readonly BreakKind[] = ['plain', 'dynamic', 'breakfast', 'lunch'];
export const SHORTEST_BREAK = 5; // minutes: a class has to change rooms
export const MOST_LESSONS = 20;
export const HIGHEST_NUMBER = 20;
const DAY = 24 * 60;

/** One lesson and the break after it, in minutes. That of the last lesson waits for one more. */
export interface TypedLesson {
  number: number;
  minutes: number;
  pause: number;
  then: BreakKind;
}
export interface TypedSchedule {
  name: string;
  first: number; // minutes since midnight
  lessons: TypedLesson[];
}

/** What a school begins with; each number of it can be changed. */
export const usualSchedule = (name: string): TypedSchedule => ({
  name,
  first: 8 * 60 + 30,
  lessons: (
    [
      [10, 'plain'],
      [20, 'breakfast'],
      [20, 'dynamic'],
      [20, 'lunch'],
      [10, 'plain'],
      [10, 'plain'],
      [10, 'plain'],
    ] as [number, BreakKind][]
  ).map(([pause, then], n) => ({ number: n + 1, minutes: 45, pause, then })),
});

export function typedOf({ name, bells }: BellSchedule): TypedSchedule {
  const at = (text: string) => minutesOf(text) ?? 0;
  return {
    name,
    first: bells[0] ? at(bells[0].starts) : 8 * 60 + 30,
    lessons: bells.map((bell, n) => {
      const next = bells[n + 1];
      return {
        number: bell.number,
        minutes: at(bell.ends) - at(bell.starts),
        pause: next ? at(next.starts) - at(bell.ends) : 10,
        then: bell.then,
      };
    }),
  };
}

export interface Times {
  number: number;
  starts: number;
  ends: number;
}
/** When each lesson is, in minutes since midnight. */
export function timesOf({ first, lessons }: TypedSchedule): Times[] {
  let at = first;
  return lessons.map(({ number, minutes, pause }) => {
    const times = { number, starts: at, ends: at + minutes };
    at = times.ends + pause;
    return times;
  });
}
const written = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const saidOf = (schedule: TypedSchedule): NewBellSchedule => ({
  name: schedule.name.trim(),
  bells: timesOf(schedule).map(({ number, starts, ends }, n) => ({
    number,
    starts: written(starts),
    ends: written(ends),
    then: schedule.lessons[n]!.then,
  })),
});

/** The length of all lessons, if they have one. */
export function lengthOf({ lessons }: TypedSchedule): number | undefined {
  const [first, ...others] = lessons;
  return others.every(({ minutes }) => minutes === first?.minutes) ? first?.minutes : undefined;
}
export const withLength = (schedule: TypedSchedule, minutes: number): TypedSchedule => ({
  ...schedule,
  lessons: schedule.lessons.map(one => ({ ...one, minutes })),
});
/** A second shift may begin with lesson 7. */
export const withFirstNumber = (schedule: TypedSchedule, number: number): TypedSchedule => ({
  ...schedule,
  lessons: schedule.lessons.map(one => ({ ...one, number: one.number + number - (schedule.lessons[0]?.number ?? 0) })),
});
export const withLesson = (schedule: TypedSchedule, place: number, change: Partial<TypedLesson>): TypedSchedule => ({
  ...schedule,
  lessons: schedule.lessons.map((one, n) => (n === place ? { ...one, ...change } : one)),
});
export function withOneMore(schedule: TypedSchedule): TypedSchedule {
  const { number = 0, minutes = 45 } = schedule.lessons.at(-1) ?? {};
  return { ...schedule, lessons: [...schedule.lessons, { number: number + 1, minutes, pause: 10, then: 'plain' }] };
}
export const withOneLess = (schedule: TypedSchedule): TypedSchedule => ({
  ...schedule,
  lessons: schedule.lessons.slice(0, -1),
});

export type Fault =
  'no_name' | 'name_twice' | 'no_lessons' | 'short_break' | 'no_minutes' | 'after_midnight' | 'number';
/** What is wrong in a schedule, and at which lesson (the break after it); null: of all of it. */
export interface Wrong {
  schedule: number;
  place: number | null;
  fault: Fault;
}
export function faultsOf(schedules: readonly TypedSchedule[]): Wrong[] {
  return schedules.flatMap((one, schedule) => {
    const found: Wrong[] = [];
    const add = (place: number | null, fault: Fault) => found.push({ schedule, place, fault });
    const name = one.name.trim();
    if (!name) add(null, 'no_name');
    if (schedules.slice(0, schedule).some(other => other.name.trim() === name)) add(null, 'name_twice');
    if (!one.lessons.length) add(null, 'no_lessons');
    if (one.lessons.some(({ number }) => number < 0 || number > HIGHEST_NUMBER)) add(null, 'number');
    const times = timesOf(one);
    one.lessons.forEach(({ minutes, pause }, place) => {
      if (minutes < 1) add(place, 'no_minutes');
      else if (times[place]!.ends >= DAY) add(place, 'after_midnight');
      else if (pause < SHORTEST_BREAK && place < one.lessons.length - 1) add(place, 'short_break');
    });
    return found;
  });
}

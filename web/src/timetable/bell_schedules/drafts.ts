// The bells as somebody is changing them: what differs from what is saved, from which day it shall count, who notices.
import { addDays, weekday } from '../../core/dates';
import { small } from '../../core/local';
import type { Bells, NewBells, SaidBellRule, SchoolYear } from '../../core/shapes';
import type { ClassRef } from '../../core/types';
import { usualWeek } from './rules';
import { saidOf, typedOf, usualSchedule, type TypedSchedule } from './schedule';

/** What the page of bells has from the server. */
export interface BellsState {
  bells: Bells;
  year: SchoolYear;
  classes: ClassRef[];
}
export interface Draft {
  revision: number;
  schedules: TypedSchedule[];
  rules: SaidBellRule[];
  from: string; // the day from which it counts
}

/** The bells of a day as they are saved. Without any the school begins with what most have, which is not saved yet. */
export function draftOf(bells: Bells, year: SchoolYear, today: string, name: string): Draft {
  if (!bells.schedules.length) {
    const first = year.periods[0]?.from_day ?? today;
    return {
      revision: bells.revision,
      schedules: [usualSchedule(name)],
      rules: [{ schedule: name, class: null, weekday: null, day: null }],
      from: first < today ? first : today,
    };
  }
  return {
    revision: bells.revision,
    schedules: bells.schedules.map(typedOf),
    rules: bells.rules,
    from: bells.from_day !== null && bells.from_day > today ? bells.from_day : nextMonday(today),
  };
}
export const nextMonday = (day: string): string => addDays(day, 8 - weekday(day));

export const saidBells = ({ revision, schedules, rules, from }: Draft): NewBells => ({
  revision,
  from_day: from,
  schedules: schedules.map(saidOf),
  rules: rules.filter(({ day }) => day === null || day >= from),
});
const content = ({ schedules, rules }: Pick<Draft, 'schedules' | 'rules'>) =>
  JSON.stringify([
    schedules.map(saidOf),
    rules.map(({ schedule, class: of, weekday: on, day }) => [schedule, of, on, day]),
  ]);
export const differs = (a: Draft, b: Draft): boolean => content(a) !== content(b);

/** Classes whose lessons are at another time on some weekday. */
export function whoNotices(before: Draft, after: Draft, classes: readonly ClassRef[], weekdays: number): ClassRef[] {
  const times = ({ schedules, rules }: Draft, group: string) =>
    JSON.stringify(
      usualWeek(rules, group, weekdays).map(name => {
        const found = schedules.find(one => one.name === name);
        return found && saidOf(found).bells.map(({ number, starts, ends }) => [number, starts, ends]);
      }),
    );
  return classes.filter(({ id }) => times(before, id) !== times(after, id));
}

/** A name that no other schedule has: "Короткий день", "Короткий день (2)" … */
export function freeName(schedules: readonly TypedSchedule[], name: string, nth: (n: number) => string): string {
  const taken = (one: string) => schedules.some(other => other.name.trim() === one);
  let found = name;
  for (let n = 2; taken(found); n += 1) found = nth(n);
  return found;
}

/** What is typed stays on this device until it is saved. */
export const keptDraft = (school: string, version: string) => {
  const key = `bells.${school}.${version}`;
  return {
    read: (): Draft | undefined => small.read<Draft>(key),
    write: (draft: Draft | undefined) => small.write(key, draft),
  };
};

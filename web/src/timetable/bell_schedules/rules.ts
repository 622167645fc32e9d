// Which classes have which bells: the rules of a school, read as a table and changed as people say it.
import type { SaidBellRule } from '../../core/shapes';
import type { ClassRef } from '../../core/types';
import { scheduleUsually } from '../bells';

/** The schedule of each weekday from Monday on; null where nothing says it. */
export type UsualWeek = (string | null)[];

export const usualWeek = (rules: readonly SaidBellRule[], group: string | null, weekdays: number): UsualWeek =>
  Array.from({ length: weekdays }, (_, n) => scheduleUsually(rules, group, n + 1) ?? null);

/** Classes that have the same bells all week. */
export interface SameBells {
  classes: ClassRef[]; // empty: the school has no classes yet
  week: UsualWeek;
}
export function whoHasWhich(
  rules: readonly SaidBellRule[],
  classes: readonly ClassRef[],
  weekdays: number,
): SameBells[] {
  if (!classes.length) return [{ classes: [], week: usualWeek(rules, null, weekdays) }];
  const found = new Map<string, SameBells>();
  for (const one of classes) {
    const week = usualWeek(rules, one.id, weekdays);
    const key = JSON.stringify(week);
    const same = found.get(key);
    if (same) same.classes.push(one);
    else found.set(key, { classes: [one], week });
  }
  return [...found.values()];
}
/** Columns of that table: neighbouring weekdays on which all have what they had the day before, as [first, last]. */
export function sameDays(rows: readonly SameBells[], weekdays: number): [number, number][] {
  const columns: [number, number][] = [];
  for (let n = 1; n <= weekdays; n += 1) {
    const last = columns.at(-1);
    if (last && rows.every(({ week }) => week[n - 1] === week[n - 2])) last[1] = n;
    else columns.push([n, n]);
  }
  return columns;
}

/** Classes as people say them: years that are whole as "2–5", else the classes by name. Null: all of the school.
 *
 * `year` says a single one. */
export function classesInWords(
  some: readonly ClassRef[],
  all: readonly ClassRef[],
  year: (grade: number) => string = String,
): string | null {
  if (some.length === all.length) return null;
  const ids = new Set(some.map(({ id }) => id));
  const grades = [...new Set(some.map(({ grade }) => grade))];
  const whole = grades.filter(
    grade => grade !== null && all.every(one => one.grade !== grade || ids.has(one.id)),
  ) as number[];
  const runs: [number, number][] = [];
  for (const grade of whole.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === grade - 1) last[1] = grade;
    else runs.push([grade, grade]);
  }
  return [
    ...runs.map(([first, last]) => (first === last ? year(first) : `${first}–${last}`)),
    ...some.filter(({ grade }) => grade === null || !whole.includes(grade)).map(({ name }) => name),
  ].join(', ');
}

/** Rules after these classes (null: the whole school) have got such a week; a week of null: as the school has it. */
export function withWeek(
  rules: readonly SaidBellRule[],
  classes: readonly string[] | null,
  week: UsualWeek | null,
): SaidBellRule[] {
  const concerned = (rule: SaidBellRule) =>
    rule.day === null && (classes === null ? rule.class === null : rule.class !== null && classes.includes(rule.class));
  const kept = rules.filter(rule => !concerned(rule));
  if (!week) return kept;
  const said = week.filter(name => name !== null);
  const counts = said.map(name => said.filter(other => other === name).length);
  const usual = said[counts.indexOf(Math.max(0, ...counts))];
  const made = (classes ?? [null]).flatMap(group => [
    ...(usual === undefined ? [] : [{ schedule: usual, class: group, weekday: null, day: null }]),
    ...week.flatMap((name, n) =>
      name === null || name === usual ? [] : [{ schedule: name, class: group, weekday: n + 1, day: null }],
    ),
  ]);
  return [...kept, ...made];
}

/** One exception: on a day these classes (null: the whole school) have other bells. */
export interface OtherDay {
  day: string;
  schedule: string;
  classes: string[] | null;
}
export function otherDays(rules: readonly SaidBellRule[], from: string): OtherDay[] {
  const found = new Map<string, OtherDay>();
  for (const { day, schedule, class: group } of rules) {
    if (day === null || day < from) continue;
    const key = `${day} ${group === null} ${schedule}`;
    const one = found.get(key) ?? { day, schedule, classes: group === null ? null : [] };
    if (group !== null) one.classes!.push(group);
    found.set(key, one);
  }
  return [...found.values()].sort((a, b) => a.day.localeCompare(b.day));
}
const isOf = (rule: SaidBellRule, day: string, classes: readonly string[] | null) =>
  rule.day === day && (classes === null ? rule.class === null : rule.class !== null && classes.includes(rule.class));
export const withoutOtherDay = (rules: readonly SaidBellRule[], { day, classes }: OtherDay): SaidBellRule[] =>
  rules.filter(rule => !isOf(rule, day, classes));
export const withOtherDay = (rules: readonly SaidBellRule[], one: OtherDay): SaidBellRule[] => [
  ...withoutOtherDay(rules, one),
  ...(one.classes ?? [null]).map(group => ({ schedule: one.schedule, class: group, weekday: null, day: one.day })),
];

export const renamed = (rules: readonly SaidBellRule[], from: string, to: string): SaidBellRule[] =>
  rules.map(rule => (rule.schedule === from ? { ...rule, schedule: to } : rule));
export const withoutSchedule = (rules: readonly SaidBellRule[], name: string): SaidBellRule[] =>
  rules.filter(rule => rule.schedule !== name);

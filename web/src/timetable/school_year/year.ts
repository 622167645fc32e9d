// A school's year: periods by grades, free days, and where all of it stands on a strip from its first day to its last.
import { addDays, weekday } from '../../core/dates';
import type { FreeDays, NewPeriod, NewSchoolYear, SchoolYear } from '../../core/shapes';

export type Span = { from_day: string; until_day: string };
const DAY = 86_400_000;
const at = (day: string) => Date.parse(day + 'T00:00:00Z') / DAY;
export const lengthOf = ({ from_day, until_day }: Span): number => at(until_day) - at(from_day);
export const lastDay = ({ until_day }: Span): string => addDays(until_day, -1);
export const overlap = (a: Span, b: Span): boolean => a.from_day < b.until_day && b.from_day < a.until_day;

const AUGUST = 8;
/** The year in which the school year of a day begins: summer holidays belong to the one before. */
export const yearOf = (day: string): number => Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < AUGUST ? 1 : 0);

/** What `PUT` takes, of what `GET` gave. */
export const saidYear = ({
  revision,
  weekdays,
  periods,
  free,
}: SchoolYear): Omit<NewSchoolYear, 'free'> & { free: FreeDays[] } => ({
  revision,
  weekdays,
  periods: periods.map(({ title, from_day, until_day, grade_from, grade_until }) => ({
    title,
    from_day,
    until_day,
    grade_from,
    grade_until,
  })),
  free,
});

/** The days on which all of these grades are free. */
export const freeOf = (
  free: readonly FreeDays[],
  { grade_from, grade_until }: Pick<Of, 'grade_from' | 'grade_until'>,
) => free.filter(one => one.grade_from <= grade_from && Math.min(grade_until, 11) <= one.grade_until);

type Of = Required<NewPeriod>;
const ofPeriod = (one: NewPeriod): Of => ({ grade_from: 1, grade_until: 12, ...one });
/** Periods that are of the same grades: one strip and one table. */
export interface Grades<P extends NewPeriod = Of> {
  grade_from: number;
  grade_until: number;
  periods: P[];
}
export function byGrades(periods: readonly NewPeriod[], year: number): Grades[] {
  const found = new Map<string, Grades>();
  for (const one of periods.map(ofPeriod)) {
    if (yearOf(one.from_day) !== year) continue;
    const key = `${one.grade_from}-${one.grade_until}`;
    const same = found.get(key) ?? { grade_from: one.grade_from, grade_until: one.grade_until, periods: [] };
    same.periods.push(one);
    found.set(key, same);
  }
  const all = [...found.values()].sort((a, b) => a.grade_from - b.grade_from || a.grade_until - b.grade_until);
  for (const { periods: some } of all) some.sort((a, b) => a.from_day.localeCompare(b.from_day));
  return all;
}
export const yearsOf = (periods: readonly NewPeriod[]): number[] =>
  [...new Set(periods.map(({ from_day }) => yearOf(from_day)))].sort((a, b) => a - b);

/** From the first day of any period to the last; a year without periods is shown from September until May. */
export function boundsOf(grades: readonly Grades[], year: number): Span {
  const periods = grades.flatMap(one => one.periods);
  if (!periods.length) return { from_day: `${year}-09-01`, until_day: `${year + 1}-06-01` };
  return {
    from_day: periods.map(one => one.from_day).reduce((a, b) => (a < b ? a : b)),
    until_day: periods.map(one => one.until_day).reduce((a, b) => (a > b ? a : b)),
  };
}

/** A field of a strip, in hundredths of its length. */
export interface Field {
  left: number;
  width: number;
}
export function placed(one: Span, bounds: Span): Field | undefined {
  const whole = lengthOf(bounds);
  const first = Math.max(0, at(one.from_day) - at(bounds.from_day));
  const end = Math.min(whole, at(one.until_day) - at(bounds.from_day));
  return end > first ? { left: (first * 100) / whole, width: ((end - first) * 100) / whole } : undefined;
}
/** The first day of each month in it, the one in which it begins included. */
export function monthsOf(bounds: Span): string[] {
  const months = [bounds.from_day];
  for (;;) {
    const last = months.at(-1)!;
    const year = Number(last.slice(0, 4));
    const month = Number(last.slice(5, 7));
    const next = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
    if (next >= bounds.until_day) return months;
    months.push(next);
  }
}
/** Days between its periods, and free spans of more than a day inside them: what a strip hatches. */
export function restsOf(periods: readonly Span[], free: readonly Span[], bounds: Span): Span[] {
  const rests: Span[] = free.filter(one => lengthOf(one) > 1 && overlap(one, bounds));
  let from = bounds.from_day;
  for (const one of [...periods].sort((a, b) => a.from_day.localeCompare(b.from_day))) {
    if (from < one.from_day) rests.push({ from_day: from, until_day: one.from_day });
    if (from < one.until_day) from = one.until_day;
  }
  if (from < bounds.until_day) rests.push({ from_day: from, until_day: bounds.until_day });
  return rests;
}

/** A period without its rests: one field of the strip for each part. */
export function partsOf(one: Span, rests: readonly Span[]): Span[] {
  let parts: Span[] = [{ from_day: one.from_day, until_day: one.until_day }];
  for (const rest of rests)
    parts = parts.flatMap(part =>
      overlap(part, rest)
        ? [
            { from_day: part.from_day, until_day: rest.from_day },
            { from_day: rest.until_day, until_day: part.until_day },
          ].filter(left => left.from_day < left.until_day)
        : [part],
    );
  return parts;
}

/** Days with lessons in a span: weekdays of the school that are not free. */
export function schoolDays(one: Span, weekdays: number, free: readonly Span[]): number {
  let days = 0;
  for (let day = one.from_day; day < one.until_day; day = addDays(day, 1))
    if (weekday(day) <= weekdays && !free.some(other => other.from_day <= day && day < other.until_day)) days += 1;
  return days;
}

/** A line of a form; `last` is a day of it, as people say it. */
export interface TypedDays {
  title: string;
  first: string;
  last: string;
}
export const typedDays = (one: Span & { title: string }): TypedDays => ({
  title: one.title,
  first: one.from_day,
  last: lastDay(one),
});
export const saidDays = ({ title, first, last }: TypedDays): Span & { title: string } => ({
  title: title.trim(),
  from_day: first,
  until_day: addDays(last, 1),
});

export type YearFault = 'no_title' | 'no_days' | 'ends_first' | 'meets' | 'grades';
/** What is wrong with each line; the first thing of it. `others` are periods of other tables. */
export function yearFaults(
  lines: readonly TypedDays[],
  grades: { grade_from: number; grade_until: number },
  others: readonly NewPeriod[],
): (YearFault | undefined)[] {
  const same = others
    .map(ofPeriod)
    .filter(one => one.grade_from <= grades.grade_until && grades.grade_from <= one.grade_until);
  return lines.map((line, n) => {
    if (!line.title.trim()) return 'no_title';
    if (!line.first || !line.last) return 'no_days';
    if (line.last < line.first) return 'ends_first';
    const span = saidDays(line);
    const before = lines.slice(0, n).filter(one => one.first && one.last && one.first <= one.last);
    return [...before.map(saidDays), ...same].some(one => overlap(one, span)) ? 'meets' : undefined;
  });
}

export type PeriodKind = 'quarters' | 'trimesters' | 'halves' | 'modules' | 'own';
export const PERIOD_KINDS: readonly PeriodKind[] = ['quarters', 'trimesters', 'halves', 'modules', 'own'];
// First and last days as schools often have them: a beginning that is then corrected.
const OFTEN: Record<PeriodKind, [string, string][]> = {
  quarters: [
    ['09-01', '10-25'],
    ['11-02', '12-30'],
    ['01-11', '03-27'],
    ['04-05', '05-31'],
  ],
  trimesters: [
    ['09-01', '11-15'],
    ['11-23', '02-21'],
    ['03-01', '05-31'],
  ],
  halves: [
    ['09-01', '12-30'],
    ['01-11', '05-31'],
  ],
  modules: [
    ['09-01', '10-04'],
    ['10-12', '11-15'],
    ['11-23', '12-30'],
    ['01-11', '02-21'],
    ['03-01', '04-04'],
    ['04-12', '05-31'],
  ],
  own: [['09-01', '05-31']],
};
/** Lines to begin with; `title` says how the n-th is called. */
export const often = (kind: PeriodKind, year: number, title: (n: number) => string): TypedDays[] =>
  OFTEN[kind].map(([first, last], n) => {
    const day = (of: string) => `${of < '08' ? year + 1 : year}-${of}`;
    return { title: title(n + 1), first: day(first), last: day(last) };
  });

// The pattern as it is being changed: the rows that stand, with what was moved, taken off and added, from a day on.
import { addDays, weekday } from '../../core/dates';
import type { NewPatternRow, PatternChange, SaidPatternRow } from '../../core/shapes';

export interface Place {
  weekday: number;
  number: number;
}
/** A row as it shall be. `until_day` null: until the end of the school year. */
export interface Planned extends Place {
  course: string;
  room: string | null;
  cycle: number;
  weeks: number[];
  anchor: string;
  from_day: string;
  until_day: string | null;
}
/** A row of the plan: `key` is the id of the row that stands, or a name of its own for one that is new. */
export interface PlannedRow extends Planned {
  key: string;
  changed: boolean;
  word: string;
}
/** What is changed, by the key of the row; null: it is off the grid. */
export type PlanDraft = Readonly<Record<string, Planned | null>>;

export const standsOn = (row: SaidPatternRow, day: string): boolean => row.from_day <= day && day < row.until_day;
const isNew = (key: string) => key.startsWith('new');
const mondayOf = (day: string) => addDays(day, 1 - weekday(day));

export const plannedOf = (row: SaidPatternRow): Planned => ({
  course: row.course,
  weekday: row.weekday,
  number: row.number,
  room: row.room,
  cycle: row.cycle,
  weeks: row.weeks,
  anchor: row.anchor,
  from_day: row.from_day,
  until_day: row.until_day,
});

/** The changes that count from that day on: of a row that does not stand then, none does. */
export function counted(rows: readonly SaidPatternRow[], draft: PlanDraft, from: string): [string, Planned | null][] {
  const standing = new Set(rows.filter(row => standsOn(row, from)).map(({ id }) => id));
  return Object.entries(draft).filter(([key]) => isNew(key) || standing.has(key));
}

/** The grid of that day, and the rows that only begin later: they are not on it, but may be in the way. */
export function planOn(
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  from: string,
): { grid: PlannedRow[]; later: PlannedRow[]; off: PlannedRow[] } {
  const changes = new Map(counted(rows, draft, from));
  const stands = (row: SaidPatternRow): PlannedRow => ({
    ...plannedOf(row),
    key: row.id,
    changed: false,
    word: row.word,
  });
  const grid: PlannedRow[] = [];
  const off: PlannedRow[] = [];
  for (const row of rows) {
    if (!standsOn(row, from)) continue;
    const change = changes.get(row.id);
    if (change === null) off.push(stands(row));
    else grid.push(change ? { ...change, key: row.id, changed: true, word: '' } : stands(row));
  }
  for (const [key, change] of changes)
    if (isNew(key) && change) grid.push({ ...change, from_day: from, key, changed: true, word: '' });
  return { grid, later: rows.filter(row => row.from_day > from).map(stands), off };
}

const same = (a: Planned, b: Planned) =>
  a.weekday === b.weekday &&
  a.number === b.number &&
  a.room === b.room &&
  a.cycle === b.cycle &&
  (a.cycle === 1 || mondayOf(a.anchor) === mondayOf(b.anchor)) &&
  [...a.weeks].sort().join() === [...b.weeks].sort().join();

/** The draft after a row has become another. What is as it stands is no change. */
export function withRow(
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  key: string,
  planned: Planned | null,
): PlanDraft {
  const { [key]: _, ...others } = draft;
  const stands = rows.find(({ id }) => id === key);
  if (!stands) return planned ? { ...others, [key]: planned } : others;
  return planned && same(plannedOf(stands), planned) ? others : { ...others, [key]: planned };
}
export function freeKey(draft: PlanDraft): string {
  let n = 1;
  while (`new${n}` in draft) n += 1;
  return `new${n}`;
}

/** In which weeks of two a row is: 1, 2, or 0 for both; undefined for another cycle. */
export function weekOfTwo({ cycle, weeks }: Pick<Planned, 'cycle' | 'weeks'>): 0 | 1 | 2 | undefined {
  if (weeks.length === cycle) return 0;
  return cycle === 2 ? (weeks[0] as 1 | 2) : undefined;
}
export const inWeek = <R extends Planned>(row: R, week: 0 | 1 | 2, anchor: string): R => ({
  ...row,
  cycle: week ? 2 : 1,
  weeks: [week || 1],
  anchor: week && row.cycle !== 2 ? anchor : row.anchor,
});
/** The first day of a first week: that of the other rows in a cycle of two, else of the year. */
export function firstWeek(rows: readonly SaidPatternRow[], yearBegins: string): string {
  const counts = new Map<string, number>();
  for (const { cycle, anchor } of rows)
    if (cycle === 2) counts.set(mondayOf(anchor), (counts.get(mondayOf(anchor)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? mondayOf(yearBegins);
}

/** What is sent, and the keys of the rows in `add`, in their order. */
export function sentOf(
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  from: string,
  word: string,
): { body: PatternChange; keys: string[] } {
  const changes = counted(rows, draft, from);
  const added = changes.filter((change): change is [string, Planned] => change[1] !== null);
  return {
    keys: added.map(([key]) => key),
    body: {
      from_day: from,
      end: changes.flatMap(([key]) => (isNew(key) ? [] : [key])),
      add: added.map(([, { course, weekday: day, number, room, cycle, weeks, anchor, until_day }]): NewPatternRow => ({
        course,
        weekday: day,
        number,
        room,
        cycle,
        weeks,
        anchor,
        until_day,
      })),
      word,
    },
  };
}

/** The number of the week of a day in a cycle; 1 is the anchor's. */
export function weekOfCycle(day: string, cycle: number, anchor: string): number {
  const passed = Math.round((Date.parse(mondayOf(day)) - Date.parse(mondayOf(anchor))) / 604_800_000);
  return (((passed % cycle) + cycle) % cycle) + 1;
}
const isIn = ({ cycle, weeks, anchor }: Planned, day: string) => weeks.includes(weekOfCycle(day, cycle, anchor));
const gcd = (a: number, b: number): number => (b ? gcd(b, a % b) : a);
/** True if there is a week in which both give lessons, whatever the calendar says. */
export function meet(one: Planned, other: Planned): boolean {
  if (one.weekday !== other.weekday) return false;
  const first = one.from_day > other.from_day ? one.from_day : other.from_day;
  const ends = [one.until_day, other.until_day].filter(day => day !== null).sort();
  const holds = (day: string) => first <= day && (!ends.length || day < ends[0]!);
  const begin = addDays(mondayOf(first), one.weekday - 1);
  const weeks = (one.cycle * other.cycle) / gcd(one.cycle, other.cycle);
  for (let n = 0; n <= weeks; n += 1) {
    const day = addDays(begin, 7 * n);
    if (holds(day) && isIn(one, day) && isIn(other, day)) return true;
  }
  return false;
}

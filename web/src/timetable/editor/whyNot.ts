// Whether a lesson can stand at a place of the grid, and if not, who or what is taken.
import type { Bells, PersonRef, TaughtCourse } from '../../core/shapes';
import type { ClassRef } from '../../core/types';
import { minutesOf, scheduleUsually } from '../bells';
import { meet, type Place, type Planned, type PlannedRow } from './plan';

export interface Times {
  starts: number; // minutes since midnight
  ends: number;
}
/** What the rows speak of: the courses of the school, and when a class has a bell. */
export interface Known {
  courses: ReadonlyMap<string, TaughtCourse>;
  bell: (group: string | null, weekday: number, number: number) => Times | undefined;
  size: (group: string) => number; // students of a class
}
/** `row` is the lesson for which it is taken. */
export type Reason =
  | { why: 'bell' }
  | { why: 'same'; row: PlannedRow }
  | { why: 'teacher'; who: PersonRef; row: PlannedRow }
  | { why: 'room'; room: string; row: PlannedRow }
  | { why: 'class'; group: ClassRef; row: PlannedRow };
export type Answer = { kind: 'here' } | { kind: 'swap'; rows: PlannedRow[] } | { kind: 'no'; reason: Reason };

/** The usual bells of each class: those of single days do not count. */
export function bellsBy({ schedules, rules }: Bells): Known['bell'] {
  const times = new Map(
    schedules.map(({ name, bells }) => [
      name,
      new Map(bells.map(one => [one.number, { starts: minutesOf(one.starts)!, ends: minutesOf(one.ends)! }])),
    ]),
  );
  const usual = rules.filter(({ day }) => day === null);
  const known = new Map<string, string | undefined>();
  return (group, weekday, number) => {
    const key = `${group}.${weekday}`;
    if (!known.has(key)) known.set(key, scheduleUsually(usual, group, weekday));
    return times.get(known.get(key) ?? '')?.get(number);
  };
}

/** How many students a class has: as many as its fullest course. */
export function sizesOf(courses: readonly TaughtCourse[]): Known['size'] {
  const sizes = new Map<string, number>();
  for (const { classes, students } of courses) {
    const [only, ...others] = classes;
    if (only && !others.length) sizes.set(only.id, Math.max(students, sizes.get(only.id) ?? 0));
  }
  return group => sizes.get(group) ?? 0;
}

const courseOf = (known: Known, row: Planned) => known.courses.get(row.course);
const timesOf = (known: Known, row: Planned): Times | undefined =>
  known.bell(courseOf(known, row)?.class ?? null, row.weekday, row.number);
const classesOf = ({ class: own, classes }: TaughtCourse) => new Set([...classes.map(({ id }) => id), own]);

/** What two rows both need at one time. Two subgroups of a class may be side by side. */
export function conflict(known: Known, one: Planned, other: PlannedRow): Reason | undefined {
  if (one.weekday !== other.weekday) return undefined;
  const [mine, theirs] = [courseOf(known, one), courseOf(known, other)];
  const [time, taken] = [timesOf(known, one), timesOf(known, other)];
  if (!mine || !theirs || !time || !taken || time.starts >= taken.ends || taken.starts >= time.ends) return undefined;
  const reason = needBoth(known, mine, one, theirs, other);
  return reason && meet(one, other) ? reason : undefined;
}
function needBoth(
  known: Known,
  mine: TaughtCourse,
  one: Planned,
  theirs: TaughtCourse,
  row: PlannedRow,
): Reason | undefined {
  if (mine.id === theirs.id) return { why: 'same', row };
  const who = mine.teachers.find(({ id }) => theirs.teachers.some(other => other.id === id));
  if (who) return { why: 'teacher', who, row };
  if (one.room !== null && one.room === row.room) return { why: 'room', room: one.room, row };
  const taken = classesOf(theirs);
  const own = [...classesOf(mine)].find(id => id !== null && taken.has(id));
  if (!own || (mine.group && theirs.group) || areParts(known, own, mine, theirs)) return undefined;
  const group = [...mine.classes, ...theirs.classes].find(({ id }) => id === own);
  return { why: 'class', group: group ?? { id: own, name: '', grade: null }, row };
}

/** A roster names no subgroups: two courses that the class is large enough for may be parts of it. */
const areParts = (known: Known, group: string, mine: TaughtCourse, theirs: TaughtCourse): boolean =>
  mine.students > 0 && theirs.students > 0 && mine.students + theirs.students <= known.size(group);

/** Whether `held` can stand there among `rows`. `swaps`: those of its cell may change places with it, if it has one. */
export function answerAt(
  known: Known,
  held: PlannedRow,
  from: Place | undefined,
  at: Place,
  rows: readonly PlannedRow[],
  swaps: (row: PlannedRow) => boolean,
): Answer {
  const moved = { ...held, ...at };
  const no = (reason: Reason): Answer => ({ kind: 'no', reason });
  if (!timesOf(known, moved)) return no({ why: 'bell' });
  const others = rows.filter(({ key }) => key !== held.key);
  const found = others.flatMap(row => conflict(known, moved, row) ?? []).filter(one => one.why !== 'bell');
  const inCell = (row: PlannedRow) => row.weekday === at.weekday && row.number === at.number && swaps(row);
  const outside = found.find(({ row, why }) => why === 'same' || !from || !inCell(row));
  if (outside) return no(outside);
  if (!from || !found.length) return { kind: 'here' };
  const leaving = found.map(({ row }) => row);
  const rest = [...others.filter(row => !leaving.includes(row)), moved];
  for (const row of leaving) {
    const back = { ...row, weekday: from.weekday, number: from.number };
    if (!timesOf(known, back)) return no({ why: 'bell' });
    const [reason] = rest.flatMap(other => conflict(known, back, other) ?? []);
    if (reason) return no(reason);
  }
  return { kind: 'swap', rows: leaving };
}

/** The first clash of a row that nobody has explained. Of two rows that stand only the server knows whether students are
 * in both: it has taken them. */
export function clashOf(known: Known, row: PlannedRow, rows: readonly PlannedRow[]): Reason | undefined {
  if (row.word) return undefined;
  for (const other of rows) {
    const reason = other.key === row.key || other.word ? undefined : conflict(known, row, other);
    if (reason && (reason.why !== 'class' || row.changed || other.changed)) return reason;
  }
  return undefined;
}

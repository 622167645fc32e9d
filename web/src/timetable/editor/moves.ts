// What is done on the grid, step by step, and how each step is taken back.
import type { SaidPatternRow } from '../../core/shapes';
import {
  freeKey,
  inWeek,
  planOn,
  weekOfTwo,
  withRow,
  type Place,
  type PlanDraft,
  type Planned,
  type PlannedRow,
} from './plan';
import { answerAt, conflict, type Answer, type Known, type Reason } from './whyNot';

/** The draft of a school, with those before it. */
export interface Steps {
  draft: PlanDraft;
  before: PlanDraft[];
}
const MOST_STEPS = 200;
export const step = (steps: Steps, next: PlanDraft): Steps =>
  JSON.stringify(next) === JSON.stringify(steps.draft)
    ? steps
    : { draft: next, before: [...steps.before, steps.draft].slice(-MOST_STEPS) };
export const undone = ({ draft, before }: Steps): Steps => ({
  draft: before.at(-1) ?? draft,
  before: before.slice(0, -1),
});

const bare = ({ key: _key, changed: _changed, word: _word, ...planned }: PlannedRow): Planned => planned;

/** The draft after a lesson was put down where the answer allows it: those it changes places with go where it was. */
export function putDown(
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  held: PlannedRow,
  from: Place | undefined,
  at: Place,
  answer: Answer,
): PlanDraft {
  if (answer.kind === 'no') return draft;
  let next = withRow(rows, draft, held.key || freeKey(draft), {
    ...bare(held),
    weekday: at.weekday,
    number: at.number,
  });
  if (answer.kind === 'swap' && from)
    for (const row of answer.rows)
      next = withRow(rows, next, row.key, { ...bare(row), weekday: from.weekday, number: from.number });
  return next;
}
export const takenOff = (rows: readonly SaidPatternRow[], draft: PlanDraft, row: PlannedRow): PlanDraft =>
  withRow(rows, draft, row.key, null);
export const inWeeks = (
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  row: PlannedRow,
  week: 0 | 1 | 2,
  anchor: string,
): PlanDraft => withRow(rows, draft, row.key, inWeek(bare(row), week, anchor));
export const inRoom = (
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  row: PlannedRow,
  room: string | null,
): PlanDraft => withRow(rows, draft, row.key, { ...bare(row), room });

/** A lesson of a course that has no place yet, in the room where most of its others are. */
export function another(
  course: string,
  grid: readonly PlannedRow[],
  week: 0 | 1 | 2,
  anchor: string,
  from: string,
): PlannedRow {
  const counts = new Map<string, number>();
  for (const { course: of, room } of grid)
    if (of === course && room !== null) counts.set(room, (counts.get(room) ?? 0) + 1);
  const room = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  const row: PlannedRow = {
    key: '',
    changed: true,
    word: '',
    course,
    weekday: 0,
    number: 0,
    room,
    cycle: 1,
    weeks: [1],
    anchor,
    from_day: from,
    until_day: null,
  };
  return inWeek(row, week, anchor);
}

/** A draft into which lessons were copied. `left` found no place, and why; a lesson that stands there already is none. */
export interface Copied {
  draft: PlanDraft;
  put: number;
  left: { row: PlannedRow; reason: Reason }[];
}
type Own = (row: PlannedRow) => boolean;

/** The draft after the own lessons of a day stand on other days, too, at their numbers. */
export function copiedDay(
  known: Known,
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  from: string,
  day: number,
  to: readonly number[],
  isOwn: Own,
): Copied {
  const copied: Copied = { draft, put: 0, left: [] };
  const copies = planOn(rows, draft, from).grid.filter(row => row.weekday === day && isOwn(row));
  for (const weekday of to)
    for (const row of copies) {
      const fresh: PlannedRow = { ...row, weekday, key: '', changed: true, word: '', from_day: from };
      const { grid, later } = planOn(rows, copied.draft, from);
      const answer = answerAt(known, fresh, undefined, fresh, [...grid, ...later], isOwn);
      if (answer.kind !== 'no') {
        copied.draft = putDown(rows, copied.draft, fresh, undefined, fresh, answer);
        copied.put += 1;
      } else if (answer.reason.why !== 'same' || answer.reason.row.number !== row.number)
        copied.left.push({ row: fresh, reason: answer.reason });
    }
  return copied;
}

/** The draft after the own lessons of one week of two stand in both. */
export function copiedWeek(
  known: Known,
  rows: readonly SaidPatternRow[],
  draft: PlanDraft,
  from: string,
  week: 1 | 2,
  isOwn: Own,
): Copied {
  const copied: Copied = { draft, put: 0, left: [] };
  for (const row of planOn(rows, draft, from).grid.filter(one => weekOfTwo(one) === week && isOwn(one))) {
    const both = inWeek(row, 0, row.anchor);
    const { grid, later } = planOn(rows, copied.draft, from);
    const others = [...grid, ...later].filter(({ key }) => key !== row.key);
    const [reason] = others.flatMap(other => conflict(known, both, other) ?? []);
    if (!reason) {
      copied.draft = withRow(rows, copied.draft, row.key, bare(both));
      copied.put += 1;
    } else if (reason.why !== 'same' || reason.row.number !== row.number) copied.left.push({ row: both, reason });
  }
  return copied;
}

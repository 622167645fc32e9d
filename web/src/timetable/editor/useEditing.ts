// What somebody does on the grid: the lesson in hand, the cell that has the focus, the steps that can be taken back.
import { useMemo, useState } from 'preact/hooks';
import { say } from '../../core/liveRegion';
import { small } from '../../core/local';
import { pt } from '../../i18n/week/pattern';
import { courseTitle, placeWords, reasonWords, rowTitle, type Names, type View } from './lessonWords';
import {
  another,
  copiedDay,
  copiedWeek,
  inRoom,
  inWeeks,
  putDown,
  step,
  takenOff,
  undone,
  type Copied,
  type Steps,
} from './moves';
import {
  counted,
  firstWeek,
  inWeek,
  planOn,
  weekOfCycle,
  weekOfTwo,
  type Place,
  type PlanDraft,
  type PlannedRow,
} from './plan';
import { yearBegins, type SchoolPlan } from './schoolPlan';
import { answerAt, bellsBy, clashOf, sizesOf, type Answer } from './whyNot';

export type Week = 0 | 1 | 2;
export interface Held {
  row: PlannedRow;
  from: Place | undefined; // none: it has no place yet
}
export const key = ({ weekday, number }: Place): string => `${weekday}.${number}`;

export function useEditing(plan: SchoolPlan, view: View, id: string) {
  const { pattern, from, school } = plan;
  const [steps, keep] = useState<Steps>(() => ({
    draft: small.read<PlanDraft>(`pattern.${school}`) ?? {},
    before: [],
  }));
  const [held, hold] = useState<Held | undefined>();
  const [at, moveTo] = useState<Place>({ weekday: 1, number: 1 });
  const [week, setWeek] = useState<Week>(0);
  const names = useMemo<Names>(
    () => ({
      view,
      courses: new Map(pattern.courses.map(one => [one.id, one])),
      rooms: new Map(plan.rooms.map(one => [one.id, one])),
      bell: bellsBy(plan.bells),
      size: sizesOf(pattern.courses),
    }),
    [plan, view],
  );
  const draft = steps.draft;
  const { grid, later, off } = useMemo(() => planOn(pattern.rows, draft, from), [pattern, draft, from]);
  const all = useMemo(() => [...grid, ...later], [grid, later]);
  const courses = useMemo(
    () =>
      pattern.courses.filter(one =>
        view === 'teacher'
          ? one.teachers.some(teacher => teacher.id === id)
          : one.class === id || one.classes.some(group => group.id === id),
      ),
    [pattern, view, id],
  );
  const own = useMemo(() => new Set(courses.map(one => one.id)), [courses]);
  const isOwn = (row: PlannedRow) => own.has(row.course);
  const mine = grid.filter(isOwn);
  const cell = (place: Place): PlannedRow[] =>
    mine
      .filter(
        row =>
          row.weekday === place.weekday &&
          row.number === place.number &&
          (!week || !weekOfTwo(row) || weekOfTwo(row) === week),
      )
      .sort(
        (a, b) => (weekOfTwo(a) ?? 0) - (weekOfTwo(b) ?? 0) || rowTitle(names, a).localeCompare(rowTitle(names, b)),
      );
  const clashes = useMemo(
    () =>
      new Map(mine.flatMap(row => [clashOf(names, row, all)].flatMap(why => (why ? [[row.key, why] as const] : [])))),
    [all, own, names],
  );
  const changes = counted(pattern.rows, draft, from);
  const anchor = firstWeek(pattern.rows, yearBegins(plan.year, from));

  const set = (next: Steps) => {
    keep(next);
    small.write(`pattern.${school}`, Object.keys(next.draft).length ? next.draft : undefined);
  };
  const change = (next: PlanDraft) => set(step(steps, next));
  const answers = useMemo(() => new Map<string, Answer>(), [held, all, own, names]);
  const answer = (place: Place): Answer | undefined => {
    if (!held) return undefined;
    const known = answers.get(key(place)) ?? answerAt(names, held.row, held.from, place, all, isOwn);
    answers.set(key(place), known);
    return known;
  };
  /** Keeps what was copied as one step, and returns the lessons that found no place, in words. */
  const keepCopied = ({ draft: next, put, left }: Copied): string[] => {
    hold(undefined);
    change(next);
    say(pt('copied', { n: put }));
    return left.map(({ row, reason }) => `${placeWords(row)}: ${rowTitle(names, row)}. ${reasonWords(names, reason)}`);
  };
  const pickUp = (row: PlannedRow) => {
    moveTo(row);
    hold({ row, from: { weekday: row.weekday, number: row.number } });
    say(rowTitle(names, row));
  };
  return {
    names,
    all,
    courses,
    mine,
    off: off.filter(isOwn),
    later: later.filter(isOwn),
    clashes,
    held,
    at,
    week,
    /** Which week of two begins then, where that matters. */
    first: week || all.some(row => row.cycle === 2) ? weekOfCycle(from, 2, anchor) : undefined,
    setWeek,
    cell,
    answer,
    draft,
    changes,
    /** The courses whose lessons are changed. */
    touched: new Set(
      changes.flatMap(([row, planned]) => planned?.course ?? pattern.rows.find(one => one.id === row)?.course ?? []),
    ),
    canUndo: steps.before.length > 0,
    moveTo,
    pickUp,
    pickNew: (course: string) => {
      hold({
        row: off.find(row => row.course === course) ?? another(course, grid, week, anchor, from),
        from: undefined,
      });
      say(courseTitle(view, names.courses.get(course)));
    },
    putBack: () => hold(undefined),
    put: (place: Place) => {
      const said = answer(place);
      if (!held || !said) return;
      moveTo(place);
      if (said.kind === 'no') return say(pt('no', { why: reasonWords(names, said.reason) }), true);
      change(putDown(pattern.rows, draft, held.row, held.from, place, said));
      hold(undefined);
      say(`${rowTitle(names, held.row)}: ${placeWords(place)}`);
    },
    takeOff: (row: PlannedRow) => {
      hold(undefined);
      change(takenOff(pattern.rows, draft, row));
      say(`${rowTitle(names, row)}: ${pt('tray')}`);
    },
    weeks: (row: PlannedRow, to: Week) => {
      if (held) hold({ ...held, row: inWeek(held.row, to, anchor) });
      if (row.key && (!held || held.from)) change(inWeeks(pattern.rows, draft, row, to, anchor));
    },
    room: (row: PlannedRow, room: string | null) => {
      if (held) hold({ ...held, row: { ...held.row, room } });
      if (row.key && (!held || held.from)) change(inRoom(pattern.rows, draft, row, room));
    },
    copyDay: (day: number, to: readonly number[]): string[] =>
      keepCopied(copiedDay(names, pattern.rows, draft, from, day, to, isOwn)),
    copyWeek: (of: 1 | 2): string[] => keepCopied(copiedWeek(names, pattern.rows, draft, from, of, isOwn)),
    undo: () => {
      hold(undefined);
      set(undone(steps));
    },
    /** Leaves only what is named: the rest was saved, or stands no more. */
    leave: (only: PlanDraft) => {
      hold(undefined);
      set({ draft: only, before: [] });
    },
  };
}
export type Editing = ReturnType<typeof useEditing>;

// What stands in each cell of the grid, and how it is said in words.
import { useMemo, useRef } from 'preact/hooks';
import { place } from '../../core/router';
import type { ActiveMark, Attendance, JournalState, Status } from '../../core/types';
import { t, type Key } from '../../i18n';
import type { Edit } from './edits';
import { cellOf, type CellView } from './journal';

const names: Record<Exclude<Status, 'present'>, [Key, Key]> = {
  absent: ['nAbsent', 'lAbsent'],
  ill: ['nIll', 'lIll'],
  late: ['nLate', 'lLate'],
  excused: ['nExcused', 'lExcused'],
};
export const statusName = (status: Status | ''): string => (status && status !== 'present' ? t(names[status][0]) : '');
export const statusLetter = (status: Status | ''): string =>
  status && status !== 'present' ? t(names[status][1]) : '';
/** A cell in words: for the foot line and for readers. */
export function cellName({ status, minutes, marks, failed, waiting }: CellView): string {
  const parts = [
    status && (status === 'late' && minutes ? t('lateMin', { n: minutes }) : statusName(status)),
    marks.length && marks.map(mark => mark.value).join(t('and')),
    ...marks.map(mark => mark.comment && `«${mark.comment}»`),
  ].filter(Boolean);
  return [parts.join(', ') || t('empty'), failed ? t('notSaved') : waiting && t('notSentYet')]
    .filter(Boolean)
    .join(' · ');
}

/** Returns where one begins: in the asked lesson; else today's, else the last one before today. */
export function firstCell(state: JournalState): { r: number; c: number } {
  const asked = state.lessons.findIndex(lesson => lesson.id === place.value.query.get('lesson'));
  const today = state.lessons.findIndex(lesson => lesson.day === state.today);
  const before = state.lessons.findLastIndex(lesson => lesson.day < state.today);
  return { r: 0, c: asked >= 0 ? asked : today >= 0 ? today : Math.max(0, before) };
}

function group<T extends { student: string }>(list: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const held = groups.get(one.student);
    if (held) held.push(one);
    else groups.set(one.student, [one]);
  }
  return groups;
}
/** Returns the cells of every row; a row nothing has changed in keeps its identity, so that only changed rows are painted. */
export function useCells(state: JournalState, edits: readonly Edit[]): CellView[][] {
  const kept = useRef(new Map<string, { from: unknown[]; cells: CellView[] }>());
  return useMemo(() => {
    const marks = group<ActiveMark>(state.marks);
    const attendance = group<Attendance>(state.attendance);
    const laid = group<Edit>(edits);
    return state.students.map(({ id }) => {
      const from = [
        state.lessons,
        ...(marks.get(id) ?? []),
        null,
        ...(attendance.get(id) ?? []),
        null,
        ...(laid.get(id) ?? []),
      ];
      const held = kept.current.get(id);
      if (held && held.from.length === from.length && held.from.every((one, index) => one === from[index]))
        return held.cells;
      const cells = state.lessons.map(lesson =>
        cellOf(
          (marks.get(id) ?? []).filter(mark => mark.lesson === lesson.id),
          (attendance.get(id) ?? []).find(entry => entry.lesson === lesson.id),
          (laid.get(id) ?? []).filter(edit => edit.lesson === lesson.id),
        ),
      );
      kept.current.set(id, { from, cells });
      return cells;
    });
  }, [state.students, state.lessons, state.marks, state.attendance, edits]);
}

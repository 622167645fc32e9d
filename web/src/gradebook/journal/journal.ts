// The journal of a course, folded from publications, and what stands in a cell once the unsent edits are laid over it.
import {
  above,
  at,
  type ActiveMark,
  type Attendance,
  type JournalState,
  type Publication,
  type Status,
  type Folded,
} from '../../core/types';
import { hundredths, total } from '../diary/averages';
import { recorded } from '../diary/diary';
import type { Edit } from './edits';

export function foldJournal(state: JournalState, publication: Publication): Folded<JournalState> {
  if (!above(state, publication)) return { state, reload: false };
  const next = at(state, publication.offset);
  const { data } = publication;
  const shown = (lesson: string) => state.lessons.some(one => one.id === lesson);
  switch (data.type) {
    case 'marks_posted':
      return {
        state: {
          ...next,
          marks: upserted(
            state.marks,
            data.marks.filter(mark => shown(mark.lesson)),
          ),
        },
        reload: false,
      };
    case 'mark_corrected':
      return {
        state: { ...next, marks: upserted(state.marks, shown(data.mark.lesson) ? [data.mark] : []) },
        reload: false,
      };
    case 'mark_withdrawn':
      return { state: { ...next, marks: state.marks.filter(mark => mark.id !== data.mark.id) }, reload: false };
    case 'attendance_recorded':
      return {
        state: {
          ...next,
          attendance: recorded(
            state.attendance,
            data.attendance.filter(entry => shown(entry.lesson)),
          ),
        },
        reload: false,
      };
    default:
      return { state: next, reload: false };
  }
}

/** New marks at the end, known ones in their place, never back to an older revision. */
export function upserted(held: readonly ActiveMark[], marks: readonly ActiveMark[]): ActiveMark[] {
  const next = [...held];
  for (const mark of marks) {
    const index = next.findIndex(one => one.id === mark.id);
    if (index < 0) next.push(mark);
    else if (next[index]!.revision <= mark.revision) next[index] = mark;
  }
  return next;
}

/** Where a mark of a cell stands on its way: with the server, on its way, or refused. */
export interface CellMark {
  ref: string;
  value: number;
  kind: string;
  weight: number;
  comment: string;
  mark?: ActiveMark;
}
export interface CellView {
  marks: CellMark[];
  status: Status | '';
  minutes: number | null;
  waiting: boolean;
  edits: Edit[];
  failed: Edit | undefined;
}

export function cellOf(
  marks: readonly ActiveMark[],
  attendance: Attendance | undefined,
  edits: readonly Edit[],
): CellView {
  let list: CellMark[] = marks.map(mark => ({
    ref: mark.id,
    value: mark.value,
    kind: mark.kind,
    weight: mark.weight,
    comment: mark.comment,
    mark,
  }));
  let status: Status | '' = attendance && attendance.status !== 'present' ? attendance.status : '';
  let minutes = attendance?.minutes ?? null;
  for (const edit of edits) {
    if (edit.act === 'post')
      list.push({ ref: edit.id, value: edit.value, kind: edit.kind, weight: edit.weight, comment: edit.comment });
    else if (edit.act === 'change')
      list = list.map(one =>
        one.ref === edit.ref
          ? { ...one, value: edit.value, kind: edit.kind, weight: edit.weight, comment: edit.comment }
          : one,
      );
    else if (edit.act === 'withdraw') list = list.filter(one => one.ref !== edit.ref);
    else {
      status = edit.status === 'present' ? '' : edit.status;
      minutes = edit.minutes;
    }
  }
  const failed = edits.find(edit => edit.failed);
  return { marks: list, status, minutes, waiting: edits.some(edit => !edit.failed), edits: [...edits], failed };
}

export const isAway = (status: Status | ''): boolean => status === 'absent' || status === 'ill';
/** Hundredths over the marks of a row, or null. */
export const rowMean = (cells: readonly CellView[]): number | null =>
  hundredths(total(cells.flatMap(cell => cell.marks)));
export const cellKey = (student: string, lesson: string): string => `${student}:${lesson}`;

/** The kind a lesson's column stands for: chosen here, set by the school, or that of the marks in it. */
export function columnKind(state: JournalState, lesson: string, chosen: string | undefined): string {
  const known = (id: string | null | undefined) => (id && state.kinds.some(kind => kind.id === id) ? id : undefined);
  const used = state.marks.findLast(mark => mark.lesson === lesson)?.kind;
  return (
    known(chosen) ??
    known(state.lessons.find(one => one.id === lesson)?.kind) ??
    known(used) ??
    (state.kinds.find(kind => kind.weight === 1) ?? state.kinds[0])?.id ??
    ''
  );
}

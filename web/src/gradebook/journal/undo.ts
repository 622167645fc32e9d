// What takes an edit of the journal back.
import { newKey } from '../../core/api';
import type { Status } from '../../core/types';
import { t } from '../../i18n';
import type { Edit } from './edits';
import type { CellMark, CellView } from './journal';

/** An edit that was made, and what stood in its cell before. */
export interface Done {
  student: string;
  lesson: string;
  act: Edit['act'];
  was: CellMark | undefined;
  status: Status | '';
  minutes: number | null;
}

/** Returns the edit that takes `done` back, or the one that must not go out; `view` is its cell now, `revision` that of
 * its attendance. */
export function reversed(done: Done, view: CellView, revision: number): { lay?: Edit; drop?: string } {
  const base = { id: newKey(), student: done.student, lesson: done.lesson };
  const held = view.marks.at(-1);
  const { was } = done;
  if (done.act === 'attend')
    return { lay: { ...base, act: 'attend', status: done.status || 'present', minutes: done.minutes, revision } };
  if (done.act === 'withdraw' && was) {
    const parked = view.edits.find(edit => edit.act === 'withdraw' && !edit.key);
    if (parked) return { drop: parked.id };
    const { value, kind, weight, comment } = was;
    return { lay: { ...base, act: 'post', value, kind, weight, comment, second: true, beside: [] } };
  }
  if (!held) return {};
  const mark = { ref: held.ref, revision: held.mark?.revision ?? 0 };
  if (done.act === 'post') return { lay: { ...base, act: 'withdraw', ...mark, reason: t('byMistake') } };
  if (!was) return {};
  const { value, kind, weight, comment } = was;
  return { lay: { ...base, act: 'change', ...mark, value, kind, weight, comment } };
}
